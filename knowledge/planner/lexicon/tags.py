"""What a phrase does in a question, and the table of all such phrases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge.planner.tokens import normalise


class TagKind(StrEnum):
    FILLER = "filler"  # may stand anywhere, means nothing by itself
    LIST = "list"  # show me, list
    WHICH = "which"  # which, what: the noun that follows is asked for
    WHEN = "when"
    HOW_MANY = "how_many"
    HOW_MUCH = "how_much"
    AGGREGATE = "aggregate"  # value: a Function
    DISTINCT = "distinct"
    TOP = "top"  # most, best, worst, highest, top; value: a direction
    ADJECTIVE = "adjective"  # value: "direction:word word": longest -> highest of duration, length, distance
    RECENT = "recent"  # latest, oldest rows; value: a direction
    POPULAR = "popular"  # most popular, most frequent: by count of rows
    BY = "by"
    PREPOSITION = "preposition"  # value: words of column names it hints at
    WITH = "with"
    COMPARE = "compare"  # value: an Operator
    BETWEEN = "between"
    AND = "and"
    OR = "or"
    NOT = "not"
    WITHOUT = "without"
    MISSING = "missing"
    PRESENT = "present"
    UNIT = "unit"  # a calendar unit as a noun; value: a Grain
    GRAIN = "grain"  # monthly, per month
    TREND = "trend"
    NEW = "new"
    VERB = "verb"  # value: words of time columns: signed up -> signup, created
    DEED = "deed"  # a verb that stands for rows of a table: bought -> order, purchase, sale
    ADD = "add"  # follow-ups: also, as well
    FOLLOW = "follow"  # follow-ups: and, what about
    ORDERED = "ordered"  # sorted by
    REASON = "reason"  # why: no query answers it
    FUTURE = "future"
    WRITE = "write"
    CHAT = "chat"
    UNSUPPORTED = "unsupported"  # share, growth, compare: meant, but not to be had


@dataclass(frozen=True, slots=True)
class Tag:
    kind: TagKind
    value: str = ""


def _entries(language: str) -> Iterator[tuple[str, Tag]]:
    from knowledge.planner.lexicon import english, french  # they import this module for its kinds

    for (kind, value), phrases in {"en": english, "fr": french}[language].PHRASES.items():
        for phrase in phrases.replace("\n", ";").split(";"):
            if phrase.strip():
                yield phrase.strip(), Tag(kind, value)


@cache
def _table(language: str) -> dict[tuple[str, ...], tuple[Tag, ...]]:
    table: dict[tuple[str, ...], list[Tag]] = {}
    for phrase, tag in _entries(language):
        words = tuple(normalise(phrase).replace("'", " ").replace("-", " ").split())
        found = table.setdefault(words, [])
        if tag not in found:
            found.append(tag)
    return {words: tuple(tags) for words, tags in table.items()}


def lookup(words: tuple[str, ...], language: str) -> tuple[Tag, ...]:
    """What these normalised words do together, in `language` or else in the other one; empty: nothing."""
    return _table(language).get(words) or _table("fr" if language == "en" else "en").get(words, ())


@cache
def longest_phrase() -> int:
    """Words in the longest phrase."""
    return max(len(words) for language in ("en", "fr") for words in _table(language))


@cache
def single_words(language: str) -> frozenset[str]:
    """Every word that some phrase of the language holds."""
    return frozenset(word for words in _table(language) for word in words)
