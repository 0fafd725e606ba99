"""Refusals that point at the place in the asker's own text."""

from __future__ import annotations

import re

from querying.guard.guarded import GuardRefusal
from querying.guard.rules import RULES

LONGEST_PART = 60
_BLANK = re.compile(r"(?:\s|--[^\n\r]*|/\*(?:[^*]|\*(?!/))*\*/|;)*")
_PART = re.compile(r"[Uu]&\"(?:[^\"]|\"\")*\"|\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|[\w.$]+|[^\s\w]+")


def refused(rule: str, *, part: str = "", position: int | None = None, **values: object) -> GuardRefusal:
    """The refusal that a rule of rules.py gives; `values` stand in its sentence."""
    broken = RULES[rule]
    told = {name: shortened(value) if isinstance(value, str) else value for name, value in values.items()}
    return GuardRefusal(
        broken.code, broken.template, part=part[:LONGEST_PART], position=position, rule=rule, values=told
    )


def shortened(text: str) -> str:
    """The text, cut where it is too long for a sentence."""
    return text if len(text) <= LONGEST_PART else f"{text[:LONGEST_PART]}…"


class Source:
    """The SQL as it was written, to tell which part of it is refused."""

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def refused(
        self, rule: str, location: int | None = None, part: str = "", *, after: int = 0, **values: object
    ) -> GuardRefusal:
        """What `rule` gives for what stands at the byte offset `location` (as trees count).

        Without a location: for the first `part` that stands at the byte offset `after` or behind it.
        """
        if location is None or location < 0:
            position, part = self._found(part, character_offset(self.sql, after))
        else:
            position = character_offset(self.sql, location)
            part = self._written(position, part)
        return refused(rule, part=part, position=position, **values)

    def refused_from(self, rule: str, location: int) -> GuardRefusal:
        """What `rule` gives for the statement that begins at this byte offset or behind it."""
        start = _BLANK.match(self.sql, character_offset(self.sql, location))
        assert start is not None  # it matches nothing as well
        return self.refused_at(rule, start.end())

    def refused_at(self, rule: str, position: int | None, **values: object) -> GuardRefusal:
        """What `rule` gives for the word at a character offset."""
        return refused(rule, part=self.word_at(position), position=position, **values)

    def word_at(self, position: int | None) -> str:
        """The word at a character offset."""
        return "" if position is None else self._written(position, "")

    def _found(self, part: str, start: int) -> tuple[int | None, str]:
        """The first `part` from `start` on that is a word of its own, as the asker spelled it."""
        if not part:
            return None, ""
        pattern = re.escape(part) if part == "*" else rf"(?<![\w$]){re.escape(part)}(?![\w$])"
        found = re.compile(pattern, re.IGNORECASE).search(self.sql, start)
        return (found.start(), found.group()) if found else (None, part)

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
