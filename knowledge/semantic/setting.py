"""What a compilation depends on besides the query."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.semantic.model import SemanticModel


@dataclass(frozen=True, slots=True)
class Setting:
    model: SemanticModel
    time_zone: str
    week_start: int
    language: str
