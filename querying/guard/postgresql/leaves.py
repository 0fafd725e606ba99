"""Wall 3: each base table becomes a derived table of the permitted columns of the permitted rows.

`users AS u` becomes `(SELECT id, ..., '***' AS email FROM public.users WHERE organization_id = 1) AS u`. So
`*`, whole rows, WHERE and ORDER BY see only what is permitted, by the database's own rules. Values stand in
the tree as typed constants: the printer quotes them.
"""

from __future__ import annotations

from functools import cache, lru_cache

from querying.catalog import CatalogColumn, CatalogTable, ColumnEquals, ColumnType, RowFilter, TableKey
from querying.guard.postgresql.copies import repeated
from querying.guard.postgresql.facts import Leaf
from querying.guard.postgresql.parse import nodes, parse

MASK = "***"


def put_in_place(leaf: Leaf) -> None:
    """Turns the leaf's table reference into its derived table, in the tree."""
    table = nodes.RangeVar()
    table.CopyFrom(leaf.node.range_var)
    derived = leaf.node.range_subselect
    derived.alias.CopyFrom(table.alias)
    derived.alias.aliasname = table.alias.aliasname or table.relname
    _build(derived.subquery.select_stmt, leaf, inherits=table.inh)


def _build(select: nodes.SelectStmt, leaf: Leaf, *, inherits: bool) -> None:
    table = leaf.table
    columns = tuple(column for column in table.columns if leaf.whole or column.name in leaf.used)
    select.ParseFromString(_scoped(table.key, columns, table.filters, inherits=inherits))
    if leaf.fenced:
        comparisons = repeated(leaf)
        if comparisons:
            conditions = [_condition(table.name, row_filter) for row_filter in table.filters]
            select.where_clause.CopyFrom(_all(conditions + comparisons))
        select.limit_offset.a_const.ival.SetInParent()
        select.limit_option = nodes.LIMIT_OPTION_COUNT


@lru_cache(maxsize=1_000)
def _scoped(
    key: TableKey, columns: tuple[CatalogColumn, ...], filters: tuple[RowFilter, ...], *, inherits: bool
) -> bytes:
    """A SELECT of these columns of the rows that pass the filters, as bytes: what is kept can't change."""
    select = nodes.SelectStmt(limit_option=nodes.LIMIT_OPTION_DEFAULT, op=nodes.SETOP_NONE)
    for column in columns:
        _add_column(select, column)
    select.from_clause.append(_table(key, inherits=inherits))
    conditions = [_condition(key[1], row_filter) for row_filter in filters]
    if conditions:
        select.where_clause.CopyFrom(_all(conditions))
    data: bytes = select.SerializeToString()
    return data


def _add_column(select: nodes.SelectStmt, column: CatalogColumn) -> None:
    target = select.target_list.add().res_target
    if not column.masked:
        target.val.column_ref.fields.add().string.sval = column.name
        return
    target.name = column.name
    if column.type is ColumnType.TEXT:
        target.val.CopyFrom(typed("text", MASK))
    else:
        target.val.CopyFrom(typed(column.sql_type, None))


def _table(key: TableKey, *, inherits: bool = True) -> nodes.Node:
    node = nodes.Node()
    table = node.range_var
    table.schemaname, table.relname = key
    table.inh = inherits
    table.relpersistence = "p"
    return node


def _condition(table: str, row_filter: RowFilter) -> nodes.Node:
    """`column = 'value'::type`, never true without a value; or a semi-join through a foreign key."""
    node = nodes.Node()
    if isinstance(row_filter, ColumnEquals):
        if row_filter.value is None:
            node.a_const.boolval.SetInParent()
            return node
        expression = node.a_expr
        expression.kind = nodes.AEXPR_OP
        expression.name.add().string.sval = "="
        expression.lexpr.CopyFrom(_columns(table, (row_filter.column,)))
        expression.rexpr.CopyFrom(typed(row_filter.sql_type, row_filter.value))
        return node
    link = node.sub_link
    link.sub_link_type = nodes.ANY_SUBLINK
    link.testexpr.CopyFrom(_columns(table, row_filter.columns))
    select = link.subselect.select_stmt
    select.limit_option = nodes.LIMIT_OPTION_DEFAULT
    select.op = nodes.SETOP_NONE
    target = row_filter.to_table[1]
    for column in row_filter.to_columns:
        select.target_list.add().res_target.val.CopyFrom(_columns(target, (column,)))
    select.from_clause.append(_table(row_filter.to_table))
    inner = [_condition(target, each) for each in row_filter.filters]
    if inner:
        select.where_clause.CopyFrom(_all(inner))
    return node


def _columns(table: str, names: tuple[str, ...]) -> nodes.Node:
    """`table.column`, or a row of them: the table's name keeps it from meaning another level's column."""
    columns = []
    for name in names:
        node = nodes.Node()
        node.column_ref.fields.add().string.sval = table
        node.column_ref.fields.add().string.sval = name
        columns.append(node)
    if len(columns) == 1:
        return columns[0]
    row = nodes.Node()
    row.row_expr.args.extend(columns)
    row.row_expr.row_format = nodes.COERCE_IMPLICIT_CAST
    return row


def _all(conditions: list[nodes.Node]) -> nodes.Node:
    if len(conditions) == 1:
        return conditions[0]
    node = nodes.Node()
    node.bool_expr.boolop = nodes.AND_EXPR
    node.bool_expr.args.extend(conditions)
    return node


def typed(sql_type: str, value: str | None) -> nodes.Node:
    """A constant of a type that the catalog names (not the asker); NULL for None.

    The type's length is left out: a value cut to `varchar(3)` would be another organization's.
    """
    node = nodes.Node()
    node.type_cast.type_name.CopyFrom(_type_name(sql_type))
    if value is None:
        node.type_cast.arg.a_const.isnull = True
    else:
        node.type_cast.arg.a_const.sval.sval = value
    return node


@cache
def _type_name(sql_type: str) -> nodes.TypeName:
    cast = parse(f"SELECT NULL::{sql_type}").stmts[0].stmt.select_stmt.target_list[0].res_target.val.type_cast
    name = cast.type_name
    del name.typmods[:]
    if len(name.names) == 1:
        plain = name.names[0].string.sval
        del name.names[:]
        name.names.add().string.sval = "pg_catalog"
        name.names.add().string.sval = plain
    return name


def readable(table: CatalogTable, default_schema: str) -> str:
    return table.name if table.schema == default_schema else f"{table.schema}.{table.name}"
