"""Each step of a plan as a sentence, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querying.engines.plans import JOINS, SCANS, PlanNode, Step
from querying.plans.shares import coarse
from querying.plans.sight import Sight
from querying.plans.told import StepTold

MOST_CONDITIONS = 4
MOST_CHARACTERS = 120


def tell_step(node: PlanNode, share: float | None, sight: Sight, *, own_only: bool) -> StepTold:
    """The step in words. `own_only`: the asker sees their own rows, not all of their organization's."""
    measured, whole = node.actual, sight.plan.root.actual
    if measured and not measured.is_measured:
        share = None
    rows = measured.rows if measured and sight.is_exact(node) else None
    return StepTold(
        text=sentence(node, sight),
        details=tuple(_details(node, sight, own_only=own_only)),
        share=coarse(share),
        milliseconds=share * whole.milliseconds if whole and share is not None else None,
        rows=None if rows is None else round(rows),
    )


def sentence(node: PlanNode, sight: Sight) -> str:
    """What the step does."""
    if node.step in SCANS:
        return _reading(node, sight)
    if node.step in JOINS:
        return _joining(node, sight)
    keys = listed([_short(key) for key in sight.keys(node)][:MOST_CONDITIONS])
    match node.step:
        case Step.SORT:
            return _("Sorts by %(keys)s.") % {"keys": keys} if keys else _("Sorts the rows.")
        case Step.GROUP if node.keys:
            return _("Groups by %(keys)s.") % {"keys": keys} if keys else _("Groups the rows.")
        case Step.GROUP:
            return _("Adds everything up into one row.")
        case Step.WINDOW:
            return _("Computes the window functions over the rows.")
        case Step.DISTINCT:
            return _("Drops rows that are there twice.")
        case Step.LIMIT:
            return _("Stops once enough rows are there.")
        case Step.UNION:
            return _("Puts the rows of the parts one after the other.")
        case Step.SET_OPERATION:
            return _("Compares the two lists of rows (INTERSECT or EXCEPT).")
        case Step.RECURSION:
            return _("Repeats the recursive part until it finds no more rows.")
        case Step.COMMON_TABLE:
            return _("Reads the rows of %(name)s, which were made before.") % {"name": node.name or "WITH"}
        case Step.ROWS_MADE:
            return _("Makes rows by itself, without reading a table.")
        case Step.FILTER:
            return _("Looks through the rows found so far.")
    return _("Works on the rows found so far.")


def _reading(node: PlanNode, sight: Sight) -> str:
    if node.table is None or sight.table(node.table) is None:
        return _("Looks up which rows you may see.")
    table = sight.name(node.table)
    if node.step is Step.SCAN:
        rows = sight.size(node.table)
        if not rows:
            return _("Reads the whole table %(table)s.") % {"table": table}
        if not sight.is_counted(node.table):
            return _("Reads the whole table %(table)s, about %(rows)s rows.") % {
                "table": table,
                "rows": counted(rows),
            }
        return _("Reads all %(rows)s rows of %(table)s.") % {"rows": counted(rows), "table": table}
    columns = listed(sight.index(node))
    if node.step is Step.INDEX_ONLY:
        if columns:
            return _("Reads what is needed of %(table)s from the index on %(columns)s alone.") % {
                "table": table,
                "columns": columns,
            }
        return _("Reads what is needed of %(table)s from an index alone.") % {"table": table}
    if columns:
        return _("Finds the rows of %(table)s by the index on %(columns)s.") % {
            "table": table,
            "columns": columns,
        }
    return _("Finds the rows of %(table)s by an index.") % {"table": table}


def _joining(node: PlanNode, sight: Sight) -> str:
    sides = [side_name(child, sight) for child in node.children if not child.subquery]
    if len(sides) < 2 or None in sides:
        return _("Keeps only the rows that you may see.")
    words = {"left": sides[0], "right": sides[1]}
    if node.step is Step.NESTED_LOOP:
        return _("For each row of %(left)s, looks for the rows of %(right)s.") % words
    if node.step is Step.MERGE_JOIN:
        return _("Joins %(left)s and %(right)s, both in order.") % words
    return _("Joins %(left)s and %(right)s through a table in memory.") % words


def side_name(node: PlanNode, sight: Sight) -> str | None:
    """The tables that are read for one side of a join; None where all of them are the guard's own."""
    if node.step is Step.COMMON_TABLE and node.name:
        return node.name
    tables = [key for key in node.tables() if sight.table(key)]
    if not tables and node.tables():
        return None
    if not tables:
        return next((one.name for one in node.walk() if one.name), _("the rows so far"))
    return listed([sight.name(key) for key in tables])


def _details(node: PlanNode, sight: Sight, *, own_only: bool) -> Iterable[str]:
    if node.partitions:
        read, of = node.partitions
        yield ngettext(
            "%(count)s of its %(of)s parts is read.", "%(count)s of its %(of)s parts are read.", read
        ) % {"count": counted(read), "of": counted(of)}
    everything = (*node.found_by, *node.joined_by, *node.filters)
    texts = [_short(text) for text in sight.texts(everything)]
    if texts:
        shown = _(" and ").join(texts[:MOST_CONDITIONS]) + (" …" if len(texts) > MOST_CONDITIONS else "")
        yield _("Where %(conditions)s.") % {"conditions": shown}
    if any(map(sight.is_scope, everything)) and sight.table(node.table):
        yield _("Only the rows that you may see.") if own_only else _("Only your organization's rows.")
    if node.subquery:
        yield _("This is done again for each row of the query around it.")
    if node.actual and node.actual.spilled:
        yield _("It did not fit into memory and went to disk.")


def counted(number: float) -> str:
    """A number as the active language writes it."""
    return number_format(round(number), use_l10n=True, force_grouping=True)


def listed(words: list[str]) -> str:
    return ", ".join(words)


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
