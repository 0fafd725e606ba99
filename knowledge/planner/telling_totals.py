"""One number, or one of each currency, as a sentence; what other tellings begin with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from knowledge.planner.formats import Number
from knowledge.planner.nouns import of_french, one_of
from knowledge.planner.telling_facts import Facts, Row
from knowledge.planner.telling_words import capital, say, to_be


class TotalTeller(Facts):
    """Sentences about a number that stands alone."""

    def _single(self, rows: list[Row]) -> str:
        rows = [row for group in self._groups(rows) for row in group]
        if len(self.measures) == 1:
            return self._total(self.measures[0], [(row[self.measures[0]], row) for row in rows])
        lines = [
            say(
                "line",
                self.language,
                label=capital(self._phrase(place)),
                value=self.join([self.number(row, place) for row in rows]),
            )
            for place in self.measures
        ]
        return "\n".join(lines)

    def _total(self, place: int, values: list[tuple[Any, Row]]) -> str:
        """One whole sentence for a number, or for one of each currency."""
        first = values[0][0]
        if self.noun and len(values) == 1 and isinstance(first, int | Decimal):
            return self._count(place, first, values[0][1])
        plain = all(isinstance(value, int | float | Decimal) for value, _row in values)
        return say(
            "sum" if plain and self.is_additive(place) else "value" if plain else "value_of_day",
            self.language,
            amounts=self.amounts(place),
            subject=self.subject(place),
            be=self.be(place),
            value=self.join([self.told(value, row, place) for value, row in values]),
            when=self.when,
            note=self.note,
        )

    def _count(self, place: int, value: Number, row: Row) -> str:
        """A count as a sentence: "There were 11 new users in October 2026."."""
        return self._there(value, self.told(value, row, place) if value else "", self.noun)

    def _there(self, value: Number, shown: str, noun: str, *, names: str = "") -> str:
        return say(
            "count" if value else "count_none",
            self.language,
            value=shown,
            are=to_be("en", plural=value != 1, past=self.past),
            eu=" eu" if self.past else "",
            noun=one_of(noun, self.language) if value == 1 else noun,
            de_noun=of_french(noun),
            when=self.when,
            note=self.note,
            names=names,
        )

    def _groups(self, rows: list[Row]) -> list[list[Row]]:
        """Rows apart by currency, the organization's first, then the largest group."""
        at = self.currency_at
        if at is None:
            return [rows]
        groups: dict[Any, list[Row]] = {}
        for row in rows:
            groups.setdefault(row[at], []).append(row)
        return sorted(groups.values(), key=lambda group: (group[0][at] != self.currency, -len(group)))

    def _nameless(self, rows: list[Row], place: int) -> list[str]:
        """What belongs to nothing that the data names."""
        found = [row for row in rows if self.is_nameless(row) and row[place] is not None]
        return [say("not_stated", self.language, value=self.number(row, place)) for row in found]
