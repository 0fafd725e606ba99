"""EXPLAIN of a guarded query: as the same reader, in the same transaction and limits as the query itself."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from querying.catalog import TableKey
from querying.engines.base import Stopped
from querying.engines.plans import Advice, Plan, TableFacts
from querying.engines.postgresql.plan_reading import Names, read_plan, relations_of
from querying.engines.postgresql.running import reading
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits

ADVICE = Advice(
    index="CREATE INDEX ON {table} ({columns});", statistics="ANALYZE {table};", names_schema=True
)
# A partition is told as the table it is a part of, which is the last of its ancestors.
_RELATIONS = """
WITH named AS (SELECT * FROM unnest(%(schemas)s::text[], %(tables)s::text[]) AS t(nspname, relname)),
found AS (
    SELECT t.nspname, t.relname, c.oid, coalesce(
        (SELECT a.relid::oid FROM pg_partition_ancestors(c.oid) WITH ORDINALITY a(relid, place)
         ORDER BY a.place DESC LIMIT 1), c.oid) AS top
    FROM named t JOIN pg_namespace n ON n.nspname = t.nspname
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.relname
)
SELECT f.nspname, f.relname, n.nspname, c.relname, f.oid::int8, f.top::int8,
       CASE WHEN c.relkind = 'p'
            THEN (SELECT count(*) FROM pg_partition_tree(f.top) WHERE isleaf) ELSE 0 END::int,
       CASE WHEN c.relkind = 'p'
            THEN (SELECT coalesce(sum(greatest(l.reltuples, 0)), 0) FROM pg_partition_tree(f.top) t
                  JOIN pg_class l ON l.oid = t.relid WHERE t.isleaf)
            ELSE greatest(c.reltuples, 0) END::int8,
       ARRAY(SELECT coalesce(a.attname::text, '') FROM pg_partitioned_table p
             CROSS JOIN LATERAL unnest(p.partattrs::int2[]) WITH ORDINALITY k(attnum, place)
             LEFT JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = k.attnum
             WHERE p.partrelid = f.top ORDER BY k.place)
FROM found f JOIN pg_class c ON c.oid = f.top JOIN pg_namespace n ON n.oid = c.relnamespace
"""
# Of partial indexes nobody can say without their condition what they help; they are known by name alone.
_INDEXES = """
SELECT i.indrelid::int8, n.nspname, c.relname, i.indpred IS NULL AND i.indisvalid,
       ARRAY(SELECT coalesce(a.attname::text, '')
             FROM unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY k(attnum, place)
             LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum ORDER BY k.place)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = ANY(%(relations)s::oid[])
"""


def explain(
    url: str, query: GuardedQuery, limits: Limits, *, really: bool = False, stopped: Stopped | None = None
) -> Plan:
    """What the database would do; `really` runs the query to its end and measures. Raises QueryFailed."""
    with reading(url, query, limits, stopped) as taken:
        return _read(taken.connection, query, really=really)


def _read(connection: psycopg.Connection[TupleRow], query: GuardedQuery, *, really: bool) -> Plan:
    """By `binary`, which takes the extended protocol: one statement, whatever stands in it."""
    options = "ANALYZE, " if really else ""
    statement = f"EXPLAIN ({options}VERBOSE, FORMAT JSON) {query.sql}".encode()
    row = connection.cursor(binary=True).execute(statement).fetchone()
    told = row[0] if row else []
    explained: dict[str, Any] = (json.loads(told) if isinstance(told, str | bytes) else told)[0]
    names, facts = _facts(connection, set(relations_of(explained["Plan"]).values()))
    return Plan(read_plan(explained["Plan"], names), facts, explained.get("Execution Time"), ADVICE)


def _facts(
    connection: psycopg.Connection[TupleRow], relations: Collection[TableKey]
) -> tuple[Names, dict[TableKey, TableFacts]]:
    """What the relations of a plan are called, and what is known of their tables."""
    wanted = {"schemas": [key[0] for key in relations], "tables": [key[1] for key in relations]}
    rows = connection.execute(_RELATIONS, wanted).fetchall()
    tops = {row[5]: (row[2], row[3]) for row in rows}
    indexes = connection.execute(
        _INDEXES, {"relations": list({oid for row in rows for oid in (row[4], row[5])})}
    ).fetchall()
    usable: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for relation, _schema, _name, is_usable, columns in indexes:
        if is_usable and columns:
            usable[relation].append(tuple(columns))
    names = Names(
        tables={(row[0], row[1]): tops[row[5]] for row in rows},
        indexes={(schema, name): tuple(columns) for _oid, schema, name, _usable, columns in indexes},
        parts={tops[row[5]]: row[6] for row in rows},
    )
    facts = {
        tops[row[5]]: TableFacts(row[7], tuple(dict.fromkeys(usable[row[5]])), tuple(row[8])) for row in rows
    }
    return names, facts
