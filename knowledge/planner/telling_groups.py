"""Numbers by something: who leads, who follows, who is last, and what nobody is named for."""

from __future__ import annotations

from knowledge.planner.formats import Number, format_share
from knowledge.planner.nouns import of_french
from knowledge.planner.telling_facts import Row
from knowledge.planner.telling_series import SeriesTeller
from knowledge.planner.telling_words import say


class GroupTeller(SeriesTeller):
    """Sentences about one number per group."""

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
