"""What reading a statement finds: its leaves, what each reference means, which masked columns it touches."""

from __future__ import annotations

from querying.catalog import CatalogView
from querying.guard.generic.scope import Column, Leaf


class Findings:
    """Gathered by a Reader."""

    def __init__(self, view: CatalogView) -> None:
        self.view = view
        self.leaves: list[Leaf] = []
        self.masked: dict[str, None] = {}
        self.types: dict[int, Column] = {}
        """What each column reference means, by the node's id."""

    def touch(self, column: Column) -> None:
        """The leaf must give this column; a masked one is told of."""
        if column.leaf is None:
            return
        table = column.leaf.table
        column.leaf.used.add(column.name)
        known = table.column(column.name)
        if known is not None and known.masked:
            schema = "" if table.schema == self.view.default_schema else f"{table.schema}."
            self.masked[f"{schema}{table.name}.{column.name}"] = None
