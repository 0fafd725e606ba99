"""Numbers over time: the total, the peak, the way from first to last."""

from __future__ import annotations

from knowledge.planner.telling_facts import Row
from knowledge.planner.telling_totals import TotalTeller
from knowledge.planner.telling_words import say


class SeriesTeller(TotalTeller):
    """Sentences about one number per calendar unit."""

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
        return [*said, *self._course(known, place, named=not said), *nameless]

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
