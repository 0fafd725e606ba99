"""PostgreSQL's types as the wire's few (contracts.md): domains by their base, the unknown as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg.rows import TupleRow

from querying.catalog import ColumnType

BY_NAME: Mapping[str, ColumnType] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid"), ColumnType.INTEGER),
    **dict.fromkeys(("numeric", "float4", "float8"), ColumnType.NUMBER),
    **dict.fromkeys(("json", "jsonb"), ColumnType.JSON),
    "bool": ColumnType.BOOLEAN,
    "date": ColumnType.DATE,
    "timestamp": ColumnType.TIMESTAMP,
    "timestamptz": ColumnType.TIMESTAMPTZ,
    "interval": ColumnType.INTERVAL,
    "bytea": ColumnType.BYTES,
}
FIRST_OWN_OID = 16384
RECORD_ARRAY = 2287  # a pseudo-type, of which results may be all the same
# Arrays to the catalog, but printed like words in a line.
NOT_ARRAYS = ("int2vector", "oidvector")

_TYPES = """
SELECT t.oid::int8, n.nspname, t.typname, t.typtype::text, t.typcategory::text, t.typelem::int8,
       t.typbasetype::int8, t.typnotnull
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype <> 'p' OR t.oid = 2287
"""


@dataclass(frozen=True, slots=True)
class DatabaseType:
    schema: str
    name: str
    kind: str  # pg_type.typtype: b base, c composite, d domain, e enum, m multirange, p pseudo, r range
    category: str
    element: int
    base: int
    not_null: bool

    @property
    def is_array(self) -> bool:
        is_listed = self.category == "A" or self.name == "_record"
        return bool(is_listed and self.element) and self.name not in NOT_ARRAYS


Types = Mapping[int, DatabaseType]


def read_types(connection: psycopg.Connection[TupleRow]) -> dict[int, DatabaseType]:
    """All types of the database that a column of a result can have, by OID."""
    return {row[0]: DatabaseType(*row[1:]) for row in connection.execute(_TYPES)}


def base_oid(oid: int, types: Types) -> int:
    """The type under a domain, which may rest on another domain."""
    while (found := types.get(oid)) is not None and found.kind == "d":
        oid = found.base
    return oid


def wire_type(oid: int, types: Types) -> ColumnType:
    """How values of a type travel; what is not known travels as the text that the database prints."""
    found = types.get(base_oid(oid, types))
    if found is None:
        return ColumnType.TEXT
    if found.is_array:
        return ColumnType.ARRAY
    return BY_NAME.get(found.name, ColumnType.TEXT) if found.schema == "pg_catalog" else ColumnType.TEXT
