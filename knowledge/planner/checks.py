"""What a reading must not pass over: every mention, negation and verb counts."""

from __future__ import annotations

from knowledge.planner.draft import Draft
from knowledge.planner.lexicon import TagKind
from knowledge.planner.misfits import Misfit
from knowledge.planner.shape import Marks
from knowledge.planner.timing import LIGHT_VERBS
from knowledge.planner.vocabulary import TargetKind


def check_mentions(assembly: Draft) -> None:
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
        if _is_what_ranks(assembly, index):
            raise Misfit("unused")
        meant = marks.has or marks.which or assembly.shape.listing
        if meant and not _is_list_subject(assembly, index):
            raise Misfit("unused")
        if assembly.entity_rank and assembly.entity_rank[1].kind in (TagKind.RECENT, TagKind.ADJECTIVE):
            raise Misfit("unused")
        ranked = assembly.having or assembly.rank or assembly.entity_rank or assembly.ordered_by_measure
        if assembly.measures and not ranked and not _hangs_on_measure(assembly, index):
            raise Misfit("unused")
        assembly.penalty += 0.08


def _is_what_ranks(assembly: Draft, index: int) -> bool:
    """The best rated room of each hotel: rooms are ranked, their rating is not all that is asked."""
    before = index - 1
    if before not in assembly.implied or assembly.marks[before].rank is None:
        return False
    return assembly.shape.nouns[before].end == assembly.shape.nouns[index].start


def check_verbs(assembly: Draft) -> None:
    """A verb of a date says something only where a date is asked about; creation goes without saying."""
    shape = assembly.shape
    dated = shape.times or shape.grains or shape.trend or shape.which_grain
    recent = assembly.entity_rank is not None and assembly.entity_rank[1].kind is TagKind.RECENT
    if not dated and not recent and any(hints[0] not in LIGHT_VERBS for hints in shape.verbs):
        raise Misfit("no_time")


def check_negations(assembly: Draft) -> None:
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


def _hangs_on_measure(assembly: Draft, index: int) -> bool:
    """Loans of books: said right behind what is measured."""
    noun = assembly.shape.nouns[index]
    apart = index > 0 and assembly.shape.nouns[index - 1].end < noun.start
    return apart and noun.touching and assembly.marks[index] == Marks()


def _is_list_subject(assembly: Draft, index: int) -> bool:
    return not assembly.measures and index == subject_of(assembly)


def subject_of(assembly: Draft) -> int | None:
    """The noun whose rows are to be listed: users, of "unpaid users"."""
    named = [index for index in assembly.plain if not assembly.targets[index].deed]
    tables = [index for index in named if assembly.targets[index].kind is TargetKind.TABLE]
    return next(iter(tables or named), None)


def check_new(assembly: Draft) -> None:
    if assembly.new and not (
        assembly.shape.times or assembly.shape.grains or assembly.shape.trend or assembly.shape.which_grain
    ):
        raise Misfit("new")


def names_base(assembly: Draft) -> bool:
    return any(assembly.targets[index].table == assembly.base for index in assembly.plain)
