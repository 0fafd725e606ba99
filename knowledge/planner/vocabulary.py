"""Everything a model has a name for, indexed by its words."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.planner.tokens import words_of
from knowledge.planner.words import STEMMED, expand, forms, in_the_other_language, keys, likeness
from knowledge.semantic.model import ColumnRole, SemanticColumn, SemanticModel, SemanticTable, Words
from querying.catalog import ColumnType, TableKey


class TargetKind(StrEnum):
    TABLE = "table"
    COLUMN = "column"
    METRIC = "metric"
    DIMENSION = "dimension"
    JOIN = "join"
    SEGMENT = "segment"
    EVENT = "event"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase may mean. `name` is a column, metric, dimension, join, segment or event.

    `verb`: matched by the doing in a time column's name ("shipped" of shipped_at). `deed`: a verb that
    stands for rows of a table ("bought").
    """

    kind: TargetKind
    table: TableKey | None = None
    name: str = ""
    value: str | bool | int | float = ""
    verb: bool = False
    deed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to name a target. The head is the word that carries the meaning: "delay" of arrival delay."""

    words: tuple[str, ...]
    target: Target
    weight: float

    @property
    def heads(self) -> tuple[str, str]:
        return self.words[-1], self.words[0]


# "customers who ordered" does not count orders
_NOUNS = frozenset({TargetKind.TABLE, TargetKind.METRIC, TargetKind.JOIN})
_PARTICIPLES = ("ed", "ing")
LINKING_WORDS = frozenset(
    [
        "of",
        "the",
        "a",
        "an",
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "au",
        "aux",
        "en",
        "in",
        "for",
        "to",
        "s",
    ]
)
TIME_TYPES = frozenset({ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ})
NUMBER_TYPES = frozenset({ColumnType.INTEGER, ColumnType.NUMBER})
_TIME_ENDINGS = frozenset(
    {"at", "date", "time", "on", "timestamp", "datetime", "ts", "day", "dt", "le", "heure"}
)
_TABLE_PREFIXES = frozenset({"tbl", "dim", "fact", "fct", "t", "tb", "stg", "vw"})
_SHED_ENDINGS = frozenset({"id", "code", "name", "key", "no", "number", "uuid", "fk", "cd", "ref"})
_UNITS = frozenset(
    [
        "minutes",
        "minute",
        "min",
        "mins",
        "seconds",
        "sec",
        "hours",
        "hour",
        "hrs",
        "days",
        "km",
        "kilometers",
        "miles",
        "meters",
        "metres",
        "m",
        "cm",
        "mm",
        "kg",
        "g",
        "grams",
        "lbs",
        "eur",
        "euros",
        "usd",
        "gbp",
        "chf",
        "pct",
        "percent",
        "percentage",
        "cents",
        "celsius",
        "fahrenheit",
        "c",
        "f",
        "mph",
        "kmh",
    ]
)
_SPANS = frozenset({"minutes", "hours", "seconds", "days", "min", "mins", "sec", "hrs"})
_SHED_BY_NUMBERS = frozenset({"score", "rating", "amount", "value", "montant"})
_ASIDE = frozenset({"is", "has", "was", "can", "did", "est", "a"})


class Vocabulary:
    """Entries by the forms of their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: tuple[Entry, ...] = tuple(dict.fromkeys(entries))
        self._by_key: dict[str, set[int]] = {}
        self.known_words: frozenset[str] = frozenset(
            form for entry in self.entries for word in entry.words for form in forms(word).singulars
        )
        for number, entry in enumerate(self.entries):
            for word in entry.words:
                for key in keys(word):
                    self._by_key.setdefault(key, set()).add(number)

    def holding(self, word: str) -> frozenset[int]:
        """Entries in which some word may be like this one."""
        found: set[int] = set()
        for key in keys(word):
            found |= self._by_key.get(key, set())
        return frozenset(found)

    def match(self, words: tuple[str, ...], among: Iterable[int]) -> dict[Target, float]:
        """Targets that these words name, with how surely; the best way of each target."""
        found: dict[Target, float] = {}
        for number in among:
            entry = self.entries[number]
            score = _score(words, entry)
            if score > found.get(entry.target, 0.0):
                found[entry.target] = score
        return found


def _score(words: tuple[str, ...], entry: Entry) -> float:
    if len(words) > len(entry.words):
        return 0.0
    rest, total, used_head, moved = list(entry.words), 0.0, False, False
    for place, word in enumerate(words):
        quality, best = max(((likeness(word, other), other) for other in rest), key=lambda pair: pair[0])
        if quality == 0.0 or (
            quality == STEMMED and entry.target.kind in _NOUNS and word.endswith(_PARTICIPLES)
        ):
            return 0.0
        if entry.target.kind is TargetKind.VALUE and quality == STEMMED:
            return 0.0  # activities are not "active"
        if entry.target.verb and quality == STEMMED and not word.endswith(_PARTICIPLES):
            return 0.0
        total += quality
        used_head = used_head or best in entry.heads
        moved = moved or entry.words[min(place, len(entry.words) - 1)] != best
        rest.remove(best)
    quality = total / len(words)
    if not rest:
        return entry.weight * quality - (0.005 if moved else 0.0)
    if (
        not used_head
        or entry.target.verb
        or entry.target.kind in (TargetKind.VALUE, TargetKind.SEGMENT, TargetKind.JOIN)
    ):
        return 0.0
    last_used = entry.words[-1] not in rest
    part = len(words) / len(entry.words)
    return entry.weight * quality * ((0.62 if last_used else 0.45) + 0.3 * part)


_CACHE: dict[int, tuple[weakref.ref[SemanticModel], Vocabulary]] = {}
_MOST_KEPT = 16


def vocabulary_of(model: SemanticModel) -> Vocabulary:
    """The model's vocabulary, kept while the model lives."""
    kept = _CACHE.get(id(model))
    if kept is not None and kept[0]() is model:
        return kept[1]
    vocabulary = Vocabulary(_entries(model))
    while len(_CACHE) >= _MOST_KEPT:
        _CACHE.pop(next(iter(_CACHE)), None)
    _CACHE[id(model)] = (weakref.ref(model), vocabulary)
    return vocabulary


def _entries(model: SemanticModel) -> Iterator[Entry]:
    for table in model.tables.values():
        yield from _table_entries(table)
        for column in table.columns:
            yield from _column_entries(table, column)
    for name, metric in model.metrics.items():
        yield from _named(
            metric.words,
            name,
            Target(TargetKind.METRIC, metric.table, name),
            1.02 if metric.approved else 1.0,
        )
    for name, dimension in model.dimensions.items():
        yield from _named(dimension.words, name, Target(TargetKind.DIMENSION, dimension.table, name), 1.01)
    for name, segment in model.segments.items():
        yield from _named(segment.words, name, Target(TargetKind.SEGMENT, segment.table, name), 1.02)
    for name, event in model.events.items():
        yield from _named(event.words, name, Target(TargetKind.EVENT, event.table, name), 1.01)
    for name, join in model.joins.items():
        for _, phrase in join.words.phrases():
            if words := _content(words_of(phrase)):
                yield Entry(words, Target(TargetKind.JOIN, join.to_table, name), 0.99)


def _named(words: Words, name: str, target: Target, weight: float) -> Iterator[Entry]:
    for phrase in {phrase for _, phrase in words.phrases()} | {name}:
        if content := _content(words_of(phrase)):
            yield Entry(content, target, weight)


def _content(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(word for word in words if word not in LINKING_WORDS)
    return kept or words


def _spellings(words: Words, name: str) -> Iterator[tuple[tuple[str, ...], float]]:
    """Content words of each label and synonym, of the name, and of the name with abbreviations spelt out."""
    for _, phrase in words.phrases():
        if content := _content(words_of(phrase)):
            yield content, 1.0
    raw = words_of(name)
    if raw:
        yield _content(raw), 0.99
        spelt = tuple(part for word in raw for part in (expand(word) or (word,)))
        yield _content(spelt), 0.99


def _table_entries(table: SemanticTable) -> Iterator[Entry]:
    target = Target(TargetKind.TABLE, table.key)
    for words, weight in _spellings(table.words, table.key[1]):
        yield Entry(words, target, weight)
        if len(words) > 1 and words[0] in _TABLE_PREFIXES:
            yield Entry(words[1:], target, weight)


def _column_entries(table: SemanticTable, column: SemanticColumn) -> Iterator[Entry]:
    target = Target(TargetKind.COLUMN, table.key, column.name)
    table_words = words_of(table.key[1])
    for words, weight in set(_spellings(column.words, column.name)):
        yield Entry(words, target, weight)
        yield from _shorter(column, words, target, weight)
        own = words[: len(table_words)]
        if len(words) > len(own) and all(
            forms(a).singulars & forms(b).singulars for a, b in zip(own, table_words, strict=False)
        ):
            yield Entry(words[len(own) :], target, weight - 0.01)
    for value in column.values:
        if words := words_of(value):
            yield Entry(words, Target(TargetKind.VALUE, table.key, column.name, value), 1.0)
        for other in in_the_other_language(value):
            yield Entry(words_of(other), Target(TargetKind.VALUE, table.key, column.name, value), 0.97)


def _shorter(
    column: SemanticColumn, words: tuple[str, ...], target: Target, weight: float
) -> Iterator[Entry]:
    """Names without what they only carry along: shipped (at), (is) active, country (code), customer (id)."""
    if column.type is ColumnType.BOOLEAN:
        untrue = Target(target.kind, target.table, target.name, value=False)
        for prefix in ("un", "in", "im", "non"):
            yield Entry((f"{prefix}{words[-1]}",), untrue, weight - 0.02)
    if len(words) < 2:
        return
    if column.type in TIME_TYPES and words[-1] in _TIME_ENDINGS:
        yield Entry(words[:-1], Target(target.kind, target.table, target.name, verb=True), weight - 0.04)
        if len(words) == 2:
            undone = Target(target.kind, target.table, target.name, value=False, verb=True)
            yield Entry((f"un{words[0]}",), undone, weight - 0.04)
    if column.type in NUMBER_TYPES and words[-1] in _UNITS:
        yield Entry(words[:-1], target, weight - 0.02)
        if words[-1] in _SPANS:
            yield Entry((*words[:-1], "time"), target, weight - 0.03)
            yield Entry((*words[:-1], "duration"), target, weight - 0.03)
    if column.type in NUMBER_TYPES and words[-1] in _SHED_BY_NUMBERS:
        yield Entry(words[:-1], target, weight - 0.06)
    if column.type is ColumnType.BOOLEAN and words[0] in _ASIDE:
        yield Entry(words[1:], target, weight)
    if words[-1] in _SHED_ENDINGS:
        discount = 0.07 if column.role is ColumnRole.KEY or words[-1] in {"id", "key", "uuid", "fk"} else 0.04
        yield Entry(words[:-1], target, weight - discount)
