"""What an earlier asking means now: dates move, so the SQL of yesterday answers nobody's question of today.

A person's SQL means what it says. What was made of words is read again by the layer that reads them, which
offers its reader here; without one such queries are not kept ready.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from accounts.actor import Actor
from querying.enums import GeneratedBy
from querying.models import DataSource


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the log of an asking: `question` without personal data, `sql` before the guard."""

    generated_by: str
    question: str
    sql: str
    at: dt.datetime


Reader = Callable[[Actor, DataSource, Asked, dt.datetime], str | None]
"""(actor, source, asked, now) -> the SQL that the words mean now; None unless they meant `asked.sql` then."""

_readers: dict[str, Reader] = {}


def offer_reader(generated_by: GeneratedBy, reader: Reader) -> None:
    """Let what was written so be read again; for the `ready()` of a layer above."""
    _readers[generated_by] = reader


def sql_now(actor: Actor, source: DataSource, asked: Asked, now: dt.datetime) -> str | None:
    """The SQL by which the same would be asked now; None where nobody can tell. Raises SourceNotFound."""
    if asked.generated_by == GeneratedBy.PERSON:
        return asked.sql
    reader = _readers.get(asked.generated_by)
    return reader(actor, source, asked, now) if reader is not None else None
