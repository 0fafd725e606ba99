"""The last step of a reading: which form the answer takes, and the semantic query itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.planner.assembly import (
    DEFAULT_LIMIT,
    Assembly,
    Assumption,
    Option,
    additive,
    grouping_of,
    having_of,
    listing_columns,
    order_for,
)
from knowledge.planner.fields import entity_fields, find_column, is_measure, is_number, is_person, is_time
from knowledge.planner.lexicon import TagKind
from knowledge.planner.misfits import Misfit
from knowledge.planner.polarity import never_adds
from knowledge.planner.shape import Marks, Rank
from knowledge.planner.timing import LIGHT_VERBS, spelt
from knowledge.planner.vocabulary import Target, TargetKind
from knowledge.planner.words import likeness
from knowledge.semantic.model import SemanticColumn
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Field,
    Function,
    Grouping,
    Measure,
    MetricMeasure,
    Operator,
    Order,
    SegmentCondition,
    SemanticQuery,
)

_TRAVEL = frozenset({"air", "elapsed", "travel"})
Built = tuple[SemanticQuery, float, tuple[Assumption, ...]]


def complete(assembly: Assembly) -> Iterator[Built]:
    """Every query that the assembly stands for. Raises Misfit."""
    _check_mentions(assembly)
    _check_negations(assembly)
    _check_verbs(assembly)
    if assembly.entity_rank is not None:
        yield from _ranked_entity(assembly)
        return
    try:
        _imply_measures(assembly)
    except _AsRows as rows:
        yield from _rows(assembly, rows.field, rows.direction, rows.count, rows.plural)
        return
    if assembly.measures:
        yield from _aggregated(assembly)
    elif _wants_count(assembly):
        assembly.measures.append((AggregateMeasure(Function.COUNT, assembly.base),))
        yield from _aggregated(assembly)
    else:
        yield from _listed(assembly)


# -- what was said must count ----------------------------------------------------------------------------


def _check_mentions(assembly: Assembly) -> None:
    """A table that is merely named must be the base or hold something that the question uses."""
    for index in assembly.plain:
        target = assembly.targets[index]
        if target.table == assembly.base or target.deed:
            continue
        used = any(
            other != index and assembly.targets[other].table == target.table
            for other in range(len(assembly.targets))
        )
        if used:
            continue
        marks = assembly.marks[index]
        meant = marks.has or marks.which or assembly.shape.listing
        if meant and not _is_list_subject(assembly, index):
            raise Misfit("unused")
        if assembly.entity_rank and assembly.entity_rank[1].kind in (TagKind.RECENT, TagKind.ADJECTIVE):
            raise Misfit("unused")
        ranked = assembly.having or assembly.rank or assembly.entity_rank or assembly.ordered_by_measure
        if assembly.measures and not ranked and not _hangs_on_measure(assembly, index):
            raise Misfit("unused")
        assembly.penalty += 0.08


def _check_verbs(assembly: Assembly) -> None:
    """A verb of a date says something only where a date is asked about; creation goes without saying."""
    shape = assembly.shape
    dated = shape.times or shape.grains or shape.trend or shape.which_grain
    recent = assembly.entity_rank is not None and assembly.entity_rank[1].kind is TagKind.RECENT
    if not dated and not recent and any(hints[0] not in LIGHT_VERBS for hints in shape.verbs):
        raise Misfit("no_time")


def _check_negations(assembly: Assembly) -> None:
    """Readers who never borrowed: rows that are not there can't be found among those that are."""
    negated = any(marks.negated or marks.without or marks.missing for marks in assembly.marks)
    if not negated:
        return
    subjects = [
        assembly.targets[i].table for i in assembly.plain if not assembly.targets[i].deed
    ] + assembly.counted
    asked = [
        assembly.targets[i].table
        for i, marks in enumerate(assembly.marks)
        if marks.which and i not in assembly.context
    ]
    first = (subjects + [table for table in asked if table])[:1]
    if first and first[0] != assembly.base and not assembly.measures_told():
        raise Misfit("absence")


def _hangs_on_measure(assembly: Assembly, index: int) -> bool:
    """Loans of books: said right behind what is measured."""
    noun = assembly.shape.nouns[index]
    apart = index > 0 and assembly.shape.nouns[index - 1].end < noun.start
    return apart and noun.touching and assembly.marks[index] == Marks()


def _is_list_subject(assembly: Assembly, index: int) -> bool:
    return not assembly.measures and index == min(assembly.plain)


def _names_base(assembly: Assembly) -> bool:
    return any(assembly.targets[index].table == assembly.base for index in assembly.plain)


def _wants_count(assembly: Assembly) -> bool:
    """Flights by airline, orders over time: rows of the base are counted."""
    if not _names_base(assembly) and not assembly.shape.counting:
        return False
    if assembly.shape.counting:
        return True
    if assembly.listed or assembly.implied:
        return False
    by = [number for number in range(len(assembly.groups)) if number not in assembly.asked]
    shape = assembly.shape
    return bool(
        by
        or shape.grains
        or shape.trend
        or shape.which_grain
        or (assembly.time_nouns and _is_by_time(assembly))
    )


def _is_by_time(assembly: Assembly) -> bool:
    return any(assembly.marks[index].by for index in assembly.time_nouns)


# -- numeric columns without an aggregate ----------------------------------------------------------------


def _imply_measures(assembly: Assembly) -> None:
    """“Amount by month”, "highest price": the aggregate that the words around leave no doubt about."""
    for index in list(assembly.implied):
        target, marks = assembly.targets[index], assembly.marks[index]
        column = assembly.column(target)
        field = ColumnField(assembly.base, column.name)
        grouped = bool(
            assembly.groups or assembly.shape.grains or assembly.shape.trend or assembly.shape.which_grain
        )
        if marks.distinct:
            raise Misfit("unused")
        if target.table != assembly.base:
            if marks.rank or marks.by or marks.how_much or grouped:
                raise Misfit("unreachable")
            assembly.listed.append(assembly._column_options(index, target, marks, target.table, target.name))
            continue
        if (marks.rank is not None and not grouped) or (
            marks.rank is not None and (_per_group(assembly, marks) or _asks_for_rows(assembly))
        ):
            _extreme(assembly, index, field, marks.rank)
        elif marks.rank is not None or marks.by or marks.ordered or grouped:
            _implied_aggregate(assembly, index, field, column, marks)
        elif marks.how_much:
            if not additive(column):
                raise Misfit("which_aggregate", column.words.label_in(assembly.language, column.name))
            assembly.measures.append((AggregateMeasure(Function.SUM, assembly.base, field),))
        else:
            assembly.listed.append([Option((field,))])
    assembly.implied.clear()


def _asks_for_rows(assembly: Assembly) -> bool:
    """Which station has the largest capacity: of the base's rows one is wanted."""
    rows = Target(TargetKind.TABLE, assembly.base)
    asked = [i for i, marks in enumerate(assembly.marks) if marks.which and assembly.targets[i] == rows]
    if not asked or len(assembly.groups) != 1:
        return False
    assembly.groups.clear()
    assembly.asked.clear()
    return True


def _per_group(assembly: Assembly, marks: Marks) -> bool:
    """Lowest salary by job title: the minimum of each, not a ranking."""
    asked = (
        assembly.asked
        or assembly.shape.which_grain
        or (marks.rank is not None and marks.rank.count is not None)
    )
    subject = any(assembly.targets[i].table == assembly.base for i in assembly.plain)
    return not asked and not subject and not assembly.shape.person


def _extreme(assembly: Assembly, index: int, field: ColumnField, rank: Rank) -> None:
    """The highest price, the longest distance: one number, or the row that has it."""
    column = find_column(assembly.model, field)
    assert column is not None
    if rank.kind is TagKind.ADJECTIVE and not _adjective_fits(rank, column):
        raise Misfit("unused")
    if rank.kind not in (TagKind.TOP, TagKind.ADJECTIVE):
        raise Misfit("unused")
    direction = _direction(assembly, rank, AggregateMeasure(Function.MAXIMUM, assembly.base, field))
    subject = [
        i
        for i, target in enumerate(assembly.targets)
        if target == Target(TargetKind.TABLE, assembly.base) and i < index and i not in assembly.context
    ]
    if assembly.shape.person:  # "who has the highest salary?"
        if not is_person(assembly.table):
            raise Misfit("no_measure")
        assembly.shape = replace(assembly.shape, person=False)
        raise _AsRows(field, direction, rank.count or 1, plural=False)
    if rank.count is not None or subject:
        assembly.entity_rank = None
        raise _AsRows(
            field, direction, rank.count, assembly.shape.nouns[subject[0]].plural if subject else True
        )
    function = Function.MAXIMUM if direction == "high" else Function.MINIMUM
    assembly.measures.append((AggregateMeasure(function, assembly.base, field),))


class _AsRows(Misfit):
    """Rows with the highest or lowest of a column are asked for, not the number alone."""

    def __init__(self, field: ColumnField, direction: str, count: int | None, plural: bool) -> None:
        super().__init__("rows")
        self.field, self.direction, self.count, self.plural = field, direction, count, plural


def _implied_aggregate(
    assembly: Assembly, index: int, field: ColumnField, column: SemanticColumn, marks: Marks
) -> None:
    label = column.words.label_in(assembly.language, column.name.replace("_", " "))
    words = spelt(column.name)
    if additive(column):
        functions: tuple[Function, ...] = (Function.SUM,)
        assembly.assumptions.append(("summed", label))
    elif never_adds(words) and marks.rank is None:
        functions = (Function.AVERAGE,)
        assembly.assumptions.append(("averaged", label))
        assembly.penalty += 0.05
    elif marks.rank is not None:
        functions = (Function.AVERAGE, Function.MAXIMUM)
    else:
        functions = (Function.SUM, Function.AVERAGE)
    assembly.penalty += 0.04
    assembly._add_measure(
        tuple(AggregateMeasure(function, assembly.base, field) for function in functions), marks
    )


def _adjective_fits(rank: Rank, column: SemanticColumn) -> bool:
    return any(likeness(hint.rstrip("~"), word) >= 0.9 for hint in rank.hints for word in spelt(column.name))


# -- aggregates ------------------------------------------------------------------------------------------


def _aggregated(assembly: Assembly) -> Iterator[Built]:
    """Measures, whole or by groupings, with bounds, order and limit."""
    timing = assembly._timing()
    if assembly.bounded_count is not None and len(assembly.measures) > 1 and not assembly.groups:
        raise Misfit("nested")
    grouped_by_entity = _group_by_mention(assembly)
    if assembly.having and not (assembly.groups or grouped_by_entity or assembly.shape.grains):
        raise Misfit("nested")
    if assembly.listed:
        raise Misfit("unused")
    _check_new(assembly)
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
        if limit is not None:
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
            _assumptions(assembly),
        )


def _known(assembly: Assembly, measures: tuple[Measure, ...], groupings: list[Grouping]) -> list[Condition]:
    """Of a ranking of things pointed to: those that are pointed to."""
    first = next((g.field for g in groupings if g.grain is None and g.field.path), None)
    if first is None:
        return []
    if any(isinstance(m, MetricMeasure) and assembly.model.metrics[m.name].formula for m in measures):
        return [Condition(first, Operator.IS_NOT_NULL)]  # each of its tables has its own reference
    join = assembly.model.joins[first.path[0]]
    wanted = ColumnField(join.from_table, join.on[0][0])
    return [Condition(wanted, Operator.IS_NOT_NULL)]


def _counts(assembly: Assembly) -> bool:
    return (
        any(marks.how_many and marks.bound is None for marks in assembly.marks) and len(assembly.measures) > 1
    )


def _group_by_mention(assembly: Assembly) -> bool:
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
        assembly.groups.append(assembly._entity_options(index, target.table, assembly.marks[index]))
        assembly.asked.append(len(assembly.groups) - 1)
        assembly.ranked_plural = assembly.shape.nouns[index].plural
        return True
    for slot in list(assembly.listed):
        if assembly.groups:
            break
        assembly.listed.remove(slot)
        assembly.groups.append(slot)
        assembly.asked.append(len(assembly.groups) - 1)
        return True
    return False


def _check_new(assembly: Assembly) -> None:
    if assembly.new and not (
        assembly.shape.times or assembly.shape.grains or assembly.shape.trend or assembly.shape.which_grain
    ):
        raise Misfit("new")


def _direction(assembly: Assembly, rank: Rank, measure: Measure) -> str:
    return assembly.direction(rank, measure)


def _order_and_limit(
    assembly: Assembly, measures: tuple[Measure, ...], groupings: list[Grouping], times: int
) -> tuple[tuple[Order, ...], int | None]:
    shape = assembly.shape
    rank = assembly.rank or shape.rank
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
        direction = _direction(assembly, rank, measures[ranked])
        return (order_for(direction, measure=ranked),), _limit(assembly, rank)
    if times and len(groupings) == times:
        return (Order(grouping=0, descending=False),), None
    if times:
        return (Order(grouping=0, descending=False), Order(measure=ranked)), None
    return (Order(measure=ranked),), None


def _limit(assembly: Assembly, rank: Rank) -> int | None:
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


def _assumptions(assembly: Assembly) -> tuple[Assumption, ...]:
    found = list(assembly.assumptions)
    found += [("assumed_year", "")] if any(match.assumed for match in assembly.shape.times) else []
    return tuple(dict.fromkeys(found))


# -- rankings of entities --------------------------------------------------------------------------------


def _ranked_entity(assembly: Assembly) -> Iterator[Built]:
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
    _imply_measures(assembly)
    options = (
        assembly._entity_options(index, target.table, marks)
        if target.kind is TargetKind.TABLE
        else assembly.join_options(target)
        if target.kind is TargetKind.JOIN
        else assembly._category_options(index, target, replace(marks, number=None))
        if target.kind is TargetKind.COLUMN
        else assembly._dimension_options(target)
    )
    if rank.kind is TagKind.POPULAR and not assembly.measures:
        if rows or not _counts_clearly(assembly):
            raise Misfit("no_measure")
        assembly.measures.append((AggregateMeasure(Function.COUNT, assembly.base),))
        rank = Rank(TagKind.TOP, rank.direction, count=rank.count)
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
    yield from _aggregated(assembly)


def _counts_clearly(assembly: Assembly) -> bool:
    """Most popular destinations: the rows counted are named, or hold the column itself."""
    assert assembly.entity_rank is not None
    target = assembly.targets[assembly.entity_rank[0]]
    if target.kind is TargetKind.JOIN:
        return assembly.model.joins[target.name].from_table == assembly.base
    return _names_base(assembly) or target.table == assembly.base


def _rows_by_column(assembly: Assembly, index: int, rank: Rank) -> Iterator[Built]:
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
    direction = _direction(assembly, rank, AggregateMeasure(Function.MAXIMUM, assembly.base, field))
    yield from _rows(assembly, field, direction, rank.count, assembly.ranked_plural)


def _by_adjective(assembly: Assembly, index: int, rank: Rank) -> Iterator[Built]:
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
        fitting = [c for c in columns if any(likeness(word, part) >= 0.97 for part in spelt(c.name))]
        if len(fitting) > 1:
            raise Misfit(
                "many_columns", ", ".join(c.words.label_in(assembly.language, c.name) for c in fitting)
            )
        if fitting and word == "distance" and any(_TRAVEL & set(spelt(c.name)) for c in columns):
            raise Misfit("many_columns", fitting[0].words.label_in(assembly.language, word))
        if fitting:
            direction = {"high": "low", "low": "high"}[rank.direction] if reverse else rank.direction
            field = ColumnField(assembly.base, fitting[0].name)
            yield from _rows(assembly, field, direction, rank.count, assembly.ranked_plural)
            return
    if rank.hints[0] == "duration" and (pages := assembly.table.column("pages")):
        yield from _rows(
            assembly,
            ColumnField(assembly.base, pages.name),
            rank.direction,
            rank.count,
            assembly.ranked_plural,
        )
        return
    raise Misfit("no_measure")


def _recent_rows(assembly: Assembly, index: int, rank: Rank) -> Iterator[Built]:
    target = assembly.targets[index]
    if target.kind is not TargetKind.TABLE or target.table != assembly.base or assembly.measures:
        raise Misfit("unused")
    if rank.hints and is_person(assembly.table):
        raise Misfit("no_measure")
    timing = assembly._timing()
    field = timing.named_field() or timing.default_field()
    assembly.time_nouns.clear()
    assembly.shape = replace(assembly.shape, verbs=())
    if not isinstance(field, ColumnField):
        raise Misfit("no_time")
    yield from _rows(assembly, field, rank.direction, rank.count, assembly.ranked_plural)


def _rows(
    assembly: Assembly, field: ColumnField, direction: str, count: int | None, plural: bool
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
    _check_new(assembly)
    labels = entity_fields(assembly.model, assembly.base, ()) or tuple(
        ColumnField(assembly.base, column.name) for column in listing_columns(assembly.table)
    )
    fields: tuple[Field, ...] = tuple(dict.fromkeys((*labels, field)))
    limit = count if count is not None else DEFAULT_LIMIT if plural else 1
    timing = assembly._timing()
    known = Condition(field, Operator.IS_NOT_NULL)
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
            _assumptions(assembly),
        )


# -- lists of rows ---------------------------------------------------------------------------------------


def _listed(assembly: Assembly) -> Iterator[Built]:
    """Rows, with their names and what was asked for; different values where a column alone is asked for."""
    shape = assembly.shape
    if assembly.having or shape.grains or shape.trend or shape.which_grain or shape.rank:
        raise Misfit("no_measure")
    _check_new(assembly)
    subject = next((index for index in assembly.plain if not assembly.targets[index].deed), None)
    asked = list(assembly.asked)
    if [number for number in range(len(assembly.groups)) if number not in asked]:
        raise Misfit("no_measure")
    filtered = bool(assembly.conditions or shape.times)
    if shape.person and subject is None:
        raise Misfit("no_measure")
    if not (shape.listing or shape.asking or (filtered and subject is not None)):
        raise Misfit("no_measure")
    timing = assembly._timing()
    for groups, conditions, listed, _, penalty in assembly.every_way():
        period, extra = timing.periods(())
        columns, distinct = _columns(assembly, subject, groups, listed, conditions)
        yield (
            SemanticQuery(
                table=assembly.base,
                columns=columns,
                where=joined_conditions(conditions, extra),
                period=period,
                order=(),
                distinct=distinct,
            ),
            assembly.penalty + penalty + 0.05,
            _assumptions(assembly),
        )


def _columns(
    assembly: Assembly,
    subject: int | None,
    groups: list[Option],
    listed: list[Option],
    conditions: list[Option],
) -> tuple[tuple[Field, ...], bool]:
    wanted = tuple(one for option in listed for one in option.fields)
    asked = tuple(one for option in groups for one in option.fields)
    table = assembly.targets[subject].table if subject is not None else None
    if asked and not wanted:
        return tuple(dict.fromkeys(asked)), True
    if table is not None and table != assembly.base and not asked:
        options = assembly._entity_options(subject or 0, table, assembly.marks[subject or 0])
        best = min(options, key=lambda option: option.penalty)
        assembly.penalty += 0.06 * max(len(field.path) for field in best.fields)
        return tuple(dict.fromkeys((*best.fields, *wanted))), True
    if wanted and not conditions and not assembly.shape.times and table is None:
        return tuple(dict.fromkeys(wanted)), True
    if wanted and assembly.shape.nouns and any(marks.distinct for marks in assembly.marks):
        return tuple(dict.fromkeys(wanted)), True
    labels: tuple[Field, ...] = entity_fields(assembly.model, assembly.base, ())
    if wanted:
        return tuple(dict.fromkeys((*labels, *asked, *wanted))), False
    if table is None and not asked:
        raise Misfit("no_measure")
    return tuple(ColumnField(assembly.base, column.name) for column in listing_columns(assembly.table)), False
