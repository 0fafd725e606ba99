"""Time in questions: "last quarter", "since March", "ces 30 derniers jours", "between 2012 and 2013".

A range is half-open and naive in the asker's zone. "Last quarter" is the calendar quarter before this one;
"the last 3 months" reach from the same day three months ago up to and including today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.planner.calendar_units import step, unit_period
from knowledge.planner.numbers import number_of
from knowledge.planner.time_points import Clock, Point, norm_at, point_at, relative_point, skip, small_number
from knowledge.planner.time_words import (
    AFTER,
    ARTICLES,
    BEFORE,
    INTO,
    LAST,
    LAST_FRENCH,
    SINCE,
    UNITS,
    WEAK,
)
from knowledge.planner.tokens import Token
from knowledge.semantic.query import Grain, Period

__all__ = ["UNITS", "Clock", "TimeMatch", "find_time_ranges"]


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """Tokens [start, end) name `period`. `sure` is false where they may mean something else (a bare 2013)."""

    start: int
    end: int
    period: Period
    sure: bool = True
    assumed: bool = False  # the year was not said


def find_time_ranges(tokens: Sequence[Token], clock: Clock) -> list[TimeMatch]:
    """Every stretch of tokens that names a period, leading prepositions included, longest first per place."""
    matches = []
    for index in range(len(tokens)):
        for rule in _RULES:
            match = _try(rule, tokens, index, clock)
            if match is not None:
                matches.append(match)
                break
    return [_with_lead(match, tokens) for match in matches]


def _try(rule: _Rule, tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    try:
        return rule(tokens, index, clock)
    except (ValueError, OverflowError):  # a day or year that no calendar has
        return None


def _with_lead(match: TimeMatch, tokens: Sequence[Token]) -> TimeMatch:
    """The match with the prepositions and articles before it: in (the month of) March 2013."""
    start = match.start
    while start > 0 and match.start - start < 3 and tokens[start - 1].norm in INTO:
        if not _leads(tokens, start - 1):
            break
        start -= 1
    return TimeMatch(start, match.end, match.period, match.sure or start < match.start, match.assumed)


def _leads(tokens: Sequence[Token], place: int) -> bool:
    """Whether an article or "of" belongs to the date: it does by itself in English, behind "in" in French."""
    word = tokens[place].norm
    if word in {"of", "the", "from"} or word not in WEAK:
        return True
    return place > 0 and tokens[place - 1].norm in INTO | {"month"}


def _between(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Between X and Y, from X to Y, de X à Y, entre X et Y, du X au Y: both named units included."""
    links = {
        "between": {"and"},
        "entre": {"et"},
        "from": {"to", "until", "till", "through"},
        "de": {"a", "jusqu"},
        "du": {"au"},
        "d": {"a"},
    }
    joiners = links.get(norm_at(tokens, index))
    if joiners is None:
        return None
    first = _half_point(tokens, index + 1, clock)
    if first is None or norm_at(tokens, first.end) not in joiners:
        return None
    second = point_at(tokens, skip(tokens, first.end + 1, ARTICLES), clock)
    if second is None or second.period.end is None or first.period.start is None:
        return None
    start = first.period.start
    if first.assumed and not second.assumed:  # "from March to May 2013": the year stands once
        start = start.replace(
            year=second.period.end.year if second.period.end.month > 1 else second.period.end.year - 1
        )
        if second.period.start is not None and start > second.period.start:
            start = start.replace(year=start.year - 1)
    if start >= second.period.end:
        return None
    return TimeMatch(
        index, second.end, Period(start, second.period.end), assumed=first.assumed and second.assumed
    )


def _half_point(tokens: Sequence[Token], index: int, clock: Clock) -> Point | None:
    """A point, or a bare day number that a later month completes: "from 5 to 12 March 2013"."""
    index = skip(tokens, index, ARTICLES)
    found = point_at(tokens, index, clock)
    if found is not None:
        return found
    day = small_number(tokens, index)
    if day is None or norm_at(tokens, index + 1) not in {"to", "and", "au", "et", "a"}:
        return None
    second = point_at(tokens, skip(tokens, index + 2, ARTICLES), clock)
    if second is None or second.period.grain is not Grain.DAY or second.period.start is None:
        return None
    return Point(
        index + 1, unit_period(Grain.DAY, second.period.start.replace(day=day)), assumed=second.assumed
    )


def _open_range(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Since March, before 2010, after 5 March 2013, until last month, à partir de 2012, jusqu'à hier."""
    word, end = norm_at(tokens, index), index + 1
    if word in {"from", "partir", "compter"} and word != "from":
        word, end = "since", end
    if word in {"on", "from"} or (word == "since" and norm_at(tokens, index) in {"partir", "compter"}):
        return _onwards(tokens, index, clock)
    if word not in SINCE | BEFORE | AFTER:
        return None
    found = point_at(tokens, skip(tokens, end, ARTICLES | {"fin", "end"}), clock)
    if found is None:
        return _since_ago(tokens, index, clock)
    begin, finish = found.period.start, found.period.end
    if word in SINCE:
        return TimeMatch(index, found.end, Period(begin, None), assumed=found.assumed)
    if word in AFTER:
        return TimeMatch(index, found.end, Period(finish, None), assumed=found.assumed)
    included = word not in {"before", "avant"}
    return TimeMatch(index, found.end, Period(None, finish if included else begin), assumed=found.assumed)


def _onwards(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """From 2012 on, from March onwards, à partir de mars."""
    found = point_at(tokens, skip(tokens, index + 1, ARTICLES), clock)
    if found is None:
        return None
    if norm_at(tokens, index) in {"partir", "compter"}:
        start = index - 1 if norm_at(tokens, index - 1) == "a" else index
        return TimeMatch(start, found.end, Period(found.period.start, None), assumed=found.assumed)
    if norm_at(tokens, index) == "from" and norm_at(tokens, found.end) in {"on", "onwards", "onward"}:
        return TimeMatch(index, found.end + 1, Period(found.period.start, None), assumed=found.assumed)
    return None


def _since_ago(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Depuis 3 mois, since 3 months."""
    if norm_at(tokens, index) not in SINCE:
        return None
    return _rolling_from(tokens, index, index + 1, clock)


def _rolling_from(tokens: Sequence[Token], begin: int, index: int, clock: Clock) -> TimeMatch | None:
    count = number_of(tokens[index], clock.language) if index < len(tokens) else None
    grain = UNITS.get(norm_at(tokens, index + 1))
    if count is None or grain is None or not isinstance(count, int) or not 0 < count < 5_000:
        return None
    return TimeMatch(begin, index + 2, _rolling(clock, grain, count))


def _rolling(clock: Clock, grain: Grain, count: int) -> Period:
    if grain is Grain.HOUR:
        return Period(step(clock.now, grain, -count), clock.now)
    today = clock.start_of(Grain.DAY)
    return Period(step(today, grain, -count), today + dt.timedelta(days=1))


def _last_units(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Last 30 days, the past 3 months, ces 30 derniers jours, les 12 derniers mois, last few..: not that."""
    word = norm_at(tokens, index)
    if word in LAST:
        return _rolling_from(tokens, index, index + 1, clock)
    count = number_of(tokens[index], clock.language)
    if not isinstance(count, int) or not 0 < count < 5_000:
        return None
    if norm_at(tokens, index + 1) in LAST_FRENCH | LAST and (grain := UNITS.get(norm_at(tokens, index + 2))):
        return TimeMatch(index, index + 3, _rolling(clock, grain, count))
    grain = UNITS.get(norm_at(tokens, index + 1))
    if grain is None or norm_at(tokens, index + 2) not in LAST_FRENCH:
        return None
    return TimeMatch(index, index + 3, _rolling(clock, grain, count))


def _past_unit(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Over the past week, the last year as a stretch is not told from the calendar unit: calendar it is."""
    found = relative_point(tokens, index, clock)
    return None if found is None else TimeMatch(index, found.end, found.period)


def _to_date(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Year to date, ytd, mtd, qtd."""
    short = {"ytd": Grain.YEAR, "mtd": Grain.MONTH, "qtd": Grain.QUARTER}.get(norm_at(tokens, index))
    if short is not None:
        return TimeMatch(index, index + 1, _so_far(clock, short))
    grain = UNITS.get(norm_at(tokens, index))
    if grain is None or (norm_at(tokens, index + 1), norm_at(tokens, index + 2)) != ("to", "date"):
        return None
    return TimeMatch(index, index + 3, _so_far(clock, grain))


def _so_far(clock: Clock, grain: Grain) -> Period:
    return Period(clock.start_of(grain), clock.start_of(Grain.DAY) + dt.timedelta(days=1), grain=grain)


def _ago(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """3 days ago, il y a 3 jours: that one unit."""
    french = [norm_at(tokens, index + offset) for offset in range(3)] == ["il", "y", "a"]
    place = index + 3 if french else index
    count = number_of(tokens[place], clock.language) if place < len(tokens) else None
    grain = UNITS.get(norm_at(tokens, place + 1))
    if not isinstance(count, int) or grain is None or not (french or norm_at(tokens, place + 2) == "ago"):
        return None
    start = step(clock.start_of(grain), grain, -count)
    return TimeMatch(index, place + (2 if french else 3), unit_period(grain, start))


def _single(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    found = point_at(tokens, index, clock)
    if found is None:
        return None
    if UNITS.get(norm_at(tokens, index)) is not None and norm_at(tokens, index + 1) in {"to"}:
        return None
    return TimeMatch(index, found.end, found.period, found.sure, found.assumed)


_Rule = Callable[[Sequence[Token], int, Clock], TimeMatch | None]
_RULES: tuple[_Rule, ...] = (
    _between,
    _open_range,
    _to_date,
    _ago,
    _last_units,
    _past_unit,
    _single,
)
