"""How a model's things may be called: labels and synonyms, names and what they shorten, roles, deeds."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, product

from knowledge.planner.abbreviations import bare_name, senses
from knowledge.planner.loose_names import loose_entries
from knowledge.planner.participles import DONE_BY_NOUN, STILL_BY_NOUN
from knowledge.planner.tokens import words_of
from knowledge.planner.translations import PHRASES
from knowledge.planner.vocabulary import (
    LINKING_WORDS,
    NUMBER_TYPES,
    TIME_TYPES,
    Entry,
    Target,
    TargetKind,
    Vocabulary,
)
from knowledge.planner.words import forms, in_the_other_language
from knowledge.semantic.model import ColumnRole, Join, SemanticColumn, SemanticModel, SemanticTable, Words
from querying.catalog import ColumnType, TableKey

_TIME_WORDS = frozenset(
    {"at", "date", "time", "on", "timestamp", "datetime", "ts", "day", "dt", "dte", "le", "heure", "jour"}
)
_KEY_WORDS = frozenset({"id", "code", "key", "no", "number", "uuid", "fk", "cd", "ref", "pk", "nr", "num"})
_SHED_ENDINGS = _KEY_WORDS | {"name", "nm", "nom", "libelle"}
_UNIT_NAMES = """
minutes minute min mins seconds sec hours hour hrs days km kilometers miles meters metres m cm mm kg g grams
lbs eur euros usd gbp chf pct percent percentage cents celsius fahrenheit c f mph kmh m2 m3
"""
_UNITS = frozenset(_UNIT_NAMES.split())
_SPANS = frozenset({"minutes", "hours", "seconds", "days", "min", "mins", "sec", "hrs"})
_SHED_BY_NUMBERS = frozenset({"score", "rating", "amount", "value", "montant", "amt"})
_ASIDE = frozenset({"is", "has", "was", "can", "did", "est", "a"})
_MOST_SPELLINGS = 4
_SHARED_BY = 0.8  # of a table's columns, or of all tables: what as many begin with says nothing

_CACHE: dict[int, tuple[weakref.ref[SemanticModel], Vocabulary]] = {}
_MOST_KEPT = 16


def vocabulary_of(model: SemanticModel) -> Vocabulary:
    """The model's vocabulary, kept while the model lives."""
    kept = _CACHE.get(id(model))
    if kept is not None and kept[0]() is model:
        return kept[1]
    entries = list(_entries(model))
    vocabulary = Vocabulary([*entries, *loose_entries(model, entries)])
    while len(_CACHE) >= _MOST_KEPT:
        _CACHE.pop(next(iter(_CACHE)), None)
    _CACHE[id(model)] = (weakref.ref(model), vocabulary)
    return vocabulary


def _entries(model: SemanticModel) -> Iterator[Entry]:
    prefix = _shared_start([words_of(table.key[1]) for table in model.tables.values()], 3)
    for table in model.tables.values():
        yield from _table_entries(table, prefix)
        start = _shared_start([words_of(column.name) for column in table.columns], 4)
        for column in table.columns:
            yield from _column_entries(table, column, start)
    for join in model.joins.values():
        yield from _role_entries(join, model)
    for name, metric in model.metrics.items():
        weight = 1.02 if metric.approved else 1.0
        yield from _named(metric.words, name, Target(TargetKind.METRIC, metric.table, name), weight)
    for name, dimension in model.dimensions.items():
        yield from _named(dimension.words, name, Target(TargetKind.DIMENSION, dimension.table, name), 1.01)
    for name, segment in model.segments.items():
        yield from _named(segment.words, name, Target(TargetKind.SEGMENT, segment.table, name), 1.02)
    for name, event in model.events.items():
        yield from _named(event.words, name, Target(TargetKind.EVENT, event.table, name), 1.01)


def _shared_start(names: list[tuple[str, ...]], least: int) -> str:
    """The first word that nearly all of these names have in common, or nothing."""
    firsts = Counter(words[0] for words in names if len(words) > 1)
    word, times = firsts.most_common(1)[0] if firsts else ("", 0)
    return word if times >= max(least, _SHARED_BY * len(names)) else ""


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
        for spelt in _spelt_out(raw):
            yield _content(spelt), 0.99
            for other in PHRASES.get(spelt, ()):
                yield other, 0.96


def _spelt_out(raw: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    ways = product(*((senses(word) or ((word,),)) for word in raw))
    for way in islice(ways, _MOST_SPELLINGS):
        yield tuple(part for words in way for part in words)


# -- tables ----------------------------------------------------------------------------------------------


def _table_entries(table: SemanticTable, prefix: str) -> Iterator[Entry]:
    target = Target(TargetKind.TABLE, table.key)
    for words, weight in _spellings(table.words, table.key[1]):
        yield Entry(words, target, weight)
        bare = bare_name(words, prefix)
        if bare != words:
            yield Entry(bare, target, weight)


def _role_entries(join: Join, model: SemanticModel) -> Iterator[Entry]:
    """The part that a table plays for another: by the join's label, or the pointing column's own words."""
    for _, phrase in join.words.phrases():
        if words := _content(words_of(phrase)):
            yield Entry(words, Target(TargetKind.JOIN, join.to_table, join.name), 0.99)
    if len(join.on) != 1 or join.to_table not in model.tables:
        return
    name = words_of(join.on[0][0])
    own = {form for word in _names_of_table(join.to_table) for form in forms(word).singulars}
    for spelt in {name, *_spelt_out(name)}:
        role = tuple(word for word in spelt if word not in own and word not in _KEY_WORDS)
        if role and role != tuple(spelt) and _content(role) == role:
            target = Target(TargetKind.COLUMN, join.from_table, join.on[0][0])
            yield Entry(role, target, 0.93, strict=True)
    if name[0].endswith("ed") and name[-1] not in ("at", "on"):
        pointer = Target(TargetKind.COLUMN, join.from_table, join.on[0][0], value=False, verb=True)
        yield Entry((f"un{name[0]}",), pointer, 0.95)


def _names_of_table(key: TableKey) -> Iterable[str]:
    for word in words_of(key[1]):
        yield word
        for sense in senses(word):
            yield from sense


# -- columns ---------------------------------------------------------------------------------------------


def _column_entries(table: SemanticTable, column: SemanticColumn, start: str) -> Iterator[Entry]:
    target = Target(TargetKind.COLUMN, table.key, column.name)
    strict = column.role is ColumnRole.KEY
    names = {words_of(table.key[1]), bare_name(words_of(table.key[1]))}
    names |= {spelt for name in list(names) for spelt in _spelt_out(name)}
    for words, weight in set(_spellings(column.words, column.name)):
        yield Entry(words, target, weight, strict)
        yield from _shorter(column, words, target, weight, strict)
        for own in names:
            if len(words) > len(own) and _same_start(words, own):
                yield Entry(words[len(own) :], target, weight - 0.01, strict)
                yield from _shorter(column, words[len(own) :], target, weight - 0.01, strict)
        if start and len(words) > 1 and words[0] == start:
            yield Entry(words[1:], target, weight - 0.01, strict)
            yield from _shorter(column, words[1:], target, weight - 0.01, strict)
    for value in column.values:
        if words := words_of(value):
            yield Entry(words, Target(TargetKind.VALUE, table.key, column.name, value), 1.0)
        for other in in_the_other_language(value):
            yield Entry(words_of(other), Target(TargetKind.VALUE, table.key, column.name, value), 0.97)


def _same_start(words: tuple[str, ...], own: tuple[str, ...]) -> bool:
    return all(forms(a).singulars & forms(b).singulars for a, b in zip(words, own, strict=False))


def _shorter(
    column: SemanticColumn, words: tuple[str, ...], target: Target, weight: float, strict: bool
) -> Iterator[Entry]:
    """Names without what they only carry along: shipped (at), (is) active, country (code), customer (id)."""
    if column.type is ColumnType.BOOLEAN:
        yield from _flag_entries(words, target, weight)
    if column.type in TIME_TYPES:
        yield from _deed_entries(words, target, weight)
    if len(words) < 2:
        return
    if column.type in NUMBER_TYPES and len(words) > 2 and words[-2:] in (("m", "2"), ("m", "3")):
        yield Entry(words[:-2], target, weight - 0.02)
    if column.type in NUMBER_TYPES and words[-1] in _UNITS:
        yield Entry(words[:-1], target, weight - 0.02)
        if words[-1] in _SPANS:
            yield Entry((*words[:-1], "time"), target, weight - 0.03)
            yield Entry((*words[:-1], "duration"), target, weight - 0.03)
    if column.type in NUMBER_TYPES and words[-1] in _SHED_BY_NUMBERS:
        yield Entry(words[:-1], target, weight - 0.06)
    if words[-1] in _SHED_ENDINGS:
        discount = 0.07 if column.role is ColumnRole.KEY or words[-1] in {"id", "key", "uuid", "fk"} else 0.04
        yield Entry(words[:-1], target, weight - discount, strict)
    if words[0] in ("fk", "id", "code") and column.role is ColumnRole.KEY:
        yield Entry(words[1:], target, weight - 0.07, strict)


def _flag_entries(words: tuple[str, ...], target: Target, weight: float) -> Iterator[Entry]:
    untrue = Target(target.kind, target.table, target.name, value=False)
    for prefix in ("un", "in", "im", "non"):
        yield Entry((f"{prefix}{words[-1]}",), untrue, weight - 0.02)
    if len(words) > 1 and words[0] in _ASIDE:
        yield Entry(words[1:], target, weight)


def _deed_entries(words: tuple[str, ...], target: Target, weight: float) -> Iterator[Entry]:
    """What was done by that date, and what has not been: delivered, undelivered, still open."""
    rest = words[:-1] if words[-1] in _TIME_WORDS else words[1:] if words[0] in _TIME_WORDS else ()
    if not rest:
        return
    done = Target(target.kind, target.table, target.name, verb=True)
    undone = Target(target.kind, target.table, target.name, value=False, verb=True)
    yield Entry(rest, done, weight - 0.04)
    yield Entry((*rest, "date"), target, weight - 0.02)
    if len(rest) > 1:
        return
    yield Entry((f"un{rest[0]}",), undone, weight - 0.04)
    for word in DONE_BY_NOUN.get(rest[0], ()):
        yield Entry((word,), done, weight - 0.05, implied=True)
    for word in STILL_BY_NOUN.get(rest[0], ()):
        yield Entry((word,), undone, weight - 0.1, implied=True)
