"""A fitting chart for a result, as a Vega-Lite specification: inline data, no address, no image.

Plain Python. Which chart follows from the kinds of columns alone: time makes lines, names make bars in the
order given, two numbers make points. No chart is better than one that misleads.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from babel.dates import format_date, format_datetime, format_skeleton

from querying.catalog import ColumnType
from querying.results import ResultColumn, ResultSet

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
MOST_MARKS = 200
MOST_POINTS_OF_A_LINE = 1_000
MOST_BARS = 30
MOST_SERIES = 8
MOST_MARKED_POINTS = 60
HEIGHT = 260

# Integers by these names count nothing: they name a part of the calendar, or a row.
_CALENDAR = frozenset(
    {"year", "quarter", "month", "week", "weekday", "day", "dow", "hour", "annee", "mois", "jour"}
)
_TIMES = (ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ)

Spec = dict[str, Any]


class Kind(Enum):
    TIME = "time"
    NAME = "name"
    MEASURE = "measure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Axis:
    """One column as a chart sees it."""

    index: int
    kind: Kind
    title: str
    column: ResultColumn


def chart_for(
    result: ResultSet,
    *,
    title: str = "",
    units: Sequence[str] = (),
    language: str = "en",
    apart: int | None = None,
) -> Spec | None:
    """The Vega-Lite specification that fits the result, or None: a single number, or nothing to draw.

    `units` stand by column ("EUR", "%"), empty where there is none. `apart` is a column whose values may not
    share an axis, a currency: the one with most rows is drawn, and named in the title.
    """
    result, title = one_currency(result, title, apart)
    times, names, measures = axes_of(result, units)
    if result.row_count < 2 or not measures:
        return None
    if len(times) == 1 and len(names) <= 1:
        spec = draw_lines(result, times[0], names, measures, language)
    elif not times and names:
        spec = draw_bars(result, telling_names(result, names), measures[0])
    elif not times and len(measures) == 2 and result.row_count >= 3:
        spec = draw_points(result, measures)
    else:
        spec = None
    return spec and finish(spec, title)


def one_currency(result: ResultSet, title: str, apart: int | None) -> tuple[ResultSet, str]:
    """The rows of the currency that most have, without its column, and a title that names it if need be."""
    if apart is None or not result.row_count:
        return result, title
    kept, drawn, several = _most_frequent(result, apart)
    return kept, f"{title} ({drawn})" if several else title


def axes_of(result: ResultSet, units: Sequence[str]) -> tuple[list[Axis], list[Axis], list[Axis]]:
    """The columns of times, of names, and of numbers that measure something."""
    axes = [_axis(i, column, units) for i, column in enumerate(result.columns)]
    times, names, measures = ([axis for axis in axes if axis.kind == kind] for kind in list(Kind)[:3])
    return times, names, measures


def _most_frequent(result: ResultSet, place: int) -> tuple[ResultSet, str, bool]:
    """The rows of the commonest value of a column, without it; the value; whether there were others."""
    counts = Counter(row[place] for row in result.rows)
    value = counts.most_common(1)[0][0]
    rows = tuple((*row[:place], *row[place + 1 :]) for row in result.rows if row[place] == value)
    columns = (*result.columns[:place], *result.columns[place + 1 :])
    return dataclasses.replace(result, columns=columns, rows=rows), str(value), len(counts) > 1


def _axis(index: int, column: ResultColumn, units: Sequence[str]) -> Axis:
    label = column.label or column.name.replace("_", " ")
    unit = units[index] if index < len(units) else ""
    return Axis(index, _kind(column), f"{label} ({unit})" if unit and unit not in label else label, column)


def _kind(column: ResultColumn) -> Kind:
    if column.type in _TIMES:
        return Kind.TIME
    if column.type in (ColumnType.TEXT, ColumnType.BOOLEAN):
        return Kind.NAME
    if column.type == ColumnType.INTEGER:
        words = column.name.lower().split("_")
        return Kind.NAME if words[-1] in _CALENDAR or words[-1] == "id" else Kind.MEASURE
    return Kind.MEASURE if column.type == ColumnType.NUMBER else Kind.OTHER


# --- lines ---------------------------------------------------------------------------------------------


def draw_lines(
    result: ResultSet, time: Axis, names: list[Axis], measures: list[Axis], language: str
) -> Spec | None:
    """One line per name, or per measure where there is no name, over time."""
    grain = grain_of([row[time.index] for row in result.rows])
    values = _line_values(result, time, names, measures, (grain, language))
    series = list(dict.fromkeys(value["s"] for value in values))
    steps = {value["x"] for value in values}
    if len(steps) < 2 or len(series) > MOST_SERIES or len(values) > MOST_POINTS_OF_A_LINE:
        return None
    title = measures[0].title if names or len(series) == 1 else None
    x: Spec = {"field": "x", "type": "temporal", "title": None, "scale": {"type": "utc"}}
    if grain in _TICKS:
        x["axis"] = {"format": _TICKS[grain]}
    encoding: Spec = {
        "x": x,
        "y": {"field": "y", "type": "quantitative", "title": title},
        "tooltip": [name_channel("when", time.title), quantity_channel("y", title or "")],
    }
    if len(series) > 1:
        encoding["color"] = name_channel("s", names[0].title if names else None)
        encoding["tooltip"].insert(1, name_channel("s", names[0].title if names else ""))
    mark = {"type": "line", "point": len(values) <= MOST_MARKED_POINTS}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding, "height": HEIGHT}


def _line_values(
    result: ResultSet, time: Axis, names: list[Axis], measures: list[Axis], wording: tuple[str, str]
) -> list[dict[str, Any]]:
    """A point for each row and line, by time; infinite dates and missing numbers have none."""
    values = []
    for row in result.rows:
        at = row[time.index]
        if not isinstance(at, dt.date):
            continue
        point: dict[str, Any] = {"x": _wall_clock(at), "when": words_of_time(at, *wording)}
        for measure in measures[:1] if names else measures:
            if (number := drawable(row[measure.index])) is not None:
                line = text_of(row[names[0].index]) if names else measure.title
                values.append(point | {"s": line, "y": number})
    return sorted(values, key=lambda value: value["x"])


_TICKS = {"year": "%Y", "month": "%b %Y"}


def grain_of(values: Sequence[Any]) -> str:
    """The coarsest calendar step that all values stand on: year, month, day, or time."""
    times = [value for value in values if isinstance(value, dt.date)]
    if any(isinstance(t, dt.datetime) and t.time() != dt.time() for t in times):
        return "time"
    if any(t.day != 1 for t in times):
        return "day"
    return "month" if any(t.month != 1 for t in times) else "year"


def words_of_time(at: dt.date, grain: str, language: str) -> str:
    if grain == "time":
        return format_datetime(at, "medium", locale=language)
    if grain == "day":
        return format_date(at, "long", locale=language)
    return format_skeleton({"month": "yMMMM", "year": "y"}[grain], at, locale=language)


def _wall_clock(at: dt.date) -> str:
    """The time as its zone's clocks show it, marked as UTC: so every browser draws the same."""
    if isinstance(at, dt.datetime):
        return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    return at.isoformat() + "T00:00:00.000Z"


# --- bars ----------------------------------------------------------------------------------------------


def telling_names(result: ResultSet, names: list[Axis]) -> list[Axis]:
    """The names that tell rows apart; where one alone does (an airline's code and name), the last one."""
    for axis in reversed(names):
        if len({row[axis.index] for row in result.rows}) == result.row_count:
            return [axis]
    return names


def draw_bars(result: ResultSet, names: list[Axis], measure: Axis) -> Spec | None:
    """Horizontal bars in the order given, in groups by a second name; of a long ranking its head."""
    if len(names) > 2:
        return None
    values = [
        {"x": number, "y": text_of(row[names[0].index]), "s": text_of(row[names[-1].index])}
        for row in result.rows
        if (number := drawable(row[measure.index])) is not None
    ]
    bars, series = len({value["y"] for value in values}), len({value["s"] for value in values})
    is_grouped = len(names) == 2
    title = names[0].title
    if bars > MOST_BARS and not is_grouped and _is_ranking(values):
        title = f"{title} ({MOST_BARS} / {len(values)})"
        values, bars = values[:MOST_BARS], MOST_BARS
    if bars < 2 or bars > MOST_BARS or len(values) > MOST_MARKS or (is_grouped and series > MOST_SERIES):
        return None
    encoding: Spec = {
        "y": {"field": "y", "type": "nominal", "sort": None, "title": title},
        "x": {"field": "x", "type": "quantitative", "title": measure.title},
        "tooltip": [name_channel("y", names[0].title), quantity_channel("x", measure.title)],
    }
    if is_grouped:
        encoding["yOffset"] = {"field": "s", "sort": None}
        encoding["color"] = name_channel("s", names[1].title) | {"sort": None}
        encoding["tooltip"].insert(1, name_channel("s", names[1].title))
    height = {"step": 14 if is_grouped else 24}
    return {"data": {"values": values}, "mark": {"type": "bar"}, "encoding": encoding, "height": height}


def _is_ranking(values: list[dict[str, Any]]) -> bool:
    """Whether the numbers only fall, or only rise: then the first ones are the answer's point."""
    numbers = [value["x"] for value in values]
    return numbers in (sorted(numbers), sorted(numbers, reverse=True))


# --- points --------------------------------------------------------------------------------------------


def draw_points(result: ResultSet, measures: list[Axis]) -> Spec | None:
    """The second number over the first."""
    one, other = measures
    pairs = [(drawable(row[one.index]), drawable(row[other.index])) for row in result.rows]
    values = [{"x": x, "y": y} for x, y in pairs if x is not None and y is not None]
    if not 3 <= len(values) <= MOST_MARKS:
        return None
    encoding = {
        "x": {"field": "x", "type": "quantitative", "title": one.title, "scale": {"zero": False}},
        "y": {"field": "y", "type": "quantitative", "title": other.title, "scale": {"zero": False}},
        "tooltip": [quantity_channel("x", one.title), quantity_channel("y", other.title)],
    }
    return {"data": {"values": values}, "mark": {"type": "point"}, "encoding": encoding, "height": HEIGHT}


# --- shared --------------------------------------------------------------------------------------------


def finish(spec: Spec, title: str) -> Spec:
    named: Spec = {"title": title, "description": title} if title else {}
    return {"$schema": SCHEMA, "width": "container"} | named | spec


def name_channel(field: str, title: str | None) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "title": title}


def quantity_channel(field: str, title: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title, "format": ",.4~f"}


def drawable(value: Any) -> float | int | None:
    """A number that a chart can draw; infinities and NaN are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = value if isinstance(value, int) else float(value)
    return number if math.isfinite(number) else None


def text_of(value: Any) -> str:
    return "–" if value is None else str(value)
