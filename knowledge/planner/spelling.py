"""Typing errors: words that nothing knows, and the one known word that each nearly is."""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import OSA

from knowledge.planner.abbreviations import shortens
from knowledge.planner.lexicon import TagKind, lookup, single_words
from knowledge.planner.tokens import Token, TokenKind
from knowledge.planner.vocabulary import Vocabulary
from knowledge.planner.words import likeness, singular

_CORRECTED = frozenset(
    {
        TagKind.AGGREGATE,
        TagKind.TOP,
        TagKind.GRAIN,
        TagKind.UNIT,
        TagKind.POPULAR,
        TagKind.DISTINCT,
        TagKind.HOW_MANY,
    }
)


def corrections(
    tokens: tuple[Token, ...], vocabulary: Vocabulary, valued: set[int], language: str
) -> dict[int, str]:
    """By their places, words that nothing knows, as the one known word they nearly are."""
    found: dict[int, str] = {}
    lexicon = single_words("en") | single_words("fr")
    for place, token in enumerate(tokens):
        if (
            token.kind is not TokenKind.WORD
            or place in valued
            or len(token.norm) < 5
            or not token.norm.isalpha()
        ):
            continue
        if token.norm in lexicon or vocabulary.holding(token.norm):
            continue
        near = (
            _shortened(token.norm, vocabulary.known_words)
            or _nearest(token.norm, vocabulary.known_words)
            or _nearest(token.norm, _correctable(language))
        )
        if near is not None:
            found[place] = near
    return found


def _shortened(word: str, known: frozenset[str]) -> str | None:
    """The one part of the model's names that shortens the word by its consonants: trk for trucks."""
    found = [short for short in known if shortens(short, singular(word))]
    return found[0] if len(found) == 1 else None


@cache
def _correctable(language: str) -> frozenset[str]:
    """Words of the lexicon that do something by themselves; typing errors of small words stay unknown."""
    return frozenset(
        word
        for word in single_words(language)
        if len(word) > 4 and any(tag.kind in _CORRECTED for tag in lookup((word,), language))
    )


def _nearest(word: str, known: frozenset[str]) -> str | None:
    """The one word within one typing error (two in long words); None if none, or of more than one sense."""
    allowed = 1 if len(word) < 8 else 2
    near = [
        (distance, other)
        for other in known
        if len(other) > 3
        and (other[0], other[-1]) == (word[0], word[-1])  # "planet" is no misspelt "plane"
        and abs(len(other) - len(word)) <= allowed
        and (distance := OSA.distance(word, other, score_cutoff=allowed)) <= allowed
    ]
    if not near:
        plural = word[:-1] if word.endswith(("s", "x")) and len(word) > 6 else None
        return _nearest(plural, known) if plural else None
    least = min(distance for distance, _ in near)
    best = [other for distance, other in near if distance == least]
    return best[0] if all(likeness(best[0], other) >= 0.9 for other in best) else None
