"""GROUP BY, ORDER BY, DISTINCT ON: items that may name an output, its place, or an input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from querying.guard.postgresql.facts import Column, Facts, Leaf, union
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import Level

if TYPE_CHECKING:
    from querying.guard.postgresql.reader import Reader


class Grouping:
    """Reads them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.findings = reader.findings
        self.expressions = reader.expressions

    def read_groups(self, select: nodes.SelectStmt, level: Level, columns: list[Column]) -> None:
        """GROUP BY, grouping sets included; `columns` are the select list's."""
        for node in select.group_clause:
            self._read_group(node, level, columns)

    def read_order(self, items: Iterable[nodes.Node], level: Level, columns: list[Column]) -> None:
        """ORDER BY; `columns` are the select list's."""
        for item in items:
            self.findings.fence_late(self.output_or_input(item.sort_by.node, level, columns))

    def output_or_input(
        self, node: nodes.Node, level: Level, columns: list[Column], *, output_first: bool = True
    ) -> Facts:
        """Facts of an item of GROUP BY or ORDER BY: a place or name in the select list, or an expression."""
        if node.HasField("a_const"):
            position = node.a_const.ival.ival
            return columns[position - 1].facts if 0 < position <= len(columns) else Facts()
        name = _bare_name(node)
        if name is not None and (output_first or not level.find(name)):
            found = [column for column in columns if column.name == name]
            if found:
                return union([column.facts for column in found])
        return self.expressions.facts(node, level)

    def keep_functional_dependency(
        self, select: nodes.SelectStmt, level: Level, columns: list[Column]
    ) -> None:
        """A derived table has no primary key: what depends on a grouped key must be grouped itself."""
        if not select.group_clause or any(node.HasField("grouping_set") for node in select.group_clause):
            return
        grouped: dict[Leaf, set[str]] = {}
        for node in select.group_clause:
            facts = self.output_or_input(node, level, columns, output_first=False)
            if facts.plain is not None:
                grouped.setdefault(facts.plain[0], set()).add(facts.plain[1])
        for leaf, names in grouped.items():
            key = leaf.table.primary_key
            if key and names.issuperset(key):
                for reference in level.bare.get(leaf, {}).values():
                    select.group_clause.add().column_ref.CopyFrom(reference)

    def _read_group(self, node: nodes.Node, level: Level, columns: list[Column]) -> None:
        if node.HasField("grouping_set"):
            for part in node.grouping_set.content:
                self._read_group(part, level, columns)
        elif node.HasField("row_expr") or node.HasField("list"):
            for part in node.row_expr.args if node.HasField("row_expr") else node.list.items:
                self._read_group(part, level, columns)
        else:
            self.findings.fence_late(self.output_or_input(node, level, columns, output_first=False))


def _bare_name(node: nodes.Node) -> str | None:
    if node.HasField("column_ref") and len(node.column_ref.fields) == 1:
        return node.column_ref.fields[0].string.sval or None
    return None
