"""Reports in words: a line for each metric, of the last full unit or of who has the most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from knowledge.planner.formats import format_number
from knowledge.planner.telling_facts import Facts, Row
from knowledge.planner.telling_words import capital
from knowledge.semantic.query import Grain

MOST_LINES = 12
MOST_CURRENCIES = 3

_WORDS = {
    "en": {
        "currency": "**{currency}**",
        "unit": "{when}:",
        "line": "- {label}: {value}",
        "change": " ({growth} against {before} {when})",
        "leads": "- {label}: {name} leads with {value}",
        "low": ", {name} comes last with {value}",
    },
    "fr": {
        "currency": "**{currency}**",
        "unit": "{when} :",
        "line": "- {label} : {value}",
        "change": " ({growth} par rapport à {before} {when})",
        "leads": "- {label} : {name} arrive en tête avec {value}",
        "low": ", {name} ferme la marche avec {value}",
    },
}


def tell_report(facts: Facts, groups: list[list[Row]]) -> str:
    """A line a metric: what differs by currency under each, the rest once, whatever currencies there are."""
    everything = [row for rows in groups for row in rows]
    known = [rows for rows in groups if facts.currency_at is None or rows[0][facts.currency_at] is not None]
    if len(known) < 2:
        return "\n".join(_lines(facts, everything, facts.measures))
    apart = [place for place in facts.measures if facts.is_money(place) or _differs(facts, known, place)]
    lines = []
    for rows in known[:MOST_CURRENCIES]:
        code = str(rows[0][facts.currency_at or 0])
        lines += [_WORDS[facts.language]["currency"].format(currency=code), *_lines(facts, rows, apart)]
    rest = [place for place in facts.measures if place not in apart]
    return "\n".join([*lines, "", *_lines(facts, everything, rest)]).strip()


def _differs(facts: Facts, groups: list[list[Row]], place: int) -> bool:
    """Whether a number that is no money was counted by currency: the same rows, other numbers."""
    seen: dict[tuple[object, ...], object] = {}
    for row in (row for rows in groups for row in rows):
        key = tuple(row[label] for label in facts.labels)
        if seen.setdefault(key, row[place]) != row[place]:
            return True
    return False


def _lines(facts: Facts, rows: list[Row], places: list[int]) -> list[str]:
    timed = facts.columns[facts.labels[0]].grain is not None and len(facts.labels) == 1
    return _over_time(facts, rows, places) if timed else _by_name(facts, rows, places)


def _over_time(facts: Facts, rows: list[Row], places: list[int]) -> list[str]:
    """The last full unit beside the one before it."""
    at, words = facts.labels[0], _WORDS[facts.language]
    # Of the rows that only differ in their currency, one is enough.
    known = list({row[at]: row for row in sorted(rows, key=lambda row: str(row[at])) if row[at]}.values())
    if len(known) > 1 and _is_running(facts, known[-1]):
        known = known[:-1]
    if not known:
        return []
    last, before = known[-1], known[-2] if len(known) > 1 else None
    lines = [words["unit"].format(when=capital(facts.at(last)))]
    for place in places[:MOST_LINES]:
        if last[place] is None:
            continue
        line = words["line"].format(label=facts.label(place), value=facts.number(last, place))
        lines.append(line + _change(facts, last, before, place))
    return lines if len(lines) > 1 else []


def _is_running(facts: Facts, row: Row) -> bool:
    """Whether the row's unit goes beyond the period that was asked for."""
    period, start = facts.query.period, row[facts.labels[0]]
    grain = facts.columns[facts.labels[0]].grain
    if period is None or period.end is None or grain is None or not isinstance(start, dt.date):
        return False
    days = {Grain.HOUR: 0, Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 28, Grain.QUARTER: 90, Grain.YEAR: 365}
    first = start.date() if isinstance(start, dt.datetime) else start
    return first + dt.timedelta(days=days[grain]) > period.end.date()


def _change(facts: Facts, last: Row, before: Row | None, place: int) -> str:
    if before is None or not _is_number(last[place]) or not _is_number(before[place]):
        return ""
    if not before[place] or facts.columns[place].unit:  # the growth of a percentage is no percentage
        return ""
    growth = float(last[place] - before[place]) / abs(float(before[place])) * 100
    facts.numbers.append(growth)
    told = format_number(round(growth, 1), facts.language, "%")
    return _WORDS[facts.language]["change"].format(
        growth=f"+{told}" if growth > 0 else told,
        before=facts.number(before, place),
        when=facts.at(before),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal)


def _by_name(facts: Facts, rows: list[Row], places: list[int]) -> list[str]:
    """Who has the most of each, and who the least."""
    words = _WORDS[facts.language]
    lines = []
    for place in places[:MOST_LINES]:
        ranked = list(_ranked(facts, rows, place))
        if not ranked:
            continue
        line = words["leads"].format(
            label=facts.label(place), name=facts.name(ranked[0]), value=facts.number(ranked[0], place)
        )
        if len(ranked) > 2 and ranked[-1][place] != ranked[-2][place]:
            line += words["low"].format(name=facts.name(ranked[-1]), value=facts.number(ranked[-1], place))
        lines.append(line)
    return lines


def _ranked(facts: Facts, rows: list[Row], place: int) -> Iterator[Row]:
    known = [row for row in rows if row[place] is not None and not facts.is_nameless(row)]
    yield from sorted(known, key=lambda row: row[place], reverse=True)
