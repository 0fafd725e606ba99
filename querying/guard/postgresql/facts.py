"""What is known of an expression, a column, a relation while a statement is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from querying.catalog import CatalogTable, TableKey
from querying.guard.postgresql.parse import nodes

NO_LEAVES: frozenset[Leaf] = frozenset()

HOLDING = frozenset({"extension", "other", "array", "record"})
"""Kinds that may be, or hold, values of an extension's type."""


@dataclass(eq=False, slots=True)
class Leaf:
    """One reference to a base table: the place where its rows are scoped and its columns masked."""

    table: CatalogTable
    node: nodes.Node  # the range_var in FROM that becomes a derived table
    used: set[str] = field(default_factory=set)
    whole: bool = False  # every column is needed: a star, a whole row, a list of column aliases
    fenced: bool = False
    comparisons: list[tuple[nodes.Node, str, str]] = field(default_factory=list)  # see copies.py

    @property
    def scoped_at_scan(self) -> bool:
        """Whether the row filters are conditions on the table's own row, tested where it is read."""
        return all(hasattr(row_filter, "column") for row_filter in self.table.filters)


class Facts(NamedTuple):
    """Of an expression: `leaves` whose rows it looks at; whether it may raise an error for some row.

    `kind` is coarse ("int", "text", ...). `literal` holds the text of a plain constant. `own` tells whether
    it names a column of the query it stands in, `opaque` that no condition on it can reach the rows beneath
    (an aggregate or a window function of its own query is in it).
    """

    kind: str = "other"
    leaves: frozenset[Leaf] = NO_LEAVES
    raising: bool = False
    volatile: bool = False
    constant: bool = False
    literal: str | None = None
    own: bool = False
    outer: bool = False  # names a column of a query around its own
    opaque: bool = False
    grown: bool = False  # of a length that many rows added up to
    size: int = 200  # a rough bound in bytes; see sizes.py
    plain: tuple[Leaf, str] | None = None  # a column of a base table as it is
    # The base table's column whose values these are, also through derived tables; never of a changed value.
    origin: tuple[TableKey, str] | None = None
    extension: tuple[str, str] | None = None  # (schema, type) in it whose operators live in an extension
    element: Facts | None = None  # of an array that is written out
    sides: tuple[Facts, ...] = ()  # of a comparison: what it compares


class Column(NamedTuple):
    name: str
    facts: Facts


_Known = TypeVar("_Known", Facts, Column)


def changed(known: _Known, **changes: Any) -> _Known:
    """The same with some fields changed; tuples do this five times as fast as dataclasses."""
    return known._replace(**changes)


def union(
    parts: Iterable[Facts],
    kind: str = "other",
    *,
    safe: bool = True,
    size: int | None = None,
    sides: tuple[Facts, ...] = (),
    element: Facts | None = None,
) -> Facts:
    """Of an expression made of these; `safe`: it raises nothing that they do not.

    Its size is the largest of theirs unless one is given. A type of an extension among them may be its own.
    """
    leaves: frozenset[Leaf] = NO_LEAVES
    raising = not safe
    volatile = own = outer = opaque = grown = False
    constant = True
    largest = 0
    extension = None
    for part in parts:
        if part.leaves:
            leaves = leaves | part.leaves if leaves else part.leaves
        raising |= part.raising
        volatile |= part.volatile
        own |= part.own
        outer |= part.outer
        opaque |= part.opaque
        grown |= part.grown
        if part.size > largest:
            largest = part.size
        constant &= part.constant
        extension = extension or part.extension
    return Facts(
        kind,
        leaves,
        raising,
        volatile,
        constant,
        None,
        own,
        outer,
        opaque,
        grown,
        largest if size is None else size,
        extension=extension if kind in HOLDING else None,
        element=element,
        sides=sides,
    )
