"""A question as tokens: what was typed, how it compares, where it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

LONGEST_TEXT = 2_000
MOST_TOKENS = 80


class TokenKind(StrEnum):
    WORD = "word"
    NUMBER = "number"
    DATE = "date"
    QUOTED = "quoted"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Token:
    """`norm` is what comparisons use: lower case, no accents. [start, end) is its place in the text."""

    text: str
    norm: str
    start: int
    end: int
    kind: TokenKind = TokenKind.WORD


_PATTERN = re.compile(
    r"""
    (?P<quoted>"[^"\n]{1,100}"|“[^”\n]{1,100}”|«[^»\n]{1,100}»|(?<!\w)'[^'\n]{1,100}'(?!\w)|‘[^’\n]{1,100}’(?!\w))
  | (?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d)|\d{4}/\d{1,2}/\d{1,2}(?!\d))
  | (?P<address>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
  | (?P<number>\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?:[.]\d+)?(?![\w])|\d+(?:[.,]\d+)?(?:[kKmM](?!\w))?(?!\w))
  | (?P<elision>(?:[ldjnmtscLDJNMTSC]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’](?=\w))
  | (?P<possessive>['’]s\b)
  | (?P<word>[^\W_]+)
  | (?P<symbol>>=|<=|!=|<>|≥|≤|≠|[=<>%$€£&?,:])
    """,
    re.VERBOSE,
)

_JOINED = (
    (re.compile(r"\be-(mail|mails)\b", re.IGNORECASE), r"e\1"),
    (re.compile(r"\baujourd['’]hui\b", re.IGNORECASE), "aujourdhui"),
    (re.compile(r"\b(ce|cette) (mois|semaine|trimestre|année)-ci\b", re.IGNORECASE), r"\1 \2"),
)


@lru_cache(maxsize=50_000)
def normalise(text: str) -> str:
    """Lower case without accents or ligatures: "Été" -> "ete", "œuvre" -> "oeuvre"."""
    folded = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tidy(text: str) -> str:
    """The text with runs of white space as one space and spellings joined that would split: e-mail."""
    tidied = " ".join(text[:LONGEST_TEXT].split())
    for pattern, joined in _JOINED:
        tidied = pattern.sub(joined, tidied)
    return tidied


def tokenise(text: str) -> tuple[Token, ...]:
    """Tokens of a tidied text, at most 80; what is neither word, number nor known symbol falls away."""
    tokens = []
    for match in _PATTERN.finditer(text):
        token = _token(match)
        if token is not None:
            tokens.append(token)
        if len(tokens) == MOST_TOKENS:
            break
    return tuple(tokens)


def _token(match: re.Match[str]) -> Token | None:
    kind, piece = match.lastgroup, match.group()
    if kind == "possessive":
        return None
    if kind == "quoted":
        inner = piece[1:-1].strip()
        return Token(inner, normalise(inner), match.start(), match.end(), TokenKind.QUOTED) if inner else None
    if kind == "elision":
        return Token(piece, normalise(piece[:-1]), match.start(), match.end())
    kinds = {"date": TokenKind.DATE, "number": TokenKind.NUMBER, "symbol": TokenKind.SYMBOL}
    found = TokenKind.QUOTED if kind == "address" else kinds.get(kind or "", TokenKind.WORD)
    return Token(piece, normalise(piece), match.start(), match.end(), found)


_WORD_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+|(?<=[A-Za-z])(?=\d)")


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """Normalised words of a label or identifier: "userId" -> user, id; "arr_delay" -> arr, delay."""
    return tuple(normalise(word) for word in _WORD_BOUNDARY.split(name.replace("e-mail", "email")) if word)
