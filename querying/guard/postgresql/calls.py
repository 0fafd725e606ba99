"""Calls of functions, aggregates and window functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql import functions
from querying.guard.postgresql.facts import Facts, changed, union
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.risk import PLAIN, function_is_safe
from querying.guard.postgresql.scope import Level
from querying.guard.postgresql.sizes import LARGEST_COLLECTED, check_largest, size_of_call

if TYPE_CHECKING:
    from querying.guard.postgresql.expressions import Expressions


class Calls:
    """Reads them for Expressions."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.source = expressions.source

    def call(self, call: nodes.FuncCall, level: Level) -> Facts:
        """A call, with its ORDER BY, FILTER and OVER."""
        name = call.funcname[-1].string.sval
        is_aggregate = name in functions.AGGREGATES and not call.HasField("over")
        bare = {leaf: dict(columns) for leaf, columns in level.bare.items()} if is_aggregate else {}
        arguments = self.expressions.all(call.args, level)
        sorts = [self.expressions.facts(each.sort_by.node, level) for each in call.agg_order]
        others = self._filter_and_window(call, level)
        every = union([*arguments, *sorts, *others])
        self._refuse_extension(name, call, arguments)
        result = self._result(name, call, every, arguments, sorts)
        if name in functions.SET_RETURNING:
            level.set_returning = True
        if call.HasField("over"):
            return changed(result, opaque=True)
        if is_aggregate and (result.own or not result.outer):
            level.aggregated = True
            level.bare = bare  # what stands in an aggregate needs no grouping
            return changed(result, opaque=True)
        return result

    def _refuse_extension(self, name: str, call: nodes.FuncCall, arguments: list[Facts]) -> None:
        extension = union(arguments).extension
        if extension is not None and name in functions.COMPARING:
            raise self.source.refused("extension-operator", call.location, name, type=extension[1])

    def _filter_and_window(self, call: nodes.FuncCall, level: Level) -> list[Facts]:
        parts = [self.expressions.facts(call.agg_filter, level)] if call.HasField("agg_filter") else []
        if call.HasField("over"):
            parts.append(self.expressions.window(call.over, level))
        return parts

    def _result(
        self, name: str, call: nodes.FuncCall, every: Facts, arguments: list[Facts], sorts: list[Facts]
    ) -> Facts:
        size = self._size(name, arguments, call)
        kind = _kind(name, arguments, sorts)
        safe = function_is_safe(name, tuple(arguments))
        return changed(
            every,
            kind=kind,
            extension=union([*arguments, *sorts], kind).extension,
            constant=every.constant and name not in functions.VOLATILE,
            raising=every.raising or not safe,
            volatile=every.volatile or name in functions.VOLATILE,
            grown=(every.grown and kind not in PLAIN - {"text", "jsonb"}) or name in functions.COLLECTING,
            size=size,
        )

    def _size(self, name: str, arguments: list[Facts], call: nodes.FuncCall) -> int:
        if name in functions.COLLECTING and any(each.size > LARGEST_COLLECTED for each in arguments):
            raise self.source.refused("collected-size", call.location, function=name)
        size = size_of_call(name, arguments)
        check_largest(size, self.source, call.location)
        return size


def _kind(name: str, arguments: list[Facts], sorts: list[Facts]) -> str:
    if name in ("percentile_cont", "percentile_disc", "mode") and sorts:
        is_kept = name != "percentile_cont" or sorts[0].kind == "interval"
        return sorts[0].kind if is_kept else "float"
    return functions.result_kind(name, tuple(each.kind for each in (arguments or sorts)))
