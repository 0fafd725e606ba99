"""Values of the data that a question names."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.lexicon import TagKind, lookup
from knowledge.planner.nationalities import country_values
from knowledge.planner.plan import ValueIndex
from knowledge.planner.tokens import Token, TokenKind
from knowledge.planner.vocabulary import LINKING_WORDS, Target, TargetKind, Vocabulary
from knowledge.planner.words import in_the_other_language

LONGEST_VALUE = 5
NEAREST_VALUE = 0.85
_NEVER_VALUES = frozenset(TagKind) - {
    TagKind.NEW,
    TagKind.VERB,
    TagKind.DEED,
    TagKind.UNSUPPORTED,
    TagKind.RECENT,
    TagKind.FUTURE,
    TagKind.WRITE,
    TagKind.CHAT,
    TagKind.GRAIN,
}


def find_values(
    text: str, tokens: tuple[Token, ...], values: ValueIndex, language: str, vocabulary: Vocabulary
) -> dict[tuple[int, int], list[tuple[Target, float]]]:
    """Values of the data by the stretch of tokens that names them, longer stretches covering shorter."""
    found: dict[tuple[int, int], list[tuple[Target, float]]] = {}
    for length in range(LONGEST_VALUE, 0, -1):
        for start in range(len(tokens) - length + 1):
            span = tokens[start : start + length]
            if not _may_be_value(span, language):
                continue
            phrase = span[0].text if length == 1 else text[span[0].start : span[-1].end]
            sure = length > 1 or span[0].kind is TokenKind.QUOTED
            known = length == 1 and _is_called(span[0].norm, vocabulary)
            found_here = list(values.find(phrase)) or [
                replace(match, score=match.score * 0.97)
                for other in (() if known else in_the_other_language(phrase))
                for match in values.find(other)
                if match.score >= 0.99
            ]
            if not found_here and length == 1:
                found_here = list(country_values(span[0].norm, values))
            matches = [
                (Target(TargetKind.VALUE, match.table, match.column, match.value), match.score)
                for match in found_here
                if match.score >= (NEAREST_VALUE if sure or span[0].text[:1].isupper() else 0.9)
            ]
            if matches:
                found[(start, start + length)] = matches[:12]
    return found


def _is_called(word: str, vocabulary: Vocabulary) -> bool:
    """Whether the model itself has that name for something, other than for what is not done yet."""
    holding = vocabulary.holding(word)
    return any(not is_undone(target) for target in vocabulary.match((word,), holding)) or (
        bool(holding) and not vocabulary.match((word,), holding)
    )


def is_undone(target: Target) -> bool:
    return target.verb and target.value is False


def _may_be_value(span: tuple[Token, ...], language: str) -> bool:
    if any(token.kind in (TokenKind.SYMBOL, TokenKind.QUOTED) for token in span):
        return len(span) == 1 and span[0].kind is TokenKind.QUOTED
    if len(span) == 1:
        token = span[0]
        if token.kind is TokenKind.NUMBER or token.kind is TokenKind.DATE:
            return False
        tags = lookup((token.norm,), language)
        typed_as_code = token.text.isupper() and len(token.text) > 1
        return typed_as_code or (not any(tag.kind in _NEVER_VALUES for tag in tags) and len(token.norm) > 1)
    edges = LINKING_WORDS - {"la", "le", "les", "the", "in", "en"}  # "in repair" may be a state
    return (
        span[0].norm not in edges
        and span[-1].norm not in LINKING_WORDS
        and any(token.kind is TokenKind.WORD and token.norm not in LINKING_WORDS for token in span)
    )
