"""Stop, wherever a query is: whoever waits is free within a second, and the server's own work is over."""

import dataclasses
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from querying.engines import ENGINES, pool
from querying.engines.postgresql import addresses
from querying.engines.slots import Slots
from querying.guard import GuardedQuery
from querying.limits import LIMITS, Purpose
from querying.results import QueryFailed, QueryStopped, ResultSet
from tests.querying.conftest import drop_database, make_database
from tests.querying.line import line_to

ENGINE = ENGINES["postgresql"]
SLOW = """
CREATE FUNCTION slow_constant() RETURNS int IMMUTABLE LANGUAGE plpgsql
AS 'BEGIN PERFORM pg_catalog.pg_sleep(30); RETURN 1; END'
"""
MANY = "SELECT a, repeat('x', 200) FROM generate_series(1, 100000) a, generate_series(1, 10000) b"
PRESSED = 0.3  # seconds after the start
TRIES = 3  # a busy machine may be late; it is not always


@pytest.fixture(scope="module")
def url(embedded_services) -> Iterator[str]:
    yield (made := make_database("querying_stopping", SLOW))
    ENGINE.forget(made)
    drop_database("querying_stopping")


def query(sql: str, purpose: Purpose = Purpose.CHAT) -> GuardedQuery:
    return GuardedQuery(sql, sql, "postgresql", purpose, None, ())


def run(url: str, sql: str, stopped=None, **limits) -> ResultSet:
    return ENGINE.run(url, query(sql), dataclasses.replace(LIMITS[Purpose.CHAT], **limits), stopped)


def stream(url: str, sql: str, stopped=None) -> Iterator[bytes]:
    return ENGINE.stream(url, query(sql, Purpose.EXPORT), LIMITS[Purpose.EXPORT], stopped)


def drain(lines: Iterator[bytes]) -> None:
    for _line in lines:
        pass


def seconds_to_stop(start: Callable[[Callable[[], bool]], object]) -> float:
    """From the press to the end, the best of a few tries."""
    took = []
    while not took or (took[-1] > 1 and len(took) < TRIES):
        pressed = time.monotonic() + PRESSED
        with pytest.raises(QueryStopped):
            start(lambda at=pressed: time.monotonic() > at)
        took.append(time.monotonic() - pressed)
    return min(took)


def is_over(url: str) -> bool:
    """Whether the server runs nothing of ours any more, within a few seconds."""
    with psycopg.connect(url, autocommit=True) as admin:
        for _look in range(100):
            row = admin.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle' AND backend_type = 'client backend'"
            ).fetchone()
            if row == (0,):
                return True
            time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT public.slow_constant()",
        "SELECT pg_catalog.pg_sleep(30)",
        "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b",
        MANY,
    ],
    ids=["planning", "waiting", "working", "sending rows"],
)
def test_a_query_is_stopped_and_its_connection_not_used_again(url, sql):
    run(url, "SELECT 1")
    took = seconds_to_stop(lambda stopped: run(url, sql, stopped, rows=None, result_bytes=10**12))
    assert took < 1
    assert is_over(url)


def test_rows_on_their_way_to_a_file_are_stopped(url):
    assert seconds_to_stop(lambda stopped: drain(stream(url, MANY, stopped))) < 1
    assert is_over(url)


def test_a_stream_that_is_closed_early_ends_the_servers_work(url):
    lines = stream(url, MANY)
    assert len(list(itertools.islice(lines, 3))) == 3
    lines.close()
    assert is_over(url)


def test_the_connection_of_a_stopped_query_is_closed(url):
    (before,) = run(url, "SELECT pg_catalog.pg_backend_pid()").rows
    seconds_to_stop(lambda stopped: run(url, "SELECT pg_catalog.pg_sleep(30)", stopped))
    (after,) = run(url, "SELECT pg_catalog.pg_backend_pid()").rows
    assert before != after


def test_who_waits_for_a_connection_stops_or_is_told(url, monkeypatch):
    monkeypatch.setattr(pool, "_most", 1)
    ENGINE.forget(url)
    lines = stream(url, MANY)
    next(lines)
    assert seconds_to_stop(lambda stopped: run(url, "SELECT 1", stopped)) < 1
    with pytest.raises(QueryFailed, match="busy with other queries") as failed:
        run(url, "SELECT 1", seconds=0.2)
    assert failed.value.code == "db.unavailable"
    lines.close()
    assert run(url, "SELECT 1").rows == ((1,),)
    ENGINE.forget(url)


def test_who_connects_to_a_server_that_never_answers_stops_or_is_told(url, monkeypatch):
    monkeypatch.setattr(addresses, "CONNECT_SECONDS", 2)
    monkeypatch.setattr(pool, "_most", 1)
    with socket.create_server(("127.0.0.1", 0)) as hole:
        parts = urlsplit(url)
        place = f"{parts.username}:{parts.password}@127.0.0.1:{hole.getsockname()[1]}"
        black_hole = parts._replace(netloc=place).geturl()
        pressed = time.monotonic() + PRESSED
        with pytest.raises(QueryStopped):
            run(black_hole, "SELECT 1", lambda: time.monotonic() > pressed)
        assert time.monotonic() - pressed < 1
        # The attempt that was left alone holds the only slot until it ends.
        with pytest.raises(QueryFailed) as failed:
            run(black_hole, "SELECT 1", seconds=0.1)
        assert "busy" in failed.value.message
        with pytest.raises(QueryFailed) as failed:
            run(black_hole, "SELECT 1")
    assert failed.value.code == "db.unavailable"
    assert "can't be reached" in failed.value.message
    assert str(parts.password) not in failed.value.message
    ENGINE.forget(black_hole)


def test_a_server_that_falls_silent_holds_nobody(url):
    with line_to(url) as line:
        over_line = line.url(url)
        run(over_line, "SELECT 1")
        pressed = time.monotonic() + PRESSED

        def stopped() -> bool:
            if time.monotonic() > pressed - 0.1:
                line.freeze()
            return time.monotonic() > pressed

        with pytest.raises(QueryStopped):
            run(over_line, "SELECT pg_catalog.pg_sleep(3)", stopped)
        assert time.monotonic() - pressed < 3
        line.thaw()
        assert run(over_line, "SELECT 1").rows == ((1,),)
        ENGINE.forget(over_line)


def test_a_database_that_is_made_anew_is_read_anew():
    """Numbers of types mean other types there."""
    made = make_database("querying_anew", "CREATE TYPE a AS ENUM ('x'); CREATE DOMAIN b AS int")
    assert run(made, "SELECT 'x'::public.a, 1::public.b").rows == (("x", 1),)
    assert made == make_database("querying_anew", "CREATE DOMAIN b AS int; CREATE TYPE a AS ENUM ('x')")
    found = run(made, "SELECT 'x'::public.a, 1::public.b")
    assert found.rows == (("x", 1),)
    assert [column.type.value for column in found.columns] == ["text", "integer"]
    ENGINE.forget(made)
    drop_database("querying_anew")


# --- whose turn it is ------------------------------------------------------------------------------


def test_slots_go_to_who_came_first_and_no_purpose_takes_them_all():
    slots, order = Slots(16), []
    for _number in range(5):
        slots.take(Purpose.EXPORT, seconds=1, stopped=None)

    def wait(name: str, purpose: Purpose) -> threading.Thread:
        def work() -> None:
            slots.take(purpose, seconds=10, stopped=None)
            order.append(name)

        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(0.02)
        return thread

    waiting = [wait("export 1", Purpose.EXPORT), wait("export 2", Purpose.EXPORT)]
    chat = wait("chat", Purpose.CHAT)
    chat.join(5)
    assert order == ["chat"]  # though it came last: the exports' share is used up
    for thread in waiting:
        slots.release(Purpose.EXPORT)
        thread.join(5)
    assert order == ["chat", "export 1", "export 2"]


def test_even_one_slot_serves_every_purpose():
    slots = Slots(1)
    for purpose in Purpose:
        slots.take(purpose, seconds=1, stopped=None)
        with pytest.raises(QueryFailed):
            slots.take(Purpose.CHAT, seconds=0, stopped=None)
        slots.release(purpose)
