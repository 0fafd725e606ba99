"""Syntax errors in our own words: PostgreSQL's grammar says them in English and repeats what was written."""

from __future__ import annotations

from postgast import PgQueryError

from querying.guard.guarded import GuardRefusal
from querying.guard.refusals import Source

_RULES = {
    "unterminated": "syntax-open",
    "zero-length delimited identifier": "syntax-empty-name",
    "trailing junk after": "syntax-number",
    "invalid hexadecimal integer": "syntax-number",
    "invalid octal integer": "syntax-number",
    "invalid binary integer": "syntax-number",
    "parameter number too large": "syntax-number",
    "invalid Unicode": "syntax-escape",
    "invalid byte sequence": "syntax-escape",
    "unsafe use of": "syntax-escape",
    "improper qualified name": "syntax-name",
    "improper relation name": "syntax-name",
    "LIMIT #,#": "syntax-limit",
    "frame ": "syntax-frame",
    "WITH TIES cannot": "syntax-ties",
    "syntax error": "syntax-near",
}
"""How the parser's messages begin (PostgreSQL's scan.l and gram.y): the rule that tells of it."""


def syntax_refusal(sql: str, error: PgQueryError) -> GuardRefusal:
    """What the asker is told of an error of the parser; its own words go nowhere."""
    source = Source(sql)
    place = error.cursorpos - 1 if error.cursorpos > 0 else None  # in characters, unlike a tree's places
    if error.message.startswith("improper use of"):  # its place is where the reading ended
        place = sql.rfind("*", 0, place)
    elif error.message == "syntax error at end of input":
        return source.refused_at("syntax-end", place)
    rules = (rule for begins, rule in _RULES.items() if error.message.startswith(begins))
    near = source.word_at(place)
    return source.refused_at(next(rules, "syntax" if near else "syntax-unreadable"), place, near=near)
