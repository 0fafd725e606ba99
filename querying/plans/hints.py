"""What would make a query cheaper, read from its plan: said only where the plan surely shows it.

Estimates of rows are looked at only for tables that the asker sees whole, or where the query really ran: a
hint that came and went with an estimate would tell of others' rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from querying.catalog import ColumnEquals, ColumnType, TableKey
from querying.engines.plans import SCANS, Condition, PlanNode, Shape, Step
from querying.plans.indexes import create_index, help_of, quoted_table, wanted_columns
from querying.plans.places import Written
from querying.plans.sight import Sight
from querying.plans.telling import counted, listed
from querying.plans.told import Hint

BIG_TABLE = 20_000
FEW = 0.1
MANY_LOOPS = 10_000
MANY_COLUMNS = 20
OFF_BY = 100
SORT_MEMORY = 64 * 1024 * 1024

Rule = Callable[[Sight, Written], Iterator[Hint]]


def hints_for(sight: Sight, written: Written) -> tuple[Hint, ...]:
    """All hints, each once, those about indexes first."""
    found = [hint for rule in RULES for hint in rule(sight, written)]
    return tuple({(hint.code, hint.text): hint for hint in found}.values())


def missing_index(sight: Sight, written: Written) -> Iterator[Hint]:
    """A big table is read whole though its filter could be answered by an index that is not there."""
    for node, table in _big_scans(sight):
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
            sql=create_index(table, columns),
            place=written.table(table[1]),
        )


def index_for_a_join(sight: Sight, written: Written) -> Iterator[Hint]:
    """A big table is read again for each row, or whole for a few rows, for want of an index on its key."""
    for join in sight.plan.root.walk():
        if join.step not in (Step.NESTED_LOOP, Step.HASH_JOIN):
            continue
        for side in join.children:
            columns = _join_columns(join, side, sight)
            if not columns or side.table is None or not _joins_a_few(join, side, sight):
                continue
            if any(index[:1] == (columns[0],) for index in _indexes(sight, side.table)):
                continue
            yield Hint(
                "plan.join_index",
                _(
                    "All of %(table)s is read to join it: an index on %(columns)s would find only the rows"
                    " that are needed. Whoever runs the database can make it."
                )
                % {"table": sight.name(side.table), "columns": listed(columns)},
                sql=create_index(side.table, columns),
                place=written.table(side.table[1]),
            )


def wrapped_column(sight: Sight, written: Written) -> Iterator[Hint]:
    """A function around a column keeps its index from being used."""
    for node, table in _big_scans(sight):
        for condition in node.filters:
            if not _is_wrapped(condition, sight) or not sight.may_show(condition):
                continue
            name = condition.columns[0].name
            if any(name in _usable_start(sight, table, index) for index in _indexes(sight, table)):
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
    for node, table in _big_scans(sight):
        kept = _rows(node, sight)
        texts = sight.texts(node.filters)
        if not texts or kept is None or kept > FEW / 10 * sight.size(table):
            continue
        if not wanted_columns(sight, node) and not any(_is_wrapped(one, sight) for one in node.filters):
            yield Hint(
                "plan.scan_for_few_rows",
                _("All of %(table)s is read for about %(rows)s rows: no index can answer %(condition)s.")
                % {"table": sight.name(table), "rows": counted(kept), "condition": _(" and ").join(texts)},
                place=written.table(table[1]),
            )


def spilled(sight: Sight, written: Written) -> Iterator[Hint]:
    """What did not fit into memory, or will not."""
    for node in sight.plan.root.walk():
        if node.actual is None:
            too_large = sight.is_exact(node) and node.rows * node.width > SORT_MEMORY
            went = False
        else:
            too_large, went = False, node.actual.spilled
        if node.step is Step.SORT and (too_large or went):
            text = (
                _("The sort did not fit into memory and went to disk: sort fewer rows, or fewer columns.")
                if went
                else _("The sort is larger than the memory it gets: sort fewer rows, or fewer columns.")
            )
            yield Hint("plan.spilled", text, place=written.clause("order", "by"))
        elif went:
            yield Hint(
                "plan.spilled",
                _("A join or a group did not fit into memory and went to disk: filter earlier."),
            )


def many_loops(sight: Sight, _written: Written) -> Iterator[Hint]:
    """Something is done again and again for very many rows."""
    for node in sight.plan.root.walk():
        if node.step is not Step.NESTED_LOOP or len(node.children) < 2:
            continue
        outer, inner = node.children[:2]
        loops = _rows(outer, sight)
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


def estimates_off(sight: Sight, written: Written) -> Iterator[Hint]:
    """The database expected far more or fewer rows than came: its statistics are old."""
    for node in sight.plan.root.walk():
        if node.actual is None or node.table is None or not sight.is_exact(node):
            continue
        came = node.actual.rows / max(1.0, node.actual.loops)
        least, most = sorted((max(1.0, node.rows), max(1.0, came)))
        if most >= 1_000 and most / least >= OFF_BY:
            yield Hint(
                "plan.estimates_off",
                _(
                    "The database expected %(expected)s rows of %(table)s, and %(came)s came: its statistics"
                    " are old. Whoever runs the database can renew them."
                )
                % {
                    "expected": counted(node.rows),
                    "table": sight.name(node.table),
                    "came": counted(came),
                },
                sql=f"ANALYZE {quoted_table(node.table)};",
                place=written.table(node.table[1]),
            )


def many_columns(sight: Sight, written: Written) -> Iterator[Hint]:
    """`*` of wide tables."""
    star = written.star()
    if star and sight.width >= MANY_COLUMNS:
        yield Hint(
            "plan.many_columns",
            _("* gives all of %(count)s columns: name those that you need.")
            % {"count": counted(sight.width)},
            place=star,
        )


def missing_limit(sight: Sight, written: Written) -> Iterator[Hint]:
    """Rows of a big table as they are, without a LIMIT."""
    if written.has("limit") or written.has("fetch"):
        return
    steps = {node.step for node in sight.plan.root.walk()}
    if steps & {Step.GROUP, Step.DISTINCT, Step.SET_OPERATION}:
        return
    big = [table for _node, table in _big_scans(sight)]
    if big:
        yield Hint(
            "plan.missing_limit",
            _("The query asks for rows of %(table)s without a LIMIT: with one it can stop early.")
            % {"table": sight.name(big[0])},
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


RULES: tuple[Rule, ...] = (
    missing_index,
    index_for_a_join,
    wrapped_column,
    scan_for_few_rows,
    all_partitions,
    spilled,
    many_loops,
    repeated_subquery,
    estimates_off,
    many_columns,
    missing_limit,
)


def _big_scans(sight: Sight) -> Iterator[tuple[PlanNode, TableKey]]:
    """Big tables of which all is read, or all that the asker may see."""
    for node in sight.plan.root.walk():
        if node.step not in SCANS or not all(map(sight.is_scope, node.found_by)):
            continue
        if node.table and sight.table(node.table) and sight.size(node.table) >= BIG_TABLE:
            yield node, node.table


def _rows(node: PlanNode, sight: Sight) -> float | None:
    """How many rows a step gives, where that may be looked at."""
    if not sight.is_exact(node):
        return None
    return node.actual.rows / max(1.0, node.actual.loops) if node.actual else node.rows


def _keeps_most(sight: Sight, node: PlanNode) -> bool:
    """Whether an index would not help, for most rows are needed anyway."""
    rows = _rows(node, sight)
    return rows is not None and node.table is not None and rows > FEW * sight.size(node.table)


def _joins_a_few(join: PlanNode, side: PlanNode, sight: Sight) -> bool:
    """Whether a big table is read whole in a join that needs few of its rows."""
    if side.step is not Step.SCAN or side.table is None or sight.size(side.table) < BIG_TABLE:
        return False
    if join.step is Step.NESTED_LOOP:
        return side is join.children[1]
    others = [_rows(child, sight) for child in join.children if child is not side and not child.subquery]
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


def _indexes(sight: Sight, key: TableKey) -> tuple[tuple[str, ...], ...]:
    facts = sight.plan.tables.get(key)
    return facts.indexes if facts else ()


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
