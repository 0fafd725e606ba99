"""Readings that measure: groupings, conditions, bounds, order and limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.planner.checks import check_new
from knowledge.planner.draft import Assumption, Draft, Option
from knowledge.planner.fields import may_be_missing
from knowledge.planner.lexicon import TagKind
from knowledge.planner.misfits import Misfit
from knowledge.planner.shape import Bound, Rank
from knowledge.semantic.query import (
    ColumnField,
    Condition,
    Field,
    Grain,
    Grouping,
    Measure,
    MeasureCondition,
    MetricMeasure,
    Operator,
    Order,
    SegmentCondition,
    SemanticQuery,
)

Built = tuple[SemanticQuery, float, tuple[Assumption, ...]]
DEFAULT_LIMIT = 10


def order_for(direction: str, measure: int | None = None, grouping: int | None = None) -> Order:
    return Order(measure=measure, grouping=grouping, descending=direction == "high")


def grouping_of(fields: tuple[Field, ...], grain: Grain | None = None) -> tuple[Grouping, ...]:
    return tuple(Grouping(one, grain) for one in fields)


def having_of(number: int, bound: Bound) -> MeasureCondition:
    return MeasureCondition(number, bound.operator, bound.numbers)


def aggregated(assembly: Draft) -> Iterator[Built]:
    """Measures, whole or by groupings, with bounds, order and limit."""
    timing = assembly.timing()
    if assembly.bounded_count is not None and len(assembly.measures) > 1 and not assembly.groups:
        raise Misfit("nested")
    grouped_by_entity = _group_by_mention(assembly)
    if assembly.having and not (assembly.groups or grouped_by_entity or assembly.shape.grains):
        raise Misfit("nested")
    if assembly.listed:
        raise Misfit("unused")
    check_new(assembly)
    for groups, conditions, _, measures, penalty in assembly.every_way():
        if len(set(measures)) != len(measures):
            measures = tuple(dict.fromkeys(measures))
        groupings = list(timing.groupings(measures))
        times = len(groupings)
        for option in groups:
            groupings += grouping_of(option.fields)
        if len({grouping.field for grouping in groupings}) != len(groupings):
            groupings = list(dict.fromkeys(groupings))
        period, extra = timing.periods(measures)
        order, limit = _order_and_limit(assembly, measures, groupings, times)
        if limit is not None or assembly.having or _only_those_there(assembly, groupings):
            extra = [*extra, *_known(assembly, measures, groupings)]
        having = tuple(having_of(min(number, len(measures) - 1), bound) for number, bound in assembly.having)
        if having and _counts(assembly) and not assembly.groups:
            raise Misfit("nested")
        yield (
            SemanticQuery(
                table=assembly.base,
                measures=measures,
                group_by=tuple(groupings),
                where=joined_conditions(conditions, extra),
                period=period,
                having=having,
                order=order,
                limit=limit,
            ),
            assembly.penalty + penalty,
            assumptions_of(assembly),
        )


def _only_those_there(assembly: Draft, groupings: list[Grouping]) -> bool:
    """Of each manager, or by rows of the same table: rows that point nowhere are no group."""
    if any(marks.each for marks in assembly.marks):
        return True
    joins = [assembly.model.joins[g.field.path[0]] for g in groupings if g.field.path]
    return any(join.from_table == join.to_table for join in joins)


def _known(assembly: Draft, measures: tuple[Measure, ...], groupings: list[Grouping]) -> list[Condition]:
    """Of a ranking of things pointed to: those that are pointed to; of values, those that are known."""
    first = next((g.field for g in groupings if g.grain is None and g.field.path), None)
    if first is None:
        own = [g.field for g in groupings if g.grain is None and isinstance(g.field, ColumnField)]
        return [
            Condition(one, Operator.IS_NOT_NULL) for one in own[:1] if may_be_missing(assembly.model, one)
        ]
    if any(isinstance(m, MetricMeasure) and assembly.model.metrics[m.name].formula for m in measures):
        return [Condition(first, Operator.IS_NOT_NULL)]  # each of its tables has its own reference
    join = assembly.model.joins[first.path[0]]
    wanted = ColumnField(join.from_table, join.on[0][0])
    return [Condition(wanted, Operator.IS_NOT_NULL)]


def _counts(assembly: Draft) -> bool:
    return (
        any(marks.how_many and marks.bound is None for marks in assembly.marks) and len(assembly.measures) > 1
    )


def _group_by_mention(assembly: Draft) -> bool:
    """“Airlines with more than 1000 flights”: the thing that is merely named is the grouping."""
    if assembly.groups and not assembly.plain:
        return False
    if not assembly.having and assembly.rank is None and not assembly.ordered_by_measure:
        return False
    for index in assembly.plain:
        target = assembly.targets[index]
        if target.table == assembly.base or target.deed:
            continue
        if any(marks.how_many and not marks.by for marks in assembly.marks):
            raise Misfit("nested")
        if assembly.groups:
            continue
        assembly.groups.append(assembly.entity_options(index, target.table, assembly.marks[index]))
        assembly.asked.append(len(assembly.groups) - 1)
        assembly.ranked_plural = assembly.shape.nouns[index].plural
        return True
    for slot in list(assembly.listed):
        if assembly.groups:
            break
        assembly.listed.remove(slot)
        assembly.groups.append(slot)
        assembly.asked.append(len(assembly.groups) - 1)
        assembly.ranked_plural = _is_plural(assembly, slot[0].fields[0])
        return True
    return False


def _is_plural(assembly: Draft, field: Field) -> bool:
    """“The city with the most readers" is one, "cities" are several."""
    named = [
        noun.plural
        for noun, target in zip(assembly.shape.nouns, assembly.targets, strict=True)
        if isinstance(field, ColumnField) and (target.table, target.name) == (field.table, field.column)
    ]
    return all(named)


def _order_and_limit(
    assembly: Draft, measures: tuple[Measure, ...], groupings: list[Grouping], times: int
) -> tuple[tuple[Order, ...], int | None]:
    shape = assembly.shape
    rank = assembly.rank or shape.rank
    if assembly.rank is not None and shape.rank is not None:  # "the most tickets? top three"
        if assembly.rank.count is not None or shape.rank.direction not in ("high", assembly.rank.direction):
            raise Misfit("unused")
        rank = replace(assembly.rank, count=shape.rank.count)
    if not groupings:
        if rank is not None and assembly.rank is not None:
            raise Misfit("no_entity")
        if rank is not None:
            raise Misfit("unused")
        return (), None
    ranked = assembly.rank_measure if assembly.rank_measure is not None else 0
    ranked = min(ranked, len(measures) - 1)
    if rank is not None:
        if rank.kind is not TagKind.TOP:
            raise Misfit("unused")
        direction = assembly.direction(rank, measures[ranked])
        return (order_for(direction, measure=ranked),), _limit(assembly, rank)
    if times and len(groupings) == times:
        return (Order(grouping=0, descending=False),), None
    if times:
        return (Order(grouping=0, descending=False), Order(measure=ranked)), None
    return (Order(measure=ranked),), None


def _limit(assembly: Draft, rank: Rank) -> int | None:
    if rank.count is not None:
        return rank.count
    shape = assembly.shape
    if shape.which_grain is not None:
        return DEFAULT_LIMIT if shape.which_grain_plural else 1
    if assembly.asked or assembly.entity_rank is not None:
        return DEFAULT_LIMIT if assembly.ranked_plural else 1
    if shape.person:
        return 1
    return None


def joined_conditions(
    options: list[Option], extra: list[Condition]
) -> tuple[Condition | SegmentCondition, ...]:
    """Conditions, several equalities on one field joined into IN."""
    joined: dict[tuple[Field, Operator], Condition] = {}
    where: list[Condition | SegmentCondition] = []
    for condition in [*(option.condition for option in options if option.condition is not None), *extra]:
        if isinstance(condition, SegmentCondition) or condition.operator not in (
            Operator.EQUALS,
            Operator.NOT_EQUALS,
        ):
            where.append(condition)
            continue
        key = (condition.field, condition.operator)
        earlier = joined.get(key)
        if earlier is None:
            joined[key] = condition
            where.append(condition)
            continue
        if condition.values[0] in earlier.values:
            continue
        operator = Operator.IN if condition.operator is Operator.EQUALS else Operator.NOT_IN
        merged = Condition(condition.field, operator, (*earlier.values, *condition.values))
        where[where.index(earlier)] = merged
        joined[key] = merged
    return tuple(where)


def assumptions_of(assembly: Draft) -> tuple[Assumption, ...]:
    found = list(assembly.assumptions)
    found += [("assumed_year", "")] if any(match.assumed for match in assembly.shape.times) else []
    return tuple(dict.fromkeys(found))
