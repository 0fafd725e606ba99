"""The engines of data sources, by kind."""

from __future__ import annotations

from querying.engines.base import Engine
from querying.engines.duckdb import DuckDB
from querying.engines.postgresql import PostgreSQL

ENGINES: dict[str, Engine] = {engine.kind: engine for engine in (PostgreSQL(), DuckDB())}
