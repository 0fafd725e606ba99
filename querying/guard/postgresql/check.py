"""Wall 2, the part that needs no names: functions, operators, types, limits.

grammar.py has seen to it that every node is of a kind that may stand. One walk visits every message by the
tree's own description, so no place can be forgotten; it leaves out only what can't hold anything that is
checked, by that same description. On its way it prints functions, operators' schemas and types as
pg_catalog's, and puts the turn's clock in.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from google.protobuf.descriptor import Descriptor

from querying.catalog import CatalogView
from querying.guard.postgresql import allowed, functions
from querying.guard.postgresql.clock import Clock
from querying.guard.postgresql.grammar import MESSAGES
from querying.guard.postgresql.naming import column_name
from querying.guard.postgresql.parse import Message, nodes
from querying.guard.postgresql.sizes import LONGEST_GROWTH
from querying.guard.postgresql.whole import place_of
from querying.guard.refusals import Source
from querying.limits import Limits

LONGEST_SERIES = 1_000_000


class Checker:
    """Walks one tree; raises GuardRefusal at the first thing that may not stand there."""

    def __init__(self, source: Source, view: CatalogView, limits: Limits, clock: Clock) -> None:
        self.source = source
        self.view = view
        self.limits = limits
        self.clock = clock
        self.joins = 0
        self.common_tables = 0
        self.clock_used = 0

    def walk(self, message: Message) -> None:
        """Checks the message and all in it."""
        check, single, repeated = _STEPS[type(message)]
        if check is not None:
            check(self, message)
        for name in single:
            if message.HasField(name):
                self._enter(getattr(message, name))
        for name in repeated:
            for child in getattr(message, name):
                self._enter(child)

    def _enter(self, child: Message) -> None:
        if type(child) is not _NODE:
            self.walk(child)
            return
        kind = child.WhichOneof("node")
        if kind in _PLAIN_KINDS:
            return
        if kind == "res_target":
            self._target(child.res_target)
        elif kind == "func_call" and self._is_clock(child.func_call):
            self._replace(child, self.clock.value_of_call(child.func_call.funcname[-1].string.sval))
        elif kind == "sqlvalue_function":
            self.walk(child.sqlvalue_function)
            self._replace(child, self.clock.value_of(child.sqlvalue_function))
        else:
            self.walk(getattr(child, kind))

    def _target(self, target: nodes.ResTarget) -> None:
        """A column called by its function keeps that name when the function becomes a literal."""
        if target.indirection:
            raise self.source.refused("select-list", target.location)
        if target.name or target.val.HasField("column_ref"):
            self.walk(target)
            return
        before = self.clock_used
        name = column_name(target.val)
        self.walk(target)
        if self.clock_used > before:
            target.name = name

    def _is_clock(self, call: nodes.FuncCall) -> bool:
        if call.args or call.funcname[-1].string.sval not in functions.CLOCKS:
            return False
        return [part.string.sval for part in call.funcname[:-1]] in ([], ["pg_catalog"])

    def _replace(self, node: nodes.Node, value: nodes.Node | None) -> None:
        if value is None:
            raise self.source.refused("session")
        node.CopyFrom(value)
        self.clock_used += 1

    def _select(self, select: nodes.SelectStmt) -> None:
        if select.from_clause:
            self._count_joins(len(select.from_clause) - 1, select.from_clause[-1])

    def _join(self, join: nodes.JoinExpr) -> None:
        self._count_joins(1, join.rarg)

    def _count_joins(self, more: int, last: nodes.Node) -> None:
        self.joins += more
        if self.joins > self.limits.joins:
            raise self.source.refused("joins", place_of(last), most=self.limits.joins)

    def _common_table(self, table: nodes.CommonTableExpr) -> None:
        self.common_tables += 1
        if self.common_tables > self.limits.common_tables:
            raise self.source.refused("with-queries", table.location, most=self.limits.common_tables)
        if not table.ctequery.HasField("select_stmt"):
            raise self.source.refused("with-select", table.location)
        if table.ctename.startswith("pg_"):
            raise self.source.refused("system-name", table.location)

    def _range_var(self, table: nodes.RangeVar) -> None:
        if table.catalogname:
            raise self.source.refused("other-database", table.location)

    def _call(self, call: nodes.FuncCall) -> None:
        names = [part.string.sval for part in call.funcname]
        name = names[-1]
        if names[:-1] not in ([], ["pg_catalog"]) or name not in functions.ALLOWED:
            raise self.source.refused("function", call.location, name, function=".".join(names))
        self._bound(name, call)
        if name == "age" and len(call.args) == 1:  # means: from current_date
            argument = nodes.Node()
            argument.CopyFrom(call.args[0])
            del call.args[:]
            call.args.add().a_const.sval.sval = self.clock.today
            call.args.append(argument)
        if len(names) == 1:
            del call.funcname[:]
            call.funcname.add().string.sval = "pg_catalog"
            call.funcname.add().string.sval = name

    def _bound(self, name: str, call: nodes.FuncCall) -> None:
        """Sizes that an argument tells stay small enough for a cell and for a stage of the plan."""
        if name in functions.GROWING and (len(call.args) > 1 or call.func_variadic):
            self._bound_growth(call)
        elif name == "generate_series" and len(call.args) > 1:
            low, high = _integer(call.args[0]), _integer(call.args[1])
            step = _integer(call.args[2]) if len(call.args) > 2 else 1
            if low is not None and high is not None and abs(high - low) > LONGEST_SERIES * abs(step or 1):
                raise self.source.refused("series", call.location, most=f"{LONGEST_SERIES:,}")
        elif name == "format" and not (call.args and _is_plain_format(call.args[0])):
            raise self.source.refused("format", call.location)

    def _bound_growth(self, call: nodes.FuncCall) -> None:
        if any(argument.HasField("named_arg_expr") for argument in call.args) or call.func_variadic:
            raise self.source.refused("by-position", call.location)
        length = _integer(call.args[1])
        if length is None:
            wanted = nodes.Node()
            wanted.CopyFrom(call.args[1])
            call.args[1].min_max_expr.op = nodes.IS_LEAST
            call.args[1].min_max_expr.args.append(wanted)
            call.args[1].min_max_expr.args.add().a_const.ival.ival = LONGEST_GROWTH
        elif length > LONGEST_GROWTH:
            raise self.source.refused("text-length", call.location, most=f"{LONGEST_GROWTH:,}")

    def _operator(self, expression: nodes.A_Expr) -> None:
        if expression.kind in _NAMED_KINDS:
            self._operator_name(expression.name, expression.location)

    def _sublink(self, sublink: nodes.SubLink) -> None:
        if sublink.oper_name:
            self._operator_name(sublink.oper_name, sublink.location)

    def _sort(self, sort: nodes.SortBy) -> None:
        if sort.use_op:
            raise self.source.refused("sort-operator", sort.location)

    def _operator_name(self, parts: list[nodes.Node], location: int) -> None:
        names = [part.string.sval for part in parts]
        if names[-1] not in allowed.OPERATORS or names[:-1] not in ([], ["pg_catalog"]):
            raise self.source.refused("operator", location, names[-1], operator=".".join(names))

    def _type(self, type_name: nodes.TypeName) -> None:
        names = [part.string.sval for part in type_name.names]
        if type_name.setof or type_name.pct_type or not names:
            raise self.source.refused("plain-type", type_name.location)
        if tuple(names) in self.view.extension_types:
            return
        if names[:-1] not in ([], ["pg_catalog"]) or names[-1] not in allowed.CASTABLE:
            raise self.source.refused("type", type_name.location, names[-1], type=".".join(names))
        lengths = [_integer(modifier) for modifier in type_name.typmods]
        longest = allowed.LONGEST_PADDING if names[-1] in allowed.PADDED else allowed.LONGEST_MODIFIER
        if any(length is None or length > longest for length in lengths):
            raise self.source.refused("type-length", type_name.location)
        if len(names) == 1:
            del type_name.names[:]
            type_name.names.add().string.sval = "pg_catalog"
            type_name.names.add().string.sval = names[0]

    def _collation(self, clause: nodes.CollateClause) -> None:
        names = [part.string.sval for part in clause.collname]
        if names[:-1] not in ([], ["pg_catalog"]) or names[-1] not in allowed.COLLATIONS:
            raise self.source.refused("collation", clause.location, names[-1], collation=".".join(names))

    def _value_function(self, function: nodes.SQLValueFunction) -> None:
        if self.clock.value_of(function) is None:
            raise self.source.refused("session", function.location)

    def _column_definition(self, column: nodes.ColumnDef) -> None:
        """The column list of json_to_recordset: names and types, nothing that a table's may have."""
        extra = {field.name for field, _ in column.ListFields()} - {
            "colname",
            "type_name",
            "is_local",
            "location",
        }
        if extra:
            raise self.source.refused("record-columns", column.location)


_NAMED_KINDS = frozenset(
    {
        nodes.AEXPR_OP, nodes.AEXPR_OP_ANY, nodes.AEXPR_OP_ALL, nodes.AEXPR_DISTINCT,
        nodes.AEXPR_NOT_DISTINCT, nodes.AEXPR_NULLIF, nodes.AEXPR_IN, nodes.AEXPR_LIKE, nodes.AEXPR_ILIKE,
        nodes.AEXPR_SIMILAR,
    }
)  # fmt: skip


_CHECKS: dict[str, Callable[[Checker, Message], None]] = {
    "SelectStmt": Checker._select,
    "RangeVar": Checker._range_var,
    "JoinExpr": Checker._join,
    "CommonTableExpr": Checker._common_table,
    "FuncCall": Checker._call,
    "A_Expr": Checker._operator,
    "SubLink": Checker._sublink,
    "SortBy": Checker._sort,
    "TypeName": Checker._type,
    "CollateClause": Checker._collation,
    "SQLValueFunction": Checker._value_function,
    "ColumnDef": Checker._column_definition,
    "ResTarget": lambda checker, message: None,
}


def _holders() -> frozenset[str]:
    """The kinds of messages in which, at any depth, something may stand that is checked."""
    found = frozenset(_CHECKS)
    while True:
        more = found | {
            name
            for name, kind in MESSAGES.items()
            if any(field.message_type and field.message_type.name in found for field in kind.fields)
        }
        if more == found:
            return found
        found = more


_Step = tuple[Callable[[Checker, Message], None] | None, tuple[str, ...], tuple[str, ...]]


def _steps(name: str, kind: Descriptor) -> _Step:
    """The check of a kind of message, and its fields that hold what is checked, single and repeated."""
    fields = [field for field in kind.fields if field.message_type and field.message_type.name in _HOLDERS]
    single = tuple(field.name for field in fields if not field.is_repeated)
    return _CHECKS.get(name), single, tuple(field.name for field in fields if field.is_repeated)


_NODE = nodes.Node
_HOLDERS = _holders()
_STEPS: dict[type, _Step] = {getattr(nodes, name): _steps(name, kind) for name, kind in MESSAGES.items()}
_PLAIN_KINDS = frozenset(
    field.name for field in MESSAGES["Node"].fields if field.message_type.name not in _HOLDERS
) | {None}


def _integer(node: nodes.Node) -> int | None:
    """The value of an integer constant, however it is written; None for anything else."""
    if node.HasField("a_const"):
        constant = node.a_const
        if constant.HasField("ival"):
            return constant.ival.ival
        if constant.HasField("fval") and re.fullmatch(r"-?\d{1,40}", constant.fval.fval):
            return int(constant.fval.fval)
    return None


def _is_plain_format(node: nodes.Node) -> bool:
    if not node.HasField("a_const") or not node.a_const.HasField("sval"):
        return False
    return re.search(r"%(?![sIL%])", node.a_const.sval.sval.replace("%%", "")) is None
