"""An answer in words, made from the result's numbers alone; every number in it can be found there again.

The reading stands above it, so it begins with the fact. Amounts of two currencies never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from knowledge.planner.formats import Number, format_share
from knowledge.planner.nouns import of_french, one_of
from knowledge.planner.reading import field_words
from knowledge.planner.telling_derived import tell_derived
from knowledge.planner.telling_facts import Facts, Row
from knowledge.planner.telling_words import capital, say, to_be
from knowledge.planner.understood import listed_noun
from knowledge.semantic.compiled import CompiledQuery
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import SemanticQuery
from querying.results import ResultSet


@dataclass(frozen=True, slots=True)
class Telling:
    """Prose with bold numbers, and the numbers it was made with, unrounded."""

    text: str
    numbers: tuple[Number, ...] = ()


def tell(
    query: SemanticQuery,
    compiled: CompiledQuery,
    model: SemanticModel,
    result: ResultSet,
    *,
    language: str,
    currency: str = "",
) -> Telling:
    """The result in a few sentences of `language`; `currency` is that of amounts whose rows name none."""
    language = language if language in ("en", "fr") else "en"
    if query.derived is not None:
        facts = Facts(query, compiled, model, result, language, currency)
        return Telling(tell_derived(facts), tuple(facts.numbers))
    teller = _Teller(query, compiled, model, result, language, currency)
    text = teller.text()
    return Telling(text, tuple(teller.numbers))


class _Teller(Facts):
    """One telling."""

    def text(self) -> str:
        if not self.query.measures:
            return capital(self._list())
        rows: list[Row] = [
            row for row in self.result.rows if any(row[place] is not None for place in self.measures)
        ]
        if not rows:
            return capital(say("nothing", self.language))
        if not self.labels:
            return capital(self._single(rows))
        series = self.columns[self.labels[0]].grain is not None and len(self.labels) == 1
        return self._by_currency(rows, self._series if series else self._categories)

    # -- one number --------------------------------------------------------------------------------------

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

    # -- by currency -------------------------------------------------------------------------------------

    def _groups(self, rows: list[Row]) -> list[list[Row]]:
        """Rows apart by currency, the organization's first, then the largest group."""
        at = self.currency_at
        if at is None:
            return [rows]
        groups: dict[Any, list[Row]] = {}
        for row in rows:
            groups.setdefault(row[at], []).append(row)
        return sorted(groups.values(), key=lambda group: (group[0][at] != self.currency, -len(group)))

    def _by_currency(self, rows: list[Row], tell_group: Callable[[list[Row]], list[str]]) -> str:
        """A paragraph for each currency, under its name."""
        groups = self._groups(rows)
        paragraphs = []
        for group in groups[:3]:
            sentences = [sentence for sentence in tell_group(group) if sentence]
            text = " ".join([*sentences[:1], *(capital(sentence) for sentence in sentences[1:])])
            if len(groups) > 1 and self.currency_at is not None:
                code = str(group[0][self.currency_at] or say("unknown", self.language))
                paragraphs.append(say("in_currency", self.language, currency=code) + text)
            else:
                paragraphs.append(capital(text))
        if len(groups) > 3:
            paragraphs.append(say("more_currencies", self.language))
        if self.result.truncated:
            paragraphs.append(say("truncated", self.language))
        return "\n\n".join(paragraphs)

    # -- over time ---------------------------------------------------------------------------------------

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

    # -- by something ------------------------------------------------------------------------------------

    def _categories(self, rows: list[Row]) -> list[str]:
        place = self._ranked_place()
        known = [row for row in rows if row[place] is not None]
        ascending = self._is_ascending()
        named = [row for row in known if not self.is_nameless(row)]
        ranked = sorted(named, key=lambda row: row[place], reverse=not ascending)
        nameless = self._nameless(known, place)
        if not ranked:
            return nameless
        whole = self._whole(known, place)
        if whole is not None and len(known) > 1:
            total = self._total(place, [(whole, ranked[0])])
            return [total, self._leader(ranked, place, whole), *nameless]
        if len(ranked) == 1 and (self.query.limit or 0) != 1:
            name, value = self.name(ranked[0]), self.number(ranked[0], place)
            return [say("only", self.language, name=name, value=value, note=self.note), *nameless]
        return [self._ranking(ranked, place, ascending), *nameless]

    def _nameless(self, rows: list[Row], place: int) -> list[str]:
        """What belongs to nothing that the data names."""
        found = [row for row in rows if self.is_nameless(row) and row[place] is not None]
        return [say("not_stated", self.language, value=self.number(row, place)) for row in found]

    def _is_ascending(self) -> bool:
        order = self.query.order[0] if self.query.order else None
        return order is not None and order.measure is not None and not order.descending

    def _ranked_place(self) -> int:
        order = next((one for one in self.query.order if one.measure is not None), None)
        return self.measures[order.measure] if order and order.measure is not None else self.measures[0]

    def _leader(self, ranked: list[Row], place: int, whole: Number) -> str:
        """Who has the largest part, who comes next and last, after the whole was told."""
        ranked = sorted(ranked, key=lambda row: row[place], reverse=True)
        tied = self._tied(ranked, place)
        value = self.number(ranked[0], place)
        if len(tied) == len(ranked) > 1:
            return say("all_same", self.language, value=value)
        if len(tied) > 1:
            then = self._following("then", ranked[len(tied) : 3], place)
            last = self._last(ranked, place, len(tied))
            return say("tied", self.language, names=self.names(tied), value=value, then=then, last=last)
        share = f" ({format_share(float(ranked[0][place]) / float(whole), self.language)})"
        then, last = self._following("followed", ranked[1:3], place), self._last(ranked, place, 1)
        name = self.name(ranked[0])
        return say("leads", self.language, name=name, value=value, share=share, then=then, last=last)

    def _last(self, ranked: list[Row], place: int, tied: int) -> str:
        if len(ranked) <= max(3, tied) or ranked[-1][place] == ranked[-2][place]:
            return ""
        name, value = self.name(ranked[-1]), self.number(ranked[-1], place)
        return say("last", self.language, name=name, value=value)

    def _ranking(self, ranked: list[Row], place: int, ascending: bool) -> str:
        """Who is first where there is no whole: an average, or the first few alone."""
        tied = self._tied(ranked, place)
        parts = {"name": self.names(tied), "names": self.names(tied), "note": self.note}
        parts["value"] = self.number(ranked[0], place)
        parts["then"] = self._following("then" if ascending else "followed", ranked[len(tied) : 3], place)
        if self.noun:
            key = "fewest" if ascending else "most"
            parts |= {"noun": self.noun, "de_noun": of_french(self.noun), "when": self.when}
            parts |= {"has": self.have(), "have": self.have_all()}
            return say(f"tied_{key}" if len(tied) > 1 else key, self.language, **parts)
        parts |= {"subject": self.subject(place), "be": self.be(place), "when": self.when}
        if ascending:
            return say("lowest", self.language, **parts)
        return say("highest", self.language, low=self._low(ranked, place), **parts)

    def _low(self, ranked: list[Row], place: int) -> str:
        cut = self.query.limit is not None or self.result.truncated
        if len(ranked) < 4 or cut or ranked[-1][place] == ranked[-2][place]:
            return ""
        be = self.be(place)
        it = f"{'they' if be in ('are', 'were') else 'it'} {be}"
        name, value = self.name(ranked[-1]), self.number(ranked[-1], place)
        return say("low", self.language, name=name, value=value, it=it)

    def _tied(self, ranked: list[Row], place: int) -> list[Row]:
        return [row for row in ranked if row[place] == ranked[0][place]]

    def _following(self, key: str, rows: list[Row], place: int) -> str:
        if not rows:
            return ""
        names = self.join([f"{self.name(row)} ({self.number(row, place)})" for row in rows])
        return say(key, self.language, names=names)

    def _whole(self, rows: list[Row], place: int) -> Number | None:
        """The sum of all groups where all are there and a share of it means something."""
        cut = self.query.limit is not None or self.query.having or self.result.truncated
        if not self.is_additive(place) or cut:
            return None
        values = [row[place] for row in rows]
        total = sum(values)
        return total if total > 0 and all(value >= 0 for value in values) else None

    # -- lists -------------------------------------------------------------------------------------------

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
        names = [self.row_name(row) or f"{one} {self.key(row)}" for row in rows[:3]]
        pairs = list(zip(names, rows, strict=False))[1:]
        others = [f"{name} ({self.number(row, order)})" for name, row in pairs]
        then = say("then", self.language, names=self.join(others)) if others else ""
        value = self.number(rows[0], order)
        return say("list_ranked", self.language, name=names[0], field=field, value=value, then=then)
