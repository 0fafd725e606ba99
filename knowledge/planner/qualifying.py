"""Nouns about nouns: "active users", "customer country", "the airline United"."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.draft import Draft
from knowledge.planner.fields import (
    foreign_entity,
)
from knowledge.planner.shape import Marks
from knowledge.planner.vocabulary import Target, TargetKind
from querying.catalog import ColumnType


class QualifyingDraft(Draft):
    """Passes marks on to the noun they are about, and finds the nouns that only qualify another."""

    __slots__ = ()

    def _pass_on_marks(self) -> None:
        """“How many active users”: what stands before an adjective is about the noun."""
        for index in range(len(self.targets) - 1):
            following = self.shape.nouns[index + 1]
            if not following.touching or not self.marks[index + 1].bare or self.marks[index + 1].joined:
                continue
            marks, target = self.marks[index], self.targets[index]
            moved = replace(
                marks,
                bound=None,
                number=None,
                negated=False,
                missing=False,
                present=False,
                preposition=marks.preposition,
                joined=False,
                alternative=False,
            )
            kept = replace(
                Marks(),
                negated=marks.negated,
                bound=marks.bound,
                joined=marks.joined,
                alternative=marks.alternative,
                without=marks.without and not self._is_modifier(target),
                missing=marks.missing,
                present=marks.present,
            )
            if self._is_modifier(target) and marks.by and self._is_table(index + 1):
                self.marks[index] = replace(
                    marks, by=False, each=False
                )  # borrowed by premium readers: no grouping
                self.context.add(index + 1)
            elif self._is_modifier(target) and self._is_table(index + 1):
                self.marks[index], self.marks[index + 1] = kept, moved
            elif self._qualifies(index, index + 1) and (
                marks.by or marks.aggregate or marks.rank or marks.which
            ):
                if self._value_follows(index + 1):
                    continue
                self.marks[index], self.marks[index + 1] = kept, moved
                self.context.add(index)

    def _is_table(self, index: int) -> bool:
        return self.targets[index].kind in (TargetKind.TABLE, TargetKind.EVENT, TargetKind.JOIN)

    def _is_modifier(self, target: Target) -> bool:
        if target.kind in (TargetKind.VALUE, TargetKind.SEGMENT):
            return True
        return target.kind is TargetKind.COLUMN and (
            self.column(target).type is ColumnType.BOOLEAN or target.verb
        )

    def _qualifies(self, first: int, second: int) -> bool:
        """A table right before one of its own columns: "customer country"."""
        one, other = self.targets[first], self.targets[second]
        return (
            one.kind is TargetKind.TABLE
            and other.kind in (TargetKind.COLUMN, TargetKind.DIMENSION)
            and one.table == other.table
        )

    def _value_follows(self, index: int) -> bool:
        return index + 1 < len(self.targets) and self.targets[index + 1].kind is TargetKind.VALUE

    def _find_context(self) -> None:
        """Nouns that only say which kind of thing a value or column beside them is."""
        for index, target in enumerate(self.targets):
            before = index - 1 if index else None
            after = index + 1 if index + 1 < len(self.targets) else None
            marks = self.marks[index]
            plain = (
                replace(
                    marks,
                    preposition=None,
                    has=False,
                    joined=False,
                    negated=False,
                    by=False,
                    each=False,
                    list=False,
                    which=False,
                )
                == Marks()
            )
            if after is not None and plain and not marks.which and self._names_value(index, after):
                if marks.negated:
                    self.marks[after] = replace(self.marks[after], negated=True)
                if marks.preposition and not self.marks[after].preposition:
                    self.marks[after] = replace(self.marks[after], preposition=marks.preposition)
                if not (target.kind is TargetKind.TABLE and target.table == self.base):
                    self.context.add(index)
            elif before is not None and marks.bare and self.shape.nouns[index].touching:
                if self.targets[before].kind is TargetKind.VALUE and self._names_value(index, before):
                    if not (target.kind is TargetKind.TABLE and target.table == self.base):
                        self.context.add(index)
                elif (
                    target.kind is TargetKind.TABLE
                    and self.targets[before].table == target.table
                    and target.table != self.base
                ) or (target.kind is TargetKind.JOIN and self.targets[before].table == target.table):
                    self.context.add(index)
            if (
                after is not None
                and self._qualifies(index, after)
                and marks == Marks()
                and target.table != self.base
            ):
                self.context.add(index)

    def _names_value(self, index: int, value: int) -> bool:
        """Whether the noun is the column, table or join that the value beside it belongs to."""
        noun, held = self.targets[index], self.targets[value]
        if held.kind is not TargetKind.VALUE:
            return False
        if value > index and not (self.shape.nouns[value].touching or self._only_equals(index, value)):
            return False
        if noun.kind is TargetKind.COLUMN:
            if (noun.table, noun.name) == (held.table, held.name):
                return True
            join = foreign_entity(self.model, noun.table, noun.name) if noun.table else None
            return join is not None and join.to_table == held.table
        return noun.kind in (TargetKind.TABLE, TargetKind.JOIN) and noun.table == held.table

    def _only_equals(self, first: int, second: int) -> bool:
        between = self.marks[second]
        return replace(between, negated=False, has=False) == Marks()
