"""A guarded query's rows as they come, for results that no process should hold in memory."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from psycopg import sql

from querying.engines.base import Stopped
from querying.engines.failures import too_large
from querying.engines.postgresql.pool import PooledConnection
from querying.engines.postgresql.running import reading
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits


def stream(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> Generator[bytes]:
    """Lines of COPY's text format, each with its newline. Raises QueryFailed, QueryStopped on the way.

    COPY hands rows on without a result in memory and keeps parallel plans. It takes one statement, and the
    guard's rendered tree is one.
    """
    with reading(url, query, limits, stopped) as taken:
        yield from _lines(taken, query, limits)


def _lines(taken: PooledConnection, query: GuardedQuery, limits: Limits) -> Iterator[bytes]:
    statement = sql.SQL("COPY ({}) TO STDOUT").format(sql.SQL(query.sql))  # type: ignore[arg-type]
    size = 0
    with taken.connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in copy:
            size += len(line)
            if size > limits.result_bytes:
                raise too_large()
            yield bytes(line)
