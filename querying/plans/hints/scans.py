"""Tables that are read whole though little of them is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from querying.catalog import ColumnEquals, ColumnType, TableKey
from querying.engines.plans import Condition, PlanNode, Shape
from querying.plans.hints.figures import FEW, big_scans, indexes, rows_given
from querying.plans.indexes import create_index, help_of, wanted_columns
from querying.plans.places import Written
from querying.plans.sight import Sight
from querying.plans.telling import counted, listed
from querying.plans.told import Hint


def missing_index(sight: Sight, written: Written) -> Iterator[Hint]:
    """A big table is read whole though its filter could be answered by an index that is not there."""
    for node, table in big_scans(sight):
        columns = wanted_columns(sight, node)
        if not columns or help_of(sight, node) or _keeps_most(sight, node):
            continue
        yield Hint(
            "plan.missing_index",
            _(
                "All of %(table)s is read to find some of its rows: an index on %(columns)s would find them"
                " directly. Whoever runs the database can make it."
            )
            % {"table": sight.name(table), "columns": listed(columns)},
            sql=create_index(sight, table, columns),
            place=written.table(table[1]),
        )


def wrapped_column(sight: Sight, written: Written) -> Iterator[Hint]:
    """A function around a column keeps its index from being used."""
    for node, table in big_scans(sight):
        for condition in node.filters:
            if not _is_wrapped(condition, sight) or not sight.may_show(condition):
                continue
            name = condition.columns[0].name
            if any(name in _usable_start(sight, table, index) for index in indexes(sight, table)):
                yield Hint(
                    "plan.wrapped_column",
                    _(
                        "There is an index on %(column)s of %(table)s, but %(condition)s can't use it:"
                        " compare the bare column, for example with the first and the last value that fit."
                    )
                    % {"column": name, "table": sight.name(table), "condition": condition.text},
                    place=written.table(table[1]),
                )


def scan_for_few_rows(sight: Sight, written: Written) -> Iterator[Hint]:
    """Nearly all of what is read is thrown away, and no index that we know of would help."""
    for node, table in big_scans(sight):
        kept = rows_given(node, sight)
        texts = sight.texts(node.filters)
        if not texts or kept is None or not sight.plan.advice.index or kept > FEW / 10 * sight.size(table):
            continue
        if not wanted_columns(sight, node) and not any(_is_wrapped(one, sight) for one in node.filters):
            yield Hint(
                "plan.scan_for_few_rows",
                _("All of %(table)s is read for about %(rows)s rows: no index can answer %(condition)s.")
                % {"table": sight.name(table), "rows": counted(kept), "condition": _(" and ").join(texts)},
                place=written.table(table[1]),
            )


def all_partitions(sight: Sight, written: Written) -> Iterator[Hint]:
    """Every part of a partitioned table is read, for want of a filter on what parts it."""
    for node in sight.plan.root.walk():
        if node.table is None or node.partitions is None or (table := sight.table(node.table)) is None:
            continue
        read, of = node.partitions
        facts = sight.plan.tables.get(node.table)
        columns = [name for name in (facts.partitioned_by if facts else ()) if table.column(name)]
        if of > 1 and read == of and columns:
            yield Hint(
                "plan.all_partitions",
                _(
                    "All %(of)s parts of %(table)s are read: a filter on %(columns)s would leave out those"
                    " that can't hold what you ask for."
                )
                % {"of": counted(of), "table": sight.name(node.table), "columns": listed(columns)},
                place=written.table(node.table[1]),
            )


def _keeps_most(sight: Sight, node: PlanNode) -> bool:
    """Whether an index would not help, for most rows are needed anyway."""
    rows = rows_given(node, sight)
    return rows is not None and node.table is not None and rows > FEW * sight.size(node.table)


def _usable_start(sight: Sight, key: TableKey, index: tuple[str, ...]) -> tuple[str, ...]:
    """The first column of an index, and the next where the first is the one that cuts the table."""
    table = sight.view.tables[key]
    scope = {one.column for one in table.filters if isinstance(one, ColumnEquals)}
    start = 0
    while start < len(index) - 1 and index[start] in scope:
        start += 1
    return index[: start + 1]


def _is_wrapped(condition: Condition, sight: Sight) -> bool:
    if len(condition.columns) != 1 or condition.columns[0].table is None:
        return False
    if condition.shape is Shape.WRAPPED:
        return True
    table = sight.table(condition.columns[0].table)
    column = table.column(condition.columns[0].name) if table else None
    return condition.shape is Shape.AS_TEXT and column is not None and column.type is not ColumnType.TEXT
