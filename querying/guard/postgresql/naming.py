"""How PostgreSQL names a result column that was given no name (FigureColname of its parser)."""

from __future__ import annotations

from querying.guard.postgresql.parse import nodes

_FIXED = {
    "a_array_expr": "array",
    "row_expr": "row",
    "coalesce_expr": "coalesce",
    "grouping_func": "grouping",
}
_VALUES = {
    "SVFOP_CURRENT_DATE": "current_date",
    "SVFOP_CURRENT_TIME": "current_time",
    "SVFOP_CURRENT_TIMESTAMP": "current_timestamp",
    "SVFOP_LOCALTIME": "localtime",
    "SVFOP_LOCALTIMESTAMP": "localtimestamp",
}
UNNAMED = "?column?"


def column_name(node: nodes.Node) -> str:
    """The name of the column that this expression makes."""
    return _figure(node)[0] or UNNAMED


def _figure(node: nodes.Node) -> tuple[str, int]:
    """The name and how sure it is: 2 beats 1 where a cast or CASE must choose, 0 is none."""
    kind = node.WhichOneof("node") or ""
    if kind in _FIXED:
        return _FIXED[kind], 2
    if kind == "column_ref":
        names = [field.string.sval for field in node.column_ref.fields if field.HasField("string")]
        return (names[-1], 2) if names else ("", 0)
    if kind == "a_indirection":
        names = [field.string.sval for field in node.a_indirection.indirection if field.HasField("string")]
        return (names[-1], 2) if names else _figure(node.a_indirection.arg)
    if kind == "func_call":
        return node.func_call.funcname[-1].string.sval, 2
    if kind == "a_expr":
        return ("nullif", 2) if node.a_expr.kind == nodes.AEXPR_NULLIF else ("", 0)
    if kind == "type_cast":
        name, strength = _figure(node.type_cast.arg)
        return (name, strength) if strength > 1 else (node.type_cast.type_name.names[-1].string.sval, 1)
    if kind == "collate_clause":
        return _figure(node.collate_clause.arg)
    if kind == "case_expr":
        name, strength = _figure(node.case_expr.defresult)
        return (name, strength) if strength > 1 else ("case", 1)
    if kind == "min_max_expr":
        return ("greatest" if node.min_max_expr.op == nodes.IS_GREATEST else "least"), 2
    if kind == "sqlvalue_function":
        return _VALUES.get(nodes.SQLValueFunctionOp.Name(node.sqlvalue_function.op).removesuffix("_N"), ""), 2
    return _figure_sublink(node.sub_link) if kind == "sub_link" else ("", 0)


def _figure_sublink(sublink: nodes.SubLink) -> tuple[str, int]:
    if sublink.sub_link_type == nodes.EXISTS_SUBLINK:
        return "exists", 2
    if sublink.sub_link_type == nodes.ARRAY_SUBLINK:
        return "array", 2
    if sublink.sub_link_type != nodes.EXPR_SUBLINK:
        return "", 0
    select = sublink.subselect.select_stmt
    while select.op != nodes.SETOP_NONE:
        select = select.larg
    if not select.target_list:
        return ("column1", 2) if select.values_lists else ("", 0)
    target = select.target_list[0].res_target
    return (target.name, 2) if target.name else _figure(target.val)
