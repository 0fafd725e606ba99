"""The conditions and keys in a plan of PostgreSQL, read by its own grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from querying.catalog import TableKey
from querying.engines.plans import Condition, PlanColumn, Shape
from querying.guard import GuardRefusal
from querying.guard.postgresql.parse import Message, children, nodes, parse, render

Aliases = Mapping[str, TableKey]

_SUBQUERY = "?subquery"
_SUBQUERIES = re.compile(
    r"EXISTS\((?:hashed )?(?:SubPlan|InitPlan) \d+\)"
    r"|\((?:hashed )?(?:SubPlan|InitPlan) \d+\)(?:\.col\d+)?|\(rescan SubPlan \d+\)(?:\.col\d+)?"
)
_DIRECTION = re.compile(r" (?:ASC|DESC)?(?: ?NULLS (?:FIRST|LAST))?$")
_COMPARISONS = {"=": Shape.EQUAL, "<": Shape.RANGE, ">": Shape.RANGE, "<=": Shape.RANGE, ">=": Shape.RANGE}
_PATTERNS = ("~~", "~~*")
_NUMBERS = ("numeric", "int2", "int4", "int8", "float4", "float8")
_EXTRACT = re.compile(r"\bextract \('(\w+)' FROM ")
_TEXTS = ("text", "varchar", "bpchar")


def read_conditions(text: str, aliases: Aliases) -> tuple[Condition, ...]:
    """What stands between the ANDs of a condition as EXPLAIN VERBOSE prints it."""
    expression = _parsed(text)
    if expression is None:
        return (Condition("", known=False),)
    return tuple(_condition(part, aliases) for part in _conjuncts(expression))


def read_keys(texts: Sequence[str], aliases: Aliases) -> tuple[Condition, ...]:
    """The keys of a sort or of a group, with the direction of those that go down."""
    return tuple(_key(text, aliases) for text in texts)


def _key(text: str, aliases: Aliases) -> Condition:
    bare = _DIRECTION.sub("", text)
    expression = _parsed(bare)
    if expression is None:
        return Condition("", known=False)
    key = _condition(expression, aliases)
    downwards = " DESC" if text.removeprefix(bare).startswith(" DESC") else ""
    return Condition(key.text + downwards, key.columns, known=key.known)


def _parsed(text: str) -> nodes.Node | None:
    """The expression, or None: EXPLAIN prints some things that are no SQL."""
    readable = _SUBQUERIES.sub(f'"{_SUBQUERY}"', text).replace("(ANY (", "((").replace("(ALL (", "((")
    try:
        tree = parse(f"SELECT {readable}")
    except GuardRefusal:
        return None
    targets = tree.stmts[0].stmt.select_stmt.target_list
    return targets[0].res_target.val if len(targets) == 1 else None


def _conjuncts(node: nodes.Node) -> list[nodes.Node]:
    if node.HasField("bool_expr") and node.bool_expr.boolop == nodes.AND_EXPR:
        return [part for argument in node.bool_expr.args for part in _conjuncts(argument)]
    return [node]


def _condition(node: nodes.Node, aliases: Aliases) -> Condition:
    found = _columns(node)
    columns = tuple(_column(names, aliases) for names in found)
    shape, value = _shape(node)
    return Condition(
        text=_text(node, aliases, qualified=len({column.table for column in columns}) > 1),
        columns=columns,
        shape=shape,
        value=value,
        known=all(
            column.table is not None or len(names) < 2 for column, names in zip(columns, found, strict=True)
        ),
    )


def _columns(message: Message) -> list[tuple[str, ...]]:
    """The names of all columns in an expression, each once."""
    found: dict[tuple[str, ...], None] = {}
    waiting: list[Message] = [message]
    while waiting:
        here = waiting.pop()
        if isinstance(here, nodes.ColumnRef):
            names = tuple(part.string.sval for part in here.fields)
            if names != (_SUBQUERY,):
                found[names] = None
        else:
            waiting.extend(reversed(children(here)))
    return list(found)


def _column(names: tuple[str, ...], aliases: Aliases) -> PlanColumn:
    """`alias.column`; a name alone is one that the query itself made."""
    return PlanColumn(aliases.get(names[-2]) if len(names) > 1 else None, names[-1])


def _shape(node: nodes.Node) -> tuple[Shape, str | None]:
    if not node.HasField("a_expr"):
        return Shape.OTHER, None
    expression = node.a_expr
    operator = expression.name[-1].string.sval if expression.name else ""
    if expression.kind == nodes.AEXPR_OP_ANY and operator == "=" and _is_column(expression.lexpr):
        return Shape.EQUAL, None
    if expression.kind != nodes.AEXPR_OP or operator not in (*_COMPARISONS, *_PATTERNS):
        return Shape.OTHER, None
    left, right = _columns(expression.lexpr), _columns(expression.rexpr)
    if left and right:
        both = _is_column(expression.lexpr) and _is_column(expression.rexpr)
        return (Shape.JOIN if both and operator == "=" else Shape.OTHER), None
    side, other = (expression.lexpr, expression.rexpr) if left else (expression.rexpr, expression.lexpr)
    if _is_column(side):
        return _COMPARISONS.get(operator, Shape.OTHER), _constant(other)
    if operator in _PATTERNS or not (left or right):
        return Shape.OTHER, None
    return (Shape.AS_TEXT if _is_column(_without_text_cast(side)) else Shape.WRAPPED), None


def _is_column(node: nodes.Node) -> bool:
    return node.HasField("column_ref")


def _without_text_cast(node: nodes.Node) -> nodes.Node:
    is_text = node.HasField("type_cast") and node.type_cast.type_name.names[-1].string.sval in _TEXTS
    return node.type_cast.arg if is_text else node


def _constant(node: nodes.Node) -> str | None:
    """The constant as text, without its cast."""
    if node.HasField("type_cast"):
        return _constant(node.type_cast.arg)
    constant = node.a_const
    if not node.HasField("a_const") or constant.isnull:
        return None
    kind = constant.WhichOneof("val")
    if kind == "ival":
        return str(constant.ival.ival)
    if kind == "boolval":
        return "true" if constant.boolval.boolval else "false"
    return str(getattr(getattr(constant, kind), kind)) if kind else None


def _text(node: nodes.Node, aliases: Aliases, *, qualified: bool) -> str:
    """The expression as a person would write it: without casts of constants, without needless prefixes."""
    tree = nodes.ParseResult()
    statement = tree.stmts.add().stmt.select_stmt
    statement.limit_option = nodes.LIMIT_OPTION_DEFAULT
    statement.op = nodes.SETOP_NONE
    target = statement.target_list.add().res_target
    target.val.CopyFrom(node)
    _simplify(target.val, aliases, qualified=qualified)
    text = render(tree).removeprefix("SELECT ").replace(f'"{_SUBQUERY}"', "(…)")
    return _EXTRACT.sub(r"extract(\1 FROM ", text)


def _simplify(message: Message, aliases: Aliases, *, qualified: bool) -> None:
    if isinstance(message, nodes.Node) and message.HasField("type_cast"):
        argument = message.type_cast.arg
        if argument.HasField("a_const") or (argument.HasField("column_ref") and _is_text_cast(message)):
            kept = nodes.Node()
            kept.CopyFrom(argument)
            kind, value = message.type_cast.type_name.names[-1].string.sval, argument.a_const.sval.sval
            if kind in _NUMBERS and value:
                kept.a_const.fval.fval = value
            message.CopyFrom(kept)
    if isinstance(message, nodes.ColumnRef):
        _rename(message, aliases, qualified=qualified)
        return
    for child in children(message):
        _simplify(child, aliases, qualified=qualified)


def _is_text_cast(node: nodes.Node) -> bool:
    return _without_text_cast(node) is not node


def _rename(column: nodes.ColumnRef, aliases: Aliases, *, qualified: bool) -> None:
    names = [part.string.sval for part in column.fields]
    if len(names) < 2:
        return
    table = aliases.get(names[-2], ("", names[-2]))[1]
    del column.fields[:]
    for name in ([table] if qualified else []) + names[-1:]:
        column.fields.add().string.sval = name
