"""The engines of data sources, by kind."""

from __future__ import annotations

from querying.engines.base import Engine
from querying.engines.duckdb import DuckDB
from querying.engines.postgresql import PostgreSQL
from querying.engines.sqlite import SQLite

ENGINES: dict[str, Engine] = {engine.kind: engine for engine in (PostgreSQL(), DuckDB(), SQLite())}
