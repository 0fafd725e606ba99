"""The embedded PostgreSQL: made, started, asked and stopped through its own programs."""

import time
from pathlib import Path

import psycopg
from psycopg import sql

from .errors import EmbeddedError
from .placement import Placement
from .processes import is_running_in
from .state import ADMIN_ROLE, APP_DATABASE, APP_ROLE, ServiceState

# For analytics on a small machine with a fast disk. Errors are logged without their statement: statements
# hold customers' values and, in CREATE ROLE, passwords.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # A socket's path may be 107 bytes at most and the tree's may be longer: TCP on loopback serves all.
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "64",
    "jit": "off",
    "max_parallel_workers_per_gather": "2",
    "idle_in_transaction_session_timeout": "10min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
}
# For tests alone: their data is thrown away, a crash may lose it.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def data_folder(placement: Placement) -> Path:
    """Where the server keeps its data."""
    return placement.home / "postgresql"


def is_up(state: ServiceState) -> bool:
    """Whether our server answers: nobody else's knows the password."""
    try:
        with psycopg.connect(state.admin_url, connect_timeout=3, autocommit=True):
            return True
    except psycopg.OperationalError:
        return False


def is_running(placement: Placement) -> bool:
    """Whether the process that the data folder names is alive and works there."""
    pid = read_pid(placement)
    return pid is not None and is_running_in(pid, data_folder(placement))


def read_pid(placement: Placement) -> int | None:
    """The process id in the data folder's lock file."""
    try:
        return int((data_folder(placement) / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def start(placement: Placement, state: ServiceState, forgetful: bool) -> None:
    """Start the server, made if it isn't there; raises EmbeddedError with the place of its log."""
    data = data_folder(placement)
    initialize(placement, state)
    write_configuration(placement, state, forgetful)
    if read_pid(placement) is not None and not is_running(placement):
        # After a crash the number may belong to another process of the same account, which PostgreSQL
        # takes for a running server of its own.
        (data / "postmaster.pid").unlink()
    log = placement.home / "postgresql-start.log"
    result = placement.run(
        [program(placement, "pg_ctl"), "start", "-D", data, "-l", log, "-w", "-t", "60", "-s"]
    )
    if result.returncode != 0 or not wait_until_up(state):
        raise EmbeddedError(f"PostgreSQL did not start; see {log} and {data / 'log'}.")
    prepare_databases(state)


def wait_until_up(state: ServiceState, seconds: float = 10) -> bool:
    """Wait for the server to take connections."""
    until = time.monotonic() + seconds
    while not is_up(state):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def stop(placement: Placement) -> bool:
    """Stop the server: politely, then at once. Whether it ran."""
    if not is_running(placement):
        return False
    for mode in ("fast", "immediate"):
        command: list[str | Path] = [program(placement, "pg_ctl"), "stop", "-D", data_folder(placement)]
        if placement.run([*command, "-m", mode, "-w", "-t", "20", "-s"]).returncode == 0:
            return True
    raise EmbeddedError(f"PostgreSQL (process {read_pid(placement)}) did not stop.")


def program(placement: Placement, name: str) -> Path:
    """One of the server's programs."""
    return placement.postgresql / "bin" / name


def initialize(placement: Placement, state: ServiceState) -> None:
    """Make the data folder; an attempt that was cut short is made again."""
    data = data_folder(placement)
    if (data / "COPILOT").exists():
        return
    placement.run(["/bin/rm", "-rf", data])
    password_file = placement.home / ".password"
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    try:
        password_file.write_text(state.admin_password)
        placement.own(password_file)
        result = placement.run(
            [
                program(placement, "initdb"),
                *("-D", data, "-U", ADMIN_ROLE, "--pwfile", password_file, "--auth", "scram-sha-256"),
                *(
                    "-E",
                    "UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8",
                    "--no-sync",
                    "--no-instructions",
                ),
            ]
        )
    finally:
        password_file.unlink(missing_ok=True)
    if result.returncode != 0:
        raise EmbeddedError(f"PostgreSQL's data can't be made in {data}: {result.stderr.strip()[-300:]}")
    (data / "COPILOT").write_text("Made by insight-copilot.\n")


def write_configuration(placement: Placement, state: ServiceState, forgetful: bool) -> None:
    """Write the settings the server starts with; the port may have changed since the last start."""
    settings = SETTINGS | {"port": str(state.postgresql_port)} | (FORGETFUL if forgetful else {})
    lines = [f"{name} = '{value}'" for name, value in settings.items()]
    # postgresql.auto.conf is read last: what a person sets there with ALTER SYSTEM wins.
    path = data_folder(placement) / "postgresql.conf"
    path.write_text(
        "# Written at each start; use ALTER SYSTEM for settings of your own.\n" + "\n".join(lines) + "\n"
    )
    path.chmod(0o600)
    placement.own(path)


def prepare_databases(state: ServiceState) -> None:
    """Make the application's role and database; readers made later can connect to neither of ours."""
    with psycopg.connect(state.admin_url, autocommit=True) as connection:
        role, password = sql.Identifier(APP_ROLE), sql.Literal(state.app_password)
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        # CREATEDB is for the test database, which Django makes itself.
        connection.execute(sql.SQL("{} ROLE {} LOGIN CREATEDB PASSWORD {}").format(verb, role, password))
        made = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [APP_DATABASE]).fetchone()
        if not made:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(APP_DATABASE), role)
            )
        for database in (APP_DATABASE, "postgres", "template1"):
            name = sql.Identifier(database)
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, role))


def log_folder(placement: Placement) -> Path:
    """Where the server writes its log."""
    return data_folder(placement) / "log"
