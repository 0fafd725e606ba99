"""The embedded Valkey: cache, broker, channel layer."""

import time
from pathlib import Path

import redis

from .errors import EmbeddedError
from .placement import Placement
from .processes import end, is_running_in
from .state import ServiceState, make_folder

# Saved after a minute if anything changed, and when stopped: queued jobs outlive a restart.
SETTINGS = {
    "bind": "127.0.0.1",
    "protected-mode": "yes",
    "daemonize": "yes",
    "save": "60 1",
    # With the disk full it goes on from memory: nobody could sign in otherwise.
    "stop-writes-on-bgsave-error": "no",
    "appendonly": "no",
    "databases": "16",
    "tcp-backlog": "511",
    "maxmemory-policy": "noeviction",
    "pidfile": "valkey.pid",
    "logfile": "valkey.log",
}


def data_folder(placement: Placement) -> Path:
    """Where the server keeps its data, log and process id."""
    return placement.home / "valkey"


def is_up(state: ServiceState) -> bool:
    """Whether our server answers: nobody else's knows the password."""
    try:
        with redis.Redis.from_url(state.valkey_url, socket_timeout=3, socket_connect_timeout=3) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def read_pid(placement: Placement) -> int | None:
    """The process id that the server wrote down."""
    try:
        return int((data_folder(placement) / "valkey.pid").read_text())
    except (FileNotFoundError, ValueError):
        return None


def is_running(placement: Placement) -> bool:
    """Whether the process that the data folder names is alive and works there."""
    pid = read_pid(placement)
    return pid is not None and is_running_in(pid, data_folder(placement))


def start(placement: Placement, state: ServiceState) -> None:
    """Start the server; its settings, the password among them, go in by standard input and touch no disk."""
    data = make_folder(data_folder(placement), 0o700)
    placement.own(data)
    settings = SETTINGS | {"port": str(state.valkey_port), "requirepass": state.valkey_password}
    # `dir` comes first: the names of the other files are relative to it, and quoted paths may hold spaces.
    lines = [f'dir "{data}"', *(f"{name} {value}" for name, value in settings.items())]
    (data / "valkey.pid").unlink(missing_ok=True)
    result = placement.run([placement.valkey_server, "-"], input="\n".join(lines) + "\n")
    if result.returncode != 0 or not wait_until_up(state):
        raise EmbeddedError(f"Valkey did not start; see {data / 'valkey.log'}.")


def wait_until_up(state: ServiceState, seconds: float = 15) -> bool:
    """Wait for the server to answer."""
    until = time.monotonic() + seconds
    while not is_up(state):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def stop(placement: Placement) -> bool:
    """Stop the server; it saves on the way. Whether it ran."""
    pid = read_pid(placement)
    if pid is None or not is_running(placement):
        return False
    end(pid)
    return True
