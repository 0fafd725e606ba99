"""Points on the calendar: a day, month, quarter or year, named outright or relative to now."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.planner.calendar_units import start_of, step, unit_period
from knowledge.planner.language import FRENCH
from knowledge.planner.time_words import (
    ARTICLES,
    LAST,
    LAST_FRENCH,
    MONTHS,
    NEXT,
    ORDINALS,
    THIS,
    UNITS,
    UNSURE_MONTHS,
)
from knowledge.planner.tokens import Token, TokenKind
from knowledge.semantic.query import Grain, Period


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment a question is asked at, as the asker's clock and calendar show it."""

    now: dt.datetime  # naive local
    week_start: int
    language: str

    def start_of(self, grain: Grain) -> dt.datetime:
        return start_of(grain, self.now, self.week_start)


@dataclass(frozen=True, slots=True)
class Point:
    """One point on the calendar: a unit named by tokens up to `end`."""

    end: int
    period: Period
    sure: bool = True
    assumed: bool = False


def norm_at(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].norm if 0 <= index < len(tokens) else ""


def skip(tokens: Sequence[Token], index: int, words: set[str] | frozenset[str]) -> int:
    while norm_at(tokens, index) in words:
        index += 1
    return index


def _moment(year: int, month: int, day: int) -> dt.datetime:
    """Raises ValueError for a day that no calendar has."""
    return dt.datetime(year, month, day)  # noqa: DTZ001  (local to the asker throughout)


def point_at(tokens: Sequence[Token], index: int, clock: Clock) -> Point | None:
    """A day, month, quarter or year that is named outright or relative to now."""
    for rule in (_date, _day_of_month, _month, _quarter, relative_point, _year):
        found = rule(tokens, index, clock)
        if found is not None:
            return found
    return None


def _date(tokens: Sequence[Token], index: int, clock: Clock) -> Point | None:
    if index >= len(tokens) or tokens[index].kind is not TokenKind.DATE:
        return None
    first, second, third = (int(part) for part in re.split(r"[-/.]", tokens[index].norm))
    if first > 31:
        day = _moment(first, second, third)
    elif second > 12 or (clock.language != FRENCH and first <= 12 and "/" in tokens[index].norm):
        day = _moment(third, first, second)
    else:
        day = _moment(third, second, first)
    return Point(index + 1, unit_period(Grain.DAY, day))


def small_number(tokens: Sequence[Token], index: int) -> int | None:
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|er)?", norm_at(tokens, index))
    return int(match.group(1)) if match else None


def _year_number(tokens: Sequence[Token], index: int) -> int | None:
    text = norm_at(tokens, index)
    return int(text) if re.fullmatch(r"(1[89]|20)\d\d", text) else None


def _year_after(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """(year, end) with "of", "de", a comma or "year" in between; None where no year follows."""
    start = skip(tokens, index, frozenset({",", "of", "de", "in", "en", "the", "year", "l", "annee"}))
    year = _year_number(tokens, start)
    return None if year is None else (year, start + 1)


def _day_of_month(tokens: Sequence[Token], index: int, clock: Clock) -> Point | None:
    """5 March 2013, March 5th, 2013, 1er mars."""
    day, month = (
        small_number(tokens, index),
        MONTHS.get(norm_at(tokens, skip(tokens, index + 1, {"of", "de"})), 0),
    )
    end = skip(tokens, index + 1, {"of", "de"}) + 1
    if day is None or not month:
        month, day = (
            MONTHS.get(norm_at(tokens, index), 0),
            small_number(tokens, skip(tokens, index + 1, {"the"})),
        )
        end = skip(tokens, index + 1, {"the"}) + 1
    if not month or day is None or not 1 <= day <= 31:
        return None
    year = _year_after(tokens, end)
    if year is not None:
        return Point(year[1], unit_period(Grain.DAY, _moment(year[0], month, day)))
    found = _moment(clock.now.year, month, day)
    if found > clock.now:
        found = _moment(clock.now.year - 1, month, day)
    return Point(end, unit_period(Grain.DAY, found), assumed=True)


def _month(tokens: Sequence[Token], index: int, clock: Clock) -> Point | None:
    """March 2013, mars de cette année, March (the latest one that has begun)."""
    name = norm_at(tokens, index)
    month = MONTHS.get(name)
    if month is None:
        return None
    year = _year_after(tokens, index + 1)
    if year is None and name == "mars" and clock.language != FRENCH:
        return None  # a planet
    if year is not None:
        return Point(year[1], unit_period(Grain.MONTH, _moment(year[0], month, 1)))
    relative = relative_point(tokens, skip(tokens, index + 1, ARTICLES), clock)
    if relative is not None and relative.period.grain is Grain.YEAR and relative.period.start is not None:
        return Point(relative.end, unit_period(Grain.MONTH, relative.period.start.replace(month=month)))
    begun = _moment(clock.now.year, month, 1)
    if begun > clock.now:
        begun = _moment(clock.now.year - 1, month, 1)
    if norm_at(tokens, index - 1) in LAST or norm_at(tokens, index + 1) in LAST_FRENCH:
        end = index + 2 if norm_at(tokens, index + 1) in LAST_FRENCH else index + 1
        return Point(end, unit_period(Grain.MONTH, begun))
    return Point(index + 1, unit_period(Grain.MONTH, begun), sure=name not in UNSURE_MONTHS, assumed=True)


def _quarter(tokens: Sequence[Token], index: int, clock: Clock) -> Point | None:
    """Q1 2013, T1 2013, first quarter of 2013, 1er trimestre 2013, Q3 (of this year)."""
    match = re.fullmatch(r"[qt]([1-4])", norm_at(tokens, index))
    number, end = (
        (int(match.group(1)), index + 1) if match else (ORDINALS.get(norm_at(tokens, index)), index + 2)
    )
    if number is None or (not match and UNITS.get(norm_at(tokens, index + 1)) is not Grain.QUARTER):
        return None
    year = _year_after(tokens, end)
    if year is not None:
        return Point(year[1], unit_period(Grain.QUARTER, _moment(year[0], number * 3 - 2, 1)))
    relative = relative_point(tokens, skip(tokens, end, ARTICLES), clock)
    if relative is not None and relative.period.grain is Grain.YEAR and relative.period.start is not None:
        return Point(
            relative.end, unit_period(Grain.QUARTER, relative.period.start.replace(month=number * 3 - 2))
        )
    start = _moment(clock.now.year, number * 3 - 2, 1)
    if start > clock.now:
        start = start.replace(year=start.year - 1)
    return Point(end, unit_period(Grain.QUARTER, start), assumed=True)


def _year(tokens: Sequence[Token], index: int, clock: Clock) -> Point | None:
    year = _year_number(tokens, index)
    if year is None:
        return None
    return Point(index + 1, unit_period(Grain.YEAR, _moment(year, 1, 1)), sure=False)


def relative_point(tokens: Sequence[Token], index: int, clock: Clock) -> Point | None:
    """today, yesterday, this year, last quarter, le mois dernier, l'an dernier, the previous month."""
    word, following = norm_at(tokens, index), norm_at(tokens, index + 1)
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
        return Point(index + 1, unit_period(Grain.DAY, today + dt.timedelta(days=days[word])))
    grain = UNITS.get(following)
    if word in THIS | {"ce", "cet", "cette"} and grain is not None:
        shift = -1 if norm_at(tokens, index + 2) in LAST_FRENCH else 0
        return Point(index + 2 - shift, shifted(clock, grain, shift))
    if word in LAST | NEXT and grain is not None and not following.endswith("s"):
        return Point(index + 2, shifted(clock, grain, -1 if word in LAST else 1))
    grain = UNITS.get(word)
    if grain is None:
        return None
    if following in {"dernier", "derniere", "passe", "passee", "precedent", "precedente"}:
        return Point(index + 2, shifted(clock, grain, -1))
    if following == "prochain" or following == "prochaine":
        return Point(index + 2, shifted(clock, grain, 1))
    if following == "en" and norm_at(tokens, index + 2) == "cours":
        return Point(index + 3, shifted(clock, grain, 0))
    return None


def shifted(clock: Clock, grain: Grain, shift: int) -> Period:
    return unit_period(grain, step(clock.start_of(grain), grain, shift))
