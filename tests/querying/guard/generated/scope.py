"""What a place in a random query may name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Atom:
    """Something that can be named, of a kind; `origin` is the column of a table that it passes on."""

    text: str
    kind: str
    origin: str = ""
    alias: str = ""  # empty: named without one, which only its own query may do


@dataclass(eq=False, slots=True)
class Place:
    """A query that is being written: what its FROM offers, what grouping leaves of it, what is around."""

    outer: Place | None = None
    atoms: list[Atom] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)  # aliases that stand for a whole row
    aliases: set[str] = field(default_factory=set)
    keys: list[Atom] | None = None  # once grouped: what may stand outside of aggregates
    aggregating: bool = False  # inside of an aggregate's arguments
    windows: list[str] = field(default_factory=list)
    quiet: bool = False  # no subqueries here

    def own(self) -> list[Atom]:
        """What may be named of the query's own."""
        if self.keys is not None and not self.aggregating:
            return self.keys
        return self.atoms

    def visible(self) -> Iterator[Atom]:
        """What may be named of the queries around, nearest first; their shadowed aliases left out."""
        hidden = set(self.aliases)
        place = self.outer
        while place is not None:
            for atom in place.own():
                if atom.alias and atom.alias not in hidden:
                    yield atom
            hidden |= place.aliases
            place = place.outer


@dataclass(frozen=True, slots=True)
class Written:
    """A query as text, and the columns that it gives."""

    sql: str
    columns: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A random statement: made again by its number alone."""

    number: int
    sql: str
    features: frozenset[str]
