"""Answers about derived numbers in words: every number stands in the result; currencies never meet."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.planner.deriving_words import SUMMARIES, UNITS
from knowledge.planner.formats import format_number
from knowledge.planner.reading_conditions import period_words
from knowledge.planner.telling_behaviour import tell_behaviour
from knowledge.planner.telling_facts import Facts, Row
from knowledge.planner.telling_windows import tell_window
from knowledge.planner.telling_words import capital, say
from knowledge.semantic.derivation import (
    ByCalendarPart,
    ChangeByUnit,
    ComparedWith,
    Funnel,
    PerGroup,
    PerUnit,
    Retention,
    RunningTotal,
    ShareOf,
    TopPerGroup,
    Turnover,
)
from knowledge.semantic.deriving import goes_forward

MOST_NAMED = 3

_WORDS = {
    "en": {
        "per_unit": "{subject}{when}{note}: {value} per {unit} ({kind}), over {count} {units}; "
        "{empty} of them had none and count as 0.",
        "per_unit_full": "{subject}{when}{note}: {value} per {unit} ({kind}), over {count} {units}, "
        "none of them empty.",
        "per_group": "{subject}{when}{note}: {value} each ({kind}), over the {count} that have at least one.",
        "share": "{share} of {subject}{when}: {part} of {total}.",
        "each": "{name}: {share} ({value})",
        "each_start": "shares of {subject}{when}{note}: {names}.",
        "rose": "{subject}{when}{note}: {now}, up {change} ({growth}) from {before}.",
        "fell": "{subject}{when}{note}: {now}, down {change} ({growth}) from {before}.",
        "same": "{subject}{when}{note}: {now}, the same as before.",
        "new": "{subject}{when}{note}: {now}, against {before} before.",
        "onward": "{subject}{when}{note}: {now}; {then_when}: {then}.",
        "onward_up": "{subject}{when}{note}: {now}; {then_when}: {then}, up {change} ({growth}).",
        "onward_down": "{subject}{when}{note}: {now}; {then_when}: {then}, down {change} ({growth}).",
        "part": "{subject}{when}{note}: the highest is {high} ({high_value}), the lowest {low} "
        "({low_value}).",
        "highest": "{subject}{when}{note} is highest for {high}: {high_value}.",
        "lowest": "{subject}{when}{note} is lowest for {high}: {high_value}.",
        "only": "{subject}{when}{note}: {high} alone, {high_value}.",
    },
    "fr": {
        "per_unit": "{subject}{when}{note} : {value} par {unit} ({kind}), sur {count} {units} ; "
        "{empty} sans aucune ligne comptent pour 0.",
        "per_unit_full": "{subject}{when}{note} : {value} par {unit} ({kind}), sur {count} {units}, "
        "tous avec des lignes.",
        "per_group": "{subject}{when}{note} : {value} chacun ({kind}), sur les {count} qui en ont "
        "au moins un.",
        "share": "{subject}{when} : une part de {share}, {part} sur {total}.",
        "each": "{name} : {share} ({value})",
        "each_start": "parts dans le total, {subject}{when}{note} : {names}.",
        "rose": "{subject}{when}{note} : {now}, en hausse de {change} ({growth}) par rapport à {before}.",
        "fell": "{subject}{when}{note} : {now}, en baisse de {change} ({growth}) par rapport à {before}.",
        "same": "{subject}{when}{note} : {now}, comme avant.",
        "new": "{subject}{when}{note} : {now}, contre {before} avant.",
        "onward": "{subject}{when}{note} : {now} ; {then_when} : {then}.",
        "onward_up": "{subject}{when}{note} : {now} ; {then_when} : {then}, en hausse de {change} "
        "({growth}).",
        "onward_down": "{subject}{when}{note} : {now} ; {then_when} : {then}, en baisse de {change} "
        "({growth}).",
        "part": "{subject}{when}{note} : le maximum est {high} ({high_value}), le minimum {low} "
        "({low_value}).",
        "highest": "{subject}{when}{note} : le plus haut est {high}, avec {high_value}.",
        "lowest": "{subject}{when}{note} : le plus bas est {high}, avec {high_value}.",
        "only": "{subject}{when}{note} : {high} seulement, {high_value}.",
    },
}


def tell_derived(facts: Facts) -> str:
    """A sentence for each row that is told, or that there is no data."""
    derived = facts.query.derived
    if isinstance(derived, TopPerGroup | RunningTotal | ChangeByUnit):
        return tell_window(facts)
    tellers: dict[type, Callable[[Facts], list[str]]] = {
        PerUnit: _per_unit,
        PerGroup: _per_group,
        ComparedWith: _compared,
        ByCalendarPart: _calendar,
        ShareOf: _shares if isinstance(derived, ShareOf) and not derived.part else _share,
    }
    if isinstance(derived, Funnel | Retention | Turnover):
        told = tell_behaviour(facts) if facts.result.rows else ""
        return told or capital(say("nothing", facts.language))
    lines = tellers[type(derived)](facts) if facts.result.rows else []
    return "\n".join(capital(line) for line in lines) or capital(say("nothing", facts.language))


def _say(facts: Facts, key: str, **parts: str) -> str:
    place = facts.measures[0]
    return _WORDS[facts.language][key].format(
        subject=facts.subject(place), when=facts.when, note=facts.note, **parts
    )


def _prefix(facts: Facts, row: Row) -> str:
    """Whose number it is, where the rows tell groups apart; the currency stands with the amount."""
    names = [
        str(row[place])
        for place, column in enumerate(facts.columns)
        if column.grouping is not None and place != facts.currency_at
    ]
    return f"{' · '.join(names)}, " if names else ""


def _plain(facts: Facts, row: Row, place: int) -> str:
    """A number that counts units or is a share: no money."""
    value = row[place]
    if value is None:
        return say("unknown", facts.language)
    facts.numbers.append(value)
    return f"**{format_number(value, facts.language, facts.columns[place].unit)}**"


def _per_unit(facts: Facts) -> list[str]:
    derived = facts.query.derived
    assert isinstance(derived, PerUnit)
    unit, units = UNITS[facts.language][derived.grain]
    place, kind = facts.measures[0], SUMMARIES[facts.language][derived.summary]
    return [
        _prefix(facts, row)
        + _say(
            facts,
            "per_unit" if row[place + 2] else "per_unit_full",
            value=facts.number(row, place),
            kind=kind,
            unit=unit,
            units=units,
            count=_plain(facts, row, place + 1),
            empty=_plain(facts, row, place + 2) if row[place + 2] else "",
        )
        for row in facts.result.rows[:MOST_NAMED]
    ]


def _per_group(facts: Facts) -> list[str]:
    derived = facts.query.derived
    assert isinstance(derived, PerGroup)
    place, kind = facts.measures[0], SUMMARIES[facts.language][derived.summary]
    return [
        _say(
            facts,
            "per_group",
            value=facts.number(row, place),
            kind=kind,
            count=_plain(facts, row, place + 1),
        )
        for row in facts.result.rows[:MOST_NAMED]
        if row[place] is not None
    ]


def _share(facts: Facts) -> list[str]:
    part, total = facts.measures
    return [
        _prefix(facts, row)
        + _say(
            facts,
            "share",
            share=_plain(facts, row, part - 1),
            part=facts.number(row, part),
            total=facts.number(row, total),
        )
        for row in facts.result.rows[:MOST_NAMED]
        if row[part - 1] is not None
    ]


def _shares(facts: Facts) -> list[str]:
    place = facts.measures[0]
    words = _WORDS[facts.language]["each"]
    told = [
        words.format(
            name=_prefix(facts, row).removesuffix(", "),
            share=_plain(facts, row, place + 1),
            value=facts.number(row, place),
        )
        for row in facts.result.rows[:MOST_NAMED]
    ]
    return [_say(facts, "each_start", names="; ".join(told))]


def _compared(facts: Facts) -> list[str]:
    return [_prefix(facts, row) + _change(facts, row) for row in facts.result.rows[:MOST_NAMED]]


def _change(facts: Facts, row: Row) -> str:
    now, before = facts.measures
    if goes_forward(facts.query):
        return _onward(facts, row, now, before)
    change, growth = row[before + 1], row[before + 2]
    told = {"now": facts.number(row, now), "before": facts.number(row, before)}
    if change is None or (growth is None and change):
        return _say(facts, "new", **told)
    if not change:
        return _say(facts, "same", **told)
    return _say(
        facts,
        "rose" if change > 0 else "fell",
        change=facts.told(abs(change), row, now),
        growth=_plain(facts, row, before + 2),
        **told,
    )


def _onward(facts: Facts, row: Row, first: int, second: int) -> str:
    """The earlier period first, as it was asked."""
    derived, change = facts.query.derived, row[second + 1]
    assert isinstance(derived, ComparedWith)
    parts = {"now": facts.number(row, first), "then": facts.number(row, second)}
    parts["then_when"] = period_words(derived.period, facts.language)
    if not change or row[second + 2] is None:
        return _say(facts, "onward", **parts)
    way = "onward_up" if change > 0 else "onward_down"
    growth = _plain(facts, row, second + 2)
    return _say(facts, way, change=facts.told(abs(change), row, first), growth=growth, **parts)


def _calendar(facts: Facts) -> list[str]:
    """The highest and the lowest, by currency."""
    place = facts.measures[0]
    derived = facts.query.derived
    assert isinstance(derived, ByCalendarPart)
    ranked = {None: "only", True: "highest", False: "lowest"}[derived.descending]
    groups: dict[object, list[Row]] = {}
    for row in facts.result.rows:
        groups.setdefault(row[facts.currency_at] if facts.currency_at is not None else "", []).append(row)
    lines = []
    for rows in list(groups.values())[:MOST_NAMED]:
        high = max(rows, key=lambda row: row[place] or 0)
        low = min(rows, key=lambda row: row[place] or 0)
        lines.append(
            _say(
                facts,
                "part" if low is not high else ranked,
                high=f"**{high[0]}**",
                high_value=facts.number(high, place),
                low=f"**{low[0]}**",
                low_value=facts.number(low, place),
            )
        )
    return lines
