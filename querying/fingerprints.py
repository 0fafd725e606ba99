"""Which queries are the same but for their values: the SQL with literals out, for the query log.

By words alone, not by a parser: refused SQL, and that of every engine, has one too. Each piece is read once,
so hostile text takes no longer than any other.
"""

from __future__ import annotations

import hashlib
import re

LENGTH = 16

_PIECES = re.compile(
    r"""
    (?P<nothing>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<value>[eE]'(?:[^'\\]|\\.|'')*(?:'|\Z)|'(?:[^']|'')*(?:'|\Z)|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<name>"(?:[^"]|"")*(?:"|\Z)|`[^`]*(?:`|\Z))
    |(?P<word>\w+)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LIST = re.compile(r"\?(?: , \?)+")


def normalised(sql: str) -> str:
    """One space between pieces, words in small letters, `?` for each value and each list of values."""
    pieces = []
    for found in _PIECES.finditer(sql):
        kind = found.lastgroup
        if kind == "value":
            pieces.append("?")
        elif kind != "nothing":
            pieces.append(found[0].lower() if kind == "word" else found[0])
    return _LIST.sub("?", " ".join(pieces)).removesuffix(";").strip()


def fingerprint(sql: str) -> str:
    """16 hexadecimal digits; equal for queries that differ in values, spaces and comments alone."""
    return hashlib.sha256(normalised(sql).encode(errors="replace")).hexdigest()[:LENGTH]
