"""Brackets and dots after an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.facts import Facts, union
from querying.guard.postgresql.functions import RECORD_COLUMNS
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import Level
from querying.guard.postgresql.whole import places_of

if TYPE_CHECKING:
    from querying.guard.postgresql.expressions import Expressions


class Indirections:
    """Reads them for Expressions."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.source = expressions.source

    def indirection(self, access: nodes.A_Indirection, level: Level) -> Facts:
        """Elements of arrays and of jsonb; `(jsonb_each(x)).key`; no other dot, for it may be a call."""
        parts = [self.expressions.facts(access.arg, level)]
        for step in access.indirection:
            if step.HasField("a_indices"):
                indices = step.a_indices
                parts += [
                    self.expressions.facts(each, level)
                    for each in (indices.lidx, indices.uidx)
                    if each.WhichOneof("node") is not None
                ]
            elif not _is_fixed_field(access, step):
                raise self.source.refused(
                    "fields", part=step.string.sval or "*", after=max(places_of(access), default=0)
                )
        kind = "jsonb" if parts[0].kind == "jsonb" else "other"
        return union(parts, kind, safe=False)


def _is_fixed_field(access: nodes.A_Indirection, step: nodes.Node) -> bool:
    if not access.arg.HasField("func_call") or len(access.indirection) > 1:
        return False
    name = access.arg.func_call.funcname[-1].string.sval
    return step.HasField("string") and step.string.sval in RECORD_COLUMNS.get(name, ())
