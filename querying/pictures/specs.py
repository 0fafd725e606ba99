"""Which specifications may be drawn, and how they look on paper.

The renderer reads files and addresses that a specification names. So only what charts.py makes of rows is let
through, key by key: inline data, our marks, nothing that could name a place.
"""

from __future__ import annotations

import math
import re
from typing import Any

from querying.charts import SCHEMA

MOST_VALUES = 5_000
MOST_TEXT = 1_000
WIDTH, ROUND_WIDTH, HEIGHT = 760, 440, 360
MARKS = frozenset({"line", "bar", "arc", "point", "area", "text"})
KEYS = frozenset({"$schema", "title", "description", "width", "height", "data", "mark", "encoding"})
CHANNELS = frozenset({"x", "y", "yOffset", "color", "theta", "order", "tooltip", "detail", "text"})
# Of channels, marks and what stands in them: words that only say how things look.
WORDS = frozenset(
    {
        *("field", "type", "title", "sort", "scale", "axis", "format", "stack", "labelAngle", "step", "zero"),
        *("point", "line", "opacity", "legend", "domain", "nice", "fontSize", "labelLimit", "aggregate"),
    }
)
COLOURS = ("#0f766e", "#d97706", "#4f66c8", "#be4b7a", "#6b7f2a", "#7c5cbf", "#0e7fa8", "#8a5a3c")
INK, FAINT, LINE = "#46544f", "#5f6d69", "#e0e6e4"


class SpecRefused(Exception):
    """The specification is none that we make."""


def check_spec(spec: Any) -> None:
    """Raises SpecRefused for whatever charts.py would not have made."""
    _check(isinstance(spec, dict) and set(spec) <= KEYS)
    _check(spec.get("$schema", SCHEMA) == SCHEMA)
    data = spec.get("data")
    _check(isinstance(data, dict) and set(data) == {"values"} and isinstance(data["values"], list))
    _check(len(data["values"]) <= MOST_VALUES and all(map(_is_row, data["values"])))
    mark = spec.get("mark")
    _check(isinstance(mark, dict) and mark.get("type") in MARKS)
    _check_words({key: value for key, value in mark.items() if key != "type"})
    encoding = spec.get("encoding")
    _check(isinstance(encoding, dict) and set(encoding) <= CHANNELS)
    for channel in encoding.values():
        _check_words(channel)
    _check_words({key: spec[key] for key in ("title", "height") if key in spec})


def on_paper(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification at a fixed width, on white, with its title; tooltips have no place there."""
    encoding = {name: channel for name, channel in spec["encoding"].items() if name != "tooltip"}
    if encoding.get("y", {}).get("type") == "nominal" and not re.search(r"\d", str(encoding["y"]["title"])):
        # Names speak for themselves; a title stays where it says that not all are shown.
        encoding["y"] = encoding["y"] | {"title": None}
    title = {"text": _lines(str(spec.get("title", ""))), "anchor": "start", "offset": 14}
    height = spec.get("height", HEIGHT)
    return spec | {
        "title": title,
        "encoding": encoding,
        "width": ROUND_WIDTH if spec["mark"]["type"] == "arc" else WIDTH,
        "height": max(HEIGHT, height) if isinstance(height, int | float) else height,
        "background": "white",
        "padding": 20,
        "config": CONFIG,
    }


CONFIG: dict[str, Any] = {
    "font": "DejaVu Sans, Liberation Sans, Arial, sans-serif",
    "view": {"stroke": None},
    "mark": {"color": COLOURS[0]},
    "bar": {"cornerRadiusEnd": 4},
    "line": {"strokeWidth": 2.2},
    "point": {"filled": True, "size": 40},
    "arc": {"innerRadius": 60, "stroke": "white"},
    "range": {"category": list(COLOURS)},
    "title": {"color": "#17211f", "fontSize": 16, "fontWeight": 600},
    "axis": {
        "labelColor": FAINT,
        "titleColor": FAINT,
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelLimit": 220,
        "labelOverlap": "greedy",
        "labelSeparation": 8,
        "titleFontWeight": 500,
    },
    "axisQuantitative": {"domain": False, "ticks": False, "tickCount": 5},
    "axisTemporal": {"grid": False, "tickCount": 8},
    "axisDiscrete": {"grid": False, "ticks": False},
    "legend": {"labelColor": INK, "titleColor": FAINT, "labelFontSize": 12, "titleFontSize": 12},
}


def _check(holds: bool) -> None:
    if not holds:
        raise SpecRefused


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and all(
        isinstance(key, str) and len(key) <= 8 and _is_plain(value) for key, value in row.items()
    )


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= MOST_TEXT
    return (
        value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value))
    )


def _check_words(value: Any, depth: int = 0) -> None:
    """Plain values under the words above, as deep as ours go: none of them names a place to read from."""
    _check(depth < 6)
    if isinstance(value, dict):
        _check(set(value) <= WORDS | {"height", "format"})
        for inner in value.values():
            _check_words(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check_words(inner, depth + 1)
    else:
        _check(_is_plain(value))


def _lines(title: str, width: int = 84) -> list[str]:
    """A long title in lines: the picture is no wider for it."""
    lines, line = [], ""
    for word in title.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]
