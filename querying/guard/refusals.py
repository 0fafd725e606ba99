"""Refusals that point at the place in the asker's own text."""

from __future__ import annotations

import re

from querying.guard.guarded import GuardRefusal
from querying.guard.parse import character_offset

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
            found = _PART.match(self.sql, position)
            part = part or (found.group() if found else "")
        elif part and (position := self.sql.find(part)) < 0:
            position = None
        return GuardRefusal(code, message, part=part, position=position)
