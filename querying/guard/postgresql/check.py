"""Wall 2, the part that needs no names: every node of the tree is of a kind that may stand there.

One walk visits every message of the tree by the tree's own description, so no place can be forgotten. On
its way it prints functions, operators' schemas and types as pg_catalog's, and puts the turn's clock in.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from querying.catalog import CatalogView
from querying.guard.postgresql import allowed, functions
from querying.guard.postgresql.clock import Clock
from querying.guard.postgresql.naming import column_name
from querying.guard.postgresql.parse import Message, children, nodes
from querying.guard.postgresql.sizes import LONGEST_GROWTH
from querying.guard.refusals import Source
from querying.limits import Limits

ALLOWED_NODES: frozenset[str] = frozenset(
    {
        "BitString", "Node", "SelectStmt", "RawStmt", "ParseResult", "RangeVar", "RangeSubselect",
        "RangeFunction", "JoinExpr", "Alias", "ColumnRef", "A_Star", "FuncCall", "A_Expr", "A_Const",
        "Integer", "Float", "Boolean", "String", "TypeCast", "TypeName", "ResTarget", "WithClause",
        "CommonTableExpr", "SubLink", "SortBy", "WindowDef", "CaseExpr", "CaseWhen", "CoalesceExpr",
        "MinMaxExpr", "NullTest", "BooleanTest", "BoolExpr", "RowExpr", "A_ArrayExpr", "A_Indirection",
        "A_Indices", "CollateClause", "GroupingSet", "GroupingFunc", "NamedArgExpr", "List",
        "SQLValueFunction", "ColumnDef", "JsonIsPredicate", "JsonFormat",
    }
)  # fmt: skip
NAMES = {
    "XmlExpr": "XML", "XmlSerialize": "XML", "RangeTableFunc": "XMLTABLE", "JsonTable": "JSON_TABLE",
    "ParamRef": "a parameter", "RangeTableSample": "TABLESAMPLE", "CurrentOfExpr": "CURRENT OF",
    "SetToDefault": "DEFAULT", "CTESearchClause": "SEARCH",
    "CTECycleClause": "CYCLE",
}  # fmt: skip

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
        self.checks: dict[str, Callable[[Message], None]] = {
            "SelectStmt": self._select,
            "RangeVar": self._range_var,
            "JoinExpr": self._join,
            "CommonTableExpr": self._common_table,
            "FuncCall": self._call,
            "A_Expr": self._operator,
            "SubLink": self._sublink,
            "SortBy": self._sort,
            "TypeName": self._type,
            "CollateClause": self._collation,
            "SQLValueFunction": self._value_function,
            "ColumnDef": self._column_definition,
        }

    def walk(self, message: Message) -> None:
        name = message.DESCRIPTOR.name
        if name not in ALLOWED_NODES:
            raise self._refused_node(message, name)
        check = self.checks.get(name)
        if check is not None:
            check(message)
        for child in children(message):
            self._enter(child)

    def _enter(self, child: Message) -> None:
        if type(child) is not nodes.Node:
            self.walk(child)
            return
        kind = child.WhichOneof("node")
        if kind == "res_target":
            self._target(child.res_target)
        elif kind == "func_call" and self._is_clock(child.func_call):
            self._replace(child, self.clock.value_of_call(child.func_call.funcname[-1].string.sval))
        elif kind == "sqlvalue_function":
            self.walk(child.sqlvalue_function)
            self._replace(child, self.clock.value_of(child.sqlvalue_function))
        elif kind is not None:
            self.walk(getattr(child, kind))

    def _target(self, target: nodes.ResTarget) -> None:
        """A column called by its function keeps that name when the function becomes a literal."""
        if target.indirection:
            raise self.source.refusal("sql.node", "This can't stand in a select list.", target.location)
        before = self.clock_used
        name = target.name or column_name(target.val)
        self.walk(target)
        if self.clock_used > before and not target.name:
            target.name = name

    def _is_clock(self, call: nodes.FuncCall) -> bool:
        names = [part.string.sval for part in call.funcname]
        return names[-1] in functions.CLOCKS and names[:-1] in ([], ["pg_catalog"]) and not call.args

    def _replace(self, node: nodes.Node, value: nodes.Node | None) -> None:
        if value is None:
            raise self.source.refusal("sql.function", "This tells about the session, not about the data.")
        node.CopyFrom(value)
        self.clock_used += 1

    def _refused_node(self, message: Message, name: str) -> Exception:
        location = getattr(message, "location", None)
        if name == "IntoClause":
            return self.source.refusal("sql.statement", "SELECT INTO makes a table; only reading is allowed.")
        if name == "LockingClause":
            return self.source.refusal("sql.statement", "Row locks (FOR UPDATE and kin) are not allowed.")
        if name.endswith("Stmt"):
            return self.source.refusal("sql.statement", "Only SELECT statements are allowed, WITH included.")
        what = NAMES.get(name, f"This kind of expression ({name})")
        return self.source.refusal("sql.node", f"{what[0].upper()}{what[1:]} is not allowed here.", location)

    def _select(self, select: nodes.SelectStmt) -> None:
        if select.from_clause:
            self._count_joins(len(select.from_clause) - 1)

    def _join(self, join: nodes.JoinExpr) -> None:
        self._count_joins(1)

    def _count_joins(self, more: int) -> None:
        self.joins += more
        if self.joins > self.limits.joins:
            raise self.source.refusal("sql.too_complex", f"At most {self.limits.joins} joins are allowed.")

    def _common_table(self, table: nodes.CommonTableExpr) -> None:
        self.common_tables += 1
        if self.common_tables > self.limits.common_tables:
            raise self.source.refusal(
                "sql.too_complex",
                f"At most {self.limits.common_tables} WITH queries are allowed.",
                table.location,
            )
        if not table.ctequery.HasField("select_stmt"):
            raise self.source.refusal("sql.statement", "WITH queries must be SELECTs.", table.location)
        if table.ctename.startswith("pg_"):
            raise self.source.refusal(
                "sql.relation", "Names that begin with pg_ are the system's.", table.location
            )

    def _range_var(self, table: nodes.RangeVar) -> None:
        if table.catalogname:
            raise self.source.refusal(
                "sql.relation", "Write schema.table: other databases can't be reached.", table.location
            )

    def _call(self, call: nodes.FuncCall) -> None:
        names = [part.string.sval for part in call.funcname]
        name = names[-1]
        if names[:-1] not in ([], ["pg_catalog"]) or name not in functions.ALLOWED:
            raise self.source.refusal(
                "sql.function", f"The function {'.'.join(names)} is not allowed.", call.location, part=name
            )
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
                raise self.source.refusal(
                    "sql.too_complex", f"A series may have at most {LONGEST_SERIES:,} values.", call.location
                )
        elif name == "format" and not _is_plain_format(call.args[0]):
            raise self.source.refusal("sql.function", "format() may only use %s, %I and %L.", call.location)

    def _bound_growth(self, call: nodes.FuncCall) -> None:
        if any(argument.HasField("named_arg_expr") for argument in call.args) or call.func_variadic:
            raise self.source.refusal("sql.function", "Give these arguments by position.", call.location)
        length = _integer(call.args[1])
        if length is None:
            wanted = nodes.Node()
            wanted.CopyFrom(call.args[1])
            call.args[1].min_max_expr.op = nodes.IS_LEAST
            call.args[1].min_max_expr.args.append(wanted)
            call.args[1].min_max_expr.args.add().a_const.ival.ival = LONGEST_GROWTH
        elif length > LONGEST_GROWTH:
            raise self.source.refusal(
                "sql.too_complex", f"Text may be made at most {LONGEST_GROWTH:,} long.", call.location
            )

    def _operator(self, expression: nodes.A_Expr) -> None:
        if expression.kind in _NAMED_KINDS:
            self._operator_name(expression.name, expression.location)

    def _sublink(self, sublink: nodes.SubLink) -> None:
        if sublink.oper_name:
            self._operator_name(sublink.oper_name, sublink.location)

    def _sort(self, sort: nodes.SortBy) -> None:
        if sort.use_op:
            raise self.source.refusal(
                "sql.operator", "Write ASC or DESC in the place of USING.", sort.location
            )

    def _operator_name(self, parts: list[nodes.Node], location: int) -> None:
        names = [part.string.sval for part in parts]
        if names[:-1] not in ([], ["pg_catalog"]) or names[-1] not in allowed.OPERATORS:
            raise self.source.refusal(
                "sql.operator", f"The operator {'.'.join(names)} is not allowed.", location, part=names[-1]
            )

    def _type(self, type_name: nodes.TypeName) -> None:
        names = [part.string.sval for part in type_name.names]
        if type_name.setof or type_name.pct_type or not names:
            raise self.source.refusal("sql.type", "Name a plain type here.", type_name.location)
        if tuple(names) in self.view.extension_types:
            return
        if names[:-1] not in ([], ["pg_catalog"]) or names[-1] not in allowed.CASTABLE:
            raise self.source.refusal(
                "sql.type", f"The type {'.'.join(names)} is not allowed.", type_name.location, part=names[-1]
            )
        lengths = [_integer(modifier) for modifier in type_name.typmods]
        longest = allowed.LONGEST_PADDING if names[-1] in allowed.PADDED else allowed.LONGEST_MODIFIER
        if any(length is None or length > longest for length in lengths):
            raise self.source.refusal("sql.type", "This length of a type is not allowed.", type_name.location)
        if len(names) == 1:
            del type_name.names[:]
            type_name.names.add().string.sval = "pg_catalog"
            type_name.names.add().string.sval = names[0]

    def _collation(self, clause: nodes.CollateClause) -> None:
        names = [part.string.sval for part in clause.collname]
        if names[:-1] not in ([], ["pg_catalog"]) or names[-1] not in allowed.COLLATIONS:
            raise self.source.refusal(
                "sql.type",
                f"The collation {'.'.join(names)} is not allowed.",
                clause.location,
                part=names[-1],
            )

    def _value_function(self, function: nodes.SQLValueFunction) -> None:
        if self.clock.value_of(function) is None:
            raise self.source.refusal(
                "sql.function", "This tells about the session, not about the data.", function.location
            )

    def _column_definition(self, column: nodes.ColumnDef) -> None:
        """The column list of json_to_recordset: names and types, nothing that a table's may have."""
        extra = {field.name for field, _ in column.ListFields()} - {
            "colname",
            "type_name",
            "is_local",
            "location",
        }
        if extra:
            raise self.source.refusal(
                "sql.node", "Only names and types may stand in this list.", column.location
            )


_NAMED_KINDS = frozenset(
    {
        nodes.AEXPR_OP, nodes.AEXPR_OP_ANY, nodes.AEXPR_OP_ALL, nodes.AEXPR_DISTINCT,
        nodes.AEXPR_NOT_DISTINCT, nodes.AEXPR_NULLIF, nodes.AEXPR_IN, nodes.AEXPR_LIKE, nodes.AEXPR_ILIKE,
        nodes.AEXPR_SIMILAR,
    }
)  # fmt: skip


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
