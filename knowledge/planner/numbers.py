"""Numbers in questions: digits in both languages' ways, small numbers in words."""

from __future__ import annotations

from knowledge.planner.language import FRENCH
from knowledge.planner.tokens import Token, TokenKind

WORDS: dict[str, int] = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "fifty": 50,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "quinze": 15,
    "vingt": 20,
    "trente": 30,
    "cinquante": 50,
    "cent": 100,
    "mille": 1_000,
}
_SCALES = {"k": 1_000, "m": 1_000_000}


def number_of(token: Token, language: str) -> int | float | None:
    """The token's number: "1,234.5", "1 234,5", "10k", "five"; None if it is none."""
    if token.kind is TokenKind.WORD:
        return WORDS.get(token.norm)
    if token.kind is not TokenKind.NUMBER:
        return None
    text = token.norm.replace(" ", "").replace("\u202f", "")
    scale = _SCALES.get(text[-1], 1)
    text = text.rstrip("km")
    value = _digits(text, language) * scale
    return int(value) if value == int(value) else value


def _digits(text: str, language: str) -> float:
    groups = text.split(",")
    grouped = len(groups) > 1 and all(len(group.split(".")[0]) == 3 for group in groups[1:])
    if grouped and not (language == FRENCH and len(groups) == 2):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))
