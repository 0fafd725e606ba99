"""Refusals that point at the place in the asker's own text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sqlglot import exp
from sqlglot.tokens import Token, TokenType

from querying.guard.guarded import GuardRefusal
from querying.guard.refusals import refused


class Source:
    """The words of the SQL as it was written, to tell which of them is refused."""

    def __init__(self, sql: str, tokens: Sequence[Token]) -> None:
        self.sql = sql
        self.tokens = tokens

    def refused(
        self, rule: str, node: exp.Expr | None = None, part: str = "", **values: object
    ) -> GuardRefusal:
        """What `rule` gives for `part`, at the place where the parser saw `node` if it noted that."""
        start, end = self._place(node)
        if start is not None and end is not None:
            return refused(rule, part=self.sql[start : end + 1], position=start, **values)
        token = next((each for each in self.tokens if part and each.text.lower() == part.lower()), None)
        if token is None:
            return refused(rule, part=part, position=None, **values)
        written = self.sql[token.start : token.end + 1]
        return refused(rule, part=written, position=token.start, **values)

    def _place(self, node: exp.Expr | None) -> tuple[int | None, int | None]:
        """Where the parser saw the node, or the first name in it."""
        if node is None:
            return None, None
        for each in node.walk():
            start, end = each.meta.get("start"), each.meta.get("end")
            if start is not None and end is not None and start <= end < len(self.sql):
                return start, end
        return None, None

    def calls(self) -> list[Token]:
        """Each word that a parenthesis follows."""
        return calls(self.tokens)


def calls(tokens: Sequence[Token]) -> list[Token]:
    """The words that a parenthesis follows: functions, types with a length, and words of the grammar."""
    return [
        token
        for token, after in pairwise(tokens)
        if after.token_type is TokenType.L_PAREN
        and token.token_type not in (TokenType.STRING, TokenType.NUMBER)
        and (token.text[:1].isalpha() or token.text[:1] == "_")
    ]
