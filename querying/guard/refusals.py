"""Refusals that point at the place in the asker's own text."""

from __future__ import annotations

import re

from querying.guard.guarded import GuardRefusal

_PART = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|[\w.$]+|[^\s\w]+")


class Source:
    """The SQL as it was written, to tell which part of it is refused."""

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def refusal(self, code: str, message: str, location: int | None = None, part: str = "") -> GuardRefusal:
        """A refusal of what stands at the byte offset `location` (as trees count), or of `part`."""
        position = None
        if location is not None and location >= 0:
            position = character_offset(self.sql, location)
            part = self._written(position, part)
        elif part and (position := self.sql.find(part)) < 0:
            position = None
        return GuardRefusal(code, message, part=part, position=position)

    def _written(self, position: int, part: str) -> str:
        """What stands at `position`: `part` as the asker spelled it, or the first word there."""
        written = self.sql[position : position + len(part)]
        if part and written.lower() == part.lower():
            return written
        found = _PART.match(self.sql, position)
        return found.group() if found else part


def character_offset(sql: str, byte_offset: int) -> int:
    """Where in `sql` the byte offset stands that a parser counts in UTF-8."""
    if sql.isascii():
        return byte_offset
    return len(sql.encode()[:byte_offset].decode(errors="ignore"))
