"""Constants and casts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.clock import Clock
from querying.guard.postgresql.facts import Facts, changed
from querying.guard.postgresql.kinds import extension_of, kind_of_names, short_interval_text
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.risk import cast_is_safe
from querying.guard.postgresql.scope import Level

if TYPE_CHECKING:
    from querying.guard.postgresql.expressions import Expressions


class Constants:
    """Reads them for Expressions."""

    def __init__(self, expressions: Expressions, clock: Clock) -> None:
        self.expressions = expressions
        self.clock = clock

    def constant(self, constant: nodes.A_Const, level: Level) -> Facts:
        """A literal as it is written; text is of unknown kind until something gives it one."""
        value = constant.WhichOneof("val")
        if value == "ival":
            return Facts("int", constant=True, size=8, literal=str(constant.ival.ival))
        if value == "fval":
            return Facts("numeric", constant=True, literal=constant.fval.fval)
        if value == "boolval":
            return Facts("bool", constant=True)
        text = constant.sval.sval if value == "sval" else None
        return Facts("unknown", constant=True, literal=text, size=len((text or "").encode()))

    def cast(self, cast: nodes.TypeCast, level: Level) -> Facts:
        """`x::type`, `type 'text'`, CAST(x AS type)."""
        argument = changed(self.expressions.facts(cast.arg, level), extension=extension_of(cast.type_name))
        name = cast.type_name
        kind = "array" if name.array_bounds else kind_of_names([part.string.sval for part in name.names])
        if argument.kind == "unknown":  # read once, when the statement is analysed
            if kind == "bool":
                _spell_out(cast.arg)
            self.speak(cast.arg, kind)
            return changed(argument, kind=kind, literal=short_interval_text(argument.literal, name, kind))
        safe = cast_is_safe(argument, kind, has_length=bool(name.typmods))
        literal = argument.literal if kind in ("int", "bigint", "numeric") else None
        return changed(
            argument, kind=kind, raising=argument.raising or not safe, literal=literal, plain=None, sides=()
        )

    def speak(self, node: nodes.Node, kind: str) -> None:
        """'today' and kin, written as text where a date is meant, are the turn's, too."""
        if node.HasField("a_const") and node.a_const.HasField("sval"):
            value = self.clock.spoken(node.a_const.sval.sval, kind)
            if value is not None:
                node.a_const.sval.sval = value


def _spell_out(node: nodes.Node) -> None:
    """'t'::bool would be written back as the constant true, which is another tree."""
    if node.HasField("a_const") and node.a_const.sval.sval in ("t", "f"):
        node.a_const.sval.sval = {"t": "true", "f": "false"}[node.a_const.sval.sval]
