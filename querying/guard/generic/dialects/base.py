"""What the generic guard must know of a dialect. Everything is a list of what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlglot import Dialect as SqlglotDialect
from sqlglot import exp
from sqlglot.errors import SqlglotError


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as text."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Dialect:
    """One engine's SQL.

    Functions are named as they are written, in lower case; both what the asker wrote and what is printed
    must be among them. `raising` are those that may raise an error for some value; `aggregates` and
    `windows` are judged after rows were chosen, so that no error of theirs tells of another's row.
    `clocks` tell the time and become literals; they run only where a dialect's own module says how.
    """

    kind: str
    grammar: type[SqlglotDialect]
    scalars: frozenset[str]
    aggregates: frozenset[str]
    types: frozenset[str]
    raising: frozenset[str] = frozenset()
    windows: frozenset[str] = words(
        "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value"
    )
    clocks: frozenset[str] = frozenset()
    nodes: frozenset[type[exp.Expr]] = frozenset()
    """Kinds of expression beyond those that every dialect has."""
    raising_nodes: frozenset[type[exp.Expr]] = frozenset()
    parts: Mapping[type[exp.Expr], frozenset[str]] = field(default_factory=dict)
    """Parts of a node beyond those that grammar.py lets every dialect have."""
    joins: frozenset[str] = frozenset()
    """Kinds of join beyond those of every dialect."""
    table_functions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Functions of FROM, and the columns they give."""
    functions_name_their_column: bool = False
    """Whether the alias of a function in FROM is also its only column's name."""
    fields: bool = False
    """Whether `column.field` looks into a value."""
    summaries: bool = False
    """Whether SUMMARIZE tells of each column of a query."""
    column_lists: bool = False
    """Whether the alias of a derived table may be followed by names of its columns."""
    aliases_in_where: bool = False
    """Whether WHERE may name an output column."""
    lateral: bool = False
    """Whether a derived table may name what stands before it in FROM."""
    compares_strictly: bool = False
    """Whether comparing values of two types may raise an error."""
    fence: exp.Expr | None = None
    """What LIMIT says where a derived table must not be merged into the query around it."""

    @cached_property
    def functions(self) -> frozenset[str]:
        return self.scalars | self.aggregates | self.windows | self.raising | self.clocks

    @cached_property
    def function_nodes(self) -> frozenset[type[exp.Expr]]:
        """The kinds of expression that calls of the allowed functions are parsed to."""
        dialect = self.grammar()
        found: set[type[exp.Expr]] = set()
        for name in self.functions:
            for arguments in ("", "a", "a, b", "a, b, c"):
                try:
                    tree = dialect.parse(f"SELECT {name}({arguments})")[0]
                except STUMBLES:
                    continue
                if tree is not None:
                    found.update(type(node) for node in tree.walk())
        return frozenset(found) - _NEVER

    def __hash__(self) -> int:
        return hash(self.kind)


STUMBLES = (SqlglotError, ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError)
"""What the parser raises for nonsense: its own errors, and those it falls over before it can say so."""

JSON_PATHS = (exp.JSONPath, exp.JSONPathRoot, exp.JSONPathKey, exp.JSONPathSubscript, exp.JSONPathWildcard)
"""Where JSON is looked into, by a constant."""

JSON_EACH = ("key", "value", "type", "atom", "id", "parent", "fullkey", "path")
"""What functions that take JSON apart give, one row a value."""

_NEVER = frozenset({exp.Anonymous, exp.AnonymousAggFunc, exp.Command, exp.Alias, exp.Placeholder})
