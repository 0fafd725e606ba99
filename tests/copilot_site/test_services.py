"""The embedded servers through what happens to servers: kill -9, stale numbers, ports taken, trees gone."""

import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from copilot_site.embedded import postgresql, services, valkey
from copilot_site.embedded.clean import check_not_running, clean
from copilot_site.embedded.errors import EmbeddedError
from copilot_site.embedded.placement import current_placement
from copilot_site.embedded.processes import wait_for_end
from copilot_site.embedded.state import ServiceState, load_state, open_private, read_state

pytestmark = pytest.mark.slow


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "a folder" / "var"
    folder.mkdir(parents=True)
    yield folder
    clean(folder)


def listen_on(port: int) -> socket.socket:
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen()
    return server


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def pids(var: Path, state: ServiceState) -> list[int]:
    placement = current_placement(var, state.home)
    found = [valkey.read_pid(placement), postgresql.read_pid(placement)]
    assert None not in found
    return found


def test_both_start_keep_their_data_and_stop(var):
    state = services.start(var)
    assert [status.up for status in services.status_of(var, state)] == [True, True]
    with psycopg.connect(state.app_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with redis.Redis.from_url(state.valkey_url) as client:
        client.set("kept", "7")
    assert services.stop(var) == ["valkey", "postgresql"]
    assert services.dead(var) == ["postgresql", "valkey"]
    assert services.stop(var) == []

    again = services.start(var)
    assert again == state
    assert ask(again.app_url, "SELECT number FROM kept") == 7
    with redis.Redis.from_url(again.valkey_url) as client:
        assert client.get("kept") == b"7"


def test_killed_servers_start_again_though_their_numbers_are_in_use(var):
    state = services.start(var)
    killed = pids(var, state)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
        assert wait_for_end(pid, 5)
    placement = current_placement(var, state.home)
    lock = postgresql.data_folder(placement) / "postmaster.pid"
    # As after a restart of the machine: the number belongs to a process of the same account that is not ours.
    lock.write_text(lock.read_text().replace(str(killed[1]), str(os.getpid()), 1))

    assert services.start(var) == state
    assert services.dead(var) == []
    assert ask(state.admin_url, "SELECT 1") == 1


def test_taken_ports_are_replaced_and_remembered(var):
    state = load_state(var)
    with listen_on(state.postgresql_port), listen_on(state.valkey_port):
        moved = services.start(var)
    assert moved.postgresql_port != state.postgresql_port
    assert moved.valkey_port != state.valkey_port
    assert moved.former_ports == (state.postgresql_port,)
    assert read_state(var) == moved
    assert ask(moved.admin_url, "SELECT 1") == 1


def test_ports_lie_below_the_ephemeral_range_and_secrets_are_private(var):
    state = load_state(var)
    assert all(20_000 <= port < 32_768 for port in (state.postgresql_port, state.valkey_port))
    assert (var / "services.json").stat().st_mode & 0o777 == 0o600
    assert len({state.admin_password, state.app_password, state.valkey_password}) == 3
    for secret in (state.admin_password, state.app_password, state.valkey_password):
        assert secret not in repr(state)


def test_clean_leaves_nothing_behind_and_a_new_tree_of_the_same_path_starts_afresh(var):
    first = services.start(var)
    with psycopg.connect(first.app_url) as connection:
        connection.execute("CREATE TABLE old (id int)")
    services.stop(var)
    # Removed without `make clean`: what lies outside the tree stays.
    (var / "services.json").unlink()
    if not first.home:
        os.rename(var / "services", var / "removed")
    second = services.start(var)
    assert second.app_password != first.app_password
    assert ask(second.app_url, "SELECT to_regclass('public.old')") is None
    clean(var)
    assert services.dead(var) == ["postgresql", "valkey"]
    assert not second.home or not Path(second.home).exists()


def test_a_broken_state_file_is_told_in_one_line(var):
    (var / "services.json").write_text("{")
    with pytest.raises(EmbeddedError, match=r"can't be read; run `make clean` to start afresh\.$"):
        load_state(var)
    (var / "services.json").unlink()


def test_clean_waits_for_no_running_site(var):
    with open_private(var / "up.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 17, http://127.0.0.1:8000")
        lock.flush()
        with pytest.raises(
            EmbeddedError, match=r"Stop `make run` first \(process 17, http://127.0.0.1:8000\)\."
        ):
            check_not_running(var)
    check_not_running(var)


def test_what_is_up_is_not_started_twice(var):
    state = services.start(var)
    before = pids(var, state)
    started = time.monotonic()
    assert services.start(var) == state
    assert time.monotonic() - started < 2
    assert pids(var, state) == before
    assert json.loads((var / "services.json").read_text())["former_ports"] == []
