"""“What counts as an active user?”, « comment est calculé le panier moyen ? »: definitions, told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.planner.nouns import of_french
from knowledge.planner.reading_names import table_words
from knowledge.planner.tokens import normalise, tidy, words_of
from knowledge.planner.words import singular
from knowledge.semantic.compiled import Definition
from knowledge.semantic.derivation import Funnel
from knowledge.semantic.measures import definitions_of
from knowledge.semantic.model import EventKind, FunnelSteps, Metric, NamedFilter, SemanticModel, Words
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Function,
    MetricMeasure,
    Operator,
    SegmentCondition,
    SemanticQuery,
)

_ENGLISH = re.compile(
    r"^(?:so |please |can you |could you |tell me )?(?:(?:what|who) (?:counts?|qualif(?:y|ies)) as "
    r"|what (?:is|are) meant by |what do (?:you|we) (?:mean|understand) by "
    r"|(?:what is |what's )?(?:the )?definition of |define |explain (?:the term |what )?|what(?:'s| is) an? "
    r"|how (?:is|are) (?P<how>.+?) (?:defined|calculated|computed|measured|counted)$"
    r"|how do (?:you|we) (?:define|calculate|compute|measure|count) )"
    r"(?P<what>.*)$"
)
_MEAN = re.compile(r"^(?:so |please )?what (?:does|do) (?P<what>.+?) mean$")
_FRENCH = re.compile(
    r"^(?:alors |stp |peux-tu (?:me )?dire )?(?:"
    r"c'est quoi (?=un |une )"
    r"|(?:qu'est-ce qui|qu'est ce qui|qui) (?:compte comme|est considere comme|constitue) "
    r"|qu'est[ -]ce qu'(?=un |une )|qu'est[ -]ce que (?=le |la |les |l'|un |une )"
    r"|que (?:veut dire|signifie|veulent dire|signifient) |qu'entend(?:ez|s|-on)?(?:-vous|-tu)? par "
    r"|(?:quelle est )?(?:la )?definition (?:de |du |des |d')|definis |definissez |explique(?:z)?(?:-moi)? "
    r"|comment (?:est|sont) (?:calcule|defini|mesure|compte)e?s? "
    r"|comment (?:calcules?|calculez|calcule-t-on|definis|definissez|definit-on|mesures?|mesurez|mesure-t-on)"
    r"(?:-tu|-vous)? )(?P<what>.+)$"
)
_ARTICLES_TEXT = "a an the our my your of un une le la les l de du des d notre nos votre vos as"
_ARTICLES = frozenset(_ARTICLES_TEXT.split())


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition that answers: what it is called, what it says, and the query that measures it."""

    kind: str  # metric, segment, event, funnel
    name: str
    title: str
    text: str
    definitions: tuple[Definition, ...]
    query: SemanticQuery


def asked_definition(text: str) -> tuple[str, str] | None:
    """(the words to be defined, the language of the question); None where something else is asked."""
    folded = normalise(tidy(text)).strip(" ?.!\"'«»")
    found = _MEAN.match(folded) or _ENGLISH.match(folded)
    if found is not None:
        what = (found.groupdict().get("how") or found["what"]).strip(" \"'«»")
        return (what, "en") if what else None
    found = _FRENCH.match(folded)
    return (found["what"].strip(" \"'«»"), "fr") if found else None


def definition_of(words: str, model: SemanticModel, language: str) -> Defined | None:
    """What the model defines by exactly these words, with or without the noun of its table."""
    asked = _bag(words)
    if not asked:
        return None
    for metric in model.metrics.values():
        if asked in _bags(metric.words, metric.name):
            return _metric(metric, model, language)
    for segment in model.segments.values():
        nouns = _bags(model.tables[segment.table].words, segment.table[1])
        bags = _bags(segment.words, segment.name)
        if asked in bags or any(asked == bag | noun for bag in bags for noun in nouns):
            return _segment(segment, model, language)
    for event in model.events.values():
        if asked in _bags(event.words, event.name):
            return _event(event, model, language)
    for funnel in model.funnels.values():
        if asked in _bags(funnel.words, funnel.name):
            return _funnel(funnel, model, language)
    return None


def _bag(text: str) -> frozenset[str]:
    return frozenset(singular(word) for word in words_of(normalise(text)) if word not in _ARTICLES)


def _bags(words: Words, name: str) -> set[frozenset[str]]:
    return {_bag(phrase) for phrase in (name.replace("_", " "), *(phrase for _, phrase in words.phrases()))}


_WORDS = {
    "en": {
        "is": "It is calculated as {formula}",
        "over": " over {table}",
        "where": ", of rows where {filters} alone",
        "time": "; its date is {time}",
        "unit": ", in {unit}",
        "parts": "made of:",
        "segment": "These are {table} where {filter}.",
        "event": "It is a row of {table} whose {column} is {value}; its date is {time}.",
        "funnel": "Its steps, each after the one before: {steps}.",
        "draft": "This definition is a draft: nobody has approved it yet.",
    },
    "fr": {
        "is": "Calcul : {formula}",
        "over": " sur {table}",
        "where": ", uniquement les lignes où {filters}",
        "time": " ; la date est {time}",
        "unit": ", en {unit}",
        "parts": "composé de :",
        "segment": "Ce sont les lignes de {table} où {filter}.",
        "event": "C'est une ligne {de_table} dont {column} est {value} ; la date est {time}.",
        "funnel": "Ses étapes, chacune après la précédente : {steps}.",
        "draft": "Cette définition est un brouillon : personne ne l'a encore approuvée.",
    },
}


def _said(words: Words, language: str) -> list[str]:
    """The description as its author wrote it, as a sentence."""
    text = (words.description.get(language) or next(iter(words.description.values()), "")).strip()
    return [text if text.endswith((".", "!", "?")) else f"{text}."] if text else []


def _metric(metric: Metric, model: SemanticModel, language: str) -> Defined:
    lines = [*_said(metric.words, language), _calculated(metric, model, language)]
    if not metric.approved:
        lines.append(_WORDS[language]["draft"])
    measure = MetricMeasure(metric.name)
    return Defined(
        kind="metric",
        name=metric.name,
        title=metric.words.label_in(language, metric.name),
        text=" ".join(lines),
        definitions=tuple(definitions_of(model, measure)),
        query=SemanticQuery(measures=(measure,)),
    )


def _calculated(metric: Metric, model: SemanticModel, language: str) -> str:
    words = _WORDS[language]
    text = words["is"].format(formula=f"`{metric.formula or metric.sql}`")
    if metric.table is not None and not metric.formula:
        text += words["over"].format(table=_table(metric, model, language))
    if metric.filters:
        filters = f" {'et' if language == 'fr' else 'and'} ".join(f"`{one}`" for one in metric.filters)
        text += words["where"].format(filters=filters)
    if metric.time_column:
        text += words["time"].format(time=f"`{metric.time_column}`")
    if metric.unit:
        text += words["unit"].format(unit=metric.unit)
    return f"{text}."


def _table(metric: Metric, model: SemanticModel, language: str) -> str:
    return table_words(metric.table, model, language)


def _segment(segment: NamedFilter, model: SemanticModel, language: str) -> Defined:
    label = table_words(segment.table, model, language)
    lines = _said(segment.words, language)
    lines.append(_WORDS[language]["segment"].format(table=label, filter=f"`{segment.filter}`"))
    return Defined(
        kind="segment",
        name=segment.name,
        title=segment.words.label_in(language, segment.name),
        text=" ".join(lines),
        definitions=(_definition("segment", segment, segment.filter),),
        query=SemanticQuery(
            table=segment.table,
            measures=(AggregateMeasure(Function.COUNT, segment.table),),
            where=(SegmentCondition(segment.name),),
        ),
    )


def _event(event: EventKind, model: SemanticModel, language: str) -> Defined:
    label = table_words(event.table, model, language)
    lines = _said(event.words, language)
    lines.append(
        _WORDS[language]["event"].format(
            table=label,
            de_table=of_french(label),
            column=f"`{event.name_column}`",
            value=f"`{event.value}`",
            time=f"`{event.time_column}`",
        )
    )
    name = ColumnField(event.table, event.name_column)
    return Defined(
        kind="event",
        name=event.name,
        title=event.words.label_in(language, event.name),
        text=" ".join(lines),
        definitions=(_definition("event", event, event.value),),
        query=SemanticQuery(
            table=event.table,
            measures=(AggregateMeasure(Function.COUNT, event.table),),
            where=(Condition(name, Operator.EQUALS, (event.value,)),),
        ),
    )


def _funnel(funnel: FunnelSteps, model: SemanticModel, language: str) -> Defined:
    events = [model.events[name] for name in funnel.steps]
    steps = " → ".join(event.words.label_in(language, event.name) for event in events)
    lines = [*_said(funnel.words, language), _WORDS[language]["funnel"].format(steps=steps)]
    first = events[0]
    actor = ColumnField(first.table, first.actor_column or "")
    return Defined(
        kind="funnel",
        name=funnel.name,
        title=funnel.words.label_in(language, funnel.name),
        text=" ".join(lines),
        definitions=(_definition("funnel", funnel, ", ".join(funnel.steps)),),
        query=SemanticQuery(
            measures=(AggregateMeasure(Function.COUNT_DISTINCT, first.table, actor),),
            derived=Funnel(funnel.steps, funnel.name),
        ),
    )


def _definition(kind: str, found: NamedFilter | EventKind | FunnelSteps, text: str) -> Definition:
    return Definition(kind, found.name, found.version, found.words.label_in("en", found.name), text)


def questions_about(defined: Defined, model: SemanticModel, language: str) -> Iterator[str]:
    """Questions that use what was defined, for whoever checks that they can be answered."""
    label = defined.title[:1].upper() + defined.title[1:]
    if defined.kind == "metric":
        yield label
        yield f"{label} par mois" if language == "fr" else f"{label} by month"
        yield f"{label} le mois dernier" if language == "fr" else f"{label} last month"
        return
    if defined.kind == "funnel":
        yield label
        return
    table = defined.query.table
    noun = table_words(table, model, language)
    yield f"{noun} {defined.title}" if language == "fr" else f"{defined.title} {noun}"
    yield label
