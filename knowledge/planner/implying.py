"""Measures that nobody said: "amount by month", "highest price"."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.draft import Draft, Option
from knowledge.planner.fields import find_column, is_person
from knowledge.planner.lexicon import TagKind
from knowledge.planner.measuring import additive
from knowledge.planner.misfits import Misfit
from knowledge.planner.polarity import never_adds
from knowledge.planner.shape import Marks, Rank
from knowledge.planner.timing import spelt
from knowledge.planner.vocabulary import Target, TargetKind
from knowledge.planner.words import likeness
from knowledge.semantic.model import SemanticColumn
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Function,
)


def imply_measures(assembly: Draft) -> None:
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
            assembly.listed.append(assembly.column_options(index, target, marks, target.table, target.name))
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


def _asks_for_rows(assembly: Draft) -> bool:
    """Which station has the largest capacity: of the base's rows one is wanted."""
    rows = Target(TargetKind.TABLE, assembly.base)
    asked = [i for i, marks in enumerate(assembly.marks) if marks.which and assembly.targets[i] == rows]
    if not asked or len(assembly.groups) != 1:
        return False
    assembly.groups.clear()
    assembly.asked.clear()
    return True


def _per_group(assembly: Draft, marks: Marks) -> bool:
    """Lowest salary by job title: the minimum of each, not a ranking."""
    asked = (
        assembly.asked
        or assembly.shape.which_grain
        or (marks.rank is not None and marks.rank.count is not None)
    )
    subject = any(assembly.targets[i].table == assembly.base for i in assembly.plain)
    return not asked and not subject and not assembly.shape.person


def _extreme(assembly: Draft, index: int, field: ColumnField, rank: Rank) -> None:
    """The highest price, the longest distance: one number, or the row that has it."""
    column = find_column(assembly.model, field)
    assert column is not None
    if rank.kind is TagKind.ADJECTIVE and not _adjective_fits(rank, column):
        raise Misfit("unused")
    if rank.kind not in (TagKind.TOP, TagKind.ADJECTIVE):
        raise Misfit("unused")
    direction = assembly.direction(rank, AggregateMeasure(Function.MAXIMUM, assembly.base, field))
    subject = [
        i
        for i, target in enumerate(assembly.targets)
        if target == Target(TargetKind.TABLE, assembly.base) and i < index and i not in assembly.context
    ]
    if assembly.shape.person:  # "who has the highest salary?"
        if not is_person(assembly.table):
            raise Misfit("no_measure")
        assembly.shape = replace(assembly.shape, person=False)
        raise AsRows(field, direction, rank.count or 1, plural=False)
    if rank.count is not None or subject:
        assembly.entity_rank = None
        raise AsRows(
            field, direction, rank.count, assembly.shape.nouns[subject[0]].plural if subject else True
        )
    function = Function.MAXIMUM if direction == "high" else Function.MINIMUM
    assembly.measures.append((AggregateMeasure(function, assembly.base, field),))


class AsRows(Misfit):
    """Rows with the highest or lowest of a column are asked for, not the number alone."""

    def __init__(self, field: ColumnField, direction: str, count: int | None, plural: bool) -> None:
        super().__init__("rows")
        self.field, self.direction, self.count, self.plural = field, direction, count, plural


def _implied_aggregate(
    assembly: Draft, index: int, field: ColumnField, column: SemanticColumn, marks: Marks
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
    assembly.add_measure(
        tuple(AggregateMeasure(function, assembly.base, field) for function in functions), marks
    )


def _adjective_fits(rank: Rank, column: SemanticColumn) -> bool:
    return any(likeness(hint.rstrip("~"), word) >= 0.9 for hint in rank.hints for word in spelt(column.name))
