"""CASE, COALESCE, GREATEST and LEAST: one of several values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.facts import Facts, union
from querying.guard.postgresql.kinds import come_together, common_kind
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.risk import PLAIN, comparison_is_safe
from querying.guard.postgresql.scope import Level

if TYPE_CHECKING:
    from querying.guard.postgresql.expressions import Expressions


class Choices:
    """Reads them for Expressions."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.source = expressions.source

    def case(self, case: nodes.CaseExpr, level: Level) -> Facts:
        """CASE, with what it compares or without."""
        facts = self.expressions.facts
        parts: list[Facts] = []
        results: list[Facts] = []
        safe = True
        argument = facts(case.arg, level) if case.HasField("arg") else None
        for node in case.args:
            condition = facts(node.case_when.expr, level)
            if argument is not None:
                safe = safe and comparison_is_safe(argument, condition)
                self._refuse_extension((argument, condition), case.location)
            results.append(facts(node.case_when.result, level))
            parts.append(condition)
        if case.HasField("defresult"):
            results.append(facts(case.defresult, level))
        every = [*parts, *results, *([argument] if argument else [])]
        kinds = [result.kind for result in results]
        return union(every, common_kind(kinds), safe=safe and come_together(kinds))

    def _refuse_extension(self, compared: tuple[Facts, ...], place: int) -> None:
        """CASE x WHEN y takes the operator = of the search path, which is not the extension's."""
        for side in compared:
            if side.extension is not None:
                raise self.source.refused("extension-operator", place, "case", type=side.extension[1])

    def choice(self, choice: nodes.CoalesceExpr | nodes.MinMaxExpr, level: Level) -> Facts:
        """COALESCE, which compares nothing; GREATEST and LEAST, which do."""
        parts = self.expressions.all(choice.args, level)
        kinds = [part.kind for part in parts]
        kind = common_kind(kinds)
        safe = kind in PLAIN or (isinstance(choice, nodes.CoalesceExpr) and come_together(kinds))
        return union(parts, kind, safe=safe)
