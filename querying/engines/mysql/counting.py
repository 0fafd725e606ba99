"""How many rows a query gives, found out before a file begins, where they may be too many for one."""

from __future__ import annotations

from collections import defaultdict
from math import prod
from typing import TYPE_CHECKING

from querying.engines.mysql.errors import failure
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import too_many_rows

if TYPE_CHECKING:
    from querying.engines.mysql.connections import SourceConnection

# The parts of a plan that give rows; all others are inside of them.
_OUTER = ("SIMPLE", "PRIMARY", "UNION")


def check_rows(connection: SourceConnection, query: GuardedQuery, limits: Limits) -> None:
    """Count first what may be too much: a file that has begun can't say that it lacks rows.

    The planner's estimate decides whether to count, which takes about as long as the query. Where it errs
    far, or the server has no room to count, the file breaks off in the middle instead. Raises QueryFailed,
    pymysql.Error.
    """
    import pymysql

    if limits.rows is None or _expected(connection, query.sql) < limits.rows / 2:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(_counting(query))
            row = cursor.fetchone()
    except pymysql.Error as error:
        if failure(error, timed_out=False, seconds=limits.seconds).code != "db.too_large":
            raise
        return
    if row is not None and row[0] > limits.rows:
        raise too_many_rows(limits.rows)


def _expected(connection: SourceConnection, sql: str) -> int:
    """The planner's estimate, of which it knows no LIMIT and no GROUP BY: the most that there may be."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        names = [column[0] for column in cursor.description]
        steps = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for step in steps:
        if step["select_type"] in _OUTER:
            parts[step["id"]].append(int(step["rows"] or 1))
    return sum(map(prod, parts.values()))


def _counting(query: GuardedQuery) -> str:
    """The columns get names of ours: a result may have several of one name, a table may not."""
    if not query.outputs:
        return f"SELECT COUNT(*) FROM ({query.sql}) AS counted"  # noqa: S608  (guarded)
    names = ", ".join(f"c{place}" for place, _output in enumerate(query.outputs))
    return f"WITH counted ({names}) AS ({query.sql}) SELECT COUNT(*) FROM counted"  # noqa: S608  (guarded)
