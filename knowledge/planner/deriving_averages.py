"""“On average how many orders per day in 2022?”, « nombre moyen de commandes par client »."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from knowledge.planner.deriving_text import Asked, counts_or_sums
from knowledge.planner.plan import Planned
from knowledge.planner.time_ranges import UNITS
from knowledge.semantic.derivation import PerGroup, PerUnit, Summary
from knowledge.semantic.query import Grain, SemanticQuery

_UNIT = r"(day|week|month|quarter|year|hour|jour|semaine|mois|trimestre|an|annee|heure)"
_PER = re.compile(rf"\b(?:per|a|an|each|every|in a|par|chaque) {_UNIT}\b(?! of)")
_PER_ENTITY = re.compile(r"\b(?:per|par|for each|pour chaque) (?=\w)")
_AVERAGE = re.compile(r"\b(?:on average|en moyenne|in average)\b,?")
_ADJECTIVES = {
    Summary.AVERAGE: r"average|mean|avg|moyen|moyenne|moyens|moyennes",
    Summary.MEDIAN: r"median|mediane?s?",
    Summary.MAXIMUM: r"maximum|max|maximal",
    Summary.MINIMUM: r"minimum|min|minimal",
}
_LEAD = re.compile(
    r"^(?:what (?:is|was|are|were) |quel(?:le)?s? (?:est|sont|etait|a ete) )(?:the |our |le |la |les |l')?"
)
# "How many orders does a customer have", « combien de commandes passe un client ».
_HAVE = re.compile(
    r"^how many (?P<what>.+?) (?:do|does|did) (?:a|an|each|every|the average|one) (?P<who>.+?)"
    r" (?:have|make|place|write|get|do|own|book|buy|take|send|hold|open|receive)$"
    r"|^combien (?:de |d')(?P<quoi>.+?) (?:a|fait|passe|ecrit|possede|recoit|compte|prend|ouvre"
    r"|emprunte|achete|font|ont)"
    r"(?:[ -]t[ -](?:il|elle))? (?:un |une |chaque |le |la )(?P<qui>.+)$"
)
_PERIODICAL = re.compile(
    r"\b(?:(daily|quotidien(?:ne)?s?|journalier(?:e)?s?)|(weekly|hebdomadaires?)|(monthly|mensuel(?:le)?s?)"
    r"|(yearly|annual|annuel(?:le)?s?)|(hourly|horaires?))\b"
)
_PERIODS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.YEAR, Grain.HOUR)


def read(asked: Asked) -> Planned | None:
    """The plan, or None where no average of a count or a sum per unit or per thing is asked for."""
    summary, cut = _summary(asked)
    if summary is None or cut is None or asked.names(cut):
        return None
    per = _PER.search(asked.folded)
    periodical = _PERIODICAL.search(asked.folded)
    if per is not None and periodical is None and len(_PER.findall(asked.folded)) == 1:
        return _per_unit(asked, UNITS[per[1]], summary, cut, per)
    if periodical is not None and per is None:
        place = next(number for number, found in enumerate(periodical.groups()) if found)
        return _per_unit(asked, _PERIODS[place], summary, cut, periodical)
    have = _HAVE.match(_AVERAGE.sub(" ", asked.folded).strip(" ,?"))
    if have is not None and per is None and periodical is None:
        return _each_has(asked, summary, have)
    entity = _PER_ENTITY.search(asked.folded)
    return _per_group(asked, summary, cut, entity) if entity and periodical is None and per is None else None


def _summary(asked: Asked) -> tuple[Summary | None, re.Match[str] | None]:
    found = _AVERAGE.search(asked.folded)
    if found is not None:
        return Summary.AVERAGE, found
    for summary, words in _ADJECTIVES.items():
        found = re.search(rf"\b(?:{words})\b(?: (?=number of|nombre d))?", asked.folded)
        if found is not None:
            return summary, found
    return None, None


def _rest(asked: Asked, *cuts: re.Match[str]) -> str:
    rest = re.sub(
        r"^(?:of|de|des|du|d'|in|the|le|la|les|l') ?", "", asked.without(*cuts), flags=re.IGNORECASE
    )
    folded = rest.lower()
    lead = _LEAD.match(folded)
    return re.sub(r"^(?:of|de|des|du|d') ?", "", rest[lead.end() :].strip() if lead else rest)


def _per_unit(asked: Asked, grain: Grain, summary: Summary, *cuts: re.Match[str]) -> Planned | None:
    found = asked.measured(_rest(asked, *cuts))
    if (
        found is None
        or found.query.order
        or found.query.limit
        or not counts_or_sums(found.query, asked.model)
    ):
        return None
    if any(item.grain is not None for item in found.query.group_by):
        return None
    return asked.derived(found, _until_today(asked, found.query), PerUnit(grain, summary))


def _until_today(asked: Asked, query: SemanticQuery) -> SemanticQuery:
    """Days that are still to come are no days without rows."""
    from knowledge.planner.planning import local_now  # a circle by nature

    period, now = query.period, local_now(asked.question)
    if period is None:
        return query
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    if period.start is None or period.start >= tomorrow or (period.end and period.end <= tomorrow):
        return query
    return replace(query, period=replace(period, end=tomorrow, grain=None))


def _each_has(asked: Asked, summary: Summary, have: re.Match[str]) -> Planned | None:
    """The number by customer, then its average over those that have any, which is said."""
    what, who = (have["what"], have["who"]) if have["what"] else (have["quoi"], have["qui"])
    french = asked.language == "fr"
    text = f"nombre de {what} par {who}" if french else f"number of {what} by {who}"
    return _averaged(asked, asked.plan(text), summary)


def _averaged(asked: Asked, found: Planned | None, summary: Summary) -> Planned | None:
    if found is None or len(found.query.measures) != 1 or not found.query.group_by or found.query.having:
        return None
    if not counts_or_sums(found.query, asked.model) or found.query.limit is not None:
        return None
    if any(item.grain is not None for item in found.query.group_by):
        return None
    return asked.derived(found, replace(found.query, order=()), PerGroup(summary))


def _per_group(asked: Asked, summary: Summary, *cuts: re.Match[str]) -> Planned | None:
    """Per customer: the number by customer, then its average over those that have any."""
    words = "par " if asked.language == "fr" else "by "
    average, entity = cuts
    text = f"{asked.text[: entity.start()]}{words}{asked.text[entity.end() :]}"
    shift = len(words) - (entity.end() - entity.start())
    start = average.start() + (shift if average.start() > entity.start() else 0)
    end = average.end() + (shift if average.start() > entity.start() else 0)
    rest = f"{text[:start]} {text[end:]}".strip(" ,?")
    rest = re.sub(r"^(?:of|de|des|du|d'|the|le|la|les|l') ?", "", " ".join(rest.split()), flags=re.IGNORECASE)
    if (lead := _LEAD.match(rest.lower())) is not None:
        rest = rest[lead.end() :].strip()
    return _averaged(asked, asked.plan(rest), summary)
