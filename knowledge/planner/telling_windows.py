"""Answers about the first of each group, running totals and changes from unit to unit, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from knowledge.planner.formats import format_number, format_unit
from knowledge.planner.telling_facts import Facts, Row
from knowledge.planner.telling_words import capital, say
from knowledge.semantic.derivation import ChangeByUnit, RunningTotal, TopPerGroup

MOST_NAMED = 3

_WORDS = {
    "en": {
        "group": "{outer}: {names}.",
        "more": "The table has {count} groups in all.",
        "tied": "{outer}: {count} more are tied with the last one shown.",
        "running": "{subject}{when}{note} adds up to {total} by {at}.",
        "steps": "{subject}{when}{note}: {last} in {at}, {change} from the one before; the largest rise was "
        "{high} in {high_at}, the largest fall {low} in {low_at}.",
        "steps_short": "{subject}{when}{note}: {last} in {at}, {change} from the one before.",
        "alone": "{subject}{when}{note}: {last} in {at}, with nothing before to compare it with.",
    },
    "fr": {
        "group": "{outer} : {names}.",
        "more": "Le tableau contient {count} groupes en tout.",
        "tied": "{outer} : {count} autres sont ex æquo avec la dernière ligne montrée.",
        "running": "{subject}{when}{note} : le cumul atteint {total} ({at}).",
        "steps": "{subject}{when}{note} : {last} ({at}), {change} par rapport à la période d'avant ; la plus "
        "forte hausse est de {high} ({high_at}), la plus forte baisse de {low} ({low_at}).",
        "steps_short": "{subject}{when}{note} : {last} ({at}), {change} par rapport à la période d'avant.",
        "alone": "{subject}{when}{note} : {last} ({at}), sans période d'avant pour comparer.",
    },
}


def tell_window(facts: Facts) -> str:
    """A few sentences, or that there is no data."""
    derived = facts.query.derived
    lines: list[str] = []
    if facts.result.rows and isinstance(derived, TopPerGroup):
        lines = _tops(facts, derived)
    elif facts.result.rows and isinstance(derived, RunningTotal):
        lines = [_running(facts, rows) for rows in _apart(facts)[:MOST_NAMED]]
    elif facts.result.rows and isinstance(derived, ChangeByUnit):
        lines = [_steps(facts, rows) for rows in _apart(facts)[:MOST_NAMED]]
    return "\n".join(capital(line) for line in lines) or capital(say("nothing", facts.language))


def _plain(facts: Facts, value: int | float) -> str:
    facts.numbers.append(value)
    return f"**{format_number(value, facts.language)}**"


# -- the first of each group -----------------------------------------------------------------------------


def _tops(facts: Facts, derived: TopPerGroup) -> list[str]:
    """The first groups with who leads them, how many groups there are, and where more are tied."""
    outer = [place for place in range(derived.outer) if place in facts.labels] or [0]
    inner = [
        place
        for place in facts.labels
        if place >= derived.outer and facts.columns[place].grouping is not None
    ]
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in facts.result.rows:
        groups.setdefault(tuple(row[: derived.outer]), []).append(row)
    words = _WORDS[facts.language]
    told = [
        words["group"].format(
            outer=_names(facts, rows[0], outer),
            names=facts.join([_one(facts, row, inner) for row in rows[:MOST_NAMED]]),
        )
        for rows in list(groups.values())[:MOST_NAMED]
    ]
    if len(groups) > MOST_NAMED:
        told.append(words["more"].format(count=_plain(facts, len(groups))))
    tied = len(facts.columns) - 1
    cut = [rows[-1] for rows in groups.values() if rows[-1][tied]]
    told += [
        words["tied"].format(outer=_names(facts, row, outer), count=_plain(facts, row[tied]))
        for row in cut[:MOST_NAMED]
    ]
    return told


def _names(facts: Facts, row: Row, places: Sequence[int]) -> str:
    return " · ".join(_cell(facts, row, place) for place in places)


def _cell(facts: Facts, row: Row, place: int) -> str:
    value, grain = row[place], facts.columns[place].grain
    if hasattr(value, "isoformat"):
        return format_unit(value, grain, facts.language)
    return say("unknown", facts.language) if value is None else str(value)


def _one(facts: Facts, row: Row, inner: Sequence[int]) -> str:
    """“Breakfast (120)”; a listed row by its name and the value it is ranked by."""
    if facts.measures:
        return f"{_names(facts, row, inner)} ({facts.number(row, facts.measures[0])})"
    by = facts.query.order[0].grouping or 0
    named = [place for place in inner if place != by][:1]
    if isinstance(row[by], int | float | Decimal):
        facts.numbers.append(row[by])
    derived = facts.query.derived
    assert isinstance(derived, TopPerGroup)
    name = _names(facts, row, named) or _cell(facts, row, derived.outer)
    return f"{name} ({_cell(facts, row, by)})" if name != _cell(facts, row, by) else name


# -- over time -------------------------------------------------------------------------------------------


def _apart(facts: Facts) -> list[list[Row]]:
    """Series apart by whatever else the rows tell apart, the currency included."""
    first = facts.measures[0]
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in facts.result.rows:
        groups.setdefault(tuple(row[1:first]), []).append(row)
    return list(groups.values())


def _told(facts: Facts, key: str, rows: Sequence[Row], **parts: str) -> str:
    place = facts.measures[0]
    others = [at for at in facts.labels if 0 < at < place]
    prefix = f"{_names(facts, rows[0], others)}, " if others else ""
    return prefix + _WORDS[facts.language][key].format(
        subject=facts.subject(place), when=facts.when, note=facts.note, **parts
    )


def _running(facts: Facts, rows: Sequence[Row]) -> str:
    total = facts.measures[1]
    return _told(facts, "running", rows, total=facts.number(rows[-1], total), at=_cell(facts, rows[-1], 0))


def _steps(facts: Facts, rows: Sequence[Row]) -> str:
    place, change = facts.measures[0], facts.measures[1] + 1
    known = [row for row in rows if row[change] is not None]
    last = {"last": facts.number(rows[-1], place), "at": _cell(facts, rows[-1], 0)}
    if not known or rows[-1][change] is None:
        return _told(facts, "alone", rows, **last)
    high, low = max(known, key=lambda row: row[change]), min(known, key=lambda row: row[change])
    last["change"] = _signed(facts, rows[-1], change)
    if len(known) < 3 or high[change] <= 0 or low[change] >= 0:
        return _told(facts, "steps_short", rows, **last)
    last |= {"high": _signed(facts, high, change), "high_at": _cell(facts, high, 0)}
    last |= {"low": _signed(facts, low, change), "low_at": _cell(facts, low, 0)}
    return _told(facts, "steps", rows, **last)


def _signed(facts: Facts, row: Row, change: int) -> str:
    """The change with its sign, as an amount of the measure."""
    value = facts.told(abs(row[change]), row, facts.measures[0])
    return value.replace("**", f"**{'+' if row[change] >= 0 else '−'}", 1)
