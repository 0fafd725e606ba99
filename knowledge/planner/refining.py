"""Follow-ups: "And by month?", "et par pays ?", "only Germany", "top 3" change the query before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.planner.aggregating import grouping_of, joined_conditions, order_for
from knowledge.planner.assembly import Assembly
from knowledge.planner.draft import Option
from knowledge.planner.fields import Geography, names_of
from knowledge.planner.interpretation import Reading, assignments, blend
from knowledge.planner.lexicon import TagKind
from knowledge.planner.measuring import metric_tables
from knowledge.planner.misfits import Misfit
from knowledge.planner.plan import Plan, Question, ValueIndex
from knowledge.planner.reading import goes_without_saying
from knowledge.planner.shape import Rank, Shape
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    DimensionField,
    Field,
    Grouping,
    Measure,
    MetricMeasure,
    Order,
    RelatedCondition,
    SegmentCondition,
    SemanticQuery,
)
from querying.catalog import TableKey

if TYPE_CHECKING:
    from knowledge.planner.planning import Understanding


def refine(
    question: Question, understanding: Understanding, model: SemanticModel, values: ValueIndex
) -> Plan | None:
    """The query before, changed as the question says; None where it stands alone or no change fits."""
    from knowledge.planner.planning import decide  # planning asks for refinements first: a circle by nature

    previous = question.previous
    if previous is None:
        return None
    follows = any(_follows(shape) for shape in understanding.fragments)
    if understanding.readings and not follows:
        return None
    changed = replace_readings(understanding, [])
    for shape in understanding.fragments:
        if _follows(shape) or not follows:
            changed.add(_refinements(shape, previous, understanding, model), shape, model)
    if not changed.readings and not changed.disowned:
        return None
    return decide(changed, model, question, values)


def _follows(shape: Shape) -> bool:
    return shape.follow or shape.add or shape.fragment


def replace_readings(understanding: Understanding, readings: list[Reading]) -> Understanding:
    """The same understanding with other readings."""
    return replace(understanding, readings=readings, disowned=0.0)


def _refinements(
    shape: Shape, previous: SemanticQuery, understanding: Understanding, model: SemanticModel
) -> Iterator[Reading]:
    geography = Geography(model)
    assert understanding.clock is not None
    for base in _bases(shape, previous, model):
        for chosen in assignments(shape, base, model, geography):
            assembly = Assembly(
                shape,
                base,
                tuple(target for target, _ in chosen),
                model,
                geography,
                understanding.clock,
                understanding.language,
            )
            try:
                assembly.collect()
                yield from _Change(assembly, previous, blend([score for _, score in chosen])).readings()
            except Misfit as misfit:
                understanding.misfits.append(misfit)


def base_of(query: SemanticQuery, model: SemanticModel) -> TableKey | None:
    """The table whose rows a query measures or lists."""
    if query.table is not None:
        return query.table
    for measure in query.measures:
        tables = (
            metric_tables(model, measure.name) if isinstance(measure, MetricMeasure) else (measure.table,)
        )
        if tables:
            return tables[0]
    return None


def _bases(shape: Shape, previous: SemanticQuery, model: SemanticModel) -> list[TableKey]:
    """The base before; where the question names another measure, also the tables of that."""
    before = base_of(previous, model)
    bases = [before] if before is not None and before in model.tables else []
    for noun in shape.nouns:
        for target, score in noun.targets:
            tables = metric_tables(model, target.name) if target.kind == "metric" else ()
            if target.kind == "table" and noun.marks.how_many and target.table is not None:
                tables = (target.table,)
            bases += [table for table in tables if score > 0.8 and table not in bases]
    return bases


@dataclass(frozen=True, slots=True)
class _Change:
    """One collected fragment laid over the query before."""

    assembly: Assembly
    previous: SemanticQuery
    score: float

    def readings(self) -> Iterator[Reading]:
        """The changed queries. Raises Misfit where the fragment says more than can be laid over."""
        assembly, shape = self.assembly, self.assembly.shape
        self._aggregate_as_before()
        self._check()
        timing = assembly.timing()
        for groups, conditions, _, measures, penalty in assembly.every_way():
            query = self._with_measures(measures)
            times = timing.groupings(query.measures) if query.measures else []
            period, extra = timing.periods(query.measures)
            changed = bool(measures)
            if groups or times:
                query, changed = self._with_groups(query, groups, times, shape.add), True
            if conditions or extra:
                query, changed = self._with_conditions(query, conditions, extra), True
            if period is not None:
                query, changed = replace(query, period=period), True
            rank = assembly.rank or shape.rank
            if rank is not None:
                query, changed = self._with_rank(query, rank), True
            if changed:
                yield Reading(query, self.score - penalty - assembly.penalty)

    def _aggregate_as_before(self) -> None:
        """“And departure delay?” after an average: its average."""
        assembly = self.assembly
        before = self.previous.measures[0] if self.previous.measures else None
        if len(assembly.implied) != 1 or not isinstance(before, AggregateMeasure) or before.field is None:
            return
        target = assembly.targets[assembly.implied[0]]
        if target.table != assembly.base or not assembly.marks[assembly.implied[0]].bare:
            raise Misfit("unused")
        field = ColumnField(assembly.base, target.name)
        assembly.measures.append((AggregateMeasure(before.function, assembly.base, field),))
        assembly.implied.clear()

    def _check(self) -> None:
        assembly = self.assembly
        foreign = [index for index in assembly.plain if assembly.targets[index].table != assembly.base]
        asked = assembly.entity_rank or assembly.listed or assembly.implied or assembly.having or foreign
        if asked or assembly.new or assembly.shape.which_grain or assembly.shape.person:
            raise Misfit("unused")

    def _with_measures(self, measures: tuple[Measure, ...]) -> SemanticQuery:
        """Other measures of the same rows, or of other rows where all else can be reached from there."""
        previous, base = self.previous, self.assembly.base
        if not measures:
            return previous
        if not previous.measures:
            previous = replace(previous, columns=(), order=(), limit=None, distinct=False)
        if base != base_of(self.previous, self.assembly.model):
            previous = self._moved(previous, base, measures)
        order = tuple(
            Order(measure=0, descending=o.descending) if o.measure is not None else o for o in previous.order
        )
        return replace(previous, table=base, measures=measures, having=(), order=order)

    def _moved(self, query: SemanticQuery, base: TableKey, measures: tuple[Measure, ...]) -> SemanticQuery:
        timing = self.assembly.timing()
        groups = tuple(
            Grouping(timing.default_field(measures), grouping.grain)
            if grouping.grain is not None
            else Grouping(self._from(base, grouping.field))
            for grouping in query.group_by
        )
        where = tuple(
            replace(condition, field=self._from(base, condition.field))
            if isinstance(condition, Condition)
            else self._elsewhere(base, condition)
            for condition in query.where
        )
        period = replace(query.period, field=None) if query.period else None
        return replace(query, group_by=groups, where=where, period=period)

    def _elsewhere(
        self, base: TableKey, condition: SegmentCondition | RelatedCondition
    ) -> SegmentCondition | RelatedCondition:
        if isinstance(condition, RelatedCondition):
            return replace(condition, to=self._path(base, condition.parent))
        table = self.assembly.model.segments[condition.name].table
        return replace(condition, path=self._path(base, table))

    def _from(self, base: TableKey, field: Field) -> Field:
        if isinstance(field, DimensionField):
            return DimensionField(
                field.name, self._path(base, self.assembly.model.dimensions[field.name].table)
            )
        return ColumnField(field.table, field.column, self._path(base, field.table))

    def _path(self, base: TableKey, table: TableKey) -> tuple[str, ...]:
        paths = self.assembly.geography.paths(base, table)
        shortest = [path for path in paths if len(path) == len(paths[0])] if paths else []
        if len(shortest) != 1:
            raise Misfit("unreachable")
        return names_of(shortest[0])

    def _with_groups(
        self, query: SemanticQuery, groups: list[Option], times: list[Grouping], add: bool
    ) -> SemanticQuery:
        """By something else; beside what was there only if "also" was said."""
        if not query.measures:
            raise Misfit("no_measure")
        new = [*times, *(grouping for option in groups for grouping in grouping_of(option.fields))]
        said = tuple(one for one in query.where if not goes_without_saying(one, query, self.assembly.model))
        query = replace(query, where=said)
        if add:
            new += [grouping for grouping in query.group_by if grouping not in new]
        timed = [number for number, grouping in enumerate(new) if grouping.grain is not None]
        new = [new[number] for number in timed] + [g for g in new if g.grain is None]
        order: tuple[Order, ...] = (Order(measure=0),)
        if timed:
            order = (Order(grouping=0, descending=False),)
            order += (Order(measure=0),) if len(new) > len(timed) else ()
        return replace(query, group_by=tuple(new), order=order, limit=None)

    def _with_conditions(
        self, query: SemanticQuery, options: list[Option], extra: list[Condition]
    ) -> SemanticQuery:
        """A condition on a field takes the place of one that was on it before."""
        new = joined_conditions(options, extra)
        fields = {condition.field for condition in new if isinstance(condition, Condition)}
        kept = tuple(
            condition
            for condition in query.where
            if not (isinstance(condition, Condition) and condition.field in fields) and condition not in new
        )
        return replace(query, where=(*kept, *new))

    def _with_rank(self, query: SemanticQuery, rank: Rank) -> SemanticQuery:
        if rank.kind is not TagKind.TOP or not query.group_by or not query.measures:
            raise Misfit("unused")
        direction = self.assembly.direction(rank, query.measures[0])
        return replace(query, order=(order_for(direction, measure=0),), limit=rank.count or query.limit)
