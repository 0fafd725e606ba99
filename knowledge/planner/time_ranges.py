"""Time in questions: "last quarter", "since March", "ces 30 derniers jours", "between 2012 and 2013".

A range is half-open and naive in the asker's zone. "Last quarter" is the calendar quarter before this one;
"the last 3 months" reach from the same day three months ago up to and including today.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.planner.calendar_units import start_of, step, unit_period
from knowledge.planner.language import FRENCH
from knowledge.planner.numbers import number_of
from knowledge.planner.tokens import Token, TokenKind
from knowledge.semantic.query import Grain, Period

UNITS: dict[str, Grain] = {
    "hour": Grain.HOUR,
    "hours": Grain.HOUR,
    "heure": Grain.HOUR,
    "heures": Grain.HOUR,
    "day": Grain.DAY,
    "days": Grain.DAY,
    "jour": Grain.DAY,
    "jours": Grain.DAY,
    "journee": Grain.DAY,
    "week": Grain.WEEK,
    "weeks": Grain.WEEK,
    "semaine": Grain.WEEK,
    "semaines": Grain.WEEK,
    "month": Grain.MONTH,
    "months": Grain.MONTH,
    "mois": Grain.MONTH,
    "quarter": Grain.QUARTER,
    "quarters": Grain.QUARTER,
    "trimestre": Grain.QUARTER,
    "trimestres": Grain.QUARTER,
    "year": Grain.YEAR,
    "years": Grain.YEAR,
    "an": Grain.YEAR,
    "ans": Grain.YEAR,
    "annee": Grain.YEAR,
    "annees": Grain.YEAR,
}

_MONTH_NAMES = (
    "january jan janvier janv", "february feb fevrier fevr", "march mar mars", "april apr avril avr",
    "may mai", "june jun juin", "july jul juillet juil", "august aug aout",
    "september sep sept septembre", "october oct octobre", "november nov novembre",
    "december dec decembre",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_UNSURE_MONTHS = {"may", "mar", "jan", "sep", "sept", "dec", "jun", "jul"}

_LAST = {"last", "previous", "past", "prior"}
_LAST_FR = {
    "dernier",
    "derniere",
    "derniers",
    "dernieres",
    "passe",
    "passee",
    "precedent",
    "precedente",
    "precedents",
}
_THIS = {"this", "current"}
_NEXT = {"next"}
_INTO = {
    "in", "during", "for", "of", "on", "en", "au", "dans", "durant", "pendant", "le", "du", "de", "d",
    "the", "l", "la", "les", "within", "over", "ces", "pour", "sur", "cours", "year", "annee", "des",
    "from", "mois",
}  # fmt: skip
_SINCE = {"since", "depuis", "starting"}
_BEFORE = {"before", "avant", "until", "till", "jusqu"}
_AFTER = {"after", "apres"}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "premier": 1,
    "deuxieme": 2,
    "troisieme": 3,
    "quatrieme": 4,
    "1er": 1,
    "2e": 2,
    "3e": 3,
    "4e": 4,
    "2eme": 2,
    "3eme": 3,
    "4eme": 4,
}


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """Tokens [start, end) name `period`. `sure` is false where they may mean something else (a bare 2013)."""

    start: int
    end: int
    period: Period
    sure: bool = True
    assumed: bool = False  # the year was not said


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment a question is asked at, as the asker's clock and calendar show it."""

    now: dt.datetime  # naive local
    week_start: int
    language: str

    def start_of(self, grain: Grain) -> dt.datetime:
        return start_of(grain, self.now, self.week_start)


@dataclass(frozen=True, slots=True)
class _Found:
    """One point on the calendar: a unit named by tokens up to `end`."""

    end: int
    period: Period
    sure: bool = True
    assumed: bool = False


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
    while start > 0 and match.start - start < 3 and tokens[start - 1].norm in _INTO:
        if not _leads(tokens, start - 1):
            break
        start -= 1
    return TimeMatch(start, match.end, match.period, match.sure or start < match.start, match.assumed)


def _leads(tokens: Sequence[Token], place: int) -> bool:
    """Whether an article or "of" belongs to the date: it does by itself in English, behind "in" in French."""
    word = tokens[place].norm
    if word in {"of", "the", "from"} or word not in _WEAK:
        return True
    return place > 0 and tokens[place - 1].norm in _INTO | {"month"}


_WEAK = {"of", "de", "du", "des", "year", "mois", "the", "le", "la", "les", "l", "from"}


def _norm(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].norm if 0 <= index < len(tokens) else ""


def _skip(tokens: Sequence[Token], index: int, words: set[str] | frozenset[str]) -> int:
    while _norm(tokens, index) in words:
        index += 1
    return index


def _moment(year: int, month: int, day: int) -> dt.datetime:
    """Raises ValueError for a day that no calendar has."""
    return dt.datetime(year, month, day)  # noqa: DTZ001  (local to the asker throughout)


_ARTICLES = frozenset(
    {"the", "le", "la", "les", "l", "du", "de", "des", "au", "a", "en", "in", "on", "of", "d", "ce"}
)


# -- points on the calendar -------------------------------------------------------------------------------


def _point(tokens: Sequence[Token], index: int, clock: Clock) -> _Found | None:
    """A day, month, quarter or year that is named outright or relative to now."""
    for rule in (_date, _day_of_month, _month, _quarter, _relative, _year):
        found = rule(tokens, index, clock)
        if found is not None:
            return found
    return None


def _date(tokens: Sequence[Token], index: int, clock: Clock) -> _Found | None:
    if index >= len(tokens) or tokens[index].kind is not TokenKind.DATE:
        return None
    first, second, third = (int(part) for part in re.split(r"[-/.]", tokens[index].norm))
    if first > 31:
        day = _moment(first, second, third)
    elif second > 12 or (clock.language != FRENCH and first <= 12 and "/" in tokens[index].norm):
        day = _moment(third, first, second)
    else:
        day = _moment(third, second, first)
    return _Found(index + 1, unit_period(Grain.DAY, day))


def _small(tokens: Sequence[Token], index: int) -> int | None:
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|er)?", _norm(tokens, index))
    return int(match.group(1)) if match else None


def _year_number(tokens: Sequence[Token], index: int) -> int | None:
    text = _norm(tokens, index)
    return int(text) if re.fullmatch(r"(1[89]|20)\d\d", text) else None


def _year_after(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """(year, end) with "of", "de", a comma or "year" in between; None where no year follows."""
    start = _skip(tokens, index, frozenset({",", "of", "de", "in", "en", "the", "year", "l", "annee"}))
    year = _year_number(tokens, start)
    return None if year is None else (year, start + 1)


def _day_of_month(tokens: Sequence[Token], index: int, clock: Clock) -> _Found | None:
    """5 March 2013, March 5th, 2013, 1er mars."""
    day, month = _small(tokens, index), MONTHS.get(_norm(tokens, _skip(tokens, index + 1, {"of", "de"})), 0)
    end = _skip(tokens, index + 1, {"of", "de"}) + 1
    if day is None or not month:
        month, day = MONTHS.get(_norm(tokens, index), 0), _small(tokens, _skip(tokens, index + 1, {"the"}))
        end = _skip(tokens, index + 1, {"the"}) + 1
    if not month or day is None or not 1 <= day <= 31:
        return None
    year = _year_after(tokens, end)
    if year is not None:
        return _Found(year[1], unit_period(Grain.DAY, _moment(year[0], month, day)))
    found = _moment(clock.now.year, month, day)
    if found > clock.now:
        found = _moment(clock.now.year - 1, month, day)
    return _Found(end, unit_period(Grain.DAY, found), assumed=True)


def _month(tokens: Sequence[Token], index: int, clock: Clock) -> _Found | None:
    """March 2013, mars de cette année, March (the latest one that has begun)."""
    name = _norm(tokens, index)
    month = MONTHS.get(name)
    if month is None:
        return None
    year = _year_after(tokens, index + 1)
    if year is None and name == "mars" and clock.language != FRENCH:
        return None  # a planet
    if year is not None:
        return _Found(year[1], unit_period(Grain.MONTH, _moment(year[0], month, 1)))
    relative = _relative(tokens, _skip(tokens, index + 1, _ARTICLES), clock)
    if relative is not None and relative.period.grain is Grain.YEAR and relative.period.start is not None:
        return _Found(relative.end, unit_period(Grain.MONTH, relative.period.start.replace(month=month)))
    begun = _moment(clock.now.year, month, 1)
    if begun > clock.now:
        begun = _moment(clock.now.year - 1, month, 1)
    if _norm(tokens, index - 1) in _LAST or _norm(tokens, index + 1) in _LAST_FR:
        end = index + 2 if _norm(tokens, index + 1) in _LAST_FR else index + 1
        return _Found(end, unit_period(Grain.MONTH, begun))
    return _Found(index + 1, unit_period(Grain.MONTH, begun), sure=name not in _UNSURE_MONTHS, assumed=True)


def _quarter(tokens: Sequence[Token], index: int, clock: Clock) -> _Found | None:
    """Q1 2013, T1 2013, first quarter of 2013, 1er trimestre 2013, Q3 (of this year)."""
    match = re.fullmatch(r"[qt]([1-4])", _norm(tokens, index))
    number, end = (
        (int(match.group(1)), index + 1) if match else (_ORDINALS.get(_norm(tokens, index)), index + 2)
    )
    if number is None or (not match and UNITS.get(_norm(tokens, index + 1)) is not Grain.QUARTER):
        return None
    year = _year_after(tokens, end)
    if year is not None:
        return _Found(year[1], unit_period(Grain.QUARTER, _moment(year[0], number * 3 - 2, 1)))
    relative = _relative(tokens, _skip(tokens, end, _ARTICLES), clock)
    if relative is not None and relative.period.grain is Grain.YEAR and relative.period.start is not None:
        return _Found(
            relative.end, unit_period(Grain.QUARTER, relative.period.start.replace(month=number * 3 - 2))
        )
    start = _moment(clock.now.year, number * 3 - 2, 1)
    if start > clock.now:
        start = start.replace(year=start.year - 1)
    return _Found(end, unit_period(Grain.QUARTER, start), assumed=True)


def _year(tokens: Sequence[Token], index: int, clock: Clock) -> _Found | None:
    year = _year_number(tokens, index)
    if year is None:
        return None
    return _Found(index + 1, unit_period(Grain.YEAR, _moment(year, 1, 1)), sure=False)


def _relative(tokens: Sequence[Token], index: int, clock: Clock) -> _Found | None:
    """today, yesterday, this year, last quarter, le mois dernier, l'an dernier, the previous month."""
    word, following = _norm(tokens, index), _norm(tokens, index + 1)
    today = clock.start_of(Grain.DAY)
    days = {
        "today": 0,
        "aujourdhui": 0,
        "yesterday": -1,
        "hier": -1,
        "tomorrow": 1,
        "demain": 1,
        "avant-hier": -2,
    }
    if word in days:
        return _Found(index + 1, unit_period(Grain.DAY, today + dt.timedelta(days=days[word])))
    grain = UNITS.get(following)
    if word in _THIS | {"ce", "cet", "cette"} and grain is not None:
        shift = -1 if _norm(tokens, index + 2) in _LAST_FR else 0
        return _Found(index + 2 - shift, _shifted(clock, grain, shift))
    if word in _LAST | _NEXT and grain is not None and not following.endswith("s"):
        return _Found(index + 2, _shifted(clock, grain, -1 if word in _LAST else 1))
    grain = UNITS.get(word)
    if grain is None:
        return None
    if following in {"dernier", "derniere", "passe", "passee", "precedent", "precedente"}:
        return _Found(index + 2, _shifted(clock, grain, -1))
    if following == "prochain" or following == "prochaine":
        return _Found(index + 2, _shifted(clock, grain, 1))
    if following == "en" and _norm(tokens, index + 2) == "cours":
        return _Found(index + 3, _shifted(clock, grain, 0))
    return None


def _shifted(clock: Clock, grain: Grain, shift: int) -> Period:
    return unit_period(grain, step(clock.start_of(grain), grain, shift))


# -- ranges -----------------------------------------------------------------------------------------------


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
    joiners = links.get(_norm(tokens, index))
    if joiners is None:
        return None
    first = _half_point(tokens, index + 1, clock)
    if first is None or _norm(tokens, first.end) not in joiners:
        return None
    second = _point(tokens, _skip(tokens, first.end + 1, _ARTICLES), clock)
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


def _half_point(tokens: Sequence[Token], index: int, clock: Clock) -> _Found | None:
    """A point, or a bare day number that a later month completes: "from 5 to 12 March 2013"."""
    index = _skip(tokens, index, _ARTICLES)
    found = _point(tokens, index, clock)
    if found is not None:
        return found
    day = _small(tokens, index)
    if day is None or _norm(tokens, index + 1) not in {"to", "and", "au", "et", "a"}:
        return None
    second = _point(tokens, _skip(tokens, index + 2, _ARTICLES), clock)
    if second is None or second.period.grain is not Grain.DAY or second.period.start is None:
        return None
    return _Found(
        index + 1, unit_period(Grain.DAY, second.period.start.replace(day=day)), assumed=second.assumed
    )


def _open_range(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Since March, before 2010, after 5 March 2013, until last month, à partir de 2012, jusqu'à hier."""
    word, end = _norm(tokens, index), index + 1
    if word in {"from", "partir", "compter"} and word != "from":
        word, end = "since", end
    if word in {"on", "from"} or (word == "since" and _norm(tokens, index) in {"partir", "compter"}):
        return _onwards(tokens, index, clock)
    if word not in _SINCE | _BEFORE | _AFTER:
        return None
    found = _point(tokens, _skip(tokens, end, _ARTICLES | {"fin", "end"}), clock)
    if found is None:
        return _since_ago(tokens, index, clock)
    begin, finish = found.period.start, found.period.end
    if word in _SINCE:
        return TimeMatch(index, found.end, Period(begin, None), assumed=found.assumed)
    if word in _AFTER:
        return TimeMatch(index, found.end, Period(finish, None), assumed=found.assumed)
    included = word not in {"before", "avant"}
    return TimeMatch(index, found.end, Period(None, finish if included else begin), assumed=found.assumed)


def _onwards(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """From 2012 on, from March onwards, à partir de mars."""
    found = _point(tokens, _skip(tokens, index + 1, _ARTICLES), clock)
    if found is None:
        return None
    if _norm(tokens, index) in {"partir", "compter"}:
        start = index - 1 if _norm(tokens, index - 1) == "a" else index
        return TimeMatch(start, found.end, Period(found.period.start, None), assumed=found.assumed)
    if _norm(tokens, index) == "from" and _norm(tokens, found.end) in {"on", "onwards", "onward"}:
        return TimeMatch(index, found.end + 1, Period(found.period.start, None), assumed=found.assumed)
    return None


def _since_ago(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Depuis 3 mois, since 3 months."""
    if _norm(tokens, index) not in _SINCE:
        return None
    return _rolling_from(tokens, index, index + 1, clock)


def _rolling_from(tokens: Sequence[Token], begin: int, index: int, clock: Clock) -> TimeMatch | None:
    count = number_of(tokens[index], clock.language) if index < len(tokens) else None
    grain = UNITS.get(_norm(tokens, index + 1))
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
    word = _norm(tokens, index)
    if word in _LAST:
        return _rolling_from(tokens, index, index + 1, clock)
    count = number_of(tokens[index], clock.language)
    if not isinstance(count, int) or not 0 < count < 5_000:
        return None
    if _norm(tokens, index + 1) in _LAST_FR | _LAST and (grain := UNITS.get(_norm(tokens, index + 2))):
        return TimeMatch(index, index + 3, _rolling(clock, grain, count))
    grain = UNITS.get(_norm(tokens, index + 1))
    if grain is None or _norm(tokens, index + 2) not in _LAST_FR:
        return None
    return TimeMatch(index, index + 3, _rolling(clock, grain, count))


def _past_unit(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Over the past week, the last year as a stretch is not told from the calendar unit: calendar it is."""
    found = _relative(tokens, index, clock)
    return None if found is None else TimeMatch(index, found.end, found.period)


def _to_date(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """Year to date, ytd, mtd, qtd."""
    short = {"ytd": Grain.YEAR, "mtd": Grain.MONTH, "qtd": Grain.QUARTER}.get(_norm(tokens, index))
    if short is not None:
        return TimeMatch(index, index + 1, _so_far(clock, short))
    grain = UNITS.get(_norm(tokens, index))
    if grain is None or (_norm(tokens, index + 1), _norm(tokens, index + 2)) != ("to", "date"):
        return None
    return TimeMatch(index, index + 3, _so_far(clock, grain))


def _so_far(clock: Clock, grain: Grain) -> Period:
    return Period(clock.start_of(grain), clock.start_of(Grain.DAY) + dt.timedelta(days=1), grain=grain)


def _ago(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    """3 days ago, il y a 3 jours: that one unit."""
    french = [_norm(tokens, index + offset) for offset in range(3)] == ["il", "y", "a"]
    place = index + 3 if french else index
    count = number_of(tokens[place], clock.language) if place < len(tokens) else None
    grain = UNITS.get(_norm(tokens, place + 1))
    if not isinstance(count, int) or grain is None or not (french or _norm(tokens, place + 2) == "ago"):
        return None
    start = step(clock.start_of(grain), grain, -count)
    return TimeMatch(index, place + (2 if french else 3), unit_period(grain, start))


def _single(tokens: Sequence[Token], index: int, clock: Clock) -> TimeMatch | None:
    found = _point(tokens, index, clock)
    if found is None:
        return None
    if UNITS.get(_norm(tokens, index)) is not None and _norm(tokens, index + 1) in {"to"}:
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
