"""What an expression looks at, what kind it gives, and whether it may raise: one method per kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from querying.guard import functions
from querying.guard.allowed import COMPARISONS
from querying.guard.clock import Clock
from querying.guard.facts import Column, Facts, changed, union
from querying.guard.kinds import common_kind, kind_of_names, operator_kind, short_interval_text
from querying.guard.parse import nodes
from querying.guard.refusals import Source
from querying.guard.risk import (
    PLAIN,
    cast_is_safe,
    comparison_is_safe,
    function_is_safe,
    operator_is_safe,
    pattern_is_safe,
)
from querying.guard.scope import CommonTables, Level, Relation
from querying.guard.sizes import LARGEST, LARGEST_COLLECTED, size_of_call

if TYPE_CHECKING:
    from querying.guard.reader import Reader

SYSTEM_COLUMNS = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"})
LIKES = frozenset({"~~", "!~~", "~~*", "!~~*"})
COMPARING = frozenset(
    {nodes.AEXPR_OP, nodes.AEXPR_IN, nodes.AEXPR_BETWEEN, nodes.AEXPR_LIKE, nodes.AEXPR_ILIKE}
)
_SINGLE = frozenset({nodes.EXPR_SUBLINK, nodes.ROWCOMPARE_SUBLINK})


class Expressions:
    """Reads expressions for a Reader, which reads the queries inside them."""

    def __init__(self, reader: Reader, source: Source, clock: Clock) -> None:
        self.reader = reader
        self.source = source
        self.clock = clock
        self.methods: dict[str, Callable[..., Facts]] = {
            "column_ref": self._column,
            "a_const": self._constant,
            "type_cast": self._cast,
            "a_expr": self._operator,
            "bool_expr": self._boolean,
            "null_test": self._test,
            "boolean_test": self._test,
            "json_is_predicate": self._json_test,
            "case_expr": self._case,
            "coalesce_expr": self._choice,
            "min_max_expr": self._choice,
            "row_expr": self._row,
            "a_array_expr": self._array,
            "a_indirection": self._indirection,
            "collate_clause": self._collated,
            "named_arg_expr": self._named_argument,
            "grouping_func": self._grouping,
            "sub_link": self._sublink,
            "func_call": self._call,
            "list": self._list,
        }

    def facts(self, node: nodes.Node, level: Level, tables: CommonTables) -> Facts:
        """Facts of an expression that stands in the query `level`."""
        kind = node.WhichOneof("node") or ""
        method = self.methods.get(kind)
        if method is None:
            raise self.source.refusal("sql.node", f"This kind of expression ({kind}) is not allowed here.")
        facts = method(getattr(node, kind), level, tables)
        if facts.raising:
            level.raising = True
        return facts

    def _all(self, items: Iterable[nodes.Node], level: Level, tables: CommonTables) -> list[Facts]:
        return [self.facts(item, level, tables) for item in items]

    # Names

    def _column(self, reference: nodes.ColumnRef, level: Level, tables: CommonTables) -> Facts:
        names = [field.string.sval for field in reference.fields if field.HasField("string")]
        if len(names) < len(reference.fields):
            return self._whole_row(self.relation_of(names, reference, level), level)
        if len(names) == 1:
            found = self._search(names[0], reference, level)
            if found is None:
                return self._whole_row(self._row_of(names[0], reference, level), level)
            holder, relation, column = found
        else:
            relation, holder = self.relation_of(names[:-1], reference, level)
            column = self._column_of(relation, names, reference)
        if len(names) == 3:  # the derived table in the place of schema.table has no schema
            del reference.fields[0]
        return self._reached(column, reference, holder, level)

    def _reached(self, column: Column, reference: nodes.ColumnRef, holder: Level, level: Level) -> Facts:
        facts = column.facts
        self.reader.touch(facts)
        if facts.plain is not None and holder is not None:
            holder.bare.setdefault(facts.plain[0], {})[column.name] = reference
        self.note(facts, holder, level)
        return changed(facts, own=holder is level, outer=holder is not level)

    def note(self, facts: Facts, holder: Level, level: Level) -> None:
        """Every query between a column and the expression that names it depends on that column's rows."""
        place: Level | None = level
        while place is not None and place is not holder:
            place.reached_out |= facts.leaves
            place.reached_levels.add(holder)
            place = place.outer

    def _search(
        self, name: str, reference: nodes.ColumnRef, level: Level
    ) -> tuple[Level, Relation, Column] | None:
        place: Level | None = level
        while place is not None:
            found = place.find(name)
            if len(found) > 1:
                message = f"The column {name} is ambiguous: say of which table."
                raise self.source.refusal("sql.column", message, reference.location, part=name)
            if found:
                return (place, *found[0])
            place = place.outer
        return None

    def _row_of(self, name: str, reference: nodes.ColumnRef, level: Level) -> tuple[Relation, Level]:
        place: Level | None = level
        while place is not None:
            if place.named(name):
                return self.relation_of([name], reference, level)
            place = place.outer
        raise self._unknown_column(name, reference, self._seen_from(level))

    def _seen_from(self, level: Level) -> list[Relation]:
        relations: list[Relation] = []
        place: Level | None = level
        while place is not None:
            relations += place.relations
            place = place.outer
        return relations

    def relation_of(
        self, names: list[str], reference: nodes.ColumnRef, level: Level
    ) -> tuple[Relation, Level]:
        """The relation that `alias` or `schema.table` names, and the query in whose FROM it stands."""
        place: Level | None = level
        while place is not None:
            found = [
                relation
                for relation in place.named(names[-1])
                if len(names) == 1 or (len(names) == 2 and relation.schema == names[0])
            ]
            if len(found) > 1:
                raise self.source.refusal(
                    "sql.column", f"{names[-1]} is ambiguous here.", reference.location, part=names[-1]
                )
            if found:
                return found[0], place
            place = place.outer
        written = ".".join(names)
        message = f"There is no table or alias {written} in the FROM around this."
        raise self.source.refusal("sql.column", message, reference.location, part=written)

    def _column_of(self, relation: Relation, names: list[str], reference: nodes.ColumnRef) -> Column:
        found = relation.find(names[-1])
        if len(found) == 1:
            return found[0]
        if found:
            raise self.source.refusal(
                "sql.column", f"The column {names[-1]} is ambiguous.", reference.location, part=names[-1]
            )
        raise self._unknown_column(".".join(names), reference, [relation])

    def _unknown_column(
        self, written: str, reference: nodes.ColumnRef, relations: list[Relation]
    ) -> Exception:
        name = written.rsplit(".", 1)[-1]
        hidden = any(
            relation.leaf is not None and name in relation.leaf.table.hidden_columns for relation in relations
        )
        if hidden:
            message = f"You may not see the column {written}."
        elif name in SYSTEM_COLUMNS:
            message = f"{written} is a column of the database system and can't be asked."
        else:
            message = f"There is no column {written} that you can ask."
        return self.source.refusal("sql.column", message, reference.location, part=written)

    def _whole_row(self, found: tuple[Relation, Level], level: Level) -> Facts:
        relation, holder = found
        if relation.leaf is not None:
            relation.leaf.whole = True
        for column in relation.columns:
            self.reader.touch(column.facts)
            self.note(column.facts, holder, level)
        facts = union([column.facts for column in relation.columns])
        return changed(
            facts,
            kind="record",
            origin=None,
            constant=False,
            own=holder is level,
            outer=holder is not level,
            size=sum(column.facts.size for column in relation.columns),
        )

    # Constants and casts

    def _constant(self, constant: nodes.A_Const, level: Level, tables: CommonTables) -> Facts:
        value = constant.WhichOneof("val")
        if value == "ival":
            return Facts("int", constant=True, size=8, literal=str(constant.ival.ival))
        if value == "fval":
            return Facts("numeric", constant=True, literal=constant.fval.fval)
        if value == "boolval":
            return Facts("bool", constant=True)
        text = constant.sval.sval if value == "sval" else None
        return Facts("unknown", constant=True, literal=text, size=len((text or "").encode()))

    def _cast(self, cast: nodes.TypeCast, level: Level, tables: CommonTables) -> Facts:
        argument = self.facts(cast.arg, level, tables)
        name = cast.type_name
        kind = "array" if name.array_bounds else kind_of_names([part.string.sval for part in name.names])
        if argument.kind == "unknown":  # read once, when the statement is analysed
            self._speak(cast.arg, kind)
            return changed(argument, kind=kind, literal=short_interval_text(argument.literal, name, kind))
        safe = cast_is_safe(argument, kind, has_length=bool(name.typmods))
        literal = argument.literal if kind in ("int", "bigint", "numeric") else None
        return changed(
            argument, kind=kind, raising=argument.raising or not safe, literal=literal, plain=None, sides=()
        )

    def _speak(self, node: nodes.Node, kind: str) -> None:
        """'today' and kin, written as text where a date is meant, are the turn's, too."""
        if node.HasField("a_const") and node.a_const.HasField("sval"):
            value = self.clock.spoken(node.a_const.sval.sval, kind)
            if value is not None:
                node.a_const.sval.sval = value

    # Operators

    def _operator(self, expression: nodes.A_Expr, level: Level, tables: CommonTables) -> Facts:
        left = self.facts(expression.lexpr, level, tables) if expression.HasField("lexpr") else None
        right = expression.rexpr
        items = list(right.list.items) if right.HasField("list") else [right]
        rights = self._all(items, level, tables)
        name = expression.name[-1].string.sval
        for node, facts in zip(items, rights, strict=True):
            if left is not None:
                self._speak(node, left.kind)
                self._speak(expression.lexpr, facts.kind)
        self._qualify(expression, [left, *rights] if left else rights)
        both = union([left, *rights] if left else rights)
        safe = self._operator_is_safe(expression, name, left, rights)
        kind = self._operator_kind(expression, name, left, rights)
        size = both.size
        if name == "||":
            size = self._bounded(left.size + rights[0].size if left else size, expression.location)
        compared = (left, *rights) if left and expression.kind in COMPARING and kind == "bool" else ()
        return changed(both, kind=kind, raising=both.raising or not safe, size=size, sides=compared)

    def _bounded(self, size: int, location: int) -> int:
        if size > LARGEST:
            message = "This could make values too large to show."
            raise self.source.refusal("sql.too_complex", message, location)
        return size

    def _operator_kind(
        self, expression: nodes.A_Expr, name: str, left: Facts | None, rights: list[Facts]
    ) -> str:
        if expression.kind == nodes.AEXPR_NULLIF:
            return left.kind if left else "other"
        if expression.kind != nodes.AEXPR_OP:
            return "bool"
        return operator_kind(name, left.kind if left else None, rights[0].kind)

    def _operator_is_safe(
        self, expression: nodes.A_Expr, name: str, left: Facts | None, rights: list[Facts]
    ) -> bool:
        kind = expression.kind
        if kind in (nodes.AEXPR_OP_ANY, nodes.AEXPR_OP_ALL):
            return left is not None and name in COMPARISONS and self._matches_array(left, rights[0])
        if kind in (nodes.AEXPR_LIKE, nodes.AEXPR_ILIKE) or (kind == nodes.AEXPR_OP and name in LIKES):
            return left is not None and left.kind in ("text", "unknown") and pattern_is_safe(rights[0])
        if kind == nodes.AEXPR_SIMILAR:
            return False
        if kind != nodes.AEXPR_OP or name in COMPARISONS:
            return left is not None and all(comparison_is_safe(left, right) for right in rights)
        return operator_is_safe(name, left, rights[0])

    def _matches_array(self, left: Facts, right: Facts) -> bool:
        if right.kind == "unknown":
            return left.kind in PLAIN
        return right.kind == "array" and right.element is not None and comparison_is_safe(left, right.element)

    def _qualify(self, expression: nodes.A_Expr, sides: list[Facts]) -> None:
        """The operators of an extension's type live with it: unqualified, another one would be taken."""
        extension = next((side.extension for side in sides if side.extension is not None), None)
        if extension is None:
            return
        name = expression.name[-1].string.sval
        listed = extension in self.reader.view.extension_types
        if not listed or expression.kind not in (nodes.AEXPR_OP, nodes.AEXPR_OP_ANY, nodes.AEXPR_OP_ALL):
            message = f"Values of type {extension[1]} can't be compared here: write them as ::text first."
            raise self.source.refusal("sql.operator", message, expression.location, part=name)
        del expression.name[:]
        expression.name.add().string.sval = extension[0]
        expression.name.add().string.sval = name

    # Tests and choices

    def _boolean(self, expression: nodes.BoolExpr, level: Level, tables: CommonTables) -> Facts:
        return changed(union(self._all(expression.args, level, tables)), kind="bool")

    def _test(self, test: nodes.NullTest | nodes.BooleanTest, level: Level, tables: CommonTables) -> Facts:
        return changed(union([self.facts(test.arg, level, tables)]), kind="bool")

    def _json_test(self, test: nodes.JsonIsPredicate, level: Level, tables: CommonTables) -> Facts:
        return changed(union([self.facts(test.expr, level, tables)]), kind="bool", raising=True)

    def _case(self, case: nodes.CaseExpr, level: Level, tables: CommonTables) -> Facts:
        parts: list[Facts] = []
        results: list[Facts] = []
        safe = True
        argument = self.facts(case.arg, level, tables) if case.HasField("arg") else None
        for node in case.args:
            condition = self.facts(node.case_when.expr, level, tables)
            safe = safe and (argument is None or comparison_is_safe(argument, condition))
            results.append(self.facts(node.case_when.result, level, tables))
            parts.append(condition)
        if case.HasField("defresult"):
            results.append(self.facts(case.defresult, level, tables))
        every = union([*parts, *results, *([argument] if argument else [])])
        kind = common_kind([result.kind for result in results])
        return changed(every, kind=kind, raising=every.raising or not safe)

    def _choice(
        self, choice: nodes.CoalesceExpr | nodes.MinMaxExpr, level: Level, tables: CommonTables
    ) -> Facts:
        parts = self._all(choice.args, level, tables)
        kind = common_kind([part.kind for part in parts])
        every = union(parts)
        safe = kind in PLAIN or isinstance(choice, nodes.CoalesceExpr)
        return changed(every, kind=kind, raising=every.raising or not safe)

    def _row(self, row: nodes.RowExpr, level: Level, tables: CommonTables) -> Facts:
        parts = self._all(row.args, level, tables)
        return changed(union(parts), kind="record", size=sum(part.size for part in parts))

    def _list(self, items: nodes.List, level: Level, tables: CommonTables) -> Facts:
        return union(self._all(items.items, level, tables))

    def _array(self, array: nodes.A_ArrayExpr, level: Level, tables: CommonTables) -> Facts:
        parts = self._all(array.elements, level, tables)
        element = Facts(common_kind([part.kind for part in parts])) if parts else Facts("unknown")
        return changed(union(parts), kind="array", element=element, size=sum(part.size for part in parts))

    def _indirection(self, access: nodes.A_Indirection, level: Level, tables: CommonTables) -> Facts:
        """Elements of arrays and of jsonb; `(jsonb_each(x)).key`; no other dot, for it may be a call."""
        parts = [self.facts(access.arg, level, tables)]
        for step in access.indirection:
            if step.HasField("a_indices"):
                indices = step.a_indices
                parts += [
                    self.facts(each, level, tables)
                    for each in (indices.lidx, indices.uidx)
                    if each.WhichOneof("node") is not None
                ]
            elif not self._is_fixed_field(access, step):
                message = "Write alias.column without brackets; fields of other values can't be asked."
                raise self.source.refusal("sql.column", message, part=step.string.sval)
        kind = "jsonb" if parts[0].kind == "jsonb" else "other"
        return changed(union(parts), kind=kind, raising=True)

    def _is_fixed_field(self, access: nodes.A_Indirection, step: nodes.Node) -> bool:
        if not access.arg.HasField("func_call") or len(access.indirection) > 1:
            return False
        name = access.arg.func_call.funcname[-1].string.sval
        return step.HasField("string") and step.string.sval in functions.RECORD_COLUMNS.get(name, ())

    def _collated(self, clause: nodes.CollateClause, level: Level, tables: CommonTables) -> Facts:
        return changed(self.facts(clause.arg, level, tables), plain=None, sides=())

    def _named_argument(self, argument: nodes.NamedArgExpr, level: Level, tables: CommonTables) -> Facts:
        return self.facts(argument.arg, level, tables)

    def _grouping(self, grouping: nodes.GroupingFunc, level: Level, tables: CommonTables) -> Facts:
        return changed(union(self._all(grouping.args, level, tables)), kind="int", opaque=True)

    # Queries inside expressions

    def _sublink(self, link: nodes.SubLink, level: Level, tables: CommonTables) -> Facts:
        query = self.reader.read(link.subselect.select_stmt, level, tables)
        tested = [self.facts(link.testexpr, level, tables)] if link.HasField("testexpr") else []
        every = union([*tested, *[column.facts for column in query.columns]])
        safe = not query.raising and (query.single_row or link.sub_link_type not in _SINGLE)
        if tested:
            safe = safe and len(query.columns) == 1 and comparison_is_safe(tested[0], query.columns[0].facts)
            if any(each.extension for each in (tested[0], query.columns[0].facts)):
                raise self.source.refusal("sql.operator", "Compare this as ::text.", link.location)
        kind = "bool"
        if link.sub_link_type == nodes.EXPR_SUBLINK:
            kind = query.columns[0].facts.kind if query.columns else "other"
        elif link.sub_link_type == nodes.ARRAY_SUBLINK:
            kind = "array"
        return changed(
            every,
            kind=kind,
            constant=False,
            leaves=every.leaves | query.reached_out,
            raising=every.raising or not safe,
            own=level in query.reached_levels or any(each.own for each in tested),
            outer=bool(query.reached_levels - {level}) or any(each.outer for each in tested),
            opaque=any(each.opaque for each in tested),
        )

    # Calls

    def _call(self, call: nodes.FuncCall, level: Level, tables: CommonTables) -> Facts:
        name = call.funcname[-1].string.sval
        bare = {leaf: dict(columns) for leaf, columns in level.bare.items()}
        arguments = self._all(call.args, level, tables)
        sorts = [self.facts(each.sort_by.node, level, tables) for each in call.agg_order]
        filters = [self.facts(call.agg_filter, level, tables)] if call.HasField("agg_filter") else []
        if call.HasField("over"):
            filters.append(self.window(call.over, level, tables))
        every = union([*arguments, *sorts, *filters])
        size = self._bounded(self._size(name, arguments, call), call.location)
        kind = functions.result_kind(name, tuple(each.kind for each in (arguments or sorts)))
        if name in ("percentile_cont", "percentile_disc", "mode") and sorts:
            kind = sorts[0].kind if name != "percentile_cont" or sorts[0].kind == "interval" else "float"
        safe = function_is_safe(name, tuple(arguments))
        result = changed(
            every,
            kind=kind,
            constant=every.constant and name not in functions.VOLATILE,
            raising=every.raising or not safe,
            volatile=every.volatile or name in functions.VOLATILE,
            grown=(every.grown and kind not in PLAIN - {"text", "jsonb"}) or name in functions.COLLECTING,
            size=size,
        )
        if name in functions.SET_RETURNING:
            level.set_returning = True
        if call.HasField("over"):
            return changed(result, opaque=True)
        if name in functions.AGGREGATES and (result.own or not result.outer):
            level.aggregated = True
            level.bare = bare  # what stands in an aggregate needs no grouping
            return changed(result, opaque=True)
        return result

    def _size(self, name: str, arguments: list[Facts], call: nodes.FuncCall) -> int:
        if name in functions.COLLECTING and any(each.size > LARGEST_COLLECTED for each in arguments):
            message = f"{name} of values this long is not allowed."
            raise self.source.refusal("sql.too_complex", message, call.location)
        return size_of_call(name, arguments)

    def window(self, window: nodes.WindowDef, level: Level, tables: CommonTables) -> Facts:
        """Facts of all that a window's definition looks at."""
        parts = self._all(window.partition_clause, level, tables)
        parts += [self.facts(each.sort_by.node, level, tables) for each in window.order_clause]
        for node in (window.start_offset, window.end_offset):
            if node.WhichOneof("node") is not None:
                parts.append(self.facts(node, level, tables))
        return union(parts)
