"""A guarded query's rows for files: as CSV that the server itself writes, or as values by batches.

Both hold a few rows in memory, however many there are.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.rows import TupleRow
from psycopg.waiting import Wait

from querying.catalog import ColumnType
from querying.engines.base import CsvStream, RowStream, Stopped
from querying.engines.failures import too_large
from querying.engines.postgresql.pool import PooledConnection
from querying.engines.postgresql.running import reading
from querying.engines.postgresql.types import wire_type
from querying.engines.postgresql.values import TOO_LARGE
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import ResultColumn, too_many_rows

BLOCK_BYTES = 256 * 1024
# Rows that libpq holds at a time.
BATCH_ROWS = 200

# How each kind of value is written; those not named as the server prints them, which loses nothing.
_WRITTEN = {
    ColumnType.BOOLEAN: "{}::text",
    ColumnType.BYTES: "replace(encode({}, 'base64'), E'\\n', '')",
    ColumnType.ARRAY: "to_json({})",
    # Space before a document means nothing, and a tab there would look like the start of a formula.
    ColumnType.JSON: "ltrim({}::text, E' \\t\\r\\n')",
}
# What may begin like a formula; numbers never are one, documents and arrays begin with a bracket or a quote.
_QUOTED = (ColumnType.TEXT, ColumnType.BYTES)


@contextmanager
def open_rows(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None) -> Iterator[RowStream]:
    """The rows as values, by batches. Raises QueryFailed, QueryStopped, on the way too."""
    with _transaction(url, query, limits, stopped) as taken:
        columns = _describe(taken, query.sql)
        stream = taken.connection.cursor().stream(query.sql.encode(), size=BATCH_ROWS)
        batches = _batches(cast(Generator[TupleRow], stream), limits)
        try:
            yield RowStream(columns, batches)
        finally:
            batches.close()


@contextmanager
def open_csv(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None) -> Iterator[CsvStream]:
    """The rows as the server's own CSV, without a heading; every text in quotes. Raises as `open_rows`."""
    with _transaction(url, query, limits, stopped) as taken:
        columns = _describe(taken, query.sql)
        taken.connection.execute("SET LOCAL IntervalStyle TO 'iso_8601'")
        blocks = _blocks(taken.connection, _copy_statement(query.sql, columns), limits)
        try:
            yield CsvStream(columns, blocks)
        finally:
            blocks.close()


@contextmanager
def _transaction(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None
) -> Iterator[PooledConnection]:
    """A connection in its transaction, watched; one that was left in the middle is not used again."""
    with reading(url, query, limits, stopped) as taken:
        _check_rows(taken, query.sql, limits)
        yield taken


def _check_rows(taken: PooledConnection, statement: str, limits: Limits) -> None:
    """Count first what may be too much: a file that has begun can't say that it lacks rows.

    The planner's estimate decides whether to count, which takes about as long as the query. Where it errs
    far, the file breaks off in the middle instead (`too_many_rows`).
    """
    if limits.rows is None:
        return
    found = taken.connection.execute(f"EXPLAIN (FORMAT JSON) {statement}".encode(), binary=True).fetchone()
    if found is None or found[0][0]["Plan"]["Plan Rows"] < limits.rows / 2:
        return
    counting = f"SELECT count(*) FROM ({statement}) AS counted"  # noqa: S608  (guarded)
    counted = taken.connection.execute(counting.encode(), binary=True).fetchone()
    if counted is not None and counted[0] > limits.rows:
        raise too_many_rows(limits.rows)


def _describe(taken: PooledConnection, statement: str) -> tuple[ResultColumn, ...]:
    """Names and types of a statement's columns, without running it."""
    pgconn = taken.connection.pgconn
    prepared = pgconn.prepare(b"", statement.encode())
    described = pgconn.describe_prepared(b"") if prepared.status == ExecStatus.COMMAND_OK else prepared
    if described.status != ExecStatus.COMMAND_OK:
        raise error_from_result(described)
    return tuple(
        ResultColumn((described.fname(i) or b"").decode(), wire_type(described.ftype(i), taken.types))
        for i in range(described.nfields)
    )


def _copy_statement(statement: str, columns: tuple[ResultColumn, ...]) -> bytes:
    """COPY of the guarded statement, its columns renamed: a result may have several of one name."""
    if not columns:
        return f"COPY ({statement}) TO STDOUT".encode()
    names = [f"c{place}" for place in range(1, len(columns) + 1)]
    written = ", ".join(
        f"{_WRITTEN.get(column.type, '{}').format(name)} AS {name}"
        for name, column in zip(names, columns, strict=True)
    )
    texts = [name for name, column in zip(names, columns, strict=True) if column.type in _QUOTED]
    quoted = f", FORCE_QUOTE ({', '.join(texts)})" if texts else ""
    rows = f"SELECT {written} FROM ({statement}) AS rows({', '.join(names)})"  # noqa: S608  (guarded)
    return f"COPY ({rows}) TO STDOUT (FORMAT csv{quoted})".encode()


def _blocks(
    connection: psycopg.Connection[TupleRow], statement: bytes, limits: Limits
) -> Generator[tuple[int, bytes]]:
    """Blocks of whole rows, each with their number. psycopg's own iterator takes three times as long."""
    size, ended = 0, False
    with connection.cursor() as cursor, cursor.copy(sql.SQL(statement.decode())):  # type: ignore[arg-type]
        while not ended:
            rows, ended = _next_rows(connection)
            if ended:
                _finish(connection)
            block = b"".join(rows)
            size += len(block)
            if size > limits.result_bytes:
                raise too_large()
            if rows:
                yield len(rows), block


def _next_rows(connection: psycopg.Connection[TupleRow]) -> tuple[list[bytes], bool]:
    """Rows of about a block, each whole: the server sends one a message. And whether they were the last."""
    rows: list[bytes] = []
    size, read = 0, connection.pgconn.get_copy_data
    while size < BLOCK_BYTES:
        length, row = read(1)
        if length > 0:
            rows.append(bytes(row))
            size += length
        elif length == 0:
            connection.wait(_receive(connection))
        else:
            return rows, True
    return rows, False


def _receive(connection: psycopg.Connection[TupleRow]) -> Generator[Any, Any, None]:
    while not (yield Wait.R):
        continue
    connection.pgconn.consume_input()


def _finish(connection: psycopg.Connection[TupleRow]) -> None:
    """Take the end of the COPY. Raises psycopg.Error where it ended by an error."""
    while (result := connection.pgconn.get_result()) is not None:
        if result.status == ExecStatus.FATAL_ERROR:
            while connection.pgconn.get_result() is not None:
                continue
            raise error_from_result(result)


def _batches(stream: Generator[TupleRow], limits: Limits) -> Generator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    try:
        for row in stream:
            if any(value is TOO_LARGE for value in row):
                raise too_large()
            batch.append(row)
            if len(batch) == BATCH_ROWS:
                yield batch
                batch = []
        if batch:
            yield batch
    finally:
        stream.close()
