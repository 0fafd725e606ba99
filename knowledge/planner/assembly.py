"""One base table and one meaning per noun, put together into a semantic query, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.planner.completion import complete
from knowledge.planner.draft import Assumption, Option
from knowledge.planner.fields import (
    is_number,
    names_of,
)
from knowledge.planner.measuring import is_total
from knowledge.planner.misfits import Misfit
from knowledge.planner.placing_tables import TablePlacingDraft
from knowledge.planner.refusing import refuse_nonsense
from knowledge.planner.shape import Marks
from knowledge.planner.vocabulary import Target, TargetKind
from knowledge.semantic.query import (
    ColumnField,
    Condition,
    Function,
    MetricMeasure,
    Operator,
    SegmentCondition,
    SemanticQuery,
)

_JUDGEMENTS = frozenset(
    {
        "low",
        "high",
        "medium",
        "small",
        "large",
        "big",
        "good",
        "bad",
        "normal",
        "average",
        "faible",
        "haut",
        "bas",
        "bon",
    }
)


class Assembly(TablePlacingDraft):
    """Gives every noun its part; `build` gives the queries, one per way through ambiguous joins."""

    __slots__ = ()

    def build(self) -> Iterator[tuple[SemanticQuery, float, tuple[Assumption, ...]]]:
        """Each complete query with what it costs to believe. Raises Misfit."""
        self.collect()
        for query, penalty, assumptions in complete(self):
            refuse_nonsense(query, self.shape, self.model)
            yield query, penalty, assumptions

    def collect(self) -> None:
        """Give each noun its part. Raises Misfit where one has none."""
        self.marks = [noun.marks for noun in self.shape.nouns]
        self._pass_on_marks()
        self._find_context()
        for index in range(len(self.targets)):
            if index not in self.context:
                self._place(index)

    def _place(self, index: int) -> None:
        target, marks = self.targets[index], self.marks[index]
        if marks.new:
            self.new = True
        if (
            marks == Marks(joined=True)
            and target.kind is not TargetKind.VALUE
            and self._goes_on_grouping(index)
        ):
            marks = self.marks[index] = Marks(by=True)  # "by city and branch"
        elif marks == Marks(joined=True) and self._goes_on_measuring(index):
            if target.kind is not TargetKind.TABLE or not self.shape.nouns[index].plural:
                raise Misfit("unused")
            marks = self.marks[index] = Marks(how_many=True, joined=True)  # "revenue and orders"
        if target.kind is TargetKind.VALUE:
            self._place_value(index, target, marks)
        elif target.kind is TargetKind.METRIC:
            self._place_metric(index, target, marks)
        elif target.kind is TargetKind.TABLE:
            self._place_table(index, target, marks)
        elif target.kind is TargetKind.COLUMN:
            self._place_column(index, target, marks)
        elif target.kind is TargetKind.DIMENSION:
            self._place_category(index, self.dimension_options(target), marks, None)
        elif target.kind is TargetKind.SEGMENT:
            self._place_segment(target, marks)
        elif target.kind is TargetKind.EVENT:
            self._place_event(target, marks)
        else:
            self._place_join(index, target, marks)

    def _goes_on_grouping(self, index: int) -> bool:
        before = self.shape.nouns[index - 1] if index else None
        if before is not None and self.marks[index - 1].by:
            return True
        behind = any(
            place < index for place in self.shape.grain_after
        )  # "revenue and orders by month" does not
        return behind and (before is None or not self.marks[index - 1].how_many)

    def _goes_on_measuring(self, index: int) -> bool:
        """Whether what is joined to a measure can only be another: the table, or nothing that we know."""
        if self.targets[index].kind in (TargetKind.METRIC, TargetKind.VALUE, TargetKind.SEGMENT):
            return False
        column = self.targets[index].kind is TargetKind.COLUMN and self.column(self.targets[index])
        if column and is_number(column):
            return False
        before = self.marks[index - 1] if index else None
        if before is None or before.by:
            return False
        metric = self.targets[index - 1].kind is TargetKind.METRIC
        return metric or before.how_many or before.aggregate is not None

    def _place_value(self, index: int, target: Target, marks: Marks) -> None:
        self._refuse(marks, "negated", "by", "how_many", "which", "distinct")
        if marks.which or self._judges(index, target) or (marks.negated and self._is_dated(index, target)):
            raise Misfit("unused")
        if marks.how_many:  # "how many engineers": rows that hold the value
            if target.table != self.base or marks.distinct:
                raise Misfit("unused")
            self.penalty += 0.05
            self.add_count(Marks())
        operator = Operator.NOT_EQUALS if marks.negated else Operator.EQUALS
        held = target.value
        alternatives = []
        options = self.role_options(target, marks)
        for option in options or self.column_options(index, target, marks, target.table, target.name):
            condition = Condition(option.fields[0], operator, (held,))
            alternatives.append(Option(option.fields, condition, option.penalty))
        self.conditions.append(alternatives)
        self.values.append((len(self.conditions) - 1, alternatives[0].fields[0]))

    def _is_dated(self, index: int, target: Target) -> bool:
        """“Not yet shipped” where a date says so: what has another status by now was shipped before."""
        return any(
            other.kind is TargetKind.COLUMN and other.verb and other.table == target.table
            for other, _ in self.shape.nouns[index].targets
        )

    def _judges(self, index: int, target: Target) -> bool:
        """“A low score”: low is no priority here, though some column holds it."""
        if str(target.value).lower() not in _JUDGEMENTS or index + 1 >= len(self.targets):
            return False
        following = self.targets[index + 1]
        return (
            following.kind in (TargetKind.COLUMN, TargetKind.METRIC)
            and (following.table, following.name) != (target.table, target.name)
            and self.shape.nouns[index + 1].touching
        )

    def _place_segment(self, target: Target, marks: Marks) -> None:
        self._refuse(marks, "negated", "without", "how_many", "which")
        if marks.how_many:
            if target.table != self.base:
                raise Misfit("unreachable")
            self.add_count(Marks())
        self.plain.append(self.targets.index(target))
        negated = marks.negated or marks.without
        self.conditions.append(
            [
                Option((), SegmentCondition(target.name, names_of(path), negated), penalty)
                for path, penalty in self._paths(target.table, marks)
            ]
        )

    def _place_event(self, target: Target, marks: Marks) -> None:
        event = self.model.events[target.name]
        if target.table != self.base:
            raise Misfit("unreachable")
        self._refuse(marks, "how_many", "aggregate", "rank", "which", "by", "bound")
        if (marks.by and self.entity_rank is None) or marks.aggregate not in (None, Function.SUM):
            raise Misfit("unused")
        self.conditions.append(
            [
                Option(
                    (), Condition(ColumnField(self.base, event.name_column), Operator.EQUALS, (event.value,))
                )
            ]
        )
        self.add_count(marks)

    def _place_metric(self, index: int, target: Target, marks: Marks) -> None:
        metric = self.model.metrics[target.name]
        self._refuse(marks, "aggregate", "how_many", "how_much", "rank", "bound", "by", "which", "ordered")
        if marks.aggregate is not None and not self._fits(metric.sql, marks.aggregate):
            raise Misfit("aggregated_metric", metric.words.label_in(self.language, metric.name))
        if marks.how_many and not is_total(metric.sql):
            raise Misfit("unused")
        self.add_measure((MetricMeasure(target.name),), marks)

    @staticmethod
    def _fits(sql: str, function: Function) -> bool:
        """Whether the metric already is the aggregate that was asked for."""
        start = sql.strip().lower()
        names = {
            Function.SUM: ("sum(", "count("),
            Function.AVERAGE: ("avg(",),
            Function.MINIMUM: ("min(",),
            Function.MAXIMUM: ("max(",),
            Function.MEDIAN: ("percentile_cont(0.5)",),
        }
        return start.startswith(names.get(function, ()))

    def _place_join(self, index: int, target: Target, marks: Marks) -> None:
        self._place_category(index, self.join_options(target), replace(marks, number=None), None)
