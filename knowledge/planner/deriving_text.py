"""A question's text for the readers of derived numbers: folded place by place, so that pieces can be cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.planner.calling import vocabulary_of
from knowledge.planner.deriving_words import derived_reading
from knowledge.planner.fields import listing_columns
from knowledge.planner.formats import Number
from knowledge.planner.language import detect_language
from knowledge.planner.plan import Planned, Question, ValueIndex
from knowledge.planner.reading import describe
from knowledge.planner.tokens import normalise, tidy, tokenise
from knowledge.planner.vocabulary import TargetKind
from knowledge.semantic.derivation import Derivation
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Function,
    MetricMeasure,
    SemanticQuery,
)
from querying.catalog import TableKey

_ARTICLE = re.compile(
    r"^(?:(?:list|show(?: me)?|give me|display|liste[rz]?|affiche[rz]?|montre[rz]?)(?: of| :)? )?"
    r"(?:all (?:of )?|tous |toutes )?(?:the |our |les |des |nos |le |la )?",
    re.IGNORECASE,
)
_LIST = {"en": "list the", "fr": "liste des"}

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
        return cls(question, model, values, text, fold(text), language)

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

    def again(self, text: str) -> Planned | None:
        """The reading of what is left of the question, derived numbers and other rows included."""
        from knowledge.planner.planning import plan  # a circle by nature

        asked = replace(
            self.question,
            text=text,
            previous=None,
            language=self.language,
            suggests=False,
            cuts=self.question.cuts + 1,
        )
        found = plan(asked, self.model, self.values)
        return found if isinstance(found, Planned) else None

    def listed(self, text: str) -> Planned | None:
        """The same; a bare "open invoices" is the list of them."""
        bare = _ARTICLE.sub("", text.strip(" ,;:?"))
        table = table_called(self.model, bare)
        if table is not None:
            columns = tuple(
                ColumnField(table, column.name) for column in listing_columns(self.model.tables[table])
            )
            query = SemanticQuery(table=table, columns=columns)
            return Planned(query, self.language, describe(query, self.model, self.language), 0.95)
        return self.again(text) or self.again(f"{_LIST[self.language]} {text}")

    def refined(self, query: SemanticQuery, text: str) -> SemanticQuery | None:
        """The query changed as a follow-up says; None where that is not one clear change."""
        from knowledge.planner.planning import plan  # a circle by nature

        asked = replace(
            self.question, text=text, previous=query, language=self.language, suggests=False, cuts=100
        )
        found = plan(asked, self.model, self.values)
        return found.query if isinstance(found, Planned) else None

    def with_query(self, found: Planned, query: SemanticQuery, *notes: str) -> Planned:
        """The plan with its query changed, told anew."""
        reading = (
            derived_reading(query, self.model, self.language)
            if query.derived is not None
            else describe(query, self.model, self.language)
        )
        return replace(found, query=query, reading=reading, assumptions=(*found.assumptions, *notes))

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


def fold(text: str) -> str:
    """Lower case without accents, letter by letter: the same places as in the text."""
    return "".join(_fold(char) for char in text)


def _fold(char: str) -> str:
    folded = normalise(char)
    return folded if len(folded) == 1 else char.lower()[:1] or " "


def table_called(model: SemanticModel, text: str) -> TableKey | None:
    """The one table that these words name outright; None where they say more, or name another as well."""
    words = tuple(token.norm for token in tokenise(text))
    vocabulary = vocabulary_of(model)
    if not words or len(words) > 4:
        return None
    found = vocabulary.match(words, set.intersection(*(set(vocabulary.holding(word)) for word in words)))
    sure = {
        target.table for target, score in found.items() if score > 0.97 and target.kind is TargetKind.TABLE
    }
    others = any(
        score > 0.97 and target.kind not in (TargetKind.TABLE, TargetKind.JOIN)
        for target, score in found.items()
    )
    return next(iter(sure)) if len(sure) == 1 and not others else None


def counts_or_sums(query: SemanticQuery, model: SemanticModel) -> bool:
    """Whether the one measure is a count of rows or a metric that counts or adds up."""
    measure = query.measures[0]
    if isinstance(measure, MetricMeasure):
        metric = model.metrics[measure.name]
        return not metric.formula and metric.sql.strip().lower().startswith(("sum(", "count("))
    assert isinstance(measure, AggregateMeasure)
    return measure.function in (Function.COUNT, Function.COUNT_DISTINCT)
