"""From pieces to a shape, or to none.

Nothing here knows the model; a shape that leaves any piece unused is no shape.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.lattice import Piece
from knowledge.planner.lexicon import Tag, TagKind
from knowledge.planner.shape import UNMARKED, NoShape, Noun, Shape
from knowledge.planner.time_ranges import TimeMatch
from knowledge.planner.tokens import Token
from knowledge.planner.walking_ranks import RankingWalk
from knowledge.semantic.query import Function, Grain

_HOPELESS = {TagKind.REASON, TagKind.FUTURE, TagKind.WRITE, TagKind.CHAT, TagKind.UNSUPPORTED}
_ARTICLES = frozenset(
    {
        "the", "a", "an", "le", "la", "les", "l", "un", "une", "of", "de", "des", "du", "d", "s", "our",
        "nos", "notre", "each", "all", "leurs", "leur", "their", "its", "any", "different", "tous",
    }
)  # fmt: skip


class _Shaper(RankingWalk):
    """The whole walk: each piece taken once, and nothing left over at the end."""

    __slots__ = ()

    def run(self) -> Shape:
        if self.tokens[0].norm in {"who", "qui"} and self._first_kind() is not TagKind.WHICH:
            raise NoShape(piece=self.pieces[0])
        place = 0
        while place < len(self.pieces):
            place = self._take(place)
        self._finish()
        first = next(
            (piece for piece in self.pieces if piece.tag is None or piece.tag.kind is not TagKind.FILLER),
            None,
        )
        fragment = (
            first is not None and first.tag is not None and first.tag.kind in (TagKind.BY, TagKind.GRAIN)
        )
        return replace(self.shape, nouns=tuple(self.nouns), fragment=fragment)

    def _first_kind(self) -> TagKind | None:
        return self.pieces[0].tag.kind if self.pieces[0].tag is not None else None

    # -- pieces --------------------------------------------------------------------------------------

    def _take(self, place: int) -> int:
        piece = self.pieces[place]
        if piece.unknown:
            raise NoShape(piece=piece)
        if piece.targets:
            return self._take_noun(place)
        if piece.time is not None:
            self._take_time(piece.time, piece)
            return place + 1
        if piece.number is not None:
            return self._take_number(place)
        taken = self._take_tag(place)
        if self.pieces[place].tag is not None:
            self.since_noun.extend(self.pieces[place:taken])
        return taken

    def _take_time(self, match: TimeMatch, piece: Piece) -> None:
        if self.marks.preposition:  # "depuis 2020" is not "from" a place
            raise NoShape(piece=piece)
        self.marks = replace(self.marks, preposition=None, has=False)
        self.shape = replace(
            self.shape,
            times=(*self.shape.times, match),
            time_after=(*self.shape.time_after, len(self.nouns) - 1),
        )
        self.since_noun.append(piece)

    def _take_noun(self, place: int) -> int:
        piece = self.pieces[place]
        words = self.tokens[piece.start : piece.end]
        last = words[-1].norm
        plural = any(_is_plural(token.norm) for token in words) or last == "people"
        marks, number = self.marks, self.loose_number
        if number is not None and (not plural or not isinstance(number, int) or self.count is not None):
            marks = replace(marks, number=number)
        elif isinstance(number, int):
            self.count = number
        touching = bool(self.nouns) and all(
            norm in _ARTICLES for norm in self._norms_between(self.nouns[-1].end, piece.start)
        )
        self.nouns.append(Noun(piece.start, piece.end, piece.targets, marks, touching, plural, last))
        self.marks, self.loose_number, self.since_noun = UNMARKED, None, []
        return place + 1

    # -- tags ----------------------------------------------------------------------------------------

    def _take_tag(self, place: int) -> int:
        tag = self.pieces[place].tag
        if tag is None or tag.kind in _HOPELESS:
            raise NoShape(tag, self.pieces[place])
        if tag.kind is TagKind.FILLER:
            return place + 1
        if tag.kind is TagKind.COMPARE:
            return self._take_comparison(place, tag)
        if tag.kind is TagKind.BETWEEN:
            return self._take_between(place)
        if tag.kind in (TagKind.TOP, TagKind.ADJECTIVE, TagKind.RECENT, TagKind.POPULAR):
            self._take_rank(place, tag)
        elif tag.kind is TagKind.AGGREGATE:
            self._take_aggregate(place, Function(tag.value))
        elif tag.kind is TagKind.UNIT:
            self._take_unit(place, Grain(tag.value))
        elif tag.kind in (TagKind.MISSING, TagKind.PRESENT):
            self._take_presence(place, tag.kind)
        elif tag.kind is TagKind.DISTINCT and self._follows_noun(place):
            self._amend(distinct=True)
        else:
            self._take_plain(tag, place)
        return place + 1

    def _take_plain(self, tag: Tag, place: int) -> None:
        kind = tag.kind
        if kind is TagKind.GRAIN:
            self._add_grain(Grain(tag.value))
        elif kind is TagKind.TREND:
            self.shape = replace(self.shape, trend=True)
        elif kind is TagKind.VERB:
            self.shape = replace(self.shape, verbs=(*self.shape.verbs, tuple(tag.value.split())))
        elif kind is TagKind.ADD:
            self.shape = replace(self.shape, add=True)
        elif kind is TagKind.FOLLOW:
            if place and not self.shape.follow:
                raise NoShape(tag, self.pieces[place])
            self.shape = replace(self.shape, follow=True)
        else:
            self._mark(tag, place)

    def _mark(self, tag: Tag, place: int) -> None:
        kind, marks = tag.kind, self.marks
        if kind is TagKind.PREPOSITION:
            words = tuple(tag.value.split())
            self.marks = replace(marks, preposition=words or marks.preposition or ())
        elif kind is TagKind.WHICH:
            self.shape = replace(self.shape, asking=True, person=self.shape.person or self._says_who(place))
            self.marks = replace(marks, which=True)
        elif kind is TagKind.LIST:
            self.shape = replace(self.shape, listing=True)
            self.marks = replace(marks, list=True)
        elif kind is TagKind.HOW_MANY:
            self.marks = replace(marks, how_many=True)
        elif kind is TagKind.BY:
            self.marks = replace(marks, by=True, each=marks.each or tag.value == "each")
        else:
            changes = {
                TagKind.WHEN: "when",
                TagKind.HOW_MUCH: "how_much",
                TagKind.DISTINCT: "distinct",
                TagKind.WITH: "has",
                TagKind.AND: "joined",
                TagKind.OR: "alternative",
                TagKind.NOT: "negated",
                TagKind.WITHOUT: "without",
                TagKind.NEW: "new",
                TagKind.ORDERED: "ordered",
            }
            self.marks = replace(marks, **{changes[kind]: True})  # type: ignore[arg-type]

    def _says_who(self, place: int) -> bool:
        piece = self.pieces[place]
        norms = {token.norm for token in self.tokens[piece.start : piece.end]}
        return bool(norms & {"who", "qui"})

    # -- the end -------------------------------------------------------------------------------------

    def _finish(self) -> None:
        marks = self.marks
        if marks.rank is not None and (marks.rank.count is not None or self.shape.which_grain is not None):
            self.shape = replace(self.shape, rank=marks.rank)
            marks = replace(marks, rank=None)
        elif (
            marks.rank is not None
            and self.nouns
            and self.nouns[-1].marks.rank is None
            and self._only_fillers_since_rank()
        ):
            self._amend(rank=marks.rank)  # "which product is cheapest"
            marks = replace(marks, rank=None)
        if self.loose_number is not None:
            raise NoShape()
        if (
            marks.aggregate is not None
            and self.nouns
            and self.nouns[-1].marks.aggregate is None
            and [
                piece.tag.kind
                for piece in self.since_noun
                if piece.tag and piece.tag.kind is not TagKind.FILLER
            ]
            == [TagKind.AGGREGATE]
        ):
            self._amend(aggregate=marks.aggregate)
            marks = replace(marks, aggregate=None)
        if self.count is not None:
            self._spend_count(self.count)
        if marks.how_many:
            self.shape = replace(self.shape, counting=True)
            marks = replace(marks, how_many=False)
        harmless = replace(marks, which=False, list=False, preposition=None, has=False, joined=False)
        if harmless != UNMARKED:
            raise NoShape()


def _is_plural(norm: str) -> bool:
    return len(norm) > 3 and norm.endswith(("s", "x")) and not norm.endswith(("ss", "us", "is"))


def shape_of(pieces: tuple[Piece, ...], tokens: tuple[Token, ...], language: str) -> Shape:
    """The shape of one cut of a question. Raises NoShape where the pieces do not fit together."""
    return _Shaper(pieces, tokens, language).run()
