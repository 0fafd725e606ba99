"""The dialects of the generic guard, by the engine's kind."""

from __future__ import annotations

from querying.guard.generic.dialects.base import Dialect
from querying.guard.generic.dialects.duckdb import DUCKDB
from querying.guard.generic.dialects.mysql import MYSQL
from querying.guard.generic.dialects.sqlite import SQLITE

__all__ = ["DIALECTS", "Dialect"]

DIALECTS: dict[str, Dialect] = {dialect.kind: dialect for dialect in (SQLITE, MYSQL, DUCKDB)}
