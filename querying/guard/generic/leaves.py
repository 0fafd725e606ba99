"""Wall 3: each base table becomes a derived table of the permitted columns of the permitted rows.

`users AS u` becomes `(SELECT id, ..., '***' AS email FROM users WHERE organization_id = 1) AS u`. Values
stand in the tree as literals of the column's own type: the printer quotes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlglot import exp

from querying.catalog import CatalogTable, ColumnEquals, ColumnType, RowFilter, TableKey, ThroughForeignKey
from querying.guard.generic.dialects import Dialect
from querying.guard.generic.scope import Leaf

MASK = "***"
_INSIDE = "t"
_NUMBERS = re.compile(
    r"(unsigned |signed )?(tiny|small|medium|big|u|huge|uhuge|usmall|utiny|ubig)?(int|integer)\d?|decimal|"
    r"numeric|float|double|real|int[248]|float[48]|dec|fixed|double precision",
    re.IGNORECASE,
)


def put_in_place(leaf: Leaf, dialect: Dialect, *, fenced: bool) -> None:
    """Puts the leaf's derived table where its table stood, under the same alias."""
    table, node = leaf.table, leaf.node
    alias = node.args.get("alias") or exp.TableAlias(this=_name(node.name))
    columns = [column for column in table.columns if column.name in leaf.used] or list(table.columns)[:1]
    select = exp.Select(expressions=[_column(column.name, column.type, column.masked) for column in columns])
    select.set("from_", exp.From(this=_table(table.key, _INSIDE)))
    conditions = [each for one in table.filters for each in _conditions(_INSIDE, one, dialect, depth=1)]
    if conditions:
        select.set("where", exp.Where(this=_all(conditions)))
    if fenced and conditions and dialect.fence is not None:
        select.set("limit", exp.Limit(expression=dialect.fence.copy()))
        if dialect.kind == "sqlite":  # a LIMIT alone may still be merged into a plain query around it
            select.set("offset", exp.Offset(expression=exp.Literal.number(0)))
    node.replace(exp.Subquery(this=select, alias=alias.copy()))


def filter_tables(table: CatalogTable) -> Iterator[TableKey]:
    """The tables that the row filters of a table look into."""
    steps = list(table.filters)
    while steps:
        step = steps.pop()
        if isinstance(step, ThroughForeignKey):
            yield step.to_table
            steps += step.filters


def _column(name: str, kind: ColumnType, masked: bool) -> exp.Expr:
    if not masked:
        return _reference(_INSIDE, name)
    value = exp.Literal.string(MASK) if kind is ColumnType.TEXT else exp.Null()
    return exp.alias_(value, name, quoted=True, copy=False)


def _name(name: str) -> exp.Expr:
    return exp.to_identifier(name, quoted=True)


def _reference(table: str, name: str) -> exp.Column:
    return exp.Column(this=_name(name), table=_name(table))


def _table(key: TableKey, alias: str) -> exp.Table:
    return exp.Table(this=_name(key[1]), db=_name(key[0]), alias=exp.TableAlias(this=_name(alias)))


def _all(conditions: Iterable[exp.Expr]) -> exp.Expr:
    first, *rest = conditions
    for condition in rest:
        first = exp.And(this=first, expression=condition)
    return first


def _conditions(table: str, row_filter: RowFilter, dialect: Dialect, depth: int) -> list[exp.Expr]:
    """`column = value`, never true without a value; or a semi-join through a foreign key."""
    if isinstance(row_filter, ColumnEquals):
        if row_filter.value is None:
            return [exp.EQ(this=exp.Literal.number(1), expression=exp.Literal.number(0))]
        return _equals_value(_reference(table, row_filter.column), row_filter, dialect)
    return [_through(table, row_filter, dialect, depth)]


def _through(table: str, row_filter: ThroughForeignKey, dialect: Dialect, depth: int) -> exp.Expr:
    inner = f"{_INSIDE}{depth}"
    pairs: Sequence[tuple[str, str]] = list(zip(row_filter.columns, row_filter.to_columns, strict=True))
    conditions = [
        condition
        for own, other in pairs
        for condition in _same(_reference(inner, other), _reference(table, own), dialect)
    ]
    for each in row_filter.filters:
        conditions += _conditions(inner, each, dialect, depth + 1)
    select = exp.Select(expressions=[exp.Literal.number(1)])
    select.set("from_", exp.From(this=_table(row_filter.to_table, inner)))
    select.set("where", exp.Where(this=_all(conditions)))
    return exp.Exists(this=select)


def _equals_value(column: exp.Expr, row_filter: ColumnEquals, dialect: Dialect) -> list[exp.Expr]:
    value = row_filter.value or ""
    if _NUMBERS.fullmatch(row_filter.sql_type.split("(")[0].strip()):
        return [exp.EQ(this=column, expression=_number(value))]
    return _same(column, exp.Literal.string(value), dialect, row_filter.sql_type)


def _number(value: str) -> exp.Expr:
    """A number that the catalog view checked, as a literal: it holds digits, a sign, a point, no more."""
    text = value.strip().lstrip("+")
    if not re.fullmatch(r"-?\d{1,40}(\.\d{1,40})?", text):
        return exp.Null()
    return exp.Neg(this=exp.Literal.number(text[1:])) if text.startswith("-") else exp.Literal.number(text)


def _same(one: exp.Expr, other: exp.Expr, dialect: Dialect, sql_type: str = "") -> list[exp.Expr]:
    """Conditions under which both hold the very same value, whatever the collation of the column.

    MySQL compares text without regard to case and trailing spaces, and text with numbers as numbers ('1a'
    is 1): the first condition finds the rows by their index, the second compares byte by byte.
    """
    equal = exp.EQ(this=one, expression=other)
    if dialect.kind == "sqlite":
        return [exp.EQ(this=exp.Collate(this=one, expression=exp.Var(this="BINARY")), expression=other)]
    if dialect.kind == "mysql" and sql_type not in ("uuid", "inet6", "inet4"):
        return [equal, exp.EQ(this=_bytes(one), expression=_bytes(other))]
    if dialect.kind == "duckdb" and sql_type != "uuid":
        return [equal, exp.EQ(this=_bytes_of_duckdb(one), expression=_bytes_of_duckdb(other))]
    return [equal]


def _bytes(value: exp.Expr) -> exp.Expr:
    """The value as the digits of its text in utf8mb4: numbers print as digits, text as it is."""
    return exp.func("HEX", exp.cast(exp.cast(value.copy(), "CHAR"), "BINARY"), dialect="mysql")


def _bytes_of_duckdb(value: exp.Expr) -> exp.Expr:
    return exp.func("HEX", exp.cast(value.copy(), "TEXT"), dialect="duckdb")
