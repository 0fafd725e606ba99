"""Questions to start with, of each data source that the actor may ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.actor import Actor
from querying.models import DataSource


@dataclass(frozen=True, slots=True)
class Starter:
    text: str
    source: int
    source_name: str


def starters_for(actor: Actor, sources: Sequence[DataSource]) -> list[Starter]:
    return []
