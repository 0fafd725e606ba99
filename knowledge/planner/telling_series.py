"""Numbers over time: the total, the peak, the way from first to last."""

from __future__ import annotations

import datetime as dt

from knowledge.planner.calendar_units import step
from knowledge.planner.telling_facts import Row
from knowledge.planner.telling_totals import TotalTeller
from knowledge.planner.telling_words import say


class SeriesTeller(TotalTeller):
    """Sentences about one number per calendar unit."""

    now: dt.datetime | None = None

    def _series(self, rows: list[Row]) -> list[str]:
        place, at = self.measures[0], self.labels[0]
        known = sorted(
            (row for row in rows if row[at] is not None and row[place] is not None), key=lambda row: row[at]
        )
        nameless = self._nameless(rows, place)
        if not known:
            return nameless
        if len(known) == 1:
            value = self.number(known[0], place)
            return [say("one_moment", self.language, when=self.at(known[0]), value=value, note=self.note)]
        said = []
        if self.is_additive(place) and not self.result.truncated:
            said.append(self._total(place, [(sum(row[place] for row in known), known[0])]))
        over, running = self._parted(known)
        course = self._course(over, place, named=not said)
        return [*said, *course, *self._so_far(running, place), *nameless]

    def _parted(self, known: list[Row]) -> tuple[list[Row], list[Row]]:
        """The units that are over, and the last one if it still goes on: its number can't be compared."""
        if self.now is None or len(known) < 3 or not self._goes_on(known[-1], self.now):
            return known, []
        return known[:-1], known[-1:]

    def _goes_on(self, row: Row, now: dt.datetime) -> bool:
        value, grain = row[self.labels[0]], self.columns[self.labels[0]].grain
        if grain is None or not isinstance(value, dt.date):
            return False
        if not isinstance(value, dt.datetime):
            value = dt.datetime.combine(value, dt.time())
        start = (value.astimezone(now.tzinfo) if value.tzinfo else value).replace(tzinfo=None)
        return start <= now.replace(tzinfo=None) < step(start, grain, 1)

    def _so_far(self, running: list[Row], place: int) -> list[str]:
        return [
            say("so_far", self.language, when=self.at(row), value=self.number(row, place)) for row in running
        ]

    def _course(self, known: list[Row], place: int, *, named: bool) -> list[str]:
        """The extremes and the way from first to last; `named`: no sentence has named the measure yet."""
        low, high = min(known, key=lambda row: row[place]), max(known, key=lambda row: row[place])
        first, last = known[0], known[-1]
        if low[place] == high[place]:
            return [self._of("always", place, named, value=self.number(high, place))]
        way = "rose" if last[place] > first[place] else "fell" if last[place] < first[place] else "same"
        if {low[place], high[place]} == {first[place], last[place]}:
            return [self._of(way, place, named, **self._ends(first, last, place))]
        extremes = {"high": self.number(high, place), "high_when": self.at(high)}
        extremes |= {"low": self.number(low, place), "low_when": self.at(low)}
        peak = self._of("peak", place, named, **extremes)
        return [peak, self._of(way, place, False, **self._ends(first, last, place))]

    def _ends(self, first: Row, last: Row, place: int) -> dict[str, str]:
        ends = {"first": self.number(first, place), "first_when": self.at(first)}
        return ends | {"last": self.number(last, place), "last_when": self.at(last)}

    def _of(self, key: str, place: int, named: bool, **parts: str) -> str:
        """A sentence about "it", or with the measure's name where nothing has named it."""
        if not named:
            return say(key, self.language, it=self.it(place), **parts)
        be = self.be(place)
        nt = "nt" if be in ("sont", "ont été") else ""
        subject = self.subject(place)
        return say(f"{key}_of", self.language, subject=subject, be=be, nt=nt, note=self.note, **parts)
