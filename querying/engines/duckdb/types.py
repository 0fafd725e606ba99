"""DuckDB's types as they travel on the wire (contracts.md)."""

from __future__ import annotations

from querying.catalog import ColumnType

_BY_NAME = {
    **dict.fromkeys(
        (
            *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "BIGNUM"),
            *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
        ),
        ColumnType.INTEGER,
    ),
    **dict.fromkeys(("FLOAT", "DOUBLE", "DECIMAL"), ColumnType.NUMBER),
    **dict.fromkeys(
        ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"),
        ColumnType.TIMESTAMP,
    ),
    **dict.fromkeys(
        ("TIMESTAMP WITH TIME ZONE", "TIMESTAMP_NS WITH TIME ZONE"),
        ColumnType.TIMESTAMPTZ,
    ),
    **dict.fromkeys(("STRUCT", "MAP", "UNION", "TUPLE", "JSON", "VARIANT"), ColumnType.JSON),
    **dict.fromkeys(("BLOB", "GEOMETRY"), ColumnType.BYTES),
    "BOOLEAN": ColumnType.BOOLEAN,
    "DATE": ColumnType.DATE,
    "INTERVAL": ColumnType.INTERVAL,
}


def wire_type(printed: str) -> ColumnType:
    """The wire's type of a type as DuckDB prints it; text for what the wire has no word for."""
    if printed.endswith("]"):
        return ColumnType.ARRAY
    return _BY_NAME.get(printed.partition("(")[0].strip(), ColumnType.TEXT)
