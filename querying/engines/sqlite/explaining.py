"""EXPLAIN QUERY PLAN of a guarded query: on the same read-only connection, within the same limits."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection

from querying.catalog import TableKey
from querying.engines.base import SourceError, Stopped
from querying.engines.plans import Advice, Plan, TableFacts
from querying.engines.sqlite import running
from querying.engines.sqlite.addresses import open_file
from querying.engines.sqlite.plan_reading import Indexes, read_plan
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import QueryFailed

ADVICE = Advice(index="CREATE INDEX {name} ON {table} ({columns});", quotes_all=True)

_INDEXES = """
SELECT l.name, l.partial, i.name FROM pragma_index_list(?) AS l, pragma_index_info(l.name) AS i
ORDER BY l.seq DESC, i.seqno
"""
_ROWID = "SELECT name FROM pragma_table_info(?) WHERE pk = 1 AND upper(type) = 'INTEGER'"


def explain(
    url: str, query: GuardedQuery, limits: Limits, *, really: bool = False, stopped: Stopped | None = None
) -> Plan:
    """What the database would do; `really` runs the query too and takes its time. Raises QueryFailed.

    SQLite measures no single steps: the time is that of the whole.
    """
    from querying.engines.statements.reading import read_statement  # the parser is loaded where it is needed

    with running.reading(url, query, limits, stopped) as connection:
        statement = read_statement(query)
        rows = connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}").fetchall()
    indexes, facts = _facts(url, {leaf.table for leaf in statement.leaves.values()})
    took = running.run(url, query, limits, stopped).milliseconds if really else None
    return Plan(read_plan(rows, statement, indexes), facts, took, ADVICE)


def _facts(url: str, tables: Collection[TableKey]) -> tuple[Indexes, dict[TableKey, TableFacts]]:
    """The columns of all indexes by name, and those of each table; the file tells no number of rows."""
    indexes: Indexes = {}
    facts = {}
    try:
        with open_file(url) as connection:
            for key in tables:
                own, usable = _indexes_of(connection, key[1])
                indexes |= own
                facts[key] = TableFacts(0, usable)
    except SourceError as error:
        raise QueryFailed("db.unavailable", error.message) from None
    return indexes, facts


def _indexes_of(connection: sqlite3.Connection, table: str) -> tuple[Indexes, tuple[tuple[str, ...], ...]]:
    columns: dict[str, list[str]] = defaultdict(list)
    partial = set()
    for name, is_partial, column in connection.execute(_INDEXES, (table,)):
        columns[name].append(column or "")  # an expression
        if is_partial:
            partial.add(name)
    found = {name: tuple(names) for name, names in columns.items()}
    rowid = [name for (name,) in connection.execute(_ROWID, (table,))]
    usable = [names for name, names in found.items() if name not in partial]
    if len(rowid) == 1:
        found[f"{table} rowid"] = (rowid[0],)
        usable.append((rowid[0],))
    return found, tuple(dict.fromkeys(usable))
