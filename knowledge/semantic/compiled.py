"""What the compiler gives: readable SQL, what its columns mean, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from knowledge.semantic.query import Grain, Grouping, Measure


@dataclass(frozen=True, slots=True)
class Definition:
    """A piece of knowledge an answer rests on, as evidence shows it."""

    kind: str  # metric, dimension, segment, event, table, entry, verified_query
    name: str
    version: int
    label: str = ""
    text: str = ""  # the formula or description

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "name": self.name,
            "version": self.version,
            "label": self.label,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """One result column, in order: a grouping, a measure, or a listed column."""

    name: str
    label: dict[str, str]  # by language
    unit: str = ""
    grouping: Grouping | None = None
    measure: Measure | None = None
    grain: Grain | None = None


@dataclass(frozen=True, slots=True)
class CompiledQuery:
    """`sql` is what people see (before the guard rewrites it). `joins` say in words why no row multiplies."""

    sql: str
    columns: tuple[OutputColumn, ...]
    definitions: tuple[Definition, ...] = ()
    joins: tuple[str, ...] = ()


class CannotCompile(Exception):
    """The query asks for what the model can't give safely; `message` is fit for the asker."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
