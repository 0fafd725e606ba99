"""A question's text for the readers of derived numbers: folded place by place, so that pieces can be cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.planner.deriving_words import derived_reading
from knowledge.planner.formats import Number
from knowledge.planner.language import detect_language
from knowledge.planner.plan import Planned, Question, ValueIndex
from knowledge.planner.tokens import normalise, tidy, tokenise
from knowledge.semantic.derivation import Derivation
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import AggregateMeasure, Function, MetricMeasure, SemanticQuery

__all__ = ["Asked", "Number", "counts_or_sums"]


@dataclass(frozen=True)
class Asked:
    """The question as typed (`text`) and folded letter by letter (`folded`): the same places in both."""

    question: Question
    model: SemanticModel
    values: ValueIndex
    text: str
    folded: str
    language: str

    @classmethod
    def of(cls, question: Question, model: SemanticModel, values: ValueIndex) -> Asked:
        text = tidy(question.text)
        language = detect_language(text, tokenise(text), question.language)
        return cls(question, model, values, text, "".join(_fold(char) for char in text), language)

    def without(self, *matches: re.Match[str]) -> str:
        """The text with the matches cut out."""
        text = self.text
        for match in sorted(matches, key=lambda found: -found.start()):
            text = f"{text[: match.start()]} {text[match.end() :]}"
        return " ".join(text.split()).strip(" ,?")

    def names(self, match: re.Match[str]) -> bool:
        """Whether the matched words belong to a longer name of a metric: « panier moyen »."""
        for metric in self.model.metrics.values():
            for _, phrase in metric.words.phrases():
                for found in re.finditer(rf"\b{re.escape(normalise(phrase))}\b", self.folded):
                    if found.start() < match.end() and match.start() < found.end():
                        return True
        return False

    def plan(self, text: str) -> Planned | None:
        """The one reading of a text, in this question's language."""
        from knowledge.planner.planning import plan_alone  # planning asks these readers: a circle by nature

        asked = replace(self.question, text=text, previous=None, language=self.language)
        return plan_alone(asked, self.model, self.values)

    def measured(self, text: str) -> Planned | None:
        """The reading of a text that names one thing to measure; a bare table is counted."""
        found = self.plan(text)
        if found is None or not found.query.measures:
            counted = f"nombre de {text}" if self.language == "fr" else f"number of {text}"
            found = self.plan(counted)
        usable = found is not None and len(found.query.measures) == 1 and found.query.derived is None
        return found if usable and found is not None and not found.query.having else None

    def derived(self, found: Planned, query: SemanticQuery, part: Derivation, *notes: str) -> Planned:
        """The plan of `query` with its derivation."""
        query = replace(query, derived=part)
        reading = derived_reading(query, self.model, self.language)
        return Planned(query, self.language, reading, found.score, (*found.assumptions, *notes))


def _fold(char: str) -> str:
    folded = normalise(char)
    return folded if len(folded) == 1 else char.lower()[:1] or " "


def counts_or_sums(query: SemanticQuery, model: SemanticModel) -> bool:
    """Whether the one measure is a count of rows or a metric that counts or adds up."""
    measure = query.measures[0]
    if isinstance(measure, MetricMeasure):
        metric = model.metrics[measure.name]
        return not metric.formula and metric.sql.strip().lower().startswith(("sum(", "count("))
    assert isinstance(measure, AggregateMeasure)
    return measure.function in (Function.COUNT, Function.COUNT_DISTINCT)
