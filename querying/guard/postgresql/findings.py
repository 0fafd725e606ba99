"""What reading a statement gathers: its leaves, which of them need a fence, which masked columns it touches.

A fence (OFFSET 0) keeps an expression that may raise an error from being tried on rows that the leaf has yet
to filter out. It is needed where the planner can make such an expression a condition of the scan: WHERE, ON,
HAVING without aggregates, and columns of derived tables that these use. A leaf that is scoped through a
foreign key is filtered by a join, so that more places come before the filter: anything that may raise in
any condition of the statement, in a LATERAL or outer-joined derived table, or in GROUP BY and ORDER BY.
"""

from __future__ import annotations

from collections.abc import Iterable

from querying.catalog import CatalogView
from querying.guard.postgresql.copies import repeat_inside
from querying.guard.postgresql.facts import Facts, Leaf
from querying.guard.postgresql.leaves import readable
from querying.guard.postgresql.parse import nodes


class Findings:
    """Of one statement; complete once `finish` was called."""

    def __init__(self, view: CatalogView) -> None:
        self.view = view
        self.leaves: list[Leaf] = []
        self.masked: dict[str, None] = {}
        self.raising_conditions = False
        # Conditions that may be repeated inside a fence, and the leaves that they filter; None: all.
        self.comparisons: list[tuple[nodes.Node, tuple[Facts, ...], frozenset[Leaf] | None]] = []

    def touch(self, facts: Facts) -> None:
        """The leaf must give this column; a masked one is told of."""
        if facts.plain is None:
            return
        leaf, name = facts.plain
        if name in leaf.used:
            return
        leaf.used.add(name)
        column = leaf.table.column(name)
        if column is not None and column.masked:
            self.masked[f"{readable(leaf.table, self.view.default_schema)}.{name}"] = None

    def fence(self, leaves: Iterable[Leaf]) -> None:
        """These leaves, where they filter at all."""
        for leaf in leaves:
            leaf.fenced = leaf.fenced or bool(leaf.table.filters)

    def fence_condition(self, leaves: Iterable[Leaf]) -> None:
        """These leaves, whose rows a condition that may raise looks at."""
        self.raising_conditions = True
        self.fence(leaves)

    def fence_late(self, facts: Facts) -> None:
        """For places that come after scans but may come before the join that scopes a leaf."""
        if facts.raising and not facts.opaque:
            self.fence(leaf for leaf in facts.leaves if not leaf.scoped_at_scan)

    def finish(self) -> None:
        """After the whole statement: a join that scopes a leaf may come after any other's condition."""
        if self.raising_conditions:
            self.fence(leaf for leaf in self.leaves if not leaf.scoped_at_scan)
        if any(leaf.fenced for leaf in self.leaves):
            for condition, sides, among in self.comparisons:
                repeat_inside(condition, sides, among)
