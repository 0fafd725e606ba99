"""Text to tree and back, in bounded time and depth.

The parser goes back and tries again where JOINs have no ON and where names of types are called like
functions, each time twice as long: such nesting is counted before it sees the text.
"""

from __future__ import annotations

import logging
from itertools import pairwise

from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError, UnsupportedError
from sqlglot.parser import Parser
from sqlglot.tokens import Token, TokenType

from querying.guard.generic.dialects import Dialect
from querying.guard.generic.dialects.base import STUMBLES
from querying.guard.guarded import GuardRefusal
from querying.guard.refusals import refused
from querying.limits import Limits

# It would write statements that it does not know into the log, with whatever they hold.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

MOST_NESTED = 40
MOST_TYPES_NESTED = 5
MOST_JOINS_WAITING = 6
MOST_WORDS_BEFORE_A_VALUE = 30
DEEPEST_TREE = 100

_OPEN = {TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE}
_CLOSE = {TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE}
_VALUES = {TokenType.VAR, TokenType.IDENTIFIER, TokenType.STRING, TokenType.NUMBER} | _CLOSE
_UNMATCHED = {TokenType.ON, TokenType.USING}


def read_tokens(sql: str, dialect: Dialect, limits: Limits) -> list[Token]:
    """The words of a statement, few and flat enough to be parsed. Raises GuardRefusal."""
    try:
        tokens = dialect.grammar().tokenize(sql)
    except SqlglotError:
        raise refused("syntax-open") from None
    check_comments(sql, tokens, dialect)
    check_nesting(tokens, limits)
    return tokens


def check_comments(sql: str, tokens: list[Token], dialect: Dialect) -> None:
    """Comments that the database would read as SQL, or as advice to its planner."""
    comments = [comment for token in tokens for comment in token.comments]
    hint = any(token.token_type is TokenType.HINT for token in tokens)
    if hint or any(comment.lstrip()[:1] in ("!", "+") or comment.startswith("M!") for comment in comments):
        raise refused("hints")
    if dialect.kind == "mysql" and comments:
        at = next((i for i, pair in enumerate(pairwise(sql)) if pair == ("-", "-") and _glued(sql, i)), None)
        if at is not None:
            raise refused("mysql-comment", part="--", position=at)


def _glued(sql: str, at: int) -> bool:
    return sql[at + 2 : at + 3].strip() != ""


def check_nesting(tokens: list[Token], limits: Limits) -> None:
    """Raises GuardRefusal where the parser would go too deep, or around in circles."""
    opened: list[bool] = []
    waiting = [0]
    joins = cases = run = types = 0
    before = TokenType.SEMICOLON
    for token in tokens:
        kind = token.token_type
        run = 0 if kind in _VALUES else run + 1
        if kind in _OPEN:
            opened.append(before in Parser.TYPE_TOKENS and before is not TokenType.VAR)
            types += opened[-1]
            waiting.append(0)
        elif kind in _CLOSE and opened:
            types -= opened.pop()
            waiting.pop()
        elif kind is TokenType.CASE:
            cases += 1
        elif kind is TokenType.END:
            cases -= 1
        elif kind is TokenType.JOIN:
            joins += 1
            waiting[-1] += before is not TokenType.CROSS
        elif kind in _UNMATCHED:
            waiting[-1] = max(0, waiting[-1] - 1)
        elif kind is TokenType.SELECT:
            waiting[-1] = 0
        too_deep = len(opened) > MOST_NESTED or cases > MOST_NESTED // 2 or types > MOST_TYPES_NESTED
        if too_deep or run > MOST_WORDS_BEFORE_A_VALUE or waiting[-1] > MOST_JOINS_WAITING:
            raise refused("depth", part=token.text, position=token.start)
        if joins > limits.joins:
            raise refused("joins", part=token.text, position=token.start, most=limits.joins)
        before = kind


def parse_one(tokens: list[Token], sql: str, dialect: Dialect) -> exp.Expr:
    """The one statement there is. Raises GuardRefusal `sql.syntax`, `sql.statement` or `sql.too_deep`."""
    try:
        trees = dialect.grammar().parser(error_level=ErrorLevel.IMMEDIATE).parse(tokens, sql)
    except RecursionError:
        raise refused("depth") from None
    except SqlglotError as error:
        raise _unreadable(error, sql) from None
    except STUMBLES:
        raise refused("syntax-unreadable") from None
    statements = [tree for tree in trees if tree is not None and not isinstance(tree, exp.Semicolon)]
    if not statements:
        raise refused("no-statement")
    if len(statements) > 1:
        raise refused("one-statement")
    return statements[0]


def _unreadable(error: SqlglotError, sql: str) -> GuardRefusal:
    known = getattr(error, "errors", None) or [{}]
    part, line, column = (known[0].get(name) for name in ("highlight", "line", "col"))
    if not part or not line or not column:
        return refused("syntax-unreadable")
    start = sum(map(len, sql.splitlines(keepends=True)[: line - 1])) + column - len(part)
    position = start if sql[start : start + len(part)] == part else sql.find(part)
    return refused("syntax-near", part=part, position=position if position >= 0 else None, near=part)


def check_depth(tree: exp.Expr) -> None:
    """Raises GuardRefusal for a tree that the printer would not come to the end of."""
    level = [tree]
    for _ in range(DEEPEST_TREE):
        level = [child for node in level for child in node.iter_expressions()]
        if not level:
            return
    raise refused("depth")


def render(tree: exp.Expr, dialect: Dialect, *, quoting: bool = True, copy: bool = True) -> str:
    """The tree as SQL: every name quoted, no comment. Raises GuardRefusal for what can't be written."""
    try:
        return dialect.grammar().generate(
            tree, copy=copy, identify=quoting, comments=False, unsupported_level=ErrorLevel.RAISE
        )
    except (UnsupportedError, ValueError):
        raise refused("not-written") from None


def read_again(sql: str, dialect: Dialect) -> exp.Expr:
    """What our own print says."""
    return read_print(sql, dialect)[0]


def read_print(sql: str, dialect: Dialect) -> tuple[exp.Expr, list[Token]]:
    """What our own print says, and its words."""
    try:
        tokens = dialect.grammar().tokenize(sql)
        trees = dialect.grammar().parser().parse(tokens, sql)
    except STUMBLES:
        raise refused("same-tree") from None
    if len(trees) != 1 or trees[0] is None:
        raise refused("same-tree")
    return trees[0], tokens
