"""“Revenue this month compared with last month”, “vs last year”, « évolution par rapport à ... »."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from knowledge.planner.calendar_units import step, unit_period
from knowledge.planner.deriving_periods import ways
from knowledge.planner.deriving_text import Asked, fold
from knowledge.planner.deriving_words import cut_note
from knowledge.planner.plan import Planned
from knowledge.planner.time_ranges import Clock, find_time_ranges
from knowledge.planner.tokens import tokenise
from knowledge.semantic.derivation import ComparedWith
from knowledge.semantic.query import Grain, Period, SemanticQuery

_BEFORE = re.compile(
    r"^(?:the |la |le |l')?(?:previous|preceding|prior|last)? ?(?:period|one|periode)(?: before| d'avant|"
    r" precedente?)?$|^the (?:week|month|quarter|year|day) before$|^(?:le|la|l')? ?(?:mois|semaine"
    r"|trimestre|annee|jour)"
    r" (?:d'avant|precedente?)$|^(?:the )?(?:previous|prior|preceding) (?:day|week|month|quarter|year)$"
)
_YEAR_AGO = re.compile(
    r"^(?:the )?same (?:period|time|month|quarter|week|day)?s? ?(?:of |in |from )?(?:last year"
    r"|the year before|"
    r"(?:the )?previous year|a year (?:ago|earlier|before))$|^a year (?:ago|earlier|before)$"
    r"|^(?:la |le )?meme (?:periode|mois|trimestre|semaine|jour) (?:de )?(?:l'an"
    r"|l'annee) (?:dernier|derniere|passee?|precedente?)$"
)
_LAST_YEAR = re.compile(
    r"^(?:last year|the year before|(?:the )?previous year|l'an(?:nee)? (?:dernier|derniere|passee?"
    r"|precedente?))$"
)
_LEAD = re.compile(
    r"^(?:(?:by )?how (?:much|many(?: percent)?) (?:did|have|has) (?P<did>.+?) (?:grown?|changed?"
    r"|increased?"
    r"|decreased?|evolved?|risen?|rise|fall|fallen)\b"
    r"|(?:what (?:is|was) |show |quelle? (?:est|a ete) )?(?:the |our |la |l')?(?:growth|change"
    r"|evolution|croissance|progression|comparison) (?:of|in|de la|de l'|du|des|de|d') ?(?:the |our )?"
    r"|compare[rz]? (?:the |our |la |le |les |l')?)"
)
_ARTICLES = re.compile(
    r"^(?:(?:those|that|the ones|ceux|celles?|celui)(?: (?:of|in|from|de|du|en)"
    r"|(?= d')) )?(?:the |l'|le |la |in |en |of |d'|du |de )?(?:l'|le |la |the )?"
)
_ORDER = (Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)


def read(asked: Asked) -> Planned | None:
    """The plan, or None where no comparison of two periods is asked for."""
    for text, other in ways(asked):
        found = _current(asked, text, fold(text))
        if found is None:
            continue
        query = found.query
        if query.period is None and (running := _running(asked, other)) is not None:
            query = replace(query, period=running)
        if query.period is None or query.limit is not None or any(item.grain for item in query.group_by):
            continue
        planned = _with_period(asked, found, query, other)
        if planned is not None:
            return planned
    return None


def _current(asked: Asked, text: str, folded: str) -> Planned | None:
    """What stands before the link; nothing there: the question before."""
    if not folded.strip(" ,") or folded.strip(" ,") in {"and", "et", "compare", "comparee"}:
        previous = asked.question.previous
        usable = previous is not None and previous.derived is None and len(previous.measures) == 1
        if not usable or previous is None or previous.having:
            return None
        return Planned(previous, asked.language, "", 0.9)
    lead = _LEAD.match(folded)
    if lead is not None and lead["did"]:
        text = f"{text[lead.start('did') : lead.end('did')]} {text[lead.end() :]}"
    elif lead is not None:
        text = text[lead.end() :]
    return asked.measured(text.strip(" ,"))


def _clock(asked: Asked) -> Clock:
    from knowledge.planner.planning import local_now  # a circle by nature

    return Clock(local_now(asked.question), asked.question.week_start, asked.language)


def _named(asked: Asked, other: str) -> Period | None:
    tokens = tokenise(_ARTICLES.sub("", other))
    for match in find_time_ranges(tokens, _clock(asked)):
        if match.start == 0 and match.end == len(tokens):
            return match.period
    return None


def _running(asked: Asked, other: str) -> Period | None:
    """Compared with last month, nothing else said: this month."""
    period = _named(asked, other)
    if period is None or period.grain is None or period.start is None:
        return None
    clock = _clock(asked)
    if period.start != step(clock.start_of(period.grain), period.grain, -1):
        return None
    return unit_period(period.grain, clock.start_of(period.grain))


def _before(asked: Asked, period: Period, other: str) -> Period | None:
    """The period to compare with; None where the words name none."""
    if period.start is None or period.end is None:
        return None
    named = _named(asked, other)
    larger = (
        period.grain is not Grain.YEAR
        and named is not None
        and named.grain is Grain.YEAR
        and _LAST_YEAR.match(other)
    )
    if _YEAR_AGO.match(other) or larger:
        return Period(
            step(period.start, Grain.YEAR, -1), step(period.end, Grain.YEAR, -1), period.field, period.grain
        )
    if _BEFORE.match(other):
        if period.grain is not None:
            before = unit_period(period.grain, step(period.start, period.grain, -1))
            asks = next((grain for grain in _ORDER if re.search(rf"\b{grain.value}\b", other)), period.grain)
            return replace(before, field=period.field) if asks is period.grain else None
        return Period(period.start - (period.end - period.start), period.start, period.field)
    return replace(named, field=period.field) if named is not None and named.grain is period.grain else None


def _with_period(asked: Asked, found: Planned, query: SemanticQuery, other: str) -> Planned | None:
    period = query.period
    try:
        before = _before(asked, period, other) if period is not None else None
    except (ValueError, OverflowError):
        return None
    if period is None or before is None or before == period or before.start is None or period.start is None:
        return None
    now = _clock(asked).now
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    if _runs(period, tomorrow):
        period, before = _cut(period, before, tomorrow)
    elif _runs(before, tomorrow):  # "2025 vs 2026": in the order asked
        before, period = _cut(before, period, tomorrow)
    else:
        return asked.derived(found, replace(query, order=()), ComparedWith(before))
    query = replace(query, period=period, order=())
    return asked.derived(found, query, ComparedWith(before, cut=True), cut_note(asked.language))


def _runs(period: Period, tomorrow: dt.datetime) -> bool:
    return period.end is None or (period.start is not None and period.start < tomorrow < period.end)


def against_year_ago(asked: Asked, found: Planned) -> Planned | None:
    """The number of the query's period beside that of the same one a year before."""
    return _with_period(asked, found, found.query, "a year ago")


def _cut(running: Period, other: Period, tomorrow: dt.datetime) -> tuple[Period, Period]:
    """A running period beside the same stretch of the other one: like with like."""
    assert running.start is not None
    assert other.start is not None
    if running.grain is Grain.YEAR:
        end = step(tomorrow, Grain.YEAR, other.start.year - running.start.year)
    else:
        end = other.start + (tomorrow - running.start)
    end = min(end, other.end) if other.end is not None else end
    return replace(running, end=tomorrow, grain=None), replace(other, end=end, grain=None)
