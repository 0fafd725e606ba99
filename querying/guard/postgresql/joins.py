"""Joins: which columns they merge, and whose rows their conditions filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.columns import Columns, JoinedColumns, renamed
from querying.guard.postgresql.facts import Column, Leaf, union
from querying.guard.postgresql.kinds import come_together, common_kind
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.risk import comparison_is_safe
from querying.guard.postgresql.scope import Level, Relation
from querying.guard.postgresql.whole import last_place_of

if TYPE_CHECKING:
    from querying.guard.postgresql.reader import Reader


class Joins:
    """Reads them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source
        self.findings = reader.findings

    def read(self, join: nodes.JoinExpr, level: Level, *, nullable: bool) -> list[Relation]:
        """Both sides' relations, still named but no longer searched for columns, and the join itself."""
        left_kept = join.jointype in (nodes.JOIN_LEFT, nodes.JOIN_FULL)
        right_kept = join.jointype in (nodes.JOIN_RIGHT, nodes.JOIN_FULL)
        left, right = self._read_sides(
            join, level, left_nullable=nullable or right_kept, right_nullable=nullable or left_kept
        )
        both = left + right
        inner = Level(level.outer, level.tables, both)
        self.reader.from_clause.check_aliases(inner)
        merged = self._merged(join, left, right)
        if join.HasField("quals"):
            filtered = _leaves_of(([] if left_kept else left) + ([] if right_kept else right))
            self.reader.conditions.read(join.quals, inner, among=filtered)
            level.absorb(inner)
        sides = [relation.columns for relation in both if relation.searched]
        result = Relation(None, JoinedColumns(merged, sides))
        if join.HasField("join_using_alias"):
            both.append(Relation(join.join_using_alias.aliasname, Columns(merged), searched=False))
        for relation in both:
            relation.searched = False
            relation.named = relation.named and not join.HasField("alias")
        if join.HasField("alias"):
            result.alias = join.alias.aliasname
            names = join.alias.colnames
            if names:  # they count all columns of both sides
                for leaf in _leaves_of(both):
                    leaf.whole = True
            result.columns = Columns(renamed(list(result.columns), names, self.source, join.rarg))
        return [*both, result]

    def _read_sides(
        self, join: nodes.JoinExpr, level: Level, *, left_nullable: bool, right_nullable: bool
    ) -> tuple[list[Relation], list[Relation]]:
        kept = len(level.relations)
        left = self.reader.from_clause.read(join.larg, level, nullable=left_nullable)
        level.relations += left  # what is LATERAL on the right may name the left
        right = self.reader.from_clause.read(join.rarg, level, nullable=right_nullable)
        del level.relations[kept:]
        return left, right

    def _merged(self, join: nodes.JoinExpr, left: list[Relation], right: list[Relation]) -> list[Column]:
        """The columns of USING or NATURAL, which both sides share."""
        names = [name.string.sval for name in join.using_clause]
        if join.is_natural:
            others = {column.name for column in _searched(right)}
            names = list(dict.fromkeys(column.name for column in _searched(left) if column.name in others))
        return [
            self._merge(name, join, self._only(name, left, join), self._only(name, right, join))
            for name in names
        ]

    def _merge(self, name: str, join: nodes.JoinExpr, *pair: Column) -> Column:
        kinds = [each.facts.kind for each in pair]
        safe = come_together(kinds) and comparison_is_safe(pair[0].facts, pair[1].facts)
        facts = union([each.facts for each in pair], common_kind(kinds), safe=safe)
        for each in pair:
            self.findings.touch(each.facts)
            if each.facts.extension is not None:
                raise self.source.refused(
                    "extension-using", part=name, after=last_place_of(join.rarg), column=name
                )
        if facts.raising:
            self.findings.fence_condition(facts.leaves)
        return Column(name, facts)

    def _only(self, name: str, side: list[Relation], join: nodes.JoinExpr) -> Column:
        found = [column for relation in side if relation.searched for column in relation.find(name)]
        if len(found) != 1:
            rule = "using-ambiguous" if found else "using-missing"
            raise self.source.refused(rule, part=name, after=last_place_of(join.rarg), column=name)
        return found[0]


def _leaves_of(side: list[Relation]) -> frozenset[Leaf]:
    return frozenset(relation.leaf for relation in side if relation.leaf is not None)


def _searched(side: list[Relation]) -> list[Column]:
    return [column for relation in side if relation.searched for column in relation.columns]
