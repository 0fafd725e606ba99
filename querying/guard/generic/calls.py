"""Wall 2 by words: what a parenthesis follows, in what the asker wrote and in what is printed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp
from sqlglot.tokens import Token, TokenType

from querying.guard.generic.dialects import Dialect
from querying.guard.generic.dialects.base import words
from querying.guard.generic.refusals import Source, calls
from querying.guard.refusals import refused

_WORDS = words(
    "all and any as between by case cross distinct else end except exists filter from full"
    " group having in inner intersect interval is join left like limit materialized not offset"
    " on or order over partition qualify recursive right select sets some then union using"
    " values when where with within xor div rlike regexp glob collate row lateral sets"
    " grouping window range rows any all some array exclude rename pivot unpivot separator rollup cube"
) | {"grouping sets"}
"""Words of the grammar that a parenthesis may follow."""
_TYPES = words("decimal numeric real float double varchar char datetime timestamp time binary varbinary")


def check_call(text: str, kind: TokenType, dialect: Dialect, source: Source | None) -> None:
    """Raises GuardRefusal for a word before a parenthesis that calls what is not listed."""
    name = text.lower()
    if kind is TokenType.IDENTIFIER:
        return  # a list of column names; a quoted function is refused by its node
    if name in dialect.functions or name in _WORDS or name in _TYPES or name in dialect.table_functions:
        return
    if name == "cast" or (name == "try_cast" and exp.TryCast in dialect.nodes):
        return
    if source is None:
        raise refused("function", part=text, function=text)
    if kind is TokenType.VAR and _names_a_list(text, source):
        return
    raise source.refused("function", part=text, function=text)


def _names_a_list(text: str, source: Source) -> bool:
    """Whether the word is the name of a WITH query or an alias, which a list of columns follows."""
    for before, token in zip(source.tokens, source.tokens[1:], strict=False):
        if token.text == text and before.token_type in (TokenType.WITH, TokenType.COMMA, TokenType.ALIAS):
            return True
        if token.text == text and before.token_type in (TokenType.RECURSIVE, TokenType.R_PAREN):
            return True
    return False


def check_printed(tokens: Sequence[Token], dialect: Dialect) -> None:
    """Once more, what is about to run calls nothing but what is listed. Raises GuardRefusal."""
    for token in calls(tokens):
        check_call(token.text, token.token_type, dialect, None)
