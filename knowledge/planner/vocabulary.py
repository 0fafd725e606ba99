"""What words name: targets, the entries that call them so, and how surely a phrase means one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.planner.words import STEMMED, forms, keys, likeness
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
    strict: bool = False  # a key is not named by what was done: "invoiced" is no invoice number
    implied: bool = False  # no word of the name itself: typing errors are not put right towards it

    @property
    def heads(self) -> tuple[str, str]:
        return self.words[-1], self.words[0]


# "customers who ordered" does not count orders
_NOUNS = frozenset({TargetKind.TABLE, TargetKind.METRIC, TargetKind.JOIN})
_PARTICIPLES = ("ed", "ing")
# "number of orders" is not the order number
_COUNTS = frozenset({"number", "nombre"})
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


class Vocabulary:
    """Entries by the forms of their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: tuple[Entry, ...] = tuple(dict.fromkeys(entries))
        self._by_key: dict[str, set[int]] = {}
        self.known_words: frozenset[str] = frozenset(
            form
            for entry in self.entries
            if not entry.implied
            for word in entry.words
            for form in forms(word).singulars
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
        noun = entry.strict or entry.target.kind in _NOUNS
        if quality == 0.0 or (quality == STEMMED and noun and word.endswith(_PARTICIPLES)):
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
    if moved and words[0] in _COUNTS:
        return 0.0
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
