"""The last step of a reading: which form the answer takes, and the semantic query itself."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.planner.aggregating import Built, aggregated, assumptions_of, joined_conditions
from knowledge.planner.checks import (
    check_mentions,
    check_negations,
    check_new,
    check_verbs,
    names_base,
    subject_of,
)
from knowledge.planner.draft import Draft, Option
from knowledge.planner.fields import (
    entity_fields,
    listing_columns,
    with_names,
)
from knowledge.planner.implying import AsRows, imply_measures
from knowledge.planner.misfits import Misfit
from knowledge.planner.ranking import ranked_entity, ranked_rows
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Field,
    Function,
    SemanticQuery,
)


def complete(assembly: Draft) -> Iterator[Built]:
    """Every query that the assembly stands for. Raises Misfit."""
    check_mentions(assembly)
    check_negations(assembly)
    check_verbs(assembly)
    if assembly.entity_rank is not None:
        yield from ranked_entity(assembly)
        return
    try:
        imply_measures(assembly)
    except AsRows as rows:
        yield from ranked_rows(assembly, rows.field, rows.direction, rows.count, rows.plural)
        return
    if assembly.measures:
        yield from aggregated(assembly)
    elif _wants_count(assembly):
        assembly.measures.append((AggregateMeasure(Function.COUNT, assembly.base),))
        yield from aggregated(assembly)
    else:
        yield from _listed(assembly)


def _wants_count(assembly: Draft) -> bool:
    """Flights by airline, orders over time: rows of the base are counted."""
    if not names_base(assembly) and not assembly.shape.counting:
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


def _is_by_time(assembly: Draft) -> bool:
    return any(assembly.marks[index].by for index in assembly.time_nouns)


def _listed(assembly: Draft) -> Iterator[Built]:
    """Rows, with their names and what was asked for; different values where a column alone is asked for."""
    shape = assembly.shape
    if assembly.having or shape.grains or shape.trend or shape.which_grain or shape.rank:
        raise Misfit("no_measure")
    check_new(assembly)
    subject = subject_of(assembly)
    asked = list(assembly.asked)
    if [number for number in range(len(assembly.groups)) if number not in asked]:
        raise Misfit("no_measure")
    filtered = bool(assembly.conditions or shape.times)
    if shape.person and subject is None:
        raise Misfit("no_measure")
    if not (shape.listing or shape.asking or (filtered and subject is not None)):
        raise Misfit("no_measure")
    timing = assembly.timing()
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
            assumptions_of(assembly),
        )


def _columns(
    assembly: Draft,
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
        options = assembly.entity_options(subject or 0, table, assembly.marks[subject or 0])
        best = min(options, key=lambda option: option.penalty)
        assembly.penalty += 0.06 * max(len(field.path) for field in best.fields)
        return tuple(dict.fromkeys((*best.fields, *wanted))), True
    if wanted and not conditions and not assembly.shape.times and table is None:
        return tuple(dict.fromkeys(wanted)), True
    if wanted and assembly.shape.nouns and any(marks.distinct for marks in assembly.marks):
        return tuple(dict.fromkeys(wanted)), True
    labels: tuple[Field, ...] = entity_fields(assembly.model, assembly.base, ())
    if wanted:
        named = with_names(assembly.model, assembly.base, wanted)
        return tuple(dict.fromkeys((*labels, *asked, *named))), False
    if table is None and not asked:
        raise Misfit("no_measure")
    return tuple(ColumnField(assembly.base, column.name) for column in listing_columns(assembly.table)), False
