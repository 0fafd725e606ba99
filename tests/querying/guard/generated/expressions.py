"""Random expressions of a wanted kind over what a place may name."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.querying.guard.generated.scope import Atom, Place
from tests.querying.guard.generated.words import (
    AGGREGATES,
    COMPOUNDS,
    CONSTANTS,
    MILD,
    TRAPS,
    TYPICAL,
    WINDOWED,
)

if TYPE_CHECKING:
    from tests.querying.guard.generated.queries import Queries

HOLE = re.compile(r"<(\w+)(!|#|(?::[\w,]+))?>")
UNTYPED = re.compile(r"(\(|DISTINCT |ORDER BY )('[^']*')(?=[),])")
"""A constant that alone does not tell which of several aggregates is meant."""
SIMPLE = re.compile(r"[\w.\"]+|'[^']*'|\(\w+\)")
ORDERED = re.compile(r"ORDER BY|_object_agg|ARRAY\(<query|lag\(|lead\(|_value\(|row_number|ntile|ROWS ")
"""Templates whose value may depend on the order of rows that are alike: on the plan."""
PLAIN = ("int", "text", "num", "moment", "date", "bool")
"""Kinds to choose from where any will do."""


class Expressions:
    """Writes expressions for `queries`, which writes the queries inside them."""

    def __init__(self, chance: random.Random, queries: Queries) -> None:
        self.chance = chance
        self.queries = queries
        self.features = queries.features

    def write(self, kind: str, place: Place, depth: int) -> str:
        """An expression of `kind` that may stand in `place`; `depth` bounds how far it nests."""
        if kind in ("bool",) and depth > 0:
            return self._bool(place, depth)
        draw = self.chance.random()
        if depth > 0 and draw < 0.45 and (trapped := self._trap(kind, place)):
            return trapped
        if depth <= 0 or draw < 0.45:
            return self.column(kind, place) or self.constant(kind)
        if draw < 0.52 or kind not in COMPOUNDS:
            return self.constant(kind)
        return self._fill(self.chance.choice(COMPOUNDS[kind]), place, depth)

    def _bool(self, place: Place, depth: int) -> str:
        """Conditions are made so that some rows pass: comparisons with what a column typically holds."""
        draw = self.chance.random()
        if draw < 0.15 and (column := self._column_of(place, lambda atom: atom.origin in TYPICAL)):
            value = self.chance.choice(TYPICAL[column.origin])
            return f"{column.text} {self.chance.choice(('=', '<>', '<>', '>=', '<=', '>', '<'))} {value}"
        if draw < 0.45 and (column := self._column_of(place, lambda atom: atom.origin in TRAPS)):
            kind, trap = self.chance.choice(TRAPS[column.origin])
            self.features.add("trap")
            written = trap.format(*[column.text] * trap.count("{}"))
            return f"{written} {self.chance.choice(MILD[kind])}"
        if draw < 0.52:
            return f"{self.any(place)} IS NOT NULL"
        return self._fill(self.chance.choice(COMPOUNDS["bool"]), place, depth)

    def aggregate(self, kind: str, place: Place, depth: int) -> str:
        """An aggregate of `kind`; what stands in it sees the rows before they are grouped."""
        place.aggregating = True
        self.features.add("aggregate")
        place.quiet, before = True, place.quiet
        try:
            written = self._fill(self.chance.choice(AGGREGATES[kind]), place, depth)
            return UNTYPED.sub(r"\1\2::text", written)
        finally:
            place.aggregating, place.quiet = False, before

    def windowed(self, kind: str, place: Place, depth: int) -> str:
        """A window function of `kind`."""
        self.features.add("window")
        template = self.chance.choice(WINDOWED[kind])
        return self._fill(template, place, depth)

    def window(self, place: Place, depth: int) -> str:
        """What stands after OVER."""
        if place.windows and self.chance.random() < 0.3:
            return place.windows[0]
        return f"({self.window_body(place, depth)})"

    def window_body(self, place: Place, depth: int) -> str:
        self.features.add("loose order")
        parts = []
        if self.chance.random() < 0.6:
            parts.append(f"PARTITION BY {self.any(place)}")
        if self.chance.random() < 0.8:
            parts.append(
                f"ORDER BY ({self.write(self.chance.choice(PLAIN), place, min(depth, 1))}), {self.any(place)}"
            )
            if self.chance.random() < 0.15:
                parts.append("ROWS BETWEEN 2 PRECEDING AND CURRENT ROW")
        return " ".join(parts)

    def column(self, kind: str, place: Place) -> str | None:
        """A column of the kind, most often of the query's own."""
        found = self._column_of(place, lambda atom: atom.kind == kind)
        return found.text if found else None

    def any(self, place: Place) -> str:
        """A column of whatever kind."""
        found = self._column_of(place, lambda atom: atom.kind not in ("row", "record"))
        return found.text if found else self.constant("int")

    def constant(self, kind: str) -> str:
        if kind not in CONSTANTS:
            return {"status": "'paid'::text", "row": "NULL"}.get(kind, "NULL")
        return self.chance.choice(CONSTANTS[kind])

    def _column_of(self, place: Place, wanted: Callable[[Atom], bool]) -> Atom | None:
        own = [atom for atom in place.own() if wanted(atom)]
        if own and self.chance.random() < 0.85:
            return self.chance.choice(own)
        around = [atom for atom in place.visible() if wanted(atom)]
        if around:
            self.features.add("correlated")
            return self.chance.choice(around)
        return self.chance.choice(own) if own else None

    def _trap(self, kind: str, place: Place) -> str | None:
        """An expression that raises for rows that nobody here may see."""
        column = self._column_of(
            place, lambda atom: any(each == kind for each, _ in TRAPS.get(atom.origin, ()))
        )
        if column is None:
            return None
        self.features.add("trap")
        fitting = [trap for each, trap in TRAPS[column.origin] if each == kind]
        trap = self.chance.choice(fitting)
        return trap.format(*[column.text] * trap.count("{}"))

    def _fill(self, template: str, place: Place, depth: int) -> str:
        if ORDERED.search(template):
            self.features.add("loose order")
        return HOLE.sub(lambda hole: self._hole(hole, place, depth - 1), template)

    def _hole(self, hole: re.Match[str], place: Place, depth: int) -> str:
        kind, mark = hole.group(1), hole.group(2) or ""
        if mark == "#":
            return self.constant(kind)
        if kind == "any":
            return self.any(place)
        if kind == "row":
            return self._row(place)
        if kind == "window":
            return self.window(place, depth)
        if kind in ("query", "scalar", "exists"):
            return self._query(kind, tuple(mark[1:].split(",")) if mark else None, place, depth)
        if mark == "!":
            return self.column(kind, place) or self.constant(kind)
        written = self.write(kind, place, depth)
        return written if SIMPLE.fullmatch(written) or _is_enclosed(hole) else f"({written})"

    def _row(self, place: Place) -> str:
        grouped = place.keys is not None and not place.aggregating
        if place.rows and not grouped:
            self.features.add("whole row")
            return self.chance.choice(place.rows)
        return f"ROW({self.any(place)}, {self.any(place)})"

    def _query(self, form: str, kinds: tuple[str, ...] | None, place: Place, depth: int) -> str:
        if place.quiet or depth < 0 or not self.queries.has_room():
            simple = {"scalar": "SELECT {}", "query": "VALUES ({})", "exists": "SELECT {}"}[form]
            return simple.format(", ".join(self.constant(kind) for kind in kinds or ("int",)))
        if form == "exists":
            self.features.add("EXISTS")
            return self.queries.write(place, min(depth, 1), None).sql
        if form == "scalar":
            self.features.add("scalar subquery")
            return self.queries.single(place, min(depth, 1), (kinds or ("int",))[0])
        self.features.add("IN, ANY, ALL")
        return self.queries.write(place, min(depth, 1), kinds).sql


def _is_enclosed(hole: re.Match[str]) -> bool:
    """Whether the template itself has brackets or commas on both sides of the hole."""
    before, after = hole.string[: hole.start()], hole.string[hole.end() :]
    return before.endswith(("(", ", ")) and after.startswith((")", ","))
