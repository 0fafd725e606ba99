"""Wall 5 for DuckDB: a guarded query runs in its own process, on one read-only file, within limits."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

from querying.engines import failures
from querying.engines.base import RowStream, SourceError, Stopped, check_guarded
from querying.engines.collecting import row_stream
from querying.engines.duckdb import errors, process
from querying.engines.duckdb.addresses import path_of
from querying.engines.duckdb.types import wire_type
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import QueryStopped, ResultColumn, ResultSet, too_many_rows

# No file but the one, no extension but those built in; what a query needs beyond memory has its bounds.
SETTINGS = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "memory_limit": f"{process.MEMORY // 1024**2}MiB",
    "max_temp_directory_size": "2GiB",
    "threads": "2",
}


def run(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> ResultSet:
    """The rows of a guarded query, within its limits. Raises QueryFailed, QueryStopped."""
    check_guarded(query)
    return read(url, query.sql, limits, stopped, zone=query.time_zone)


def read(
    url: str, sql: str, limits: Limits, stopped: Stopped | None = None, *, zone: str = "UTC"
) -> ResultSet:
    """The rows of a statement that is the guard's or our own. Raises QueryFailed, QueryStopped."""
    started = time.perf_counter()
    request = _request(url, sql, limits, zone, lines=False)
    names: list[tuple[str, str]] = []
    rows: list[tuple[Any, ...]] = []
    told: dict[str, Any] = {}
    with _told_plainly(limits), closing(process.workers.ask(request, limits.seconds, stopped)) as frames:
        for kind, content in frames:
            if kind == "columns":
                names = content
            elif kind == "rows":
                rows += content
            elif kind == "error":
                raise errors.failure(*content)
            else:
                told = content
    large = tuple(names[place][0] for place in told["large"])
    took = (time.perf_counter() - started) * 1000
    return ResultSet(_columns(names), tuple(rows), told["truncated"], large, took)


def stream(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> Generator[bytes]:
    """Lines of COPY's text format, each with its newline. Raises QueryFailed, QueryStopped on the way."""
    check_guarded(query)
    request = _request(url, query.sql, limits, query.time_zone, lines=True)
    with _told_plainly(limits), closing(process.workers.ask(request, limits.seconds, stopped)) as frames:
        for kind, content in frames:
            if kind == "lines":
                yield from content
            elif kind == "error":
                raise errors.failure(*content)


def open_rows(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None
) -> AbstractContextManager[RowStream]:
    """The rows by batches. Raises QueryFailed, QueryStopped, on the way too."""
    check_guarded(query)
    return row_stream(_parts(url, query, limits, stopped))


def _parts(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None) -> Generator[Any]:
    """The columns, then the rows, each value whole; too many are refused before, as far as can be known."""
    request = _request(url, query.sql, limits, query.time_zone, lines=False) | {"whole": True}
    with _told_plainly(limits), closing(process.workers.ask(request, limits.seconds, stopped)) as frames:
        for kind, content in frames:
            if kind == "columns":
                yield _columns(content)
            elif kind == "rows":
                yield content
            elif kind == "error" and content[0] == "TooManyRows" and limits.rows is not None:
                raise too_many_rows(limits.rows)
            elif kind == "error":
                raise errors.failure(*content)


def plan(
    url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None, *, really: bool, without: str
) -> str:
    """DuckDB's plan as JSON, made without some of its optimizers. Raises QueryFailed, QueryStopped."""
    check_guarded(query)
    request = _request(url, query.sql, limits, query.time_zone, lines=False) | {
        "plan": "measured" if really else "expected",
        "settings": SETTINGS | {"disabled_optimizers": without},
    }
    told = ""
    with _told_plainly(limits), closing(process.workers.ask(request, limits.seconds, stopped)) as frames:
        for kind, content in frames:
            if kind == "plan":
                told = content
            elif kind == "error":
                raise errors.failure(*content)
    return told


def _columns(described: list[tuple[str, str]]) -> tuple[ResultColumn, ...]:
    return tuple(ResultColumn(name, wire_type(printed)) for name, printed in described)


def _request(url: str, sql: str, limits: Limits, zone: str, *, lines: bool) -> dict[str, Any]:
    try:
        path = path_of(url)
    except SourceError:
        raise failures.unavailable() from None
    return {
        "path": path,
        "sql": sql,
        "zone": zone,
        "lines": lines,
        "whole": False,
        "rows": limits.rows,
        "cell_bytes": limits.cell_bytes,
        "result_bytes": limits.result_bytes,
        "settings": SETTINGS,
    }


@contextmanager
def _told_plainly(limits: Limits) -> Generator[None]:
    """What goes wrong with the process as a failure of the query."""
    try:
        yield
    except process.WorkerStopped:
        raise QueryStopped from None
    except process.WorkerLate:
        raise failures.timed_out(limits.seconds) from None
    except process.WorkersBusy:
        raise failures.busy() from None
    except process.WorkerGone:
        raise failures.too_large() from None
    except OSError:
        raise failures.unavailable() from None
