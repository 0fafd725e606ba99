"""The compiler's SQL, which is PostgreSQL's, in another engine's words.

Each kind of expression is carried over by a rule of ours that was compared with PostgreSQL's answers; what
has none is declined. A translator that knows more would also be wrong more often: dates, divisions and text
look the same in two dialects and mean something else.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlglot
from sqlglot.errors import ErrorLevel, SqlglotError

from knowledge.semantic.dialects.duckdb import DuckDB
from knowledge.semantic.dialects.mysql import MySQL
from knowledge.semantic.dialects.rules import NotCarried, Rules
from knowledge.semantic.dialects.sqlite import SQLite
from querying.catalog import ColumnType

__all__ = ["HOME", "NotCarried", "carry"]

HOME = "postgresql"
RULES: dict[str, type[Rules]] = {"sqlite": SQLite, "mysql": MySQL, "duckdb": DuckDB}


def carry(sql: str, engine: str, types: Mapping[str, frozenset[ColumnType]]) -> str:
    """The statement for `engine`; `types` are those of the columns of each name. Raises NotCarried."""
    if engine == HOME:
        return sql
    try:
        tree = RULES[engine](types).carried(sqlglot.parse_one(sql, dialect="postgres"))
        return tree.sql(dialect=engine, pretty=True, comments=False, unsupported_level=ErrorLevel.RAISE)
    except (SqlglotError, KeyError, RecursionError) as error:
        raise NotCarried(type(error).__name__) from None
