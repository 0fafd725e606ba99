"""The shape of a question: its nouns, and what the small words around each of them ask for.

`shaping` makes it out of the pieces of one cut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.planner.lattice import Piece
from knowledge.planner.lexicon import Tag, TagKind
from knowledge.planner.time_ranges import TimeMatch
from knowledge.planner.vocabulary import Target
from knowledge.semantic.query import Function, Grain, Operator


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison with one number, or two for BETWEEN."""

    operator: Operator
    numbers: tuple[int | float, ...]
    hints: tuple[str, ...] = ()  # "longer than" speaks of a duration or length


@dataclass(frozen=True, slots=True)
class Rank:
    """Most, least, best, worst, latest, longest; `hints` name the column that an adjective means."""

    kind: TagKind  # TOP, ADJECTIVE, RECENT, POPULAR
    direction: str  # high, low, best, worst
    hints: tuple[str, ...] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands around a noun and is about it."""

    by: bool = False
    each: bool = False  # by, said so that rows without one are left out: "of each manager"
    aggregate: Function | None = None
    more: tuple[Function, ...] = ()  # further aggregates: "minimum and maximum price"
    how_many: bool = False
    how_much: bool = False
    distinct: bool = False
    which: bool = False
    list: bool = False
    when: bool = False
    rank: Rank | None = None
    bound: Bound | None = None
    number: int | float | None = None  # a bare number beside it: month 3, top 5
    negated: bool = False
    without: bool = False
    missing: bool = False
    present: bool = False
    ordered: bool = False
    new: bool = False
    has: bool = False
    alternative: bool = False  # joined to the noun before by "or"
    joined: bool = False  # joined by "and" or a comma
    preposition: tuple[str, ...] | None = None
    unit: Grain | None = None  # by signup year

    @property
    def bare(self) -> bool:
        return self in (UNMARKED, replace(UNMARKED, joined=True), replace(UNMARKED, alternative=True))


UNMARKED = Marks()


@dataclass(frozen=True, slots=True)
class Noun:
    start: int
    end: int
    targets: tuple[tuple[Target, float], ...]
    marks: Marks
    touching: bool = False  # nothing but articles between it and the noun before
    plural: bool = False
    word: str = ""  # its last word, as typed


@dataclass(frozen=True, slots=True)
class Shape:
    nouns: tuple[Noun, ...] = ()
    times: tuple[TimeMatch, ...] = ()
    time_after: tuple[int, ...] = ()  # index of the noun that each time follows, -1 for none
    grains: tuple[Grain, ...] = ()
    grain_after: tuple[int, ...] = ()  # index of the noun that each grain follows, -1 for none
    which_grain: Grain | None = None
    which_grain_plural: bool = False
    trend: bool = False
    rank: Rank | None = None  # a rank without a noun: "top 3"
    verbs: tuple[tuple[str, ...], ...] = ()
    listing: bool = False
    asking: bool = False  # which, what
    person: bool = False  # who
    own: bool = False  # my, I
    counting: bool = False  # how many, with no noun of its own
    follow: bool = False
    fragment: bool = False  # begins with "by"
    add: bool = False


class NoShape(Exception):
    """The pieces do not make a question; `tag` is the one that can't be served, if it is that."""

    def __init__(self, tag: Tag | None = None, piece: Piece | None = None) -> None:
        super().__init__(tag)
        self.tag = tag
        self.piece = piece
