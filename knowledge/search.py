"""Finding the knowledge that matters for a question: definitions and entries that share its words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from rapidfuzz import fuzz, process

from accounts.actor import Actor
from knowledge.models import KnowledgeEntry, VerifiedQuery
from knowledge.semantic.model import SemanticModel, Words
from knowledge.values import normalized, stem
from querying.catalog import CatalogView
from querying.guard import GuardRefusal, guard
from querying.limits import Purpose

NEAR = 84  # of 100: how alike a misspelt word must be
SHORTEST_NEAR = 5
IN_NAME = 3.0  # a word in a name says more than one in a text

_NOISE = """
a an the of in on at to for by is are was were be do does did what which who how many much me my our your show
le la les l un une des du de d et ou est sont que quel quelle quels quelles qui combien comment mes mon ma nos
notre pour par sur dans au aux ce cette
"""
_STOP_WORDS = frozenset(stem(word) for word in _NOISE.split())


@dataclass(frozen=True, slots=True)
class KnowledgeHit:
    """A piece of knowledge and how well it fits, best above 0. `text` is its formula, condition or prose."""

    kind: str  # metric, dimension, segment, event, table, entry, verified_query
    name: str
    version: int
    title: str
    text: str
    score: float
    category: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found, by the words of its names and of its text."""

    hit: KnowledgeHit
    names: frozenset[str]
    words: frozenset[str]


def documents(actor: Actor, source_id: int, model: SemanticModel, view: CatalogView) -> list[Document]:
    """All that the actor may find: definitions of their model, entries, verified queries they may run."""
    return [
        *_definitions(model, actor.language),
        *_entries(actor, source_id),
        *_verified(actor, source_id, view),
    ]


def find(text: str, found: Iterable[Document], limit: int) -> list[KnowledgeHit]:
    """The best fitting documents, best first: rare words weigh more, names more than texts."""
    known = list(found)
    frequency = Counter(word for document in known for word in document.names | document.words)
    wanted = _understood(text, frequency)
    scored = [(_score(document, wanted, frequency, len(known)), document.hit) for document in known]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].name))
    return [
        KnowledgeHit(
            hit.kind, hit.name, hit.version, hit.title, hit.text, round(score, 3), hit.category, hit.tags
        )
        for score, hit in best[:limit]
    ]


def _score(document: Document, wanted: frozenset[str], frequency: Counter[str], total: int) -> float:
    def weight(word: str) -> float:
        return math.log(1 + total / frequency[word])

    named = document.names & wanted
    score = IN_NAME * sum(weight(word) for word in named)
    score += sum(weight(word) for word in (document.words - document.names) & wanted)
    # Of two names that share a word with the question, the one that it says in full.
    return score * (0.5 + 0.5 * len(named) / len(document.names)) if document.names else score


def _understood(text: str, known: Counter[str]) -> frozenset[str]:
    """The question's words as documents spell them."""
    words = _words(text)
    found = {word for word in words if word in known}
    for word in words - found:
        near = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
        if near is not None and len(word) >= SHORTEST_NEAR:
            found.add(near[0])
    return frozenset(found)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in stem(normalized(text)).split() if word not in _STOP_WORDS)


def _definitions(model: SemanticModel, language: str) -> Iterator[Document]:
    for metric in model.metrics.values():
        where = f" WHERE {' AND '.join(metric.filters)}" if metric.filters else ""
        text = metric.formula or f"{metric.sql}{where}"
        yield _document("metric", metric.name, metric.version, metric.words, text, language)
    for dimension in model.dimensions.values():
        yield _document(
            "dimension", dimension.name, dimension.version, dimension.words, dimension.sql, language
        )
    for segment in model.segments.values():
        yield _document("segment", segment.name, segment.version, segment.words, segment.filter, language)
    for event in model.events.values():
        text = f"{event.name_column} = '{event.value}'"
        yield _document("event", event.name, event.version, event.words, text, language)
    for table in model.tables.values():
        columns = ", ".join(column.name for column in table.columns)
        yield _document("table", table.key[1], 1, table.words, columns, language)


def _document(kind: str, name: str, version: int, words: Words, text: str, language: str) -> Document:
    described = words.description.get(language) or next(iter(words.description.values()), "")
    told = f"{described} ({text})" if described else text
    hit = KnowledgeHit(kind, name, version, words.label_in(language, name), told, 0.0)
    names = " ".join([name.replace("_", " "), *(phrase for _language, phrase in words.phrases())])
    return Document(hit, _words(names), _words(f"{text} {' '.join(words.description.values())}"))


def _entries(actor: Actor, source_id: int) -> Iterator[Document]:
    for entry in KnowledgeEntry.objects.visible_to(actor).filter(source=source_id):
        tags = tuple(str(tag) for tag in entry.tags)
        hit = KnowledgeHit(
            "entry", entry.title, entry.version, entry.title, entry.text, 0.0, entry.category, tags
        )
        yield Document(
            hit, _words(f"{entry.title} {' '.join(tags)}"), _words(f"{entry.category} {entry.text}")
        )


def _verified(actor: Actor, source_id: int, view: CatalogView) -> Iterator[Document]:
    """Those that the actor could run: another's would tell of tables and columns that are not theirs."""
    for row in VerifiedQuery.objects.visible_to(actor).filter(source=source_id):
        try:
            guard(row.sql, view, purpose=Purpose.CHAT, clock=timezone.now())
        except GuardRefusal:
            continue
        hit = KnowledgeHit("verified_query", row.question, row.version, row.question, row.sql, 0.0)
        yield Document(hit, _words(row.question), frozenset())
