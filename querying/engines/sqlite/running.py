"""Wall 5 for SQLite: a guarded query runs on a read-only connection that may call and read what is listed.

The library runs in the calling thread and asks back every few thousand steps whether to go on.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

from querying.engines import failures
from querying.engines.base import RowStream, SourceError, Stopped, check_guarded
from querying.engines.collecting import Collected, Counted, row_stream, size_of
from querying.engines.lines import line
from querying.engines.sqlite.addresses import connect, path_of
from querying.engines.sqlite.put_by import PutBy
from querying.engines.sqlite.values import Seen, read_columns
from querying.engines.watching import LOOK_SECONDS, Limit
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import QueryFailed, QueryStopped, ResultColumn, ResultSet

logger = logging.getLogger(__name__)

CHUNK = 100
STEPS = 10_000
"""Of SQLite's machine between two looks at the clock: well under a millisecond."""
LONGEST_VALUE = 20_000_000
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 5_000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 0,
}


def run(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> ResultSet:
    """The rows of a guarded query, within its limits. Raises QueryFailed, QueryStopped."""
    check_guarded(query)
    started = time.perf_counter()
    collected = Collected(limits)
    with _opened(url, query, limits, stopped) as cursor:
        names = [column[0] for column in cursor.description or ()]
        while (chunk := cursor.fetchmany(CHUNK)) and collected.add(chunk):
            pass
    known = [output.type for output in query.outputs] or [None] * len(names)
    types, rows = read_columns(collected.rows, known, len(names))
    columns = tuple(ResultColumn(name, kind) for name, kind in zip(names, types, strict=True))
    marked = tuple(columns[place].name for place in sorted(collected.large))
    return ResultSet(columns, rows, collected.truncated, marked, (time.perf_counter() - started) * 1000)


def stream(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> Generator[bytes]:
    """Lines of COPY's text format, each with its newline. Raises QueryFailed, QueryStopped on the way."""
    check_guarded(query)
    size = 0
    with _opened(url, query, limits, stopped) as cursor:
        while chunk := cursor.fetchmany(CHUNK):
            for row in chunk:
                cut = [None if size_of(value) > limits.cell_bytes else value for value in row]
                size += len(text := line(cut))
                if size > limits.result_bytes:
                    raise failures.too_large()
                yield text


def open_rows(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None
) -> AbstractContextManager[RowStream]:
    """The rows by batches, typed by all of them. Raises QueryFailed, QueryStopped, on the way too."""
    check_guarded(query)
    return row_stream(_parts(url, query, limits, stopped))


def _parts(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None) -> Generator[Any]:
    """The columns, then the rows. A column's type follows from all its values, so the rows are put by on disk
    until all have been seen: what fails or is too much is told before the first is given.
    """
    counted, watch = Counted(limits), _Watch(limits.seconds, stopped)
    with PutBy() as put_by:
        with _opened(url, query, limits, stopped) as cursor:
            names = [column[0] for column in cursor.description or ()]
            seen = Seen([output.type for output in query.outputs], len(names))
            while chunk := cursor.fetchmany(counted.next_batch):
                counted.add(chunk)
                seen.add(chunk)
                put_by.add(chunk)
        yield tuple(ResultColumn(name, kind) for name, kind in zip(names, seen.types(), strict=True))
        for chunk in put_by:
            if watch.now_and_then():
                raise QueryStopped if watch.was_stopped else failures.timed_out(limits.seconds)
            yield list(seen.read(chunk))


_NEEDS_JSON = re.compile(r"json_(each|tree)", re.IGNORECASE)
_KNOW_JSON = "SELECT count(*) FROM json_each('[]'), json_tree('[]')"


@contextmanager
def _opened(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None
) -> Generator[sqlite3.Cursor]:
    """The running query. Raises QueryFailed, QueryStopped, in the block too."""
    with reading(url, query, limits, stopped) as connection:
        yield connection.execute(query.sql)


@contextmanager
def reading(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None
) -> Generator[sqlite3.Connection]:
    """A connection for what this query may read, within its limits. Raises QueryFailed, QueryStopped."""
    check_guarded(query)
    watch = _Watch(limits.seconds, stopped)
    try:
        with closing(connect(path_of(url))) as connection:
            for limit, value in _LIMITS.items():
                connection.setlimit(limit, value)
            connection.execute("BEGIN")
            if _NEEDS_JSON.search(query.sql):
                connection.execute(_KNOW_JSON)  # SQLite declares them at their first use, which is a write
            connection.set_authorizer(permit(query))
            connection.set_progress_handler(watch.now_and_then, STEPS)
            yield connection
    except SourceError as error:
        raise QueryFailed("db.unavailable", error.message) from None
    except OSError:
        raise failures.unavailable() from None
    except sqlite3.Error as error:
        if watch.was_stopped:
            raise QueryStopped from None
        raise _failure(error, watch, limits) from None


class _Watch(Limit):
    """Tells SQLite to break off, which asks far more often than it is worth looking."""

    _next = 0.0

    def now_and_then(self) -> int:
        """Whether the query has to end, looked at every 50 ms."""
        now = time.monotonic()
        if now < self._next:
            return 0
        self._next = now + LOOK_SECONDS
        return int(self.must_end())


_Authorizer = Callable[[int, Any, Any, Any, Any], int]


def permit(query: GuardedQuery) -> _Authorizer:
    """What SQLite asks while it reads the statement: listed tables and functions, nothing but reading."""
    from querying.guard.generic.dialects import DIALECTS  # the parser is loaded where a source needs it

    tables = {name for _schema, name in (*query.tables, *query.filtered_by)}
    dialect = DIALECTS["sqlite"]
    functions = dialect.functions | {"like", "glob", "->", "->>"}

    def allows(action: int, first: Any, second: Any, database: Any, _inside: Any) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and database == "main" and first in tables:
            return sqlite3.SQLITE_OK
        # What no column is read of is asked for without its database: a table, or the guard's WITH queries.
        if action == sqlite3.SQLITE_READ and not second and (first in tables or "#" in first):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and first in dialect.table_functions:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and str(second).lower() in functions:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    return allows


def _failure(error: sqlite3.Error, watch: _Watch, limits: Limits) -> QueryFailed:
    name = getattr(error, "sqlite_errorname", "") or ""
    logger.debug("query failed: %s %s", type(error).__name__, name)
    if watch.timed_out:
        return failures.timed_out(limits.seconds)
    if name == "SQLITE_TOOBIG" or isinstance(error, sqlite3.DataError) or name.startswith("SQLITE_FULL"):
        return failures.too_large()
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return failures.busy()
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_NOTADB", "SQLITE_CORRUPT")) or not name:
        return failures.unavailable()
    if name == "SQLITE_AUTH":
        return failures.not_understood()
    return failures.could_not_run() if name != "SQLITE_ERROR" else failures.unusable_value()
