"""Table names as bundles spell them: `table`, or `schema.table` outside the default schema."""

from __future__ import annotations

from collections.abc import Container

from querying.catalog import TableKey


def table_key(name: str, default_schema: str, known: Container[TableKey] = ()) -> TableKey:
    """The table that a name means. A dot in a known table's own name is not taken for a schema's."""
    schema, dot, table = name.partition(".")
    if not dot or (default_schema, name) in known:
        return (default_schema, name)
    return (schema, table)


def table_name(key: TableKey, default_schema: str) -> str:
    schema, table = key
    return table if schema == default_schema else f"{schema}.{table}"
