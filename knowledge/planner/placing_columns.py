"""What a column is in a question: measure, filter, grouping, date, or listed."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.draft import Option, bounded
from knowledge.planner.fields import (
    is_measure,
    is_number,
    is_time,
)
from knowledge.planner.lexicon import TagKind
from knowledge.planner.misfits import Misfit
from knowledge.planner.participles import is_participle
from knowledge.planner.polarity import never_adds
from knowledge.planner.qualifying import QualifyingDraft
from knowledge.planner.shape import Marks
from knowledge.planner.tokens import words_of
from knowledge.planner.vocabulary import Target, TargetKind
from knowledge.semantic.model import SemanticColumn
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Function,
    Operator,
    Value,
)
from querying.catalog import ColumnType


class ColumnPlacingDraft(QualifyingDraft):
    """Gives columns their part."""

    __slots__ = ()

    def _place_column(self, index: int, target: Target, marks: Marks) -> None:
        column = self.column(target)
        flag = column.type is ColumnType.BOOLEAN
        if marks.missing or (marks.without and not flag) or marks.present:
            self._place_presence(index, target, marks)
        elif target.verb and not is_time(column):
            self._place_pointer(index, target, marks)
        elif column.type is ColumnType.BOOLEAN and not (marks.by or (marks.which and not marks.how_many)):
            self._place_flag(index, target, marks)
        elif is_time(column):
            self._place_time(index, target, column, marks)
        elif is_number(column) and (is_measure(column) or marks.bound is not None):
            self._place_number(index, target, column, marks)
        else:
            self._place_category(index, self.category_options(index, target, marks), marks, target)

    def _place_presence(self, index: int, target: Target, marks: Marks) -> None:
        self._refuse(marks, "missing", "without", "present", "negated", "which", "how_many")
        if marks.how_many or marks.which or target.verb:
            raise Misfit("unused")
        absent = marks.missing or marks.without
        # « pas de matière renseignée » is without one; "not missing" is with one
        missing = absent or marks.negated if marks.present else absent and not marks.negated
        operator = Operator.IS_NULL if missing else Operator.IS_NOT_NULL
        options = self.column_options(index, target, marks, target.table, target.name)
        self.conditions.append(
            [Option(o.fields, Condition(o.fields[0], operator), o.penalty) for o in options]
        )

    def _place_pointer(self, index: int, target: Target, marks: Marks) -> None:
        """Unassigned tasks: those that point at nobody."""
        self._refuse(marks)
        if target.table != self.base or target.value is not False:
            raise Misfit("unused")
        wanted = ColumnField(self.base, target.name)
        self.conditions.append([Option((wanted,), Condition(wanted, Operator.IS_NULL))])

    def _place_flag(self, index: int, target: Target, marks: Marks) -> None:
        self._refuse(marks, "negated", "without", "how_many", "which")
        if marks.how_many or marks.which:
            if target.table != self.base:
                raise Misfit("unused")
            self.counted.append(self.base)
            self.add_count(Marks())
        following = self.targets[index + 1] if index + 1 < len(self.targets) else None
        beside = following is not None and self.shape.nouns[index + 1].touching
        if (
            beside
            and following is not None
            and following.kind is TargetKind.TABLE
            and following.table != target.table
        ):
            raise Misfit("unused")  # "inactive users" are no inactive products
        if target.value is False:
            self._weigh_guess(index, target)
        options = self.column_options(index, target, marks, target.table, target.name)
        truth = (target.value is not False) != (marks.negated or marks.without)
        self.conditions.append(
            [Option(o.fields, Condition(o.fields[0], Operator.EQUALS, (truth,)), o.penalty) for o in options]
        )

    def _place_time(self, index: int, target: Target, column: SemanticColumn, marks: Marks) -> None:
        options = self.column_options(index, target, marks, target.table, target.name)
        if target.value is False:  # "unresolved"
            self._weigh_guess(index, target)
            marks = replace(marks, negated=not marks.negated)
        if marks.aggregate in (Function.MINIMUM, Function.MAXIMUM) or (
            marks.rank is not None and marks.rank.kind is TagKind.RECENT
        ):
            self._refuse(marks, "aggregate", "rank", "which")
            high = marks.aggregate is Function.MAXIMUM or (
                marks.rank is not None and marks.rank.direction == "high"
            )
            function = Function.MAXIMUM if high else Function.MINIMUM
            if target.table != self.base or (marks.rank is not None and marks.rank.count is not None):
                raise Misfit("unused")
            self.measures.append((AggregateMeasure(function, self.base, options[0].fields[0]),))
        elif marks.by:
            self._refuse(marks, "by", "unit")
            self.time_nouns.append(index)
        elif marks.negated:
            self._refuse(marks, "negated")
            self._check_deed(index, target)
            self.penalty += 0.06  # a value that says so says it better
            self.conditions.append(
                [Option(o.fields, Condition(o.fields[0], Operator.IS_NULL), o.penalty) for o in options]
            )
        elif self.shape.times or self.shape.grains or self.shape.trend or self.shape.which_grain:
            self._refuse(marks, "which", "unit")
            # "tickets closed per month" speaks of the day they were closed, "closed tickets" of what they are
            said = -0.08 if self.shape.grains else -0.06  # by month it is about when even more surely
            if index in self.shape.time_after and not self.shape.grains:
                said = -0.12  # "were cancelled in October" tells when that was
            self.penalty += (said if self._is_said_of(index) else 0.06) if target.verb else 0.0
            self.time_nouns.append(index)
        elif target.verb:
            self._refuse(marks)
            self._check_deed(index, target)
            self.penalty += 0.06
            if target.name == self.table.time_column and target.value is not False:
                return  # issued invoices, hours worked: all are, by the date that they have anyway
            self.conditions.append(
                [Option(o.fields, Condition(o.fields[0], Operator.IS_NOT_NULL), o.penalty) for o in options]
            )
        else:
            self._refuse(marks, "which", "when")
            self.listed.append(options)

    def _check_deed(self, index: int, target: Target) -> None:
        """“Delivered”, "not paid" of the base's rows: a noun alone ("match") says nothing of a date."""
        if target.table != self.base or not (
            target.value is False or is_participle(self.shape.nouns[index].word)
        ):
            raise Misfit("unused")

    def _weigh_guess(self, index: int, target: Target) -> None:
        """What staff call unpaid is not guessed from a date of payment, unless its own rows are named."""
        defined = any(other.kind is TargetKind.SEGMENT for other, _ in self.shape.nouns[index].targets)
        if not defined:
            return
        if Target(TargetKind.TABLE, target.table) not in self.targets:
            raise Misfit("unused")
        self.penalty += 0.2

    def _is_said_of(self, index: int) -> bool:
        """Whether the verb stands behind the table it is about."""
        before = self.targets[index - 1] if index else None
        if before is None or before.table != self.base or self._value_follows(index):
            return False
        return before.kind in (TargetKind.TABLE, TargetKind.METRIC)

    def _place_number(self, index: int, target: Target, column: SemanticColumn, marks: Marks) -> None:
        options = self.column_options(index, target, marks, target.table, target.name)
        if marks.bound is not None and marks.aggregate is None and not marks.how_many:
            self._refuse(marks, "bound", "rank", "how_much")
            if marks.rank is not None:
                raise Misfit("unused")
            self.conditions.append(
                [Option(o.fields, bounded(o.fields[0], marks.bound), o.penalty) for o in options]
            )
        elif marks.negated:
            raise Misfit("unused")
        elif marks.number is not None:
            self._refuse(marks, "number", "which", "how_many")
            if marks.how_many or marks.which:
                raise Misfit("unused")
            self.conditions.append(
                [
                    Option(o.fields, Condition(o.fields[0], Operator.EQUALS, (marks.number,)), o.penalty)
                    for o in options
                ]
            )
        elif marks.aggregate is not None:
            self._aggregate_column(options, column, marks, marks.aggregate)
        elif marks.how_many and marks.distinct:
            self._refuse(marks, "how_many", "distinct", "which")
            self.add_measure((self.over_base(Function.COUNT_DISTINCT, options),), Marks())
        elif marks.how_many and not (marks.by or marks.rank):
            self._refuse(marks, "how_many", "which")
            if never_adds(words_of(column.name)) or target.table != self.base:
                raise Misfit("unused")
            self.assumptions.append(("summed", column.words.label_in(self.language, column.name)))
            self.penalty += 0.05
            self.add_measure((self.over_base(Function.SUM, options),), Marks())
        else:
            self._refuse(marks, "rank", "by", "which", "how_much", "ordered", "how_many", "distinct")
            self.implied.append(index)

    def _aggregate_column(
        self, options: list[Option], column: SemanticColumn, marks: Marks, function: Function
    ) -> None:
        allowed = ("aggregate", "more", "bound", "rank", "by", "ordered", "how_many", "which", "how_much")
        self._refuse(marks, *allowed)
        self.add_measure((self.over_base(function, options),), marks)
        for other in marks.more:
            self.add_measure((self.over_base(other, options),), Marks(joined=True))

    def _place_category(self, index: int, options: list[Option], marks: Marks, target: Target | None) -> None:
        if marks.number is not None and target is not None:
            self._refuse(marks, "number", "joined")
            column = self.column(target)
            value: Value = marks.number if is_number(column) else str(marks.number)
            self.conditions.append(
                [
                    Option(o.fields, Condition(o.fields[0], Operator.EQUALS, (value,)), o.penalty)
                    for o in options
                ]
            )
            return
        if marks.negated or marks.bound is not None or marks.aggregate not in (None, Function.SUM):
            raise Misfit("unused")
        if marks.how_many or (
            marks.distinct and not (marks.by or marks.list or marks.which or self.shape.listing)
        ):
            self._refuse(marks, "how_many", "distinct", "by", "rank", "ordered", "which")
            self._count_distinct(options, marks, target)
        elif marks.aggregate is not None:
            raise Misfit("unused")
        elif marks.rank is not None:
            self._refuse(marks, "rank", "which", "distinct")
            if self.entity_rank is not None:
                raise Misfit("unused")
            self.entity_rank = (index, marks.rank)
            self.ranked_plural = self.shape.nouns[index].plural
        elif marks.by:
            self._refuse(marks, "by", "distinct")
            self.groups.append(options)
        elif marks.which:
            self._refuse(marks, "which", "distinct")
            self.groups.append(options)
            self.asked.append(len(self.groups) - 1)
            self.ranked_plural = self.shape.nouns[index].plural
        elif marks.joined and self.groups and self._joins_grouping(index):
            self._refuse(marks)
            self.groups.append(options)
        else:
            self._refuse(marks, "distinct", "when")
            if marks.when:
                raise Misfit("unused")
            self.listed.append(
                self.column_options(index, target, marks, target.table, target.name) if target else options
            )

    def _joins_grouping(self, index: int) -> bool:
        return index > 0 and (self.marks[index - 1].by or self.marks[index - 1].joined)

    def _count_distinct(self, options: list[Option], marks: Marks, target: Target | None) -> None:
        """How many countries: different values, told by the key where rows with names are meant."""
        raw = self.column_options(-1, target, marks, target.table, target.name) if target else options
        best = min(raw, key=lambda option: option.penalty)
        measures = tuple(
            AggregateMeasure(Function.COUNT_DISTINCT, self.base, option.fields[0])
            for option in raw
            if option.penalty - best.penalty < 0.03
        )
        self.add_measure(measures, replace(marks, how_many=False, distinct=False))
