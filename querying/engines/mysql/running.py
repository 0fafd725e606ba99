"""Wall 5 for MySQL and MariaDB: a guarded query runs as a reader, read-only, and is always rolled back."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from querying.engines import failures
from querying.engines.base import RowStream, Stopped, check_guarded
from querying.engines.collecting import Collected, Counted, row_stream, size_of
from querying.engines.lines import line
from querying.engines.mysql.counting import check_rows
from querying.engines.mysql.errors import failure, is_ordinary
from querying.engines.mysql.pool import MySQLPool, PooledConnection, pool_for
from querying.engines.mysql.session import prepare
from querying.engines.mysql.watchdog import MySQLWatchdog
from querying.engines.pool import ANSWER_SECONDS
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import QueryFailed, QueryStopped, ResultColumn, ResultSet

if TYPE_CHECKING:
    from querying.engines.mysql.connections import SourceConnection

_Read = Callable[[Sequence[tuple[Any, ...]]], list[tuple[Any, ...]]]

CHUNK = 100


def run(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> ResultSet:
    """The rows of a guarded query, within its limits. Raises QueryFailed, QueryStopped."""
    started = time.perf_counter()
    collected = Collected(limits)
    with reading(url, query, limits, stopped) as connection:
        cursor = _execute(connection, query)
        fields = cursor._result.fields
        while (chunk := cursor.fetchmany(CHUNK)) and collected.add(chunk):
            pass
        cursor.fetchmany(CHUNK)  # the guard's LIMIT is one row more than is wanted: then that was all
    columns, read = _described(fields)
    rows = tuple(read(collected.rows))
    marked = tuple(columns[place].name for place in sorted(collected.large))
    return ResultSet(columns, rows, collected.truncated, marked, (time.perf_counter() - started) * 1000)


def stream(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> Generator[bytes]:
    """Lines of COPY's text format, each with its newline. Raises QueryFailed, QueryStopped on the way."""
    size = 0
    with reading(url, query, limits, stopped) as connection:
        cursor = _execute(connection, query)
        while chunk := cursor.fetchmany(CHUNK):
            for row in chunk:
                size += len(
                    text := line([None if size_of(value) > limits.cell_bytes else value for value in row])
                )
                if size > limits.result_bytes:
                    raise failures.too_large()
                yield text


def open_rows(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None
) -> AbstractContextManager[RowStream]:
    """The rows by batches. Raises QueryFailed, QueryStopped, on the way too."""
    return row_stream(_parts(url, query, limits, stopped))


def _parts(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None) -> Generator[Any]:
    """The columns, then the rows, each value whole."""
    counted = Counted(limits)
    with reading(url, query, limits, stopped) as connection:
        check_rows(connection, query, limits)
        cursor = _execute(connection, query)
        columns, read = _described(cursor._result.fields)
        yield columns
        while chunk := cursor.fetchmany(counted.next_batch):
            counted.add(chunk)
            yield read(chunk)


def _execute(connection: SourceConnection, query: GuardedQuery) -> Any:
    """The cursor of the running query, whose rows stay on the server until they are fetched."""
    from pymysql.cursors import SSCursor

    cursor = connection.cursor(SSCursor)
    cursor.execute(query.sql)
    return cursor


def _described(fields: Sequence[Any]) -> tuple[tuple[ResultColumn, ...], _Read]:
    """The columns that the server tells of, and what makes rows of Python's values."""
    from querying.engines.mysql.types import reader_of, result_type

    kinds = [result_type(field.type_code, field.charsetnr, field.length) for field in fields]
    readers = [reader_of(field.type_code, kind) for field, kind in zip(fields, kinds, strict=True)]

    def read(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        if not any(readers):
            return list(rows)
        return [
            tuple(
                value if read is None or value is None else read(value)
                for value, read in zip(row, readers, strict=True)
            )
            for row in rows
        ]

    columns = tuple(ResultColumn(field.name, kind) for field, kind in zip(fields, kinds, strict=True))
    return columns, read


@contextmanager
def reading(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None
) -> Generator[SourceConnection]:
    """A connection in its transaction for a guarded query, watched while the block lasts. Raises QueryFailed,
    QueryStopped, for what the driver raises in the block, too.

    It is kept afterwards where it is as good as before, else closed: when the block was left in
    the middle of the rows, the query was ended, or the line is gone.
    """
    import pymysql

    check_guarded(query)
    pool = pool_for(url)
    taken, watchdog = _begin(pool, query, limits, stopped)
    keep = False
    try:
        with _ended(watchdog):
            yield taken.connection
        keep = not watchdog.is_reached
    except (pymysql.Error, OSError, UnicodeDecodeError, AttributeError) as error:
        keep = is_ordinary(error) and not watchdog.is_reached
        raise _told(error, watchdog, limits) from None
    finally:
        pool.give_back(taken, keep=keep)


def _begin(
    pool: MySQLPool, query: GuardedQuery, limits: Limits, stopped: Stopped | None
) -> tuple[PooledConnection, MySQLWatchdog]:
    """A connection that is ready and watched; a kept one that has died meanwhile is replaced by a new one."""
    import pymysql

    while True:
        taken = pool.take(query.purpose, seconds=limits.seconds, stopped=stopped)
        watchdog = MySQLWatchdog(taken.connection, taken.address, limits.seconds, stopped).start()
        try:
            taken.connection.wait_at_most(ANSWER_SECONDS)
            prepare(taken.connection, query, limits)
            taken.connection.wait_at_most(limits.seconds + ANSWER_SECONDS)
            return taken, watchdog
        except BaseException as error:
            watchdog.end()
            pool.give_back(taken, keep=isinstance(error, QueryFailed))
            if not isinstance(error, (pymysql.Error, OSError, AttributeError)):
                raise
            if taken.fresh or watchdog.is_reached or is_ordinary(error):
                raise _told(error, watchdog, limits) from None


@contextmanager
def _ended(watchdog: MySQLWatchdog) -> Generator[None]:
    try:
        yield
    finally:
        watchdog.end()


def _told(error: Exception, watchdog: MySQLWatchdog, limits: Limits) -> Exception:
    """What is raised for what the driver raised."""
    if watchdog.was_stopped:
        return QueryStopped()
    if isinstance(error, AttributeError) and not watchdog.timed_out:
        return error  # a hung-up connection shows so in the driver; nothing else may hide behind it
    return failure(error, timed_out=watchdog.timed_out, seconds=limits.seconds)
