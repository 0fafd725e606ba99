"""MySQL's connections on a real MariaDB server: kept, wiped, replaced, encrypted, cut."""

import collections
import dataclasses
import itertools
import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pymysql
import pytest

from querying.engines import ENGINES, pool
from querying.engines.base import SourceError
from querying.engines.mysql import connections
from querying.engines.mysql.addresses import parse_url
from querying.guard import GuardedQuery
from querying.limits import LIMITS, Purpose
from querying.results import QueryFailed, QueryStopped
from tests import mariadb
from tests.querying.line import Line, line_to

ENGINE = ENGINES["mysql"]
ID = "SELECT CONNECTION_ID()"
MANY = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT a.i FROM n a, n b"
)
CIPHER = "SHOW STATUS LIKE 'Ssl_cipher'"


@pytest.fixture(scope="module")
def url(mariadb_url: str) -> str:
    with admin(mariadb_url) as cursor:
        cursor.execute("CREATE DATABASE IF NOT EXISTS lines_")
        cursor.execute("CREATE TABLE IF NOT EXISTS lines_.t (a INT)")
    return ENGINE.make_reader(f"{mariadb_url}/lines_", [("lines_", "t")]).url


@pytest.fixture(autouse=True)
def fresh(url: str) -> Iterator[None]:
    yield
    ENGINE.forget(url)


def admin(mariadb_url: str):
    address = parse_url(f"{mariadb_url}/mysql")
    return pymysql.connect(
        host=address.host, port=address.port, user="root", autocommit=True, ssl_disabled=True
    ).cursor()


def query(sql: str) -> GuardedQuery:
    return GuardedQuery(sql, sql, "mysql", Purpose.CHAT, None, ())


def one(url: str, sql: str, stopped=None, **limits):
    found = ENGINE.run(url, query(sql), dataclasses.replace(LIMITS[Purpose.CHAT], **limits), stopped)
    return found.rows[0][-1]


def failed(url: str, sql: str, stopped=None, **limits) -> QueryFailed:
    with pytest.raises(QueryFailed) as raised:
        one(url, sql, stopped, **limits)
    assert str(parse_url(url).password) not in raised.value.message
    return raised.value


def test_a_connection_is_kept_and_nothing_of_one_query_reaches_the_next(url):
    first = one(url, ID)
    assert one(url, "SELECT @secret := 5") == 5
    assert one(url, "SELECT GET_LOCK('mine', 0)") == 1
    assert one(url, "SELECT @secret") is None
    assert one(url, "SELECT IS_FREE_LOCK('mine')") == 1
    assert one(url, "SELECT 'é\U0001f600'") == "é\U0001f600"
    assert one(url, "SELECT @@sql_mode LIKE '%FULL_GROUP_BY%' AND @@autocommit AND @@in_transaction") == 1
    assert failed(url, "SELECT nothing").code == "db.error"
    assert one(url, ID) == first
    # Rows that were cut off by the limit: those left are few, as the guard's LIMIT says how many there are.
    one(url, f"{MANY} LIMIT 11", rows=10)
    assert one(url, ID) == first


def test_a_connection_that_was_left_in_the_middle_is_not_used_again(url):
    first = one(url, ID)
    one(url, MANY, rows=10)
    second = one(url, ID)
    lines = ENGINE.stream(url, query(MANY), LIMITS[Purpose.EXPORT], None)
    assert len(list(itertools.islice(lines, 3))) == 3
    lines.close()
    third = one(url, ID)
    assert failed(url, "SELECT SLEEP(30)", lambda: True).code == "db.stopped"
    assert len({first, second, third, one(url, ID)}) == 4


def test_a_connection_that_the_server_closed_is_replaced(url, mariadb_url):
    with admin(mariadb_url) as cursor:
        first = one(url, ID)
        cursor.execute(f"KILL {first}")
        assert one(url, ID) != first
    with line_to(url) as line:
        over_line = line.url(url)
        one(over_line, ID)
        line.cut()
        line.mend()
        one(over_line, ID)
        line.cut()
        assert failed(over_line, ID).code == "db.unavailable"
        ENGINE.forget(over_line)


def test_a_line_that_is_cut_or_falls_silent_in_the_middle(url, monkeypatch):
    with line_to(url) as line:
        over_line = line.url(url)
        threading.Timer(0.2, line.cut).start()
        told = failed(over_line, "SELECT SLEEP(30)")
        assert (told.code, told.message) == (
            "db.unavailable",
            "The data source can't be reached at the moment.",
        )
        line.mend()
        one(over_line, ID)
        pressed = time.monotonic() + 0.2

        def stopped() -> bool:
            if time.monotonic() > pressed - 0.1:
                line.freeze()
            return time.monotonic() > pressed

        assert failed(over_line, "SELECT SLEEP(3)", stopped).code == "db.stopped"
        assert time.monotonic() - pressed < 3  # 0.5 s, where the machine has time
        line.thaw()
        one(over_line, ID)
        # Silent while nobody asked anything: the kept connection does not answer, a new one neither.
        monkeypatch.setattr("querying.engines.mysql.running.ANSWER_SECONDS", 0.2)
        monkeypatch.setattr(connections, "CONNECT_SECONDS", 0.2)
        monkeypatch.setattr("querying.engines.mysql.pool.ANSWER_SECONDS", -4)
        line.freeze()
        assert failed(over_line, ID).code == "db.unavailable"
        line.thaw()
        ENGINE.forget(over_line)


def test_there_are_so_many_connections_and_no_more(url, monkeypatch):
    monkeypatch.setattr(pool, "_most", 1)
    ENGINE.forget(url)
    lines = ENGINE.stream(url, query(MANY), LIMITS[Purpose.EXPORT], None)
    next(lines)
    told = failed(url, ID, seconds=0.1)
    assert (told.code, "busy" in told.message) == ("db.unavailable", True)
    lines.close()
    one(url, ID)


@pytest.fixture
def trusted(monkeypatch) -> Iterator[None]:
    """This machine trusts the test server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mariadb.certificate()))
    connections.tls_context.cache_clear()
    yield
    connections.tls_context.cache_clear()


def test_lines_are_encrypted_where_the_server_can_and_as_the_address_says(url, request):
    assert one(url, CIPHER) != ""
    assert one(f"{url}?ssl=true", CIPHER) != ""
    assert one(f"{url}?ssl=false", CIPHER) == ""
    told = failed(f"{url}?ssl=verify", CIPHER)
    assert (told.code, "safely" in told.message) == ("db.unavailable", True)
    with pytest.raises(SourceError, match="not trusted by this machine"):
        ENGINE.introspect(f"{url}?ssl=verify")
    request.getfixturevalue("trusted")
    assert one(f"{url}?ssl=verify", CIPHER) != ""
    elsewhere = url.replace("127.0.0.1", "localhost")  # the certificate is for the number alone
    assert "safely" in failed(f"{elsewhere}?ssl=verify", CIPHER).message
    for each in ("true", "false", "verify"):
        ENGINE.forget(f"{url}?ssl={each}")
    with pytest.raises(SourceError, match="ssl may be"):
        ENGINE.check_url(f"{url}?ssl=maybe")


class Stripped(Line):
    """A line on which somebody takes TLS out of what the server offers."""

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        if source.getpeername()[1] == self._target[1]:
            greeting = bytearray(source.recv(65536))
            at = greeting.index(b"\0", 5) + 1 + 4 + 8 + 1
            (offered,) = struct.unpack_from("<H", greeting, at)
            struct.pack_into("<H", greeting, at, offered & ~0x800)
            target.sendall(greeting)
        super()._pump(source, target)


def test_a_line_without_encryption_is_refused_where_it_is_required(url):
    address = parse_url(url)
    line = Stripped(address.host, address.port)
    try:
        assert one(line.url(url), CIPHER) == ""
        told = failed(f"{line.url(url)}?ssl=true", CIPHER)
        assert "safely" in told.message
        with pytest.raises(SourceError, match="offers no encrypted connection"):
            ENGINE.introspect(f"{line.url(url)}?ssl=true")
    finally:
        ENGINE.forget(line.url(url))
        line.cut()


def test_no_server_is_told_the_password_in_the_clear(monkeypatch):
    monkeypatch.setattr(connections, "CONNECT_SECONDS", 1)
    heard = []

    def listen(server: socket.socket) -> None:
        line, _address = server.accept()
        with line:
            greeting = b"\x0a8.0.0\0" + struct.pack("<I", 1) + b"12345678\0" + struct.pack("<H", 0xA200)
            greeting += b"\x2d\x02\0" + struct.pack("<H", 8) + b"\x15" + bytes(10) + b"123456789012\0"
            line.sendall(_packet(0, greeting + b"mysql_native_password\0"))
            heard.append(line.recv(65536))
            line.sendall(_packet(2, b"\xfemysql_clear_password\0"))
            heard.append(line.recv(65536))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen, args=[server])
        thread.start()
        told = failed(f"mysql://root:secret-word@127.0.0.1:{server.getsockname()[1]}/x", ID)
        thread.join()
    assert "refuses our sign-in" in told.message
    assert len(heard) == 2
    assert b"secret-word" not in b"".join(heard)


def _packet(number: int, content: bytes) -> bytes:
    return struct.pack("<I", len(content))[:3] + bytes([number]) + content


def test_who_is_not_let_in_is_told_why_without_secrets(url):
    wrong = url.replace(f":{parse_url(url).password}@", ":secret-word@")
    nowhere = url.replace("127.0.0.1", "nowhere.invalid")
    assert "refuses our sign-in" in failed(wrong, ID).message
    assert failed(nowhere, ID).code == "db.unavailable"
    for each, sentence in ((wrong, "check name and password"), (nowhere, "No database answers at nowhere")):
        with pytest.raises(SourceError, match=sentence) as refused:
            ENGINE.introspect(each)
        assert str(parse_url(each).password) not in refused.value.message


def test_old_servers_without_good_tls_are_spoken_to_without(url, monkeypatch):
    broken = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, as a server too old would be refused
    monkeypatch.setattr(connections, "tls_context", lambda **_how: broken)
    assert one(url, CIPHER) == ""


def test_a_process_with_thousands_of_sockets_keeps_connections_too(url):
    with ExitStack() as stack:
        for _number in range(1_100):
            stack.enter_context(open(os.devnull))
        assert one(url, ID) == one(url, ID)


def test_rows_on_their_way_to_a_file_are_stopped(url):
    stop, begun = threading.Event(), time.monotonic()
    rows = ENGINE.open_rows(url, query(MANY.replace("n b", "n b, n c")), LIMITS[Purpose.EXPORT], stop.is_set)
    with rows as stream:
        next(stream.batches)
        threading.Timer(0.1, stop.set).start()
        with pytest.raises(QueryStopped):
            collections.deque(stream.batches, maxlen=0)
    assert time.monotonic() - begun < 10  # half a second, where the machine has time
