"""The engines of data sources, by kind."""

from __future__ import annotations

from querying.engines.base import Engine
from querying.engines.duckdb import DuckDB
from querying.engines.mysql import MySQL
from querying.engines.postgresql import PostgreSQL
from querying.engines.sqlite import SQLite

ENGINES: dict[str, Engine] = {engine.kind: engine for engine in (PostgreSQL(), DuckDB(), SQLite(), MySQL())}

SCHEMES: dict[str, str] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "sqlite": "sqlite",
    "mysql": "mysql",
    "mariadb": "mysql",
}
"""Which engine an address is of, by its scheme."""


def engine_of(url: str) -> str:
    """The kind of engine that an address names; PostgreSQL for any other: its check says what is wrong."""
    return SCHEMES.get(url.partition(":")[0].lower(), "postgresql")
