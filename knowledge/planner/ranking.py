"""Readings that rank things: top 5 products by revenue, longest flights, latest orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.planner.aggregating import DEFAULT_LIMIT, Built, aggregated, assumptions_of, joined_conditions
from knowledge.planner.checks import check_new, names_base
from knowledge.planner.draft import Draft
from knowledge.planner.fields import (
    entity_fields,
    is_measure,
    is_number,
    is_person,
    is_time,
    listing_columns,
)
from knowledge.planner.implying import imply_measures
from knowledge.planner.lexicon import TagKind
from knowledge.planner.measuring import additive, metric_tables, metrics_called
from knowledge.planner.misfits import Misfit
from knowledge.planner.shape import Marks, Rank
from knowledge.planner.timing import spelt
from knowledge.planner.vocabulary import TargetKind
from knowledge.planner.words import likeness
from knowledge.semantic.model import SemanticColumn
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Field,
    Function,
    MetricMeasure,
    Operator,
    Order,
    SemanticQuery,
)

_TRAVEL = frozenset({"air", "elapsed", "travel"})


def ranked_entity(assembly: Draft) -> Iterator[Built]:
    """Top 5 products by revenue, most popular destinations, longest flights, latest orders."""
    assert assembly.entity_rank is not None
    index, rank = assembly.entity_rank
    target, marks = assembly.targets[index], assembly.marks[index]
    if rank.kind is TagKind.RECENT:
        yield from _recent_rows(assembly, index, rank)
        return
    rows = target.kind is TargetKind.TABLE and target.table == assembly.base
    if rank.kind is TagKind.ADJECTIVE:
        yield from _by_adjective(assembly, index, rank)
        return
    if rows and rank.kind is TagKind.TOP and not assembly.measures:
        yield from _rows_by_column(assembly, index, rank)
        return
    imply_measures(assembly)
    options = (
        assembly.entity_options(index, target.table, marks)
        if target.kind is TargetKind.TABLE
        else assembly.join_options(target)
        if target.kind is TargetKind.JOIN
        else assembly.category_options(index, target, replace(marks, number=None))
        if target.kind is TargetKind.COLUMN
        else assembly.dimension_options(target)
    )
    called = metrics_called(assembly.model, rank.hints) if rank.kind is TagKind.POPULAR else ()
    if called and not assembly.measures:
        known = [name for name in called if assembly.base in metric_tables(assembly.model, name)]
        if rows or not known:
            raise Misfit("unused")
        assembly.measures.append(tuple(MetricMeasure(name) for name in known))
        rank = Rank(TagKind.TOP, rank.direction, count=rank.count)
    if rank.kind is TagKind.POPULAR and not assembly.measures:
        if rows or not _counts_clearly(assembly):
            raise Misfit("no_measure")
        assembly.measures.append((AggregateMeasure(Function.COUNT, assembly.base),))
        rank = Rank(TagKind.TOP, rank.direction, count=rank.count)
    if not assembly.measures and _counts_own(assembly, rank):
        label = assembly.table.words.label_in(assembly.language, assembly.base[1])
        assembly.assumptions.append(("ranked_by", label))
        assembly.measures.append((AggregateMeasure(Function.COUNT, assembly.base),))
    if not assembly.measures and (revenue := _revenue(assembly, rank)) is not None:
        label = revenue.words.label_in(assembly.language, revenue.name)
        assembly.assumptions.append(("ranked_by", label))
        field = ColumnField(assembly.base, revenue.name)
        assembly.measures.append((AggregateMeasure(Function.SUM, assembly.base, field),))
    if not assembly.measures:
        raise Misfit("no_measure", "")
    if rank.kind is not TagKind.TOP or assembly.rank is not None:
        raise Misfit("unused")
    if rows and any(
        isinstance(m, AggregateMeasure) and m.field is None for slot in assembly.measures for m in slot
    ):
        raise Misfit("unused")
    assembly.groups.insert(0, options)
    assembly.asked = [0]
    assembly.rank = rank
    yield from aggregated(assembly)


def _counts_clearly(assembly: Draft) -> bool:
    """Most popular destinations: the rows counted are named, or hold the column itself."""
    assert assembly.entity_rank is not None
    target = assembly.targets[assembly.entity_rank[0]]
    if target.kind is TargetKind.JOIN:
        return assembly.model.joins[target.name].from_table == assembly.base
    return names_base(assembly) or target.table == assembly.base


def _counts_own(assembly: Draft, rank: Rank) -> bool:
    """My top 5 categories: those that the asker's own rows bear most often."""
    assert assembly.entity_rank is not None
    target = assembly.targets[assembly.entity_rank[0]]
    top = rank.kind is TagKind.TOP and rank.direction == "high" and rank.count is not None and not rank.hints
    own = assembly.shape.own and assembly.table.owner_column is not None
    return top and own and target.kind is TargetKind.COLUMN and target.table == assembly.base


def _revenue(assembly: Draft, rank: Rank) -> SemanticColumn | None:
    """Top 10 products, in a table whose rows themselves name the product: those that brought in most.

    The amount that is called revenue where the table has one, and one alone.
    """
    assert assembly.entity_rank is not None
    target = assembly.targets[assembly.entity_rank[0]]
    top = rank.kind is TagKind.TOP and rank.direction == "high" and rank.count is not None and not rank.hints
    if not top or target.kind is not TargetKind.COLUMN or target.table != assembly.base:
        return None
    columns = assembly.table.columns
    called = [each for each in columns if ("en", "revenue") in each.words.phrases() and additive(each)]
    return called[0] if len(called) == 1 else None


def _rows_by_column(assembly: Draft, index: int, rank: Rank) -> Iterator[Built]:
    """Top 3 stations by capacity; the highest invoice: rows of the base by one of their own columns."""
    if assembly.implied:
        if len(assembly.implied) > 1:
            raise Misfit("unused")
        number = assembly.implied.pop()
        marks = assembly.marks[number]
        column = assembly.column(assembly.targets[number])
        if assembly.targets[number].table != assembly.base or marks.rank is not None:
            raise Misfit("unreachable")
    else:
        own = [c for c in assembly.table.columns if is_measure(c) and additive(c)]
        if (
            assembly.shape.person
            or rank.hints
            or len(own) != 1
            or rank.count is not None
            or rank.direction not in ("high", "low")
        ):
            raise Misfit("no_measure")
        column = own[0]
        assembly.assumptions.append(("ranked_by", column.words.label_in(assembly.language, column.name)))
        assembly.penalty += 0.1
    field = ColumnField(assembly.base, column.name)
    direction = assembly.direction(rank, AggregateMeasure(Function.MAXIMUM, assembly.base, field))
    yield from ranked_rows(assembly, field, direction, rank.count, assembly.ranked_plural)


def _by_adjective(assembly: Draft, index: int, rank: Rank) -> Iterator[Built]:
    """The longest flight: the column that the adjective means, among those of the thing itself."""
    target = assembly.targets[index]
    if (
        target.kind is not TargetKind.TABLE
        or target.table != assembly.base
        or assembly.measures
        or assembly.implied
    ):
        raise Misfit("no_measure")
    columns = [c for c in assembly.table.columns if not c.masked and (is_time(c) or is_number(c))]
    for hint in rank.hints:
        reverse, word = hint.endswith("~"), hint.rstrip("~")
        fitting = [c for c in columns if any(likeness(word, part) >= 0.94 for part in spelt(c.name))]
        if len(fitting) > 1:
            raise Misfit(
                "many_columns", ", ".join(c.words.label_in(assembly.language, c.name) for c in fitting)
            )
        if fitting and word == "distance" and any(_TRAVEL & set(spelt(c.name)) for c in columns):
            raise Misfit("many_columns", fitting[0].words.label_in(assembly.language, word))
        if fitting:
            direction = {"high": "low", "low": "high"}[rank.direction] if reverse else rank.direction
            field = ColumnField(assembly.base, fitting[0].name)
            yield from ranked_rows(assembly, field, direction, rank.count, assembly.ranked_plural)
            return
    if rank.hints[0] == "duration" and (pages := assembly.table.column("pages")):
        yield from ranked_rows(
            assembly,
            ColumnField(assembly.base, pages.name),
            rank.direction,
            rank.count,
            assembly.ranked_plural,
        )
        return
    raise Misfit("no_measure")


def _recent_rows(assembly: Draft, index: int, rank: Rank) -> Iterator[Built]:
    target = assembly.targets[index]
    if target.kind is not TargetKind.TABLE or target.table != assembly.base or assembly.measures:
        raise Misfit("unused")
    if rank.hints and is_person(assembly.table):
        raise Misfit("no_measure")
    timing = assembly.timing()
    field = timing.named_field() or timing.default_field()
    assembly.time_nouns.clear()
    assembly.shape = replace(assembly.shape, verbs=())
    _show_named(assembly)
    if not isinstance(field, ColumnField):
        raise Misfit("no_time")
    yield from ranked_rows(assembly, field, rank.direction, rank.count, assembly.ranked_plural)


def _show_named(assembly: Draft) -> None:
    """The latest reviews with their rating: numbers that are merely named are shown beside."""
    for index in assembly.implied:
        target, marks = assembly.targets[index], assembly.marks[index]
        if replace(marks, has=False, joined=False, preposition=None) != Marks():
            raise Misfit("unused")
        assembly.listed.append(assembly.column_options(index, target, marks, target.table, target.name))
    assembly.implied.clear()


def _refuse_other_deeds(assembly: Draft, field: ColumnField) -> None:
    """The last shipment to arrive: by its arrival or by its creation, which is not said clearly enough."""
    table = assembly.table
    if not any(column.name == field.column and is_time(column) for column in table.columns):
        return
    times = {column.name for column in table.columns if is_time(column)} - {field.column}
    for options in assembly.conditions:
        for condition in (option.condition for option in options):
            if (
                isinstance(condition, Condition)
                and condition.operator is Operator.IS_NOT_NULL
                and isinstance(condition.field, ColumnField)
                and not condition.field.path
                and condition.field.column in times
            ):
                names = (field.column, condition.field.column)
                raise Misfit("many_times", ", ".join(name.replace("_", " ") for name in names))


def ranked_rows(
    assembly: Draft, field: ColumnField, direction: str, count: int | None, plural: bool
) -> Iterator[Built]:
    """Rows of the base in order of one of their columns."""
    if (
        assembly.groups
        or assembly.having
        or assembly.shape.grains
        or assembly.shape.trend
        or assembly.measures
    ):
        raise Misfit("unused")
    check_new(assembly)
    labels = entity_fields(assembly.model, assembly.base, ()) or tuple(
        ColumnField(assembly.base, column.name) for column in listing_columns(assembly.table)
    )
    fields: tuple[Field, ...] = tuple(dict.fromkeys((*labels, field)))
    limit = count if count is not None else DEFAULT_LIMIT if plural else 1
    timing = assembly.timing()
    known = Condition(field, Operator.IS_NOT_NULL)
    _refuse_other_deeds(assembly, field)
    for _, conditions, listed, _, penalty in assembly.every_way():
        period, extra = timing.periods(())
        more = tuple(one for option in listed for one in option.fields if one not in fields)
        yield (
            SemanticQuery(
                table=assembly.base,
                columns=(*fields, *more),
                where=joined_conditions(conditions, [*extra, known]),
                period=period,
                order=(Order(grouping=fields.index(field), descending=direction == "high"),),
                limit=limit,
            ),
            assembly.penalty + penalty,
            assumptions_of(assembly),
        )
