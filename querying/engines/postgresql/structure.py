"""What a PostgreSQL database is made of, read from its catalog in one read-only transaction."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from querying.catalog import ColumnType, ForeignKey, TableKey
from querying.engines.postgresql.types import Types, base_oid, read_types, wire_type
from querying.introspection import SourceCatalog, SourceColumn, SourceTable

KINDS = {"r": "table", "p": "partitioned", "v": "view", "m": "materialized_view", "f": "foreign"}
COMMON_VALUES = 50
SAMPLED_ROWS = 50
SAMPLING_SECONDS = 10.0

# Partitions are read through their parent. Where a table was never analysed, the statistics collector's
# count of live rows stands in.
_RELATIONS = """
SELECT c.oid::int8, n.nspname, c.relname, c.relkind::text,
       coalesce(obj_description(c.oid, 'pg_class'), ''),
       has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'),
       EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
               AND d.objid = c.oid AND d.deptype = 'e'),
       CASE WHEN c.relkind = 'p' THEN
           (SELECT coalesce(sum(greatest(l.reltuples, pg_stat_get_live_tuples(l.oid), 0)), 0)
            FROM pg_partition_tree(c.oid) t JOIN pg_class l ON l.oid = t.relid WHERE t.isleaf)
       ELSE greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0) END::int8
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
ORDER BY 2, 3
"""
# A domain is told as what it rests on: that is what its values are compared as.
_COLUMNS = """
WITH RECURSIVE domains (oid, base, modifier) AS (
    SELECT oid, typbasetype, typtypmod FROM pg_type WHERE typtype = 'd'
    UNION ALL
    SELECT d.oid, t.typbasetype, t.typtypmod FROM domains d JOIN pg_type t ON t.oid = d.base
    WHERE t.typtype = 'd')
SELECT a.attrelid::int8, a.attname, a.atttypid::int8,
       format_type(coalesce(b.oid, a.atttypid), CASE WHEN b.oid IS NULL THEN a.atttypmod ELSE d.modifier END),
       a.attnotnull,
       coalesce(col_description(a.attrelid, a.attnum), ''), s.n_distinct,
       CASE WHEN s.n_distinct BETWEEN 1 AND %(common)s THEN s.most_common_vals::text::text[] END
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN (domains d JOIN pg_type b ON b.oid = d.base AND b.typtype <> 'd') ON d.oid = a.atttypid
LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
    AND s.inherited = (c.relkind = 'p')
WHERE a.attrelid = ANY(%(relations)s::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
  AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
ORDER BY a.attrelid, a.attnum
"""
# An index that is partial, on expressions, invalid or deferred promises nothing about the rows read.
_KEYS = """
SELECT i.indrelid::int8, i.indisprimary,
       ARRAY(SELECT a.attname::text
             FROM unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY k(attnum, position)
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum ORDER BY k.position)
FROM pg_index i
WHERE i.indrelid = ANY(%(relations)s::oid[]) AND i.indisunique AND i.indisvalid AND i.indimmediate
  AND i.indpred IS NULL AND i.indexprs IS NULL
ORDER BY i.indrelid, i.indexrelid
"""
_FOREIGN_KEYS = """
SELECT c.conrelid::int8, c.confrelid::int8,
       ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(attnum, position)
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum ORDER BY k.position),
       ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(attnum, position)
             JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum ORDER BY k.position)
FROM pg_constraint c
WHERE c.contype = 'f' AND c.conrelid = ANY(%(relations)s::oid[])
ORDER BY c.conrelid, c.conname
"""
_ENUMS = "SELECT enumtypid::int8, array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum GROUP BY 1"


def read_structure(connection: psycopg.Connection[TupleRow]) -> SourceCatalog:
    """Relations with columns, keys, comments and estimates, as far as the role may read them."""
    with connection.transaction():
        connection.execute("SET TRANSACTION READ ONLY")
        relations = connection.execute(_RELATIONS).fetchall()
        scope = {"relations": [row[0] for row in relations], "common": COMMON_VALUES}
        columns = _columns(connection, scope, {row[0]: row[7] for row in relations})
        keys = connection.execute(_KEYS, scope).fetchall()
        references = connection.execute(_FOREIGN_KEYS, scope).fetchall()
    names: dict[int, TableKey] = {row[0]: (row[1], row[2]) for row in relations}
    tables = tuple(_table(row, columns[row[0]], keys, references, names) for row in relations)
    return SourceCatalog(default_schema(tables), tables, str(connection.info.server_version))


def default_schema(tables: tuple[SourceTable, ...]) -> str:
    """`public` where it holds something readable, else the schema that holds most."""
    counts: dict[str, int] = defaultdict(int)
    for table in tables:
        counts[table.schema] += table.is_listed_at_first
    if counts.get("public") or not any(counts.values()):
        return "public"
    return max(sorted(counts), key=lambda schema: counts[schema])


def _columns(
    connection: psycopg.Connection[TupleRow], scope: dict[str, Any], rows_of: dict[int, int]
) -> dict[int, list[SourceColumn]]:
    types = read_types(connection)
    labels: dict[int, list[str]] = dict(connection.execute(_ENUMS).fetchall())
    found: dict[int, list[SourceColumn]] = defaultdict(list)
    for relation, name, oid, printed, not_null, comment, distinct, common in connection.execute(
        _COLUMNS, scope
    ):
        kind = wire_type(oid, types)
        values = (common if kind == ColumnType.TEXT else None) or ()
        found[relation].append(
            SourceColumn(
                name=name,
                type=kind,
                sql_type=printed,
                nullable=not (not_null or _domain_not_null(oid, types)),
                comment=comment,
                distinct=_distinct(distinct, rows_of[relation]),
                labels=tuple(labels.get(base_oid(oid, types), ())),
                values=tuple(value for value in values if value is not None),
            )
        )
    return found


def _domain_not_null(oid: int, types: Types) -> bool:
    return (found := types.get(oid)) is not None and found.not_null


def _distinct(estimate: float | None, rows: int) -> int | None:
    """pg_stats tells a count, or, below zero, a share of the rows; 0 means unknown."""
    if not estimate:
        return None
    return round(estimate if estimate > 0 else -estimate * rows)


def _table(
    row: TupleRow,
    columns: list[SourceColumn],
    keys: list[TupleRow],
    references: list[TupleRow],
    names: dict[int, TableKey],
) -> SourceTable:
    oid, schema, name, kind, comment, readable, of_extension, estimate = row
    own_keys = [(primary, tuple(of)) for relation, primary, of in keys if relation == oid and of]
    return SourceTable(
        schema=schema,
        name=name,
        kind=KINDS[kind],
        columns=tuple(columns),
        comment=comment,
        primary_key=next((of for primary, of in own_keys if primary), ()),
        unique_keys=tuple(of for primary, of in own_keys if not primary),
        foreign_keys=tuple(
            ForeignKey(tuple(of), names[target], tuple(to))
            for relation, target, of, to in references
            if relation == oid and target in names
        ),
        row_estimate=estimate,
        readable=readable and bool(columns),
        of_extension=of_extension,
    )


def read_samples(
    connection: psycopg.Connection[TupleRow], catalog: SourceCatalog
) -> Mapping[TableKey, Mapping[str, tuple[str, ...]]]:
    """A few values of each text column of the tables to list, while the time for it lasts."""
    samples: dict[TableKey, dict[str, tuple[str, ...]]] = {}
    until = time.monotonic() + SAMPLING_SECONDS
    for table in catalog:
        texts = [column.name for column in table.columns if column.type == ColumnType.TEXT]
        if not table.is_listed_at_first or not texts or time.monotonic() > until:
            continue
        samples[table.key] = _sample(connection, table.key, texts)
    return samples


def _sample(
    connection: psycopg.Connection[TupleRow], key: TableKey, columns: list[str]
) -> dict[str, tuple[str, ...]]:
    """Values of the first rows, cut to 200 characters; nothing where the table takes too long."""
    query = sql.SQL("SELECT {} FROM {} LIMIT {}").format(
        sql.SQL(", ").join(sql.SQL("left({}::text, 200)").format(sql.Identifier(name)) for name in columns),
        sql.Identifier(*key),
        sql.Literal(SAMPLED_ROWS),
    )
    try:
        with connection.transaction():
            connection.execute("SET TRANSACTION READ ONLY")
            connection.execute("SET LOCAL statement_timeout = 1000")
            rows = connection.execute(query).fetchall()
    except psycopg.Error:
        # A sample is a bonus: a locked or broken table is classified by its columns' names alone.
        return {}
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return {name: tuple(value for value in of if value) for name, of in zip(columns, values, strict=True)}
