"""All rows or groups in the order that is asked for: "oldest first", "du plus cher au moins cher"."""

from __future__ import annotations

from knowledge.planner.draft import Draft
from knowledge.planner.fields import find_column, is_measure, is_person, label_columns
from knowledge.planner.misfits import Misfit
from knowledge.planner.shape import Rank
from knowledge.planner.timing import spelt
from knowledge.planner.words import likeness
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Field,
    Function,
    Grouping,
    Measure,
    Order,
)

_BIRTH = ("birth", "born", "naissance")


def sorted_rows(
    assembly: Draft, columns: tuple[Field, ...], distinct: bool
) -> tuple[tuple[Field, ...], Order]:
    """The columns, with the one to sort by among them, and the order. Raises Misfit where none is meant."""
    sorting = assembly.shape.sorting
    assert sorting is not None
    field = _field(assembly, sorting, columns)
    if field not in columns:
        if distinct:
            raise Misfit("unused")
        columns = (*columns, field)
    if isinstance(field, ColumnField) and sorting.direction in ("best", "worst"):
        measure = AggregateMeasure(Function.MAXIMUM, assembly.base, field)
        high = assembly.direction(sorting, measure) == "high"
    else:
        high = sorting.direction == "high"
    return columns, Order(grouping=columns.index(field), descending=high)


def sorted_groups(
    assembly: Draft, measures: tuple[Measure, ...], groupings: list[Grouping], ranked: int
) -> tuple[Order, ...]:
    """The order of measured groups. Raises Misfit where it speaks of something else."""
    sorting = assembly.shape.sorting
    assert sorting is not None
    if not groupings:
        raise Misfit("unused")
    if sorting.hints == ("time",):
        times = [number for number, grouping in enumerate(groupings) if grouping.grain is not None]
        if len(times) != 1:
            raise Misfit("no_time")
        return (Order(grouping=times[0], descending=sorting.direction == "high"),)
    if sorting.hints == ("name",):
        return (Order(grouping=0, descending=False),)
    words = assembly.measure_words(measures[ranked])
    if sorting.hints and not any(likeness(hint, word) >= 0.9 for hint in sorting.hints for word in words):
        raise Misfit("no_measure")
    high = assembly.direction(sorting, measures[ranked]) == "high"
    return (Order(measure=ranked, descending=high),)


def _field(assembly: Draft, sorting: Rank, columns: tuple[Field, ...]) -> Field:
    if sorting.hints == ("time",):
        return _time(assembly, sorting)
    if sorting.hints == ("name",):
        labels = label_columns(assembly.table)
        if not labels:
            raise Misfit("nameless", assembly.table.words.label_in(assembly.language, assembly.base[1]))
        return ColumnField(assembly.base, labels[-1].name)
    if sorting.hints:
        column = assembly.hinted_column(sorting.hints)
        if column is None:
            raise Misfit("no_measure")
        return ColumnField(assembly.base, column.name)
    numbers = [
        field for field in columns if (held := find_column(assembly.model, field)) and is_measure(held)
    ]
    named = [field for slot in assembly.listed for option in slot for field in option.fields]
    wanted = [field for field in numbers if field in named]
    if len(wanted) != 1:
        raise Misfit("no_measure")
    return wanted[0]


def _time(assembly: Draft, sorting: Rank) -> Field:
    """The rows' date; people are old or young by their birth, where nothing else is named."""
    timing = assembly.timing()
    named = timing.named_field()
    if named is not None:
        return named
    if is_person(assembly.table):
        births = [c for c in assembly.table.columns if set(_BIRTH) & set(spelt(c.name))]
        if len(births) != 1 or sorting.direction != "low":
            raise Misfit("no_measure")
        return ColumnField(assembly.base, births[0].name)
    return timing.default_field()
