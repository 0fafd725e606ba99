"""Where in the SQL that a person wrote a part of the plan stands: told only where there is no doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from querying.plans.told import Place

_TOKENS = re.compile(
    r"(?P<skip>--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$)"
    r"|(?P<quoted>[\"`](?:[^\"`]|\"\")*[\"`])|(?P<word>[^\W\d][\w$]*)|(?P<sign>[^\s\w])",
    re.DOTALL,
)
_BEFORE_TABLES = frozenset({"from", "join", ",", "."})


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


class Written:
    """The SQL as it was written, cut into words and signs; comments and strings are left out."""

    def __init__(self, sql: str) -> None:
        self.sql = sql

    @cached_property
    def _tokens(self) -> list[_Token]:
        return [
            _Token(_plain(match), match.start(), match.end())
            for match in _TOKENS.finditer(self.sql)
            if match["skip"] is None
        ]

    def table(self, name: str) -> Place | None:
        """Where FROM or JOIN names the table, if one does alone."""
        tokens = self._tokens
        found = [
            token
            for before, token in pairwise(tokens)
            if before.text in _BEFORE_TABLES and token.text in (name, name.lower())
        ]
        return _alone([(token.start, token.end) for token in found])

    def clause(self, *words: str) -> Place | None:
        """Where these words follow each other, if they do once: ("order", "by")."""
        tokens, width = self._tokens, len(words)
        starts = range(len(tokens) - width + 1)
        found = [at for at in starts if tuple(token.text for token in tokens[at : at + width]) == words]
        return _alone([(tokens[at].start, tokens[at + width - 1].end) for at in found])

    def has(self, word: str) -> bool:
        return any(token.text == word for token in self._tokens)

    def star(self) -> Place | None:
        """The `*` or `t.*` of a select list, if there is one alone (that of count(*) is none)."""
        found = []
        for before, token in pairwise(self._tokens):
            if token.text == "*" and before.text in ("select", "distinct", "all", ",", "."):
                found.append((token.start, token.end))
        return _alone(found)


def _plain(match: re.Match[str]) -> str:
    if match["quoted"]:
        return match["quoted"][1:-1].replace('""', '"')
    return match[0].lower()


def _alone(found: list[Place]) -> Place | None:
    return found[0] if len(found) == 1 else None
