"""EXPLAIN FORMAT=JSON of a guarded query: as the same reader, in the same session and limits as the query."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from querying.catalog import TableKey
from querying.engines.base import Stopped
from querying.engines.mysql import running
from querying.engines.mysql.plan_reading import Indexes, read_plan
from querying.engines.plans import Advice, Plan, TableFacts
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits

ADVICE = Advice(
    index="CREATE INDEX {name} ON {table} ({columns});",
    statistics="ANALYZE TABLE {table};",
    quote="`",
    quotes_all=True,
    lengths=frozenset({"tinytext", "text", "mediumtext", "longtext", "json"}),
)

_INDEXES = """
SELECT table_schema, table_name, index_name, coalesce(column_name, '') FROM information_schema.statistics
WHERE (table_schema, table_name) IN ({places}) ORDER BY table_schema, table_name, index_name, seq_in_index
"""
_UNKNOWN_VARIABLE = 1193


def explain(
    url: str, query: GuardedQuery, limits: Limits, *, really: bool = False, stopped: Stopped | None = None
) -> Plan:
    """What the database would do; `really` runs the query to its end and measures. Raises QueryFailed.

    MariaDB measures each step, MySQL in this form none: there the time is that of the whole.
    """
    from querying.engines.statements.reading import read_statement  # the parser is loaded where it is needed

    with running.reading(url, query, limits, stopped) as connection, connection.cursor() as cursor:
        statement = read_statement(query)
        is_mariadb = "mariadb" in connection.get_server_info().lower()
        if not is_mariadb:
            _ask_for_first_form(cursor)
        started = time.perf_counter()
        cursor.execute(f"{'ANALYZE' if really and is_mariadb else 'EXPLAIN'} FORMAT=JSON {statement.sql}")
        ((told,),) = cursor.fetchall()
        took = (time.perf_counter() - started) * 1000 if really else None
        explained: dict[str, Any] = json.loads(told)
        indexes, facts = _facts(cursor, {leaf.table for leaf in statement.leaves.values()})
    if really and not is_mariadb:
        took = running.run(url, query, limits, stopped).milliseconds
    return Plan(read_plan(explained, statement, indexes), facts, took, ADVICE)


def _ask_for_first_form(cursor: Any) -> None:
    """MySQL 8.3 and later know a second form of the same."""
    import pymysql

    try:
        cursor.execute("SET SESSION explain_json_format_version = 1")
    except pymysql.Error as error:
        if error.args[0] != _UNKNOWN_VARIABLE:
            raise


def _facts(cursor: Any, tables: Collection[TableKey]) -> tuple[Indexes, dict[TableKey, TableFacts]]:
    """The columns of all indexes of these tables; how large they are, the source's structure knows."""
    if not tables:
        return {}, {}
    places = ", ".join(["(%s, %s)"] * len(tables))
    cursor.execute(_INDEXES.format(places=places), [part for key in tables for part in key])
    columns: dict[tuple[TableKey, str], list[str]] = defaultdict(list)
    for schema, table, name, column in cursor.fetchall():
        columns[(schema, table), name].append(column)
    indexes = {place: tuple(names) for place, names in columns.items()}
    facts = {
        key: TableFacts(
            0, tuple(dict.fromkeys(names for (table, _), names in indexes.items() if table == key))
        )
        for key in tables
    }
    return indexes, facts
