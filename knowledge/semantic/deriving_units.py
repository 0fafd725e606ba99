"""Numbers per calendar unit with the empty ones counted, and by parts of the calendar that come round."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from knowledge.semantic.aggregation import Aggregation
from knowledge.semantic.compiled import CannotCompile, CompiledQuery, OutputColumn
from knowledge.semantic.derivation import ByCalendarPart, CalendarPart, PerUnit, Summary
from knowledge.semantic.measures import Leaf, leaves_of
from knowledge.semantic.names import quote
from knowledge.semantic.query import AggregateMeasure, Function, Grain, Grouping, SemanticQuery
from knowledge.semantic.selects import Select, with_parts
from knowledge.semantic.setting import Setting
from knowledge.semantic.wording import GRAINS, sentence

_SUMMARIES = {
    Summary.AVERAGE: "avg({})",
    Summary.MEDIAN: "percentile_cont(0.5) WITHIN GROUP (ORDER BY {})",
    Summary.MINIMUM: "min({})",
    Summary.MAXIMUM: "max({})",
}
_STEPS = {Grain.QUARTER: "3 months"}


def _leaf(setting: Setting, query: SemanticQuery) -> Leaf:
    """The one count or sum that is measured. Raises `CannotCompile` for all else."""
    leaves = leaves_of(setting.model, query.measures[0], setting.language)
    if len(leaves) != 1 or not leaves[0].adds or query.order or query.limit is not None:
        raise CannotCompile(sentence("bad_query", setting.language, why="derived"))
    return leaves[0]


def _by_unit(setting: Setting, query: SemanticQuery, leaf: Leaf, grain: Grain) -> CompiledQuery:
    """The number by calendar unit, the unit's column first."""
    field = leaf.time
    if query.period is not None and query.period.field is not None:
        field = query.period.field
    if field is None:
        raise CannotCompile(sentence("no_time", setting.language, name=leaf.name))
    grouped = (Grouping(field, grain), *query.group_by)
    return Aggregation(setting, replace(query, derived=None, group_by=grouped)).compile()


def compile_per_unit(setting: Setting, query: SemanticQuery, derived: PerUnit) -> CompiledQuery:
    """The average (median, ...) per unit over the period, or over the data's own first to last unit."""
    if any(item.grain is not None for item in query.group_by):
        raise CannotCompile(sentence("bad_query", setting.language, why="derived"))
    inner = _by_unit(setting, query, _leaf(setting, query), derived.grain)
    unit, *keys, number = inner.columns
    first, last = _ends(setting, query, derived.grain, unit.name)
    step = _STEPS.get(derived.grain, f"1 {derived.grain.value}")
    cast = "" if derived.grain is Grain.HOUR else "::date"
    value, when = quote(number.name), quote(unit.name)
    series = Select(
        columns=[(f"unit{cast}", unit.name)],
        sources=[f"FROM generate_series({first}, {last}, interval '{step}') AS series(unit)"],
    )
    parts = [("measured", inner.sql), ("units", str(series))]
    sources = ["FROM units"]
    matched = [f"measured.{when} = units.{when}"]
    if keys:
        named = [(quote(key.name), key.name) for key in keys]
        parts.append(("keys", str(Select(columns=named, sources=["FROM measured"], distinct=True))))
        sources.append("CROSS JOIN keys")
        matched += [f"measured.{quote(key.name)} IS NOT DISTINCT FROM keys.{quote(key.name)}" for key in keys]
    sources.append(f"LEFT JOIN measured ON {' AND '.join(matched)}")
    plural = f"{derived.grain.value}s"
    name = f"{derived.summary.value}_per_{derived.grain.value}"
    columns = [(f"keys.{quote(key.name)}", key.name) for key in keys]
    columns += [
        (_SUMMARIES[derived.summary].format(f"COALESCE(measured.{value}, 0)"), name),
        ("count(*)", plural),
        (f"count(*) - count(measured.{when})", f"{plural}_without"),
    ]
    label = GRAINS[derived.grain]
    output = (
        *keys,
        replace(number, name=name),
        OutputColumn(plural, {"en": f"{label['en']}s", "fr": f"{label['fr']} : nombre"}),
        OutputColumn(f"{plural}_without", {"en": f"{label['en']}s without", "fr": f"{label['fr']} : sans"}),
    )
    select = Select(columns=columns, sources=sources, grouped=len(keys))
    return CompiledQuery(with_parts(parts, select), output, joins=inner.joins)


def _ends(setting: Setting, query: SemanticQuery, grain: Grain, unit: str) -> tuple[str, str]:
    """The first and the last unit as timestamps: of the period, or of what was measured."""
    period = query.period
    start = period.start if period else None
    end = period.end - dt.timedelta(microseconds=1) if period and period.end else None
    return _end("min", start, setting, grain, unit), _end("max", end, setting, grain, unit)


def _end(edge: str, moment: dt.datetime | None, setting: Setting, grain: Grain, unit: str) -> str:
    if moment is not None:
        return f"timestamp '{_start_of(grain, moment, setting.week_start):%Y-%m-%d %H:%M:%S}'"
    column = (f"{edge}({quote(unit)})::timestamp", edge)
    return f"({Select(columns=[column], sources=['FROM measured'])})"


def _start_of(grain: Grain, moment: dt.datetime, week_start: int) -> dt.datetime:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if grain is Grain.HOUR:
        return day.replace(hour=moment.hour)
    if grain is Grain.WEEK:
        return day - dt.timedelta(days=(day.weekday() - week_start) % 7)
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}.get(grain)
    return day.replace(month=(day.month - 1) // months * months + 1, day=1) if months else day


_PARTS = {
    CalendarPart.WEEKDAY: (Grain.DAY, "isodow", {"en": "Weekday", "fr": "Jour de la semaine"}),
    CalendarPart.HOUR: (Grain.HOUR, "hour", {"en": "Hour of the day", "fr": "Heure de la journée"}),
    CalendarPart.MONTH: (Grain.MONTH, "month", {"en": "Month of the year", "fr": "Mois de l'année"}),
}
_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_NAMES = {CalendarPart.WEEKDAY: _WEEKDAYS, CalendarPart.MONTH: _MONTHS}


def compile_calendar_part(setting: Setting, query: SemanticQuery, derived: ByCalendarPart) -> CompiledQuery:
    """The number by weekday, hour or month of the year, over all weeks, days or years of the period."""
    leaf = _leaf(setting, query)
    measure = query.measures[0]
    distinct = isinstance(measure, AggregateMeasure) and measure.function is Function.COUNT_DISTINCT
    if query.group_by or distinct or (leaf.fragment and "distinct" in leaf.fragment.text.lower()):
        raise CannotCompile(sentence("bad_query", setting.language, why="derived"))
    grain, part, label = _PARTS[derived.part]
    inner = _by_unit(setting, query, leaf, grain)
    unit, *keys, number = inner.columns
    place = f"extract({part} FROM {quote(unit.name)})::int"
    where = f"{quote(unit.name)} IS NOT NULL"
    total = f"sum({quote(number.name)})"
    columns = [(_named(place, setting.language, derived.part), derived.part.value)]
    columns += [(quote(key.name), key.name) for key in keys]
    columns += [(total, number.name)]
    ranks = derived.descending is not None
    order = [f"{total} {'DESC' if derived.descending else 'ASC'}"] if ranks else [f"min({place})"]
    select = Select(
        columns=columns,
        sources=["FROM measured"],
        where=[where],
        grouped=1 + len(keys),
        order=order,
        limit=1 if ranks and not keys else None,
    )
    output = (OutputColumn(derived.part.value, label), *keys, number)
    return CompiledQuery(with_parts([("measured", inner.sql)], select), output, joins=inner.joins)


def _named(place: str, language: str, part: CalendarPart) -> str:
    if part not in _NAMES:
        return place
    names = _NAMES[part]["fr" if language == "fr" else "en"].split()
    cases = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(names, 1))
    return f"CASE {place} {cases} END"
