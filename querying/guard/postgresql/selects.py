"""A plain SELECT, clause by clause in the order in which SQL gives names their meaning; and VALUES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.columns import Columns, either
from querying.guard.postgresql.facts import NO_LEAVES, Column, changed, union
from querying.guard.postgresql.naming import column_name
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import Level, Relation
from querying.guard.postgresql.whole import place_of

if TYPE_CHECKING:
    from querying.guard.postgresql.reader import Reader


MOST_COLUMNS = 1_664
"""PostgreSQL's own limit (MaxTupleAttributeNumber)."""


class Selects:
    """Reads them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source
        self.findings = reader.findings
        self.expressions = reader.expressions

    def read(self, select: nodes.SelectStmt, level: Level) -> list[Column]:
        """The columns of a SELECT."""
        reader = self.reader
        for item in select.from_clause:
            level.relations += reader.from_clause.read(item, level, nullable=False)
        reader.from_clause.check_aliases(level)
        if select.HasField("where_clause"):
            reader.conditions.read(select.where_clause, level)
        level.bare.clear()  # what WHERE names needs no grouping
        columns = self._read_targets(select, level)
        reader.grouping.read_groups(select, level, columns)
        if select.HasField("having_clause"):
            reader.conditions.read(select.having_clause, level, grouped=True)
        for node in select.window_clause:
            self.findings.fence_late(self.expressions.window(node.window_def, level))
        reader.grouping.read_order(select.sort_clause, level, columns)
        for node in select.distinct_clause:
            if node.WhichOneof("node") is not None:
                self.findings.fence_late(reader.grouping.output_or_input(node, level, columns))
        reader.grouping.keep_functional_dependency(select, level, columns)
        return columns

    def read_values(self, select: nodes.SelectStmt, level: Level) -> list[Column]:
        """The columns of a VALUES list."""
        columns: list[Column] = []
        for row in select.values_lists:
            facts = [self.expressions.facts(item, level) for item in row.list.items]
            if columns and len(columns) != len(facts):
                raise self.source.refused("values-length", place_of(row))
            if columns:
                facts = [either(column.facts, each) for column, each in zip(columns, facts, strict=True)]
            columns = [Column(f"column{number}", each) for number, each in enumerate(facts, 1)]
        result = Level(level.outer, level.tables, [Relation(None, Columns(columns))])
        self.reader.grouping.read_order(select.sort_clause, result, columns)
        return columns

    def _read_targets(self, select: nodes.SelectStmt, level: Level) -> list[Column]:
        columns: list[Column] = []
        for node in select.target_list:
            target = node.res_target
            starred = self._star(target.val, level)
            if starred is not None:
                columns += starred
                if len(columns) > MOST_COLUMNS:  # stars of stars multiply
                    raise self.source.refused("columns", target.location, most=f"{MOST_COLUMNS:,}")
                continue
            facts = self.expressions.facts(target.val, level)
            if facts.opaque:
                facts = changed(facts, leaves=NO_LEAVES, raising=False)
            if not target.val.HasField("column_ref"):
                facts = changed(facts, origin=None)
            columns.append(Column(target.name or column_name(target.val), facts))
        return columns

    def _star(self, node: nodes.Node, level: Level) -> list[Column] | None:
        """The columns that `*` or `u.*` stands for; None for any other expression."""
        if not node.HasField("column_ref") or not node.column_ref.fields[-1].HasField("a_star"):
            return None
        names = [field.string.sval for field in node.column_ref.fields[:-1]]
        if not names:
            columns = level.star()
            if not level.relations:
                raise self.source.refused("star-without-from", node.column_ref.location)
        else:
            columns = self._star_of(names, node.column_ref, level)
        for column in columns:
            self.findings.touch(column.facts)
            _note_starred(column, names[-1:], level)
        return columns

    def _star_of(self, names: list[str], reference: nodes.ColumnRef, level: Level) -> list[Column]:
        relation, holder = self.expressions.names.relation_of(names, reference, level)
        columns = list(relation.columns)
        if holder is not level:
            self.expressions.names.note(union([column.facts for column in columns]), holder, level)
        if len(names) == 2:
            del reference.fields[0]
        return columns


def _note_starred(column: Column, alias: list[str], level: Level) -> None:
    """A star names its columns as if they were written out."""
    if column.facts.plain is None:
        return
    reference = nodes.ColumnRef()
    for name in [*alias, column.name]:
        reference.fields.add().string.sval = name
    level.bare.setdefault(column.facts.plain[0], {})[column.name] = reference
