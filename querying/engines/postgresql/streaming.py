"""A guarded query's rows as they come, for results that no process should hold in memory."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import psycopg
from psycopg import sql

from querying.engines.base import Stopped
from querying.engines.postgresql.errors import failure, too_large
from querying.engines.postgresql.pool import PooledConnection, pool_for
from querying.engines.postgresql.running import begin, is_ordinary
from querying.engines.postgresql.watchdog import Watchdog
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import QueryStopped


def stream(url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> Generator[bytes]:
    """Lines of COPY's text format, each with its newline. Raises QueryFailed, QueryStopped on the way.

    COPY hands rows on without a result in memory and keeps parallel plans. It takes one statement, and the
    guard's rendered tree is one.
    """
    if not isinstance(query, GuardedQuery):
        raise TypeError("Only what the guard let through may run.")
    pool = pool_for(url)
    taken = begin(pool, query, limits, stopped)
    watchdog, keep = Watchdog(taken.connection, limits.seconds, stopped), False
    try:
        with watchdog:
            yield from _lines(taken, query, limits)
        keep = True
    except (psycopg.Error, UnicodeDecodeError) as error:
        keep = is_ordinary(error)
        if watchdog.was_stopped:
            raise QueryStopped from None
        raise failure(error, timed_out=watchdog.timed_out, seconds=limits.seconds) from None
    finally:
        pool.give_back(taken, keep=keep)


def _lines(taken: PooledConnection, query: GuardedQuery, limits: Limits) -> Iterator[bytes]:
    statement = sql.SQL("COPY ({}) TO STDOUT").format(sql.SQL(query.sql))  # type: ignore[arg-type]
    size = 0
    with taken.connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in copy:
            size += len(line)
            if size > limits.result_bytes:
                raise too_large()
            yield bytes(line)
