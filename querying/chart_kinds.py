"""A chart of a kind that somebody asks for, drawn only where the columns allow it. See charts.py."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from querying.charts import (
    HEIGHT,
    MOST_BARS,
    MOST_SERIES,
    Axis,
    Spec,
    axes_of,
    draw_bars,
    draw_lines,
    draw_points,
    drawable,
    finish,
    grain_of,
    name_channel,
    one_currency,
    quantity_channel,
    telling_names,
    text_of,
    words_of_time,
)
from querying.results import ResultSet


class ChartKind(StrEnum):
    LINE = "line"
    BAR = "bar"
    PIE = "pie"
    SCATTER = "scatter"
    AREA = "area"
    STACKED = "stacked"


MARKS = {
    "line": ChartKind.LINE,
    "bar": ChartKind.BAR,
    "arc": ChartKind.PIE,
    "point": ChartKind.SCATTER,
    "area": ChartKind.AREA,
}
SHOW_AS: dict[str, dict[ChartKind, str]] = {
    "en": {
        ChartKind.LINE: "Show as a line",
        ChartKind.BAR: "Show as bars",
        ChartKind.PIE: "Show as a pie",
        ChartKind.SCATTER: "Show as points",
        ChartKind.AREA: "Show as an area",
        ChartKind.STACKED: "Show as stacked bars",
    },
    "fr": {
        ChartKind.LINE: "Afficher en courbe",
        ChartKind.BAR: "Afficher en barres",
        ChartKind.PIE: "Afficher en camembert",
        ChartKind.SCATTER: "Afficher en points",
        ChartKind.AREA: "Afficher en aire",
        ChartKind.STACKED: "Afficher en barres empilées",
    },
}
OTHERS = {"en": "Other ({count})", "fr": "Autres ({count})"}


class ChartUnfit(Exception):
    """The result can't be drawn like that; `message` says what is missing, for the asker or a model."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Wording:
    """What a chart says beside its data, and the column of currencies: as for charts.chart_for."""

    title: str = ""
    units: tuple[str, ...] = ()
    language: str = "en"
    apart: int | None = None


def show_as(kind: ChartKind, language: str) -> str:
    """What a button says that draws a chart of this kind."""
    return SHOW_AS.get(language, SHOW_AS["en"])[kind]


def kind_of(spec: Spec) -> ChartKind | None:
    """Which kind a specification of ours is."""
    kind = MARKS.get((spec.get("mark") or {}).get("type", ""))
    return ChartKind.STACKED if kind == ChartKind.BAR and adds_up(spec) else kind


def adds_up(spec: Spec) -> bool:
    """Whether a chart shows numbers as parts of a sum, which misleads where they are none."""
    return any(
        channel.get("stack") is True for channel in spec["encoding"].values() if isinstance(channel, dict)
    )


def chart_of_kind(
    kind: ChartKind, result: ResultSet, wording: Wording, *, columns: Sequence[str] = ()
) -> Spec:
    """The Vega-Lite specification, with the result's own data. `columns`: what to draw, if not all of them.

    Raises ChartUnfit.
    """
    result, title = one_currency(result, wording.title, wording.apart)
    units = wording.units
    if columns:
        places = [_place(result, name) for name in columns]
        result = _only(result, places)
        units = tuple(units[place] if place < len(units) else "" for place in places)
    times, names, measures = axes_of(result, units)
    if result.row_count < 2:
        raise ChartUnfit(_("A chart takes at least two rows."))
    if not measures:
        raise ChartUnfit(_("There is no column of numbers to draw."))
    spec = DRAWN[kind](result, times, names, measures, wording.language)
    if spec is None:
        raise ChartUnfit(_("There are too few or too many values for a chart of this kind."))
    return finish(spec, title)


def kinds_for(result: ResultSet, wording: Wording, *, is_whole: bool = True) -> tuple[ChartKind, ...]:
    """The kinds in which the whole result can be drawn; `is_whole`: its numbers are parts of a sum."""
    return tuple(kind for kind in ChartKind if _fits(kind, result, wording, is_whole))


def _fits(kind: ChartKind, result: ResultSet, wording: Wording, is_whole: bool) -> bool:
    try:
        spec = chart_of_kind(kind, result, wording)
    except ChartUnfit:
        return False
    return is_whole or not adds_up(spec)


def _place(result: ResultSet, name: str) -> int:
    for place, column in enumerate(result.columns):
        if name in (column.name, column.label):
            return place
    known = ", ".join(column.name for column in result.columns)
    raise ChartUnfit(_("There is no column %(name)s; there are: %(known)s.") % {"name": name, "known": known})


def _only(result: ResultSet, places: Sequence[int]) -> ResultSet:
    columns = tuple(result.columns[place] for place in places)
    rows = tuple(tuple(row[place] for place in places) for row in result.rows)
    return dataclasses.replace(result, columns=columns, rows=rows)


def _check_over_time(result: ResultSet, times: list[Axis], names: list[Axis]) -> None:
    """Raises ChartUnfit where the columns are not one of moments and at most one of names."""
    if len(times) != 1:
        raise ChartUnfit(_("A line takes one column of dates or times."))
    if len(names) > 1:
        raise ChartUnfit(_("Lines can be told apart by one column of names only."))
    _check_told_apart(result, [*times, *names])


def _line(
    result: ResultSet, times: list[Axis], names: list[Axis], measures: list[Axis], language: str
) -> Spec | None:
    _check_over_time(result, times, names)
    return draw_lines(result, times[0], names, measures, language)


def _bar(
    result: ResultSet, times: list[Axis], names: list[Axis], measures: list[Axis], language: str
) -> Spec | None:
    if len(times) == 1 and not names:
        return _columns(result, times[0], measures[0], language)
    if times or not names:
        raise ChartUnfit(_("Bars take a column of names, or one of dates."))
    names = telling_names(result, names)
    _check_told_apart(result, names)
    return draw_bars(result, names, measures[0])


def _columns(result: ResultSet, time: Axis, measure: Axis, language: str) -> Spec | None:
    """Upright bars, one a moment, in the order of time."""
    _check_told_apart(result, [time])
    rows = sorted(
        (
            (row[time.index], drawable(row[measure.index]))
            for row in result.rows
            if isinstance(row[time.index], dt.date)
        ),
        key=lambda pair: pair[0],
    )
    grain = grain_of([at for at, _number in rows])
    values = [{"x": words_of_time(at, grain, language), "y": y} for at, y in rows if y is not None]
    if not 2 <= len(values) <= MOST_BARS:
        return None
    encoding = {
        "x": {"field": "x", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": -40}},
        "y": {"field": "y", "type": "quantitative", "title": measure.title},
        "tooltip": [name_channel("x", time.title), quantity_channel("y", measure.title)],
    }
    return {"data": {"values": values}, "mark": {"type": "bar"}, "encoding": encoding, "height": HEIGHT}


def _pie(
    result: ResultSet, times: list[Axis], names: list[Axis], measures: list[Axis], language: str
) -> Spec | None:
    """Parts of a whole, in the order given; of many the largest, and the others as one."""
    names = telling_names(result, names) if names else []
    if times or len(names) != 1:
        raise ChartUnfit(_("A pie takes one column of names, and no dates."))
    _check_told_apart(result, names)
    parts = [(drawable(row[measures[0].index]), text_of(row[names[0].index])) for row in result.rows]
    values: list[dict[str, Any]] = [
        {"x": number, "s": name, "o": place}
        for place, (number, name) in enumerate(parts)
        if number is not None
    ]
    _check_parts([value["x"] for value in values])
    if len(values) < 2:
        return None
    if len(values) > MOST_SERIES:
        values.sort(key=lambda value: -value["x"])
        rest = values[MOST_SERIES - 1 :]
        values = values[: MOST_SERIES - 1]
        values.append(
            {"x": math.fsum(one["x"] for one in rest), "s": _others(len(rest), language), "o": len(parts)}
        )
        for place, value in enumerate(values):
            value["o"] = place
    encoding = {
        "theta": {"field": "x", "type": "quantitative", "stack": True, "title": measures[0].title},
        "color": name_channel("s", names[0].title) | {"sort": None},
        "order": {"field": "o", "type": "quantitative"},
        "tooltip": [name_channel("s", names[0].title), quantity_channel("x", measures[0].title)],
    }
    return {"data": {"values": values}, "mark": {"type": "arc"}, "encoding": encoding, "height": HEIGHT}


def _scatter(
    result: ResultSet, times: list[Axis], names: list[Axis], measures: list[Axis], language: str
) -> Spec | None:
    if len(measures) != 2:
        raise ChartUnfit(_("Points take two columns of numbers."))
    return draw_points(result, measures)


def _area(
    result: ResultSet, times: list[Axis], names: list[Axis], measures: list[Axis], language: str
) -> Spec | None:
    """A line with what is under it filled; parts on top of one another where a column names them."""
    _check_over_time(result, times, names)
    if names:
        result = _with_others(result, times[0], names[0], measures[0], language)
    spec = draw_lines(result, times[0], names, measures[:1], language)
    if spec is None:
        return None
    _check_parts([value["y"] for value in spec["data"]["values"]])
    spec["mark"] = {"type": "area", "line": True, "opacity": 0.75 if names else 0.25}
    spec["encoding"]["y"]["stack"] = bool(names)
    return spec


def _stacked(
    result: ResultSet, times: list[Axis], names: list[Axis], measures: list[Axis], language: str
) -> Spec | None:
    """Bars of parts: the first name along the axis, the second in colours."""
    if times or len(names) != 2:
        raise ChartUnfit(_("Stacked bars take two columns of names, and no dates."))
    _check_told_apart(result, names)
    spec = draw_bars(result, names, measures[0])
    if spec is None or "yOffset" not in spec["encoding"]:
        return None
    _check_parts([value["x"] for value in spec["data"]["values"]])
    del spec["encoding"]["yOffset"]
    spec["encoding"]["x"]["stack"] = True
    return spec | {"height": {"step": 24}}


def _with_others(result: ResultSet, time: Axis, name: Axis, measure: Axis, language: str) -> ResultSet:
    """The rows of the largest names, and for each moment one row of all others together."""
    sums: dict[str, float | int] = defaultdict(int)
    for row in result.rows:
        sums[text_of(row[name.index])] += drawable(row[measure.index]) or 0
    if len(sums) <= MOST_SERIES or len(result.columns) != 3:
        return result
    kept = set(sorted(sums, key=lambda each: -sums[each])[: MOST_SERIES - 1])
    others = _others(len(sums) - len(kept), language)
    parts: dict[tuple[Any, str], float | int] = {}
    for row in result.rows:
        told = text_of(row[name.index])
        key = (row[time.index], told if told in kept else others)
        parts[key] = parts.get(key, 0) + (drawable(row[measure.index]) or 0)
    cells = [{time.index: at, name.index: told, measure.index: sum_} for (at, told), sum_ in parts.items()]
    return dataclasses.replace(result, rows=tuple(tuple(row[place] for place in range(3)) for row in cells))


def _others(count: int, language: str) -> str:
    return OTHERS.get(language, OTHERS["en"]).format(count=count)


def _check_parts(numbers: Sequence[float | int]) -> None:
    if any(number < 0 for number in numbers) or not any(numbers):
        raise ChartUnfit(_("The parts of a whole can't be negative, nor all nothing."))


def _check_told_apart(result: ResultSet, axes: Sequence[Axis]) -> None:
    """What would be drawn on top of one another is no chart."""
    keys = {tuple(text_of(row[axis.index]) for axis in axes) for row in result.rows}
    if len(keys) < result.row_count:
        what = ", ".join(axis.column.name for axis in axes)
        raise ChartUnfit(_("Several rows have the same %(what)s: group them first.") % {"what": what})


Draw = Callable[[ResultSet, list[Axis], list[Axis], list[Axis], str], Any]
DRAWN: dict[ChartKind, Draw] = {
    ChartKind.LINE: _line,
    ChartKind.BAR: _bar,
    ChartKind.PIE: _pie,
    ChartKind.SCATTER: _scatter,
    ChartKind.AREA: _area,
    ChartKind.STACKED: _stacked,
}
