"""Wall 5: a guarded query runs as a reader, read-only, within its limits, and is always rolled back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import sql
from psycopg.adapt import Transformer
from psycopg.pq.abc import PGresult

from querying.catalog import ColumnType
from querying.engines import pool as pools
from querying.engines.base import Stopped, check_guarded
from querying.engines.failures import too_large
from querying.engines.postgresql import wire
from querying.engines.postgresql.errors import failure
from querying.engines.postgresql.pool import PooledConnection, PostgreSQLPool, pool_for
from querying.engines.postgresql.types import FIRST_OWN_OID, Types, wire_type
from querying.engines.postgresql.values import TOO_LARGE
from querying.engines.postgresql.watchdog import ConnectionWatchdog, Watch
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import QueryStopped, ResultColumn, ResultSet

# Rows that the client holds beyond those counted: few, because each may be large.
CHUNK = 25

Row = tuple[Any, ...]

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
    with reading(url, query, limits, stopped, watched_by=Watch) as taken:
        return _read(taken, query, limits, started)


@contextmanager
def reading(
    url: str,
    query: GuardedQuery,
    limits: Limits,
    stopped: Stopped | None,
    watched_by: type[Watch | ConnectionWatchdog] = ConnectionWatchdog,
) -> Iterator[PooledConnection]:
    """A connection in its transaction for a guarded query, watched while the block lasts: a `Watch` is enough
    where it does nothing but wait for the server.

    It is kept afterwards where it is as good as before, else closed: when the block was left in the middle,
    the query was cancelled, or the line is gone. Raises QueryFailed, QueryStopped, for what psycopg raises in
    the block, too.
    """
    check_guarded(query)
    pool = pool_for(url)
    taken = _begin(pool, query, limits, stopped)
    watch, keep = watched_by(taken.connection, limits.seconds, stopped), False
    try:
        with watch:
            yield taken
        keep = not (watch.was_stopped or watch.timed_out)
    except (psycopg.Error, UnicodeDecodeError) as error:
        keep = _is_ordinary(error)
        if watch.was_stopped:
            raise QueryStopped from None
        raise failure(error, timed_out=watch.timed_out, seconds=limits.seconds) from None
    finally:
        pool.give_back(taken, keep=keep)


def _begin(
    pool: PostgreSQLPool, query: GuardedQuery, limits: Limits, stopped: Stopped | None
) -> PooledConnection:
    """A connection in its transaction; a kept one that has died meanwhile is replaced by a new one."""
    statements = _begin_statements(query.time_zone, int(limits.seconds * 1000))
    while True:
        taken = pool.take(query.purpose, seconds=limits.seconds, stopped=stopped)
        watch = Watch(taken.connection, pools.ANSWER_SECONDS, stopped)
        try:
            with watch:
                taken.end_wiping()
                wire.command(taken.connection, statements)
            return taken
        except psycopg.Error as error:
            pool.give_back(taken, keep=False)
            if watch.was_stopped:
                raise QueryStopped from None
            if taken.fresh:
                raise failure(error) from None


@lru_cache(maxsize=64)
def _begin_statements(time_zone: str, milliseconds: int) -> bytes:
    """What opens a transaction and sets all that a guarded query relies on."""
    literals = {"zone": sql.Literal(time_zone), "milliseconds": sql.Literal(milliseconds)}
    return sql.SQL(_BEGIN).format(**literals).as_bytes()


def _read(taken: PooledConnection, query: GuardedQuery, limits: Limits, started: float) -> ResultSet:
    """The rows up to the limits of rows and bytes."""
    loading = Transformer(taken.connection)
    rows: list[Row] = []
    large: set[int] = set()
    columns: tuple[ResultColumn, ...] | None = None
    oids: list[int] = []
    texts: list[int] = []
    size, truncated = 0, False
    with closing(wire.chunks(taken.connection, query.sql.encode(), CHUNK)) as results:
        for result in results:
            loading.set_pgresult(result, set_loaders=columns is None)
            if columns is None:
                oids = [result.ftype(place) for place in range(result.nfields)]
                columns = _columns(result, oids, taken.types)
                texts = _variable(columns)
            chunk = loading.load_rows(0, result.ntuples, tuple)
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
    columns = columns or ()
    marked = tuple(columns[i].name for i in sorted(large))
    taken.is_doubtful = not _knows_types(oids, taken.types)
    return ResultSet(columns, tuple(rows), truncated, marked, (time.perf_counter() - started) * 1000)


def _columns(result: PGresult, oids: Sequence[int], types: Types) -> tuple[ResultColumn, ...]:
    names = [(result.fname(place) or b"").decode() for place in range(result.nfields)]
    return tuple(ResultColumn(name, wire_type(oid, types)) for name, oid in zip(names, oids, strict=True))


def _variable(columns: Sequence[ResultColumn]) -> list[int]:
    """Which columns hold values of any length."""
    kinds = (ColumnType.TEXT, ColumnType.JSON, ColumnType.ARRAY, ColumnType.BYTES, ColumnType.NUMBER)
    return [place for place, column in enumerate(columns) if column.type in kinds]


def _cut_cells(
    chunk: list[tuple[Any, ...]], columns: list[int], limit: int
) -> tuple[list[tuple[Any, ...]], set[int]]:
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
