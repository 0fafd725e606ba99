"""What the guard said of statements seen before, so that a text asked again costs a look-up.

An answer is a function of the text, the view, the purpose with its limits and, where the statement asks for
it, the clock. The view is all that the asker may see: organization, owner, masks, time zone, the source's
policies. Answers are kept for that very object, not for one that looks like it: whoever sees something else,
or the same after a policy changed, has another view. Views are never changed once they are made (catalog.py).
"""

from __future__ import annotations

import datetime as dt
import weakref
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from querying.catalog import CatalogView
from querying.guard.guarded import GuardedQuery, GuardRefusal
from querying.limits import LIMITS, Limits, Purpose

MOST_CHARACTERS = 4_000_000
"""Of all statements that are kept, as they were asked and as they are run."""
LONGEST = 50_000
"""Of one; what is longer is refused at its first byte too many, and not worth keeping."""

_Key = tuple[int, str, Purpose, Limits, dt.datetime | None]


@dataclass(frozen=True, slots=True)
class _Entry:
    view: weakref.ref[CatalogView]  # whoever may take its id one day is not it
    answer: GuardedQuery | GuardRefusal
    characters: int


class KeptAnswers:
    """The answers used last, within `most_characters`. Safe for threads."""

    def __init__(self, most_characters: int = MOST_CHARACTERS) -> None:
        self.most_characters = most_characters
        self.characters = 0
        self._entries: OrderedDict[_Key, _Entry] = OrderedDict()
        self._lock = Lock()

    def find(
        self, sql: str, view: CatalogView, purpose: Purpose, clock: dt.datetime
    ) -> GuardedQuery | GuardRefusal | None:
        """The answer to this text for this view; a refusal is another one each time, yet to be raised."""
        with self._lock:
            for moment in (None, clock):
                key = (id(view), sql, purpose, LIMITS[purpose], moment)
                entry = self._entries.get(key)
                if entry is not None and entry.view() is view:
                    self._entries.move_to_end(key)
                    return _anew(entry.answer)
        return None

    def keep(
        self,
        sql: str,
        view: CatalogView,
        purpose: Purpose,
        clock: dt.datetime,
        answer: GuardedQuery | GuardRefusal,
    ) -> None:
        """Keeps an answer, without its clock where it has none."""
        moment: dt.datetime | None = clock
        characters = len(sql)
        if isinstance(answer, GuardedQuery):
            characters += len(answer.sql)
            moment = None if answer.timeless else clock
        if characters > LONGEST:
            return
        entry = _Entry(weakref.ref(view), _anew(answer), characters)
        key = (id(view), sql, purpose, LIMITS[purpose], moment)
        with self._lock:
            self._drop(key)
            self._entries[key] = entry
            self.characters += characters
            while self.characters > self.most_characters:
                self._drop(next(iter(self._entries)))

    def forget(self) -> None:
        """Drops all."""
        with self._lock:
            self._entries.clear()
            self.characters = 0

    def _drop(self, key: _Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.characters -= entry.characters


def _anew(answer: GuardedQuery | GuardRefusal) -> GuardedQuery | GuardRefusal:
    """A refusal carries where it was raised and the asker's language: each gets their own."""
    if isinstance(answer, GuardedQuery):
        return answer
    return GuardRefusal(
        answer.code,
        answer.template,
        part=answer.part,
        position=answer.position,
        rule=answer.rule,
        values=answer.values,
    )
