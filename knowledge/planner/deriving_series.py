"""“Running total of orders by month”, "month over month growth", « cumul », « d'un mois sur l'autre »."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.planner.deriving_comparisons import against_year_ago
from knowledge.planner.deriving_text import Asked, counts_or_sums
from knowledge.planner.plan import Planned
from knowledge.semantic.derivation import ChangeByUnit, RunningTotal
from knowledge.semantic.query import AggregateMeasure, Function, Grain, Order, SemanticQuery

_RUNNING = re.compile(
    r"\b(?:(?:the )?(?:cumulative|cumulated|running)(?: (?:total|sum|count|number))?|cumul(?:e|ee"
    r"|es|ees|atif|atifs"
    r"|ative|atives)?|cumulatively|(?:en |au )?total cumule)\b(?: (?:of|de|des|du|d') ?(?:the |la "
    r"|le |les |l')?)?"
)
_UNITS = {
    "day": Grain.DAY, "week": Grain.WEEK, "month": Grain.MONTH, "quarter": Grain.QUARTER, "year": Grain.YEAR,
    "jour": Grain.DAY, "semaine": Grain.WEEK, "mois": Grain.MONTH, "trimestre": Grain.QUARTER,
    "an": Grain.YEAR, "annee": Grain.YEAR, "dod": Grain.DAY, "wow": Grain.WEEK, "mom": Grain.MONTH,
    "qoq": Grain.QUARTER, "yoy": Grain.YEAR, "daily": Grain.DAY, "weekly": Grain.WEEK,
    "monthly": Grain.MONTH, "quarterly": Grain.QUARTER, "yearly": Grain.YEAR, "annual": Grain.YEAR,
    "quotidienne": Grain.DAY, "hebdomadaire": Grain.WEEK, "mensuelle": Grain.MONTH, "mensuel": Grain.MONTH,
    "trimestrielle": Grain.QUARTER, "annuelle": Grain.YEAR, "annuel": Grain.YEAR,
}  # fmt: skip
_UNIT = r"(?:day|week|month|quarter|year)"
_UNITE = r"(?:jour|semaine|mois|trimestre|an|annee)"
_OVER = re.compile(
    rf",? ?\b(?:(?P<a>{_UNIT})(?: |-)(?:over|on)(?: |-){_UNIT}|(?P<b>dod|wow|mom|qoq|yoy)"
    rf"|(?:d'une?|de) (?P<c>{_UNITE}) (?:sur|a) l'autre)\b"
)
_WITH_CHANGE = re.compile(
    r",? ?\b(?:with|and|avec|et) (?:the |its |their |le |la |l'|leur )?(?:percentage "
    r"|percent )?(?:change|growth"
    r"|difference|evolution|variation|ecart|croissance)(?: in (?:%|percent)| en %| en pourcentage)?"
    r"(?: (?:from|to|compared (?:with|to)|against|versus|vs|since|over|par rapport (?:a|au)"
    r"|sur) (?:the |la |le |l')?"
    rf"(?:previous|prior|preceding)? ?(?:{_UNIT}|one|{_UNITE})(?: (?:before|precedente?|d'avant))?)?$"
)
_GROWTH = (
    r"(?:growth(?: rate)?|change|increase|croissance|taux de croissance|variation|progression"
    r"|hausse|evolution"
    r"(?= d'une?))"
)
_PERIODICAL = re.compile(
    rf"\b(?:(?P<a>daily|weekly|monthly|quarterly|yearly|annual) {_GROWTH}"
    rf"|{_GROWTH} (?P<b>quotidienne|hebdomadaire"
    r"|mensuelle?|trimestrielle|annuelle?))\b"
)
_LEAD = re.compile(
    r"^(?:(?:what (?:is|was|are)|show(?: me)?|give me|quelle? (?:est|sont|a ete)"
    r"|donne[rz]?(?:[ -]moi)?|affiche[rz]?)"
    r" )?(?:how (?:did|do|does|have|has) )?(?:the |our |la |le |les |l'|notre )?"
    rf"(?:{_GROWTH}(?: (?:in|of|for|de la|de l'|du|des|de|d')(?: |(?<=')))?)?(?:the |our |la |le "
    rf"|les |l'|nos )?"
)
_DID = re.compile(
    r"\b(?:change|changed|grow|grew|grown|evolve|evolved|develop|developed|progress\w*|evolu\w+)$"
)


def read(asked: Asked) -> Planned | None:
    """The plan, or None where neither a running total nor a change by unit is asked for."""
    running = _RUNNING.search(asked.folded)
    if running is not None and not asked.names(running):
        return _running(asked, running)
    over = _OVER.search(asked.folded) or _PERIODICAL.search(asked.folded)
    if over is not None and not asked.names(over):
        unit = next(name for name in over.groupdict().values() if name)
        return _by_unit(asked, asked.without(over), _UNITS[unit])
    change = _WITH_CHANGE.search(asked.folded.rstrip(" ?."))
    return _series(asked, asked.again(asked.text[: change.start()])) if change is not None else None


def _running(asked: Asked, match: re.Match[str]) -> Planned | None:
    rest = re.sub(r"^(?:of|de|des|du|d') ?", "", asked.without(match), flags=re.IGNORECASE)
    found = asked.again(rest)
    if found is None or found.query.derived is not None or not _is_series(found.query):
        return None
    if not _adds(found.query, asked):
        return None
    order = (Order(grouping=0, descending=False),)
    return asked.derived(found, replace(found.query, order=order), RunningTotal())


def _is_series(query: SemanticQuery) -> bool:
    grains = [item.grain for item in query.group_by]
    whole = len(query.measures) == 1 and not query.having and query.limit is None
    return whole and bool(grains) and grains[0] is not None and not any(grains[1:])


def _adds(query: SemanticQuery, asked: Asked) -> bool:
    """Whether the numbers of units add up; those of different people don't."""
    measure = query.measures[0]
    if isinstance(measure, AggregateMeasure):
        return measure.function in (Function.COUNT, Function.SUM)
    distinct = "distinct" in asked.model.metrics[measure.name].sql.lower()
    return counts_or_sums(query, asked.model) and not distinct


def _by_unit(asked: Asked, rest: str, grain: Grain) -> Planned | None:
    """“Orders month over month”: by month; of one year beside the one before it where a year is named."""
    folded = "".join(char.lower() for char in rest)
    lead = _LEAD.match(asked.folded) if asked.folded.startswith(folded[:1]) else None
    rest = _without_lead(rest, lead)
    found = asked.measured(rest)
    if found is None or found.query.limit is not None or any(one.grain for one in found.query.group_by):
        series = asked.again(rest)
        return _series(asked, series, grain)
    period = found.query.period
    if period is not None and period.grain is not None and _reaches(period.grain, grain):
        return against_year_ago(asked, found) if grain is Grain.YEAR else None
    name = _NAMES[asked.language][grain]
    return _series(asked, asked.again(f"{rest} {'par' if asked.language == 'fr' else 'by'} {name}"), grain)


_NAMES = {
    "en": {grain: grain.value for grain in Grain},
    "fr": {
        Grain.HOUR: "heure", Grain.DAY: "jour", Grain.WEEK: "semaine", Grain.MONTH: "mois",
        Grain.QUARTER: "trimestre", Grain.YEAR: "an",
    },
}  # fmt: skip
_SIZES = (Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)


def _reaches(period: Grain, unit: Grain) -> bool:
    """Whether the period is no longer than the unit: a series of one has no change."""
    return _SIZES.index(period) <= _SIZES.index(unit)


def _without_lead(rest: str, lead: re.Match[str] | None) -> str:
    if lead is not None:
        rest = rest[lead.end() :] if lead.end() < len(rest) else rest
    done = _DID.search(rest.strip(" ?.,").lower())
    return rest.strip(" ?.,")[: done.start()].strip() if done else rest.strip(" ?.,")


def _series(asked: Asked, found: Planned | None, grain: Grain | None = None) -> Planned | None:
    if found is None or found.query.derived is not None or not _is_series(found.query):
        return None
    if grain is not None and found.query.group_by[0].grain is not grain:
        return None
    order = (Order(grouping=0, descending=False),)
    return asked.derived(found, replace(found.query, order=order), ChangeByUnit())
