"""Tables that are read again and again, or whole for a few rows of another."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from querying.engines.plans import PlanNode, Shape, Step
from querying.plans.hints.figures import BIG_TABLE, FEW, indexes, rows_given
from querying.plans.indexes import create_index
from querying.plans.places import Written
from querying.plans.sight import Sight
from querying.plans.telling import counted, listed
from querying.plans.told import Hint

MANY_LOOPS = 10_000


def index_for_a_join(sight: Sight, written: Written) -> Iterator[Hint]:
    """A big table is read again for each row, or whole for a few rows, for want of an index on its key."""
    if not sight.plan.advice.index:
        return
    for join in sight.plan.root.walk():
        if join.step not in (Step.NESTED_LOOP, Step.HASH_JOIN):
            continue
        for side in join.children:
            columns = _join_columns(join, side, sight)
            if not columns or side.table is None or not _joins_a_few(join, side, sight):
                continue
            if any(index[:1] == (columns[0],) for index in indexes(sight, side.table)):
                continue
            yield Hint(
                "plan.join_index",
                _(
                    "All of %(table)s is read to join it: an index on %(columns)s would find only the rows"
                    " that are needed. Whoever runs the database can make it."
                )
                % {"table": sight.name(side.table), "columns": listed(columns)},
                sql=create_index(sight, side.table, columns),
                place=written.table(side.table[1]),
            )


def many_loops(sight: Sight, _written: Written) -> Iterator[Hint]:
    """Something is done again and again for very many rows."""
    for node in sight.plan.root.walk():
        if node.step is not Step.NESTED_LOOP or len(node.children) < 2:
            continue
        outer, inner = node.children[:2]
        loops = rows_given(outer, sight)
        names = [sight.name(key) for key in inner.tables() if sight.table(key)]
        if loops is not None and loops >= MANY_LOOPS and names and node.join != "semi":
            yield Hint(
                "plan.many_loops",
                _("Rows of %(table)s are looked up %(times)s times, one by one: filter the other side first.")
                % {"table": listed(names), "times": counted(loops)},
            )


def repeated_subquery(sight: Sight, _written: Written) -> Iterator[Hint]:
    """A correlated subquery over a big table without an index."""
    for node in sight.plan.root.walk():
        if not node.subquery:
            continue
        big = [one for one in node.walk() if one.step is Step.SCAN and one.table and sight.table(one.table)]
        for one in big:
            if one.table and sight.size(one.table) >= BIG_TABLE:
                yield Hint(
                    "plan.repeated_subquery",
                    _(
                        "A subquery reads all of %(table)s again for each row: a join, or a WITH that is"
                        " grouped once, would read it once."
                    )
                    % {"table": sight.name(one.table)},
                )


def _joins_a_few(join: PlanNode, side: PlanNode, sight: Sight) -> bool:
    """Whether a big table is read whole in a join that needs few of its rows.

    Where no rows are told, a table in memory is made for want of an index alone.
    """
    if side.step is not Step.SCAN or side.table is None or sight.size(side.table) < BIG_TABLE:
        return False
    if join.step is Step.NESTED_LOOP:
        return side is join.children[1]
    others = [rows_given(child, sight) for child in join.children if child is not side and not child.subquery]
    if join.rows is None and None in others:
        return side is join.children[1]
    return bool(others) and all(
        rows is not None and rows <= FEW / 10 * sight.size(side.table) for rows in others
    )


def _join_columns(join: PlanNode, side: PlanNode, sight: Sight) -> list[str]:
    """The side's own columns that the join compares, which the asker may name."""
    table = sight.table(side.table)
    conditions = (*join.joined_by, *(one for one in side.filters if one.shape is Shape.JOIN))
    names = [
        column.name
        for one in conditions
        if one.shape is Shape.JOIN and sight.may_show(one)
        for column in one.columns
        if column.table == side.table
    ]
    return [name for name in dict.fromkeys(names) if table and table.column(name)][:1]
