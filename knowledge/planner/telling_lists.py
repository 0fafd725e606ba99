"""Lists of rows in words: how many, and the names of the first few."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.planner.nouns import one_of
from knowledge.planner.reading_names import field_words
from knowledge.planner.telling_facts import Row
from knowledge.planner.telling_groups import GroupTeller
from knowledge.planner.telling_words import say
from knowledge.planner.understood import listed_noun
from knowledge.planner.whereabouts import place_fields
from knowledge.semantic.query import ColumnField


class ListTeller(GroupTeller):
    """Sentences about rows."""

    def _list(self) -> str:
        rows, language = self.result.rows, self.language
        noun = listed_noun(self.query, self.model, language)
        order = self.query.order[0].grouping if self.query.order else None
        if rows and order is not None:
            return self._ranked_list(list(rows), order)
        if not rows:
            return self._there(0, "", noun)
        shown = self.join([name for row in rows[:3] if (name := self.row_name(row))])
        count = self.count_of_rows()
        if self.result.truncated:
            return say("list_more", language, count=count, noun=noun)
        if self.query.distinct and shown:
            return say("list_values", language, count=count, names=self._among(rows, shown))
        return self._there(len(rows), count, noun, names=self._among(rows, shown))

    def _among(self, rows: Sequence[Row], shown: str) -> str:
        if not shown:
            return ""
        return say("names" if len(rows) <= 3 else "names_among", self.language, names=shown)

    def _ranked_list(self, rows: list[Row], order: int) -> str:
        """Rows that were ranked by a value of their own."""
        field = field_words(self.query.columns[order], self.model, self.language)
        one = one_of(listed_noun(self.query, self.model, self.language), self.language)
        first = self.query.columns[0]
        place = isinstance(first, ColumnField) and first in place_fields(self.model, first.table)
        names = [self.row_name(row) or self._row_words(row, one, order, place) for row in rows[:3]]
        pairs = list(zip(names, rows, strict=False))[1:]
        others = [f"{name} ({self.number(row, order)})" for name, row in pairs]
        then = say("then", self.language, names=self.join(others)) if others else ""
        value = self.number(rows[0], order)
        if place and len(rows) == 1:
            return say("list_place", self.language, name=names[0], field=field, value=value)
        return say("list_ranked", self.language, name=names[0], field=field, value=value, then=then)

    def _row_words(self, row: Row, noun: str, order: int, place: bool) -> str:
        """A row without a name: by its place, or by its key."""
        if not place:
            return f"{noun} {self.key(row)}"
        cells = [str(value) for at, value in enumerate(row) if at != order and value]
        return ", ".join(dict.fromkeys(cells))
