"""Wall 5: a guarded query runs as a reader, read-only, within its limits, and is always rolled back."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from querying.catalog import ColumnType
from querying.engines import pool as pools
from querying.engines.base import Stopped
from querying.engines.postgresql.errors import failure, too_large
from querying.engines.postgresql.pool import PooledConnection, PostgreSQLPool, pool_for
from querying.engines.postgresql.types import FIRST_OWN_OID, Types, wire_type
from querying.engines.postgresql.values import TOO_LARGE
from querying.engines.postgresql.watchdog import Watchdog
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import QueryStopped, ResultColumn, ResultSet

# Rows that the client holds beyond those counted: few, because each may be large. More are hardly faster
# (10,000 x 8 rows in 47 ms, by 100 in 51, one by one in 137).
CHUNK = 25

_BEGIN = """
BEGIN READ ONLY;
SET LOCAL search_path TO pg_catalog, pg_temp;
SET LOCAL TimeZone TO {zone};
SET LOCAL statement_timeout TO {milliseconds};
SET LOCAL lock_timeout TO 2000;
SET LOCAL idle_in_transaction_session_timeout TO 60000;
SET LOCAL work_mem TO '64MB';
SET LOCAL DateStyle TO 'ISO, YMD';
SET LOCAL IntervalStyle TO 'postgres';
SET LOCAL bytea_output TO 'hex';
SET LOCAL extra_float_digits TO 1;
SET LOCAL client_encoding TO 'UTF8'
"""


def run(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> ResultSet:
    """The rows of a guarded query, within its limits. Raises QueryFailed, QueryStopped."""
    started = time.perf_counter()
    with reading(url, query, limits, stopped) as taken:
        return _read(taken, query, limits, started)


@contextmanager
def reading(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None
) -> Iterator[PooledConnection]:
    """A connection in its transaction for a guarded query, watched while the block lasts.

    It is kept afterwards where it is as good as before, else closed: when the block was left in the middle,
    the query was cancelled, or the line is gone. Raises QueryFailed, QueryStopped, for what psycopg raises in
    the block, too.
    """
    if not isinstance(query, GuardedQuery):
        raise TypeError("Only what the guard let through may run.")
    pool = pool_for(url)
    taken = _begin(pool, query, limits, stopped)
    watchdog, keep = Watchdog(taken.connection, limits.seconds, stopped), False
    try:
        with watchdog:
            yield taken
        keep = not (watchdog.was_stopped or watchdog.timed_out)
    except (psycopg.Error, UnicodeDecodeError) as error:
        keep = _is_ordinary(error)
        if watchdog.was_stopped:
            raise QueryStopped from None
        raise failure(error, timed_out=watchdog.timed_out, seconds=limits.seconds) from None
    finally:
        pool.give_back(taken, keep=keep)


def _begin(
    pool: PostgreSQLPool, query: GuardedQuery, limits: Limits, stopped: Stopped | None
) -> PooledConnection:
    """A connection in its transaction; a kept one that has died meanwhile is replaced by a new one."""
    statements = sql.SQL(_BEGIN).format(
        zone=sql.Literal(query.time_zone), milliseconds=sql.Literal(int(limits.seconds * 1000))
    )
    while True:
        taken = pool.take(query.purpose, seconds=limits.seconds, stopped=stopped)
        watchdog = Watchdog(taken.connection, pools.ANSWER_SECONDS, stopped)
        try:
            with watchdog:
                taken.connection.execute(statements)
            return taken
        except psycopg.Error as error:
            pool.give_back(taken, keep=False)
            if watchdog.was_stopped:
                raise QueryStopped from None
            if taken.fresh:
                raise failure(error) from None


def _read(taken: PooledConnection, query: GuardedQuery, limits: Limits, started: float) -> ResultSet:
    """The rows up to the limits of rows and bytes.

    `stream` always uses the extended protocol, which takes one statement, and no cursor: a cursor loses
    parallel plans.
    """
    cursor = taken.connection.cursor()
    rows: list[tuple[Any, ...]] = []
    large: set[int] = set()
    oids: list[int] = []
    texts: list[int] = []
    size, truncated = 0, False
    stream = cast(Generator[TupleRow], cursor.stream(query.sql.encode(), size=CHUNK))
    try:
        for chunk in _chunks(stream):
            if not oids:
                oids = _oids(cursor)
                texts = _variable(oids, taken.types)
            chunk, found = _cut_cells(chunk, texts, limits.cell_bytes)
            large |= found
            size += len(chunk) * 8 * len(oids) + sum(_text_size(row[i]) for i in texts for row in chunk)
            if size > limits.result_bytes:
                raise too_large()
            rows.extend(chunk)
            if limits.rows is not None and len(rows) > limits.rows:
                del rows[limits.rows :]
                truncated = True
                break
    finally:
        stream.close()
    oids = oids or _oids(cursor)
    columns = _columns(cursor, oids, taken.types)
    marked = tuple(columns[i].name for i in sorted(large))
    taken.is_doubtful = not _knows_types(oids, taken.types)
    return ResultSet(columns, tuple(rows), truncated, marked, (time.perf_counter() - started) * 1000)


def _chunks(stream: Iterator[TupleRow]) -> Iterator[list[TupleRow]]:
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def _oids(cursor: psycopg.Cursor[TupleRow]) -> list[int]:
    return [column.type_code for column in cursor.description or ()]


def _columns(cursor: psycopg.Cursor[TupleRow], oids: Iterable[int], types: Types) -> tuple[ResultColumn, ...]:
    names = [column.name for column in cursor.description or ()]
    return tuple(ResultColumn(name, wire_type(oid, types)) for name, oid in zip(names, oids, strict=True))


def _variable(oids: list[int], types: Types) -> list[int]:
    """Which columns hold values of any length."""
    kinds = (ColumnType.TEXT, ColumnType.JSON, ColumnType.ARRAY, ColumnType.BYTES, ColumnType.NUMBER)
    return [i for i, oid in enumerate(oids) if wire_type(oid, types) in kinds]


def _cut_cells(chunk: list[TupleRow], columns: list[int], limit: int) -> tuple[list[TupleRow], set[int]]:
    """The rows with values over the limit as None, and the columns that had one."""
    found = {i for i in columns for row in chunk if _is_large(row[i], limit)}
    if not found:
        return chunk, found
    return [
        tuple(None if i in found and _is_large(value, limit) else value for i, value in enumerate(row))
        for row in chunk
    ], found


def _is_large(value: Any, limit: int) -> bool:
    if value is TOO_LARGE:
        return True
    if type(value) is str:
        return len(value) * 4 > limit and len(value.encode(errors="surrogatepass")) > limit
    return type(value) is bytes and len(value) * 2 > limit


def _text_size(value: Any) -> int:
    """About how many bytes a value is as text, beyond the 8 that every value counts for."""
    if type(value) is str:
        return len(value)
    if type(value) is bytes:
        return len(value) * 2
    return len(str(value)) if isinstance(value, dict | list) else 0


def _is_ordinary(error: Exception) -> bool:
    """Whether the server refused the query alone, and the connection is as good as before."""
    return (getattr(error, "sqlstate", None) or "08")[:2] in ("21", "22", "42")


def _knows_types(oids: list[int], types: Types) -> bool:
    """Whether the connection knew all types; one made since needs a new connection, which reads them."""
    return all(oid < FIRST_OWN_OID or oid in types for oid in oids)
