"""Whether a new file can stand for an old one: the columns that are known are there, of the same kind."""

from __future__ import annotations

from typing import Any

from querying.engines.duckdb.types import wire_type
from querying.introspection import SourceCatalog


def differences(known: SourceCatalog, told: list[dict[str, Any]]) -> dict[str, Any]:
    """What of the known tables is missing or of another kind; empty where nothing is."""
    new = {(table["table"], column["name"]): column["type"] for table in told for column in table["columns"]}
    missing, changed = [], []
    for table in known:
        for column in table.columns:
            found = new.get((table.name, column.name))
            name = f"{table.name}.{column.name}"
            if found is None:
                missing.append(name)
            elif wire_type(found) != column.type:
                changed.append({"column": name, "before": column.sql_type.lower(), "now": found.lower()})
    return {"missing": missing, "changed": changed} if missing or changed else {}
