"""One pass over the pieces of a question from left to right: its state, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from knowledge.planner.language import FRENCH
from knowledge.planner.lattice import Piece
from knowledge.planner.lexicon import TagKind
from knowledge.planner.shape import UNMARKED, Marks, Noun, Shape
from knowledge.planner.tokens import Token
from knowledge.semantic.query import Grain

_ONLY_ARTICLES = frozenset({"the", "le", "la", "les", "l"})


@dataclass(slots=True)
class Walk:
    """The nouns so far, the marks that wait for the next one, and the rest of the shape."""

    pieces: tuple[Piece, ...]
    tokens: tuple[Token, ...]
    language: str
    marks: Marks = UNMARKED
    nouns: list[Noun] = field(default_factory=list)
    shape: Shape = field(default_factory=Shape)
    since_noun: list[Piece] = field(default_factory=list)
    loose_number: int | float | None = None
    count: int | None = None  # "the 5 cities with ..."

    def _norms_between(self, start: int, end: int) -> list[str]:
        return [token.norm for token in self.tokens[start:end]]

    def _number_next(self, place: int) -> bool:
        return place + 1 < len(self.pieces) and self.pieces[place + 1].number is not None

    def since_noun_marked(self) -> bool:
        return self.marks != UNMARKED

    def _nothing_since_noun(self) -> bool:
        return not self.since_noun

    def _follows_noun(self, place: int) -> bool:
        """In French, an adjective that stands right behind its noun."""
        if self.language != FRENCH or not self.nouns:
            return False
        between = self._norms_between(self.nouns[-1].end, self.pieces[place].start)
        return all(norm in _ONLY_ARTICLES for norm in between) and self._settles(place)

    def _settles(self, place: int) -> bool:
        return self.marks == UNMARKED

    def _amend(self, **changes: object) -> None:
        last = self.nouns[-1]
        self.nouns[-1] = replace(last, marks=replace(last.marks, **changes))  # type: ignore[arg-type]

    def _skip_fillers(self, place: int) -> int:
        while (
            place < len(self.pieces)
            and (tag := self.pieces[place].tag) is not None
            and tag.kind is TagKind.FILLER
        ):
            place += 1
        return place

    def _only_fillers_since(self) -> bool:
        return all(
            piece.tag is not None and piece.tag.kind in (TagKind.FILLER, TagKind.NOT, TagKind.WITH)
            for piece in self.since_noun
        )

    def _add_grain(self, grain: Grain) -> None:
        self.shape = replace(
            self.shape,
            grains=(*self.shape.grains, grain),
            grain_after=(*self.shape.grain_after, len(self.nouns) - 1),
        )
        self.marks = replace(self.marks, joined=False)
