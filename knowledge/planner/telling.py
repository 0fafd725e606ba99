"""An answer in words, made from the result's numbers alone; every number in it can be found there again.

The reading stands above it, so it begins with the fact. Amounts of two currencies never meet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.planner.formats import Number
from knowledge.planner.telling_derived import tell_derived
from knowledge.planner.telling_facts import Facts, Row
from knowledge.planner.telling_lists import ListTeller
from knowledge.planner.telling_reports import tell_report
from knowledge.planner.telling_words import capital, say
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
    now: dt.datetime | None = None,
) -> Telling:
    """The result in a few sentences of `language`.

    `currency` is that of amounts whose rows name none; `now` tells which calendar unit is not over yet.
    """
    language = language if language in ("en", "fr") else "en"
    if query.derived is not None:
        facts = Facts(query, compiled, model, result, language, currency)
        return Telling(tell_derived(facts), tuple(facts.numbers))
    teller = _Teller(query, compiled, model, result, language, currency)
    teller.now = now
    text = teller.text()
    return Telling(text, tuple(teller.numbers))


class _Teller(ListTeller):
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
        if len(self.measures) > 1 and (told := tell_report(self, self._groups(rows))):
            return told
        series = self.columns[self.labels[0]].grain is not None and len(self.labels) == 1
        series = series and self.query.limit is None  # the best months are a ranking
        return self._by_currency(rows, self._series if series else self._categories)

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
