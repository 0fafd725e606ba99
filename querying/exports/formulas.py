"""Text that a spreadsheet would take for a formula, and run: an apostrophe before it keeps it text.

OWASP, "CSV injection": cells that begin with = + - @, the wide forms of these, which East Asian spreadsheets
take for them, a tab or a carriage return. Signed numbers stay as they are. Every text of a CSV block stands
in quotes, and quotes inside a cell are doubled, so a quote after a comma or a line's end, with such a
character after it, can only open a cell: a closing quote has a comma or a line's end after it, the first of a
doubled pair a quote after it, the second a quote before it.
"""

from __future__ import annotations

import re

_NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_SIGNED = re.compile(_NUMBER, re.ASCII)
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# The quote stands first: a search for one literal byte is 25 times as fast as for what may stand before it.
_CELL = re.compile(
    rb'"(?=[=+\-@\t\r\xef])(?<=[,\n]")(?=[^\xef]|\xef\xbc[\x8b\x8d\x9d\xa0])(?!' + _NUMBER.encode() + rb'")'
)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a cell with this text."""
    return text.startswith(_STARTS) and not _SIGNED.fullmatch(text)


def as_text(text: str) -> str:
    """The text as no spreadsheet runs it."""
    return f"'{text}" if is_formula(text) else text


def neutralise(block: bytes) -> bytes:
    """A block of CSV in which no text runs. It must begin where a row begins, and quote every text."""
    return _CELL.sub(b"\"'", b"\n" + block)[1:]
