"""Which index would answer the filter of a step, and whether there is one already."""

from __future__ import annotations

import re

from querying.catalog import ColumnEquals, ColumnType, TableKey
from querying.engines.plans import Advice, Condition, PlanNode, Shape
from querying.plans.sight import Sight

MOST_COLUMNS = 3
LONGEST_NAME = 60
INDEXED_CHARACTERS = 40
_INDEXED = (Shape.EQUAL, Shape.RANGE)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_RESERVED = frozenset({
    "all", "and", "any", "array", "as", "asc", "between", "both", "case", "cast", "check", "column",
    "constraint", "create", "current_date", "current_time", "current_user", "default", "desc", "distinct",
    "do", "else", "end", "except", "false", "fetch", "for", "foreign", "from", "grant", "group", "having",
    "in", "initially", "intersect", "into", "lateral", "leading", "limit", "localtime", "localtimestamp",
    "not", "null", "offset", "on", "only", "or", "order", "placing", "primary", "references", "returning",
    "select", "session_user", "some", "symmetric", "table", "then", "to", "trailing", "true", "union",
    "unique", "user", "using", "variadic", "when", "where", "window", "with",
})  # fmt: skip


def wanted_columns(sight: Sight, node: PlanNode) -> list[str]:
    """The columns of the index that a filter asks for: those compared for equality first, then one range.

    Before them stand the columns that cut the table to the asker's rows, where they may be named: every
    query has them. Empty where no plain column of the asker's own is compared, or no index can be made.
    """
    table = sight.table(node.table)
    if table is None or not sight.plan.advice.index:
        return []
    own = [one for one in node.filters if _is_comparison(one, sight)]
    equal = _names(own, Shape.EQUAL)
    ranged = [name for name in _names(own, Shape.RANGE) if name not in equal]
    # How many rows a condition on a computed value leaves is a guess: nobody knows what the range does.
    guessed = node.rows is None or any(
        one.shape not in _INDEXED and not sight.is_scope(one) for one in node.filters
    )
    if not equal and (not ranged or guessed):
        return []
    scope = [
        one.column for one in table.filters if isinstance(one, ColumnEquals) and table.column(one.column)
    ]
    columns = list(dict.fromkeys([*scope, *equal, *ranged[:1]]))
    return columns[:MOST_COLUMNS]


def help_of(sight: Sight, node: PlanNode) -> bool:
    """Whether an index is there that a filter of the asker's could use; that it was not is no lack."""
    table, facts = sight.table(node.table), sight.plan.tables.get(node.table or ("", ""))
    if table is None or facts is None:
        return False
    scope = {one.column for one in table.filters if isinstance(one, ColumnEquals)}
    own = {one.columns[0].name for one in node.filters if _is_comparison(one, sight)}
    return any(_reaches(index, scope, own) for index in facts.indexes)


def create_index(sight: Sight, key: TableKey, columns: list[str]) -> str:
    """The statement that makes it, for whoever runs the database."""
    advice = sight.plan.advice
    name = "_".join([key[1], "by", *columns])[:LONGEST_NAME]
    return advice.index.format(
        name=_quoted(name, advice),
        table=_quoted_table(key, advice),
        columns=", ".join(_indexed(sight, key, column) for column in columns),
    )


def renew_statistics(sight: Sight, key: TableKey) -> str:
    """The statement that has the database look at the table anew."""
    return sight.plan.advice.statistics.format(table=_quoted_table(key, sight.plan.advice))


def _indexed(sight: Sight, key: TableKey, name: str) -> str:
    """The column as an index takes it."""
    advice, column = sight.plan.advice, sight.view.tables[key].column(name)
    needs_length = column is not None and column.sql_type.lower() in advice.lengths
    return _quoted(name, advice) + (f"({INDEXED_CHARACTERS})" if needs_length else "")


def _quoted_table(key: TableKey, advice: Advice) -> str:
    """`schema.table`, or the table alone where a source has but one schema."""
    return ".".join(_quoted(name, advice) for name in (key if advice.names_schema else key[1:]) if name)


def _quoted(name: str, advice: Advice) -> str:
    """A name as SQL writes it: in quotes where it needs them."""
    if not advice.quotes_all and _PLAIN.fullmatch(name) and name not in _RESERVED:
        return name
    return advice.quote + name.replace(advice.quote, advice.quote * 2) + advice.quote


def _reaches(index: tuple[str, ...], scope: set[str], own: set[str]) -> bool:
    for name in index:
        if name in own:
            return True
        if name not in scope:
            return False
    return False


def _is_comparison(condition: Condition, sight: Sight) -> bool:
    """Of one plain column that may be named; a yes or no tells too few rows apart to be worth an index."""
    if condition.shape not in _INDEXED or len(condition.columns) != 1 or sight.is_scope(condition):
        return False
    table = sight.table(condition.columns[0].table)
    column = table.column(condition.columns[0].name) if table else None
    return column is not None and not column.masked and column.type is not ColumnType.BOOLEAN


def _names(conditions: list[Condition], shape: Shape) -> list[str]:
    return list(dict.fromkeys(one.columns[0].name for one in conditions if one.shape is shape))
