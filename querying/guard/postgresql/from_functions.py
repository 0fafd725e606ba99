"""Functions in FROM, whose calls give rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.columns import Columns, renamed
from querying.guard.postgresql.facts import Column, Facts, changed
from querying.guard.postgresql.functions import RECORD_COLUMNS, VALUE_FUNCTIONS
from querying.guard.postgresql.kinds import extension_of
from querying.guard.postgresql.naming import column_name
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import Level, Relation

if TYPE_CHECKING:
    from querying.guard.postgresql.reader import Reader


class FromFunctions:
    """Reads them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.source = reader.source
        self.findings = reader.findings
        self.expressions = reader.expressions

    def read(self, function: nodes.RangeFunction, level: Level) -> Relation:
        """The relation of a function, of ROWS FROM (several), WITH ORDINALITY or not."""
        _unfold_unnest(function)
        columns: list[Column] = []
        alias = function.alias.aliasname
        set_returning = level.set_returning
        single = len(function.functions) == 1
        for item in function.functions:
            columns += self._columns(item.list, function, level, alias if single else "")
        if function.ordinality:
            columns.append(Column("ordinality", Facts("bigint")))
        level.set_returning = set_returning
        named = renamed(columns, function.alias.colnames, self.source, function)
        return Relation(alias or columns[0].name, Columns(named), node=function)

    def _columns(
        self, item: nodes.List, function: nodes.RangeFunction, level: Level, alias: str
    ) -> list[Column]:
        call = item.items[0]
        definitions = list(function.coldeflist) or list(
            item.items[1].list.items if len(item.items) > 1 else ()
        )
        facts = self.expressions.facts(call, level)
        if facts.raising:
            self.findings.fence(facts.leaves)
        facts = Facts(
            facts.kind,
            facts.leaves,
            facts.raising,
            facts.volatile,
            grown=facts.grown,
            size=facts.size,
            extension=facts.extension,
        )
        if definitions:
            return [_defined(each.column_def, facts) for each in definitions]
        return _columns_by_name(call, column_name(call), facts, alias)


def _defined(definition: nodes.ColumnDef, facts: Facts) -> Column:
    extension = extension_of(definition.type_name)
    return Column(definition.colname, changed(facts, kind="other", extension=extension))


def _columns_by_name(call: nodes.Node, name: str, facts: Facts, alias: str) -> list[Column]:
    if not call.HasField("func_call"):
        return [Column(alias or name, facts)]
    if name in RECORD_COLUMNS:
        kind = "text" if name.endswith("_text") else name.split("_")[0]
        return [
            Column(each, changed(facts, kind=kind if each == "value" else "text"))
            for each in RECORD_COLUMNS[name]
        ]
    if name in VALUE_FUNCTIONS:
        return [Column("value", facts)]
    return [Column(alias or name, facts)]


def _unfold_unnest(function: nodes.RangeFunction) -> None:
    """`unnest(a, b)` is PostgreSQL's short form of ROWS FROM (unnest(a), unnest(b)), but only unqualified."""
    call = nodes.FuncCall()
    call.CopyFrom(function.functions[0].list.items[0].func_call)
    if len(function.functions) > 1 or len(call.args) < 2 or call.funcname[-1].string.sval != "unnest":
        return
    arguments = list(call.args)
    function.is_rowsfrom = True
    del function.functions[:], call.args[:]
    for argument in arguments:
        items = function.functions.add().list.items
        items.add().func_call.CopyFrom(call)
        items[0].func_call.args.append(argument)
        items.add()  # where ROWS FROM has a list of columns
