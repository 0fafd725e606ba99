"""What an answer rests on, the checks it passed, and what follows from them: confidence and a trust word.

Never a model's own word: everything here is computed from the query, the result and the knowledge used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from conversations.agent.context import OpenSource, Ran, TurnContext
from conversations.agent.numbers import Traced
from conversations.agent.words import say
from knowledge.semantic.compiled import Definition
from knowledge.semantic.model import SemanticModel
from querying.catalog import CatalogView

# Checks without which nothing is sure. The others only keep an answer from being verified.
DECISIVE = frozenset({"numbers_traced", "query_run", "cells_whole"})
# A reading by a model can't be scored as the planner scores its own.
MODEL_READING = 0.7


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    passed: bool
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "passed": self.passed, "text": self.text}


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that the judgement looks at."""

    context: TurnContext
    language: str
    source: OpenSource | None
    ran: Ran | None
    traced: Traced
    reading_score: float
    definitions: tuple[Definition, ...] = ()
    joins: tuple[str, ...] = ()
    measures_defined: bool = False  # every measure is a metric of the knowledge base
    assumptions: Sequence[str] = ()
    sent_to_model: dict[str, Any] | None = None
    data_as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Trust is a word of contracts.md; `evidence` its object."""

    trust: str
    confidence: float
    evidence: dict[str, Any] = field(default_factory=dict)


def judge(grounds: Grounds) -> Judgement:
    """The checks, and what follows: verified (approved definitions, every check), checked, or unsure."""
    checks = _checks(grounds)
    passed = sum(check.passed for check in checks) / len(checks)
    return Judgement(
        trust=_trust(checks),
        confidence=round(grounds.reading_score * (0.4 + 0.6 * passed), 2),
        evidence=_evidence(grounds, checks),
    )


def _trust(checks: list[Check]) -> str:
    failed = {check.name for check in checks if not check.passed}
    if not failed:
        return "verified"
    return "unsure" if failed & DECISIVE else "checked"


def _checks(grounds: Grounds) -> list[Check]:
    language, ran = grounds.language, grounds.ran
    if ran is None or grounds.source is None:
        return [Check("query_run", False, say("no_query", language))]
    checks = [_definitions_check(grounds), _numbers_check(grounds)]
    if grounds.joins:
        checks.append(Check("joins_proven", True, say("joins_proven", language)))
    checks += [_rows_check(grounds, grounds.source.view, ran), _masks_check(ran, language)]
    checks += _completeness_checks(ran, language)
    if grounds.assumptions:
        text = say("assumed", language, assumptions="; ".join(grounds.assumptions))
        checks.append(Check("assumptions", False, text))
    if grounds.sent_to_model is not None:
        checks.append(Check("query_run", True, say("from_tools", language)))
    return checks


def _definitions_check(grounds: Grounds) -> Check:
    language = grounds.language
    if not grounds.measures_defined:
        return Check("definitions_approved", False, say("no_definition", language))
    waiting = _not_approved(grounds.definitions, grounds.source.model) if grounds.source else []
    if waiting:
        return Check("definitions_approved", False, say("not_approved", language, names=", ".join(waiting)))
    return Check("definitions_approved", True, say("approved", language))


def _not_approved(definitions: Sequence[Definition], model: SemanticModel) -> list[str]:
    metrics = [model.metrics.get(item.name) for item in definitions if item.kind == "metric"]
    return [metric.name for metric in metrics if metric is not None and not metric.approved]


def _numbers_check(grounds: Grounds) -> Check:
    traced = grounds.traced
    text = say("numbers_traced", grounds.language, found=traced.found, total=traced.total)
    return Check("numbers_traced", traced.passed, text)


def _rows_check(grounds: Grounds, view: CatalogView, ran: Ran) -> Check:
    """The guard has cut the rows already; this says to what."""
    tables = (view.tables.get(key) for key in ran.guarded.tables)
    scoped = any(table is not None and table.filters for table in tables)
    if scoped:
        text = say("only_own_rows", grounds.language, organization=grounds.context.actor.organization_name)
        return Check("own_rows", True, text)
    return Check("own_rows", True, say("shared_rows", grounds.language))


def _masks_check(ran: Ran, language: str) -> Check:
    if not ran.guarded.masked:
        return Check("not_masked", True, say("not_masked", language))
    return Check("not_masked", False, say("masked", language, columns=", ".join(ran.guarded.masked)))


def _completeness_checks(ran: Ran, language: str) -> list[Check]:
    result = ran.result
    text = (
        say("truncated", language, rows=result.row_count) if result.truncated else say("complete", language)
    )
    checks = [Check("complete", not result.truncated, text)]
    if result.truncated_cells:
        cut = say("cells_cut", language, columns=", ".join(result.truncated_cells))
        checks.append(Check("cells_whole", False, cut))
    return checks


def _evidence(grounds: Grounds, checks: list[Check]) -> dict[str, Any]:
    ran = grounds.ran
    return {
        "definitions": [definition.as_json() for definition in grounds.definitions],
        "joins": list(grounds.joins),
        "checks": [check.as_json() for check in checks],
        "masked": list(ran.guarded.masked) if ran else [],
        "sql_run": ran.guarded.sql if ran else None,
        "row_count": ran.result.row_count if ran else None,
        "query_ms": round(ran.result.milliseconds) if ran else None,
        "source": grounds.source.name if grounds.source else None,
        "data_as_of": _data_as_of(grounds),
        "cached_age_s": None if ran is None or ran.cached_age is None else round(ran.cached_age),
        "sent_to_model": grounds.sent_to_model,
    }


def _data_as_of(grounds: Grounds) -> str | None:
    """When the query ran: at the turn's own moment, or as long before it as the rows are old."""
    ran = grounds.ran
    if grounds.data_as_of is None or ran is None or ran.cached_age is None:
        return grounds.data_as_of
    return (grounds.context.now - dt.timedelta(seconds=ran.cached_age)).isoformat(timespec="seconds")
