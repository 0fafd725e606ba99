"""The shape of a question: its nouns, and what the small words around each of them ask for.

Nothing here knows the model; a shape that leaves any piece unused is no shape.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from knowledge.planner.language import FRENCH
from knowledge.planner.lattice import Piece
from knowledge.planner.lexicon import Tag, TagKind
from knowledge.planner.time_ranges import TimeMatch
from knowledge.planner.tokens import Token
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
        return self in (_NONE, replace(_NONE, joined=True), replace(_NONE, alternative=True))


_NONE = Marks()


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


_HOPELESS = {TagKind.REASON, TagKind.FUTURE, TagKind.WRITE, TagKind.CHAT, TagKind.UNSUPPORTED}
_ARTICLES = frozenset(
    {
        "the", "a", "an", "le", "la", "les", "l", "un", "une", "of", "de", "des", "du", "d", "s", "our",
        "nos", "notre", "each", "all", "leurs", "leur", "their", "its", "any", "different", "tous",
    }
)  # fmt: skip
_ONLY_ARTICLES = frozenset({"the", "le", "la", "les", "l"})


@dataclass(slots=True)
class _Walk:
    """One pass over the pieces from left to right."""

    pieces: tuple[Piece, ...]
    tokens: tuple[Token, ...]
    language: str
    marks: Marks = _NONE
    nouns: list[Noun] = field(default_factory=list)
    shape: Shape = field(default_factory=Shape)
    since_noun: list[Piece] = field(default_factory=list)
    loose_number: int | float | None = None
    count: int | None = None  # "the 5 cities with ..."

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
        self.marks, self.loose_number, self.since_noun = _NONE, None, []
        return place + 1

    def _norms_between(self, start: int, end: int) -> list[str]:
        return [token.norm for token in self.tokens[start:end]]

    def _take_number(self, place: int) -> int:
        number = self.pieces[place].number
        following = self.pieces[place + 1] if place + 1 < len(self.pieces) else None
        compares = (
            following is not None and following.tag is not None and following.tag.kind is TagKind.COMPARE
        )
        if following is not None and following.tag is not None and compares:  # noqa: SIM102
            if (
                following.tag.value in (">=", "<=") and number is not None and self._is_postfix(place + 1)
            ):  # "5 or more"
                self._set_bound(Bound(Operator(following.tag.value), (number,)), place + 2)
                return place + 2
        rank = self.marks.rank
        if rank is not None and rank.count is None and isinstance(number, int) and 0 < number <= 1_000:
            self.marks = replace(self.marks, rank=replace(rank, count=number))
            return place + 1
        if self.nouns and not self.since_noun_marked() and self._nothing_since_noun():
            last = self.nouns[-1]
            if last.marks.number is None:
                self.nouns[-1] = replace(last, marks=replace(last.marks, number=number))
                return place + 1
        if self.loose_number is not None:
            raise NoShape(piece=self.pieces[place])
        self.loose_number = number
        return place + 1

    def _is_postfix(self, place: int) -> bool:
        return self.tokens[self.pieces[place].start].norm in {"or", "ou"}

    def since_noun_marked(self) -> bool:
        return self.marks != _NONE

    def _nothing_since_noun(self) -> bool:
        return not self.since_noun

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
        else:
            changes = {
                TagKind.WHEN: "when",
                TagKind.HOW_MUCH: "how_much",
                TagKind.DISTINCT: "distinct",
                TagKind.BY: "by",
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

    def _follows_noun(self, place: int) -> bool:
        """In French, an adjective that stands right behind its noun."""
        if self.language != FRENCH or not self.nouns:
            return False
        between = self._norms_between(self.nouns[-1].end, self.pieces[place].start)
        return all(norm in _ONLY_ARTICLES for norm in between) and self._settles(place)

    def _settles(self, place: int) -> bool:
        return self.marks == _NONE

    def _amend(self, **changes: object) -> None:
        last = self.nouns[-1]
        self.nouns[-1] = replace(last, marks=replace(last.marks, **changes))  # type: ignore[arg-type]

    def _take_aggregate(self, place: int, function: Function) -> None:
        if self._follows_noun(place) and self.nouns[-1].marks.aggregate is None:
            self._amend(aggregate=function)
            return
        if self.marks.aggregate is not None and self.marks.aggregate is not function:
            if not self.marks.joined:
                raise NoShape(piece=self.pieces[place])
            self.marks = replace(self.marks, joined=False, more=(*self.marks.more, function))
            return
        self.marks = replace(self.marks, aggregate=function)

    def _take_rank(self, place: int, tag: Tag) -> None:
        direction, _, hints = tag.value.partition(":")
        first = self.pieces[place].start
        if first and self.tokens[first - 1].norm == "at":  # "at least" compares
            raise NoShape(piece=self.pieces[place])
        words = self.tokens[self.pieces[place].start : self.pieces[place].end]
        # A metric may be called so: popular by what, the model may tell.
        popular = (words[-1].norm,) if tag.kind is TagKind.POPULAR else ()
        rank = Rank(tag.kind, direction, popular or tuple(hints.split()))
        binds_forward = words[-1].norm in {"de", "d"} or tuple(w.norm for w in words)[-2:] in {
            ("le", "plus"),
            ("le", "moins"),
        }
        if (
            self._follows_noun(place)
            and self.nouns[-1].marks.rank is None
            and not binds_forward
            and not self._number_next(place)
        ):
            number = self.nouns[-1].marks.number
            count = number if isinstance(number, int) else None
            self._amend(rank=replace(rank, count=count), number=None)
            return
        if self.marks.rank is not None:
            earlier = self.marks.rank
            if earlier.direction in ("high",) and earlier.kind is TagKind.TOP and earlier.count is not None:
                rank = replace(rank, count=earlier.count)  # "top 5 most expensive"
            else:
                raise NoShape(piece=self.pieces[place])
        if isinstance(self.loose_number, int) and rank.count is None:
            rank, self.loose_number = replace(rank, count=self.loose_number), None
        self.marks = replace(self.marks, rank=rank)

    def _number_next(self, place: int) -> bool:
        return place + 1 < len(self.pieces) and self.pieces[place + 1].number is not None

    def _take_unit(self, place: int, grain: Grain) -> None:
        marks = self.marks
        if self.nouns and self.nouns[-1].marks.by and not self.since_noun and marks == _NONE:
            self._amend(unit=grain)
        elif marks.by:
            self.marks = replace(marks, by=False, distinct=False)
            self._add_grain(grain)
        elif (marks.which or (self.shape.asking and not self.nouns)) and self.shape.which_grain is None:
            words = self.tokens[self.pieces[place].start : self.pieces[place].end]
            self.shape = replace(
                self.shape,
                which_grain=grain,
                which_grain_plural=words[-1].norm.endswith("s") and words[-1].norm != "mois",
            )
            if marks.rank is not None:  # "what is the best month"
                self.shape = replace(self.shape, rank=marks.rank)
            self.marks = replace(_NONE, has=False)
        elif marks.joined and (self.shape.grains or self._just_grouped()):
            self.marks = replace(marks, joined=False)
            self._add_grain(grain)
        elif marks.rank is not None and marks.rank.kind is TagKind.TOP:  # "top 5 months by revenue"
            self.shape = replace(self.shape, which_grain=grain, which_grain_plural=True, rank=marks.rank)
            self.marks = replace(marks, rank=None)
        else:
            raise NoShape(piece=self.pieces[place])

    def _just_grouped(self) -> bool:
        """Whether the noun before is a grouping, itself or by the word before it: "by rider plan"."""
        if not self.nouns:
            return False
        if self.nouns[-1].marks.by:
            return True
        return len(self.nouns) > 1 and self.nouns[-1].touching and self.nouns[-2].marks.by

    def _add_grain(self, grain: Grain) -> None:
        self.shape = replace(self.shape, grains=(*self.shape.grains, grain))
        self.marks = replace(self.marks, joined=False)

    def _take_presence(self, place: int, kind: TagKind) -> None:
        missing = (kind is TagKind.MISSING) != self.marks.negated
        self.marks = replace(self.marks, negated=False, has=False)
        name = "missing" if missing else "present"
        following = self.pieces[place + 1] if place + 1 < len(self.pieces) else None
        before = self.nouns and self._only_fillers_since()
        if before and (following is None or not following.targets):
            self._amend(**{name: True})
        else:
            self.marks = replace(self.marks, **{name: True})  # type: ignore[arg-type]

    def _only_fillers_since(self) -> bool:
        return all(
            piece.tag is not None and piece.tag.kind in (TagKind.FILLER, TagKind.NOT, TagKind.WITH)
            for piece in self.since_noun
        )

    # -- comparisons ---------------------------------------------------------------------------------

    def _take_comparison(self, place: int, tag: Tag) -> int:
        comparison, _, hints = tag.value.partition(":")
        operator = Operator(comparison)
        if self.marks.negated:
            operator = _OPPOSITE[operator]
            self.marks = replace(self.marks, negated=False)
        number_at = self._skip_fillers(place + 1)
        if number_at >= len(self.pieces) or self.pieces[number_at].number is None:
            if (
                operator in (Operator.EQUALS, Operator.NOT_EQUALS)
                and number_at < len(self.pieces)
                and self.pieces[number_at].targets
            ):
                self.marks = replace(self.marks, negated=operator is Operator.NOT_EQUALS, has=False)
                return number_at
            raise NoShape(piece=self.pieces[place])
        number = self.pieces[number_at].number or 0
        self._set_bound(Bound(operator, (number,), tuple(hints.split())), number_at + 1)
        return number_at + 1

    def _take_between(self, place: int) -> int:
        first = self._skip_fillers(place + 1)
        middle = first + 1
        second = self._skip_fillers(middle + 1)
        if second >= len(self.pieces):
            raise NoShape(piece=self.pieces[place])
        low, joiner, high = self.pieces[first].number, self.pieces[middle].tag, self.pieces[second].number
        joins = joiner is not None and (
            joiner.kind is TagKind.AND or self.tokens[self.pieces[middle].start].norm in {"to", "a"}
        )
        if low is None or high is None or not joins or low > high or self.marks.negated:
            raise NoShape(piece=self.pieces[place])
        self._set_bound(Bound(Operator.BETWEEN, (low, high)), second + 1)
        return second + 1

    def _skip_fillers(self, place: int) -> int:
        while (
            place < len(self.pieces)
            and (tag := self.pieces[place].tag) is not None
            and tag.kind is TagKind.FILLER
        ):
            place += 1
        return place

    def _set_bound(self, bound: Bound, following: int) -> None:
        """To the noun that comes next ("more than 100 seats"), else to the one before ("price over 50")."""
        after = self._skip_fillers(following)
        next_is_noun = after < len(self.pieces) and bool(self.pieces[after].targets)
        before = bool(self.nouns) and self._only_comparison_words_since()
        if before and self.nouns[-1].marks.bound is None and _is_measurable(self.nouns[-1].targets):
            self._amend(bound=bound)
            self.marks = replace(self.marks, has=False)
        elif next_is_noun and not self.marks.by:
            self.marks = replace(self.marks, bound=bound, has=True)
        elif before:
            self._amend(bound=bound)
            self.marks = replace(self.marks, has=False)
        else:
            raise NoShape(piece=self.pieces[min(following, len(self.pieces) - 1)])

    def _only_comparison_words_since(self) -> bool:
        return all(
            piece.tag is not None and piece.tag.kind in (TagKind.FILLER, TagKind.NOT, TagKind.PREPOSITION)
            for piece in self.since_noun
        )

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
        if harmless != _NONE:
            raise NoShape()

    def _spend_count(self, count: int) -> None:
        """“The 5 cities with the most readers”: the number is the ranking's."""
        for index, noun in enumerate(self.nouns):
            if noun.marks.rank is not None and noun.marks.rank.count is None:
                ranked = replace(noun.marks.rank, count=count)
                self.nouns[index] = replace(noun, marks=replace(noun.marks, rank=ranked))
                return
        raise NoShape()

    def _only_fillers_since_rank(self) -> bool:
        kinds = {piece.tag.kind for piece in self.since_noun if piece.tag is not None}
        return kinds <= {TagKind.FILLER, TagKind.TOP, TagKind.ADJECTIVE, TagKind.RECENT, TagKind.POPULAR}


_OPPOSITE = {
    Operator.GREATER: Operator.LESS_OR_EQUAL,
    Operator.LESS: Operator.GREATER_OR_EQUAL,
    Operator.GREATER_OR_EQUAL: Operator.LESS,
    Operator.LESS_OR_EQUAL: Operator.GREATER,
    Operator.EQUALS: Operator.NOT_EQUALS,
    Operator.NOT_EQUALS: Operator.EQUALS,
}


def _is_measurable(targets: tuple[tuple[Target, float], ...]) -> bool:
    best = max(targets, key=lambda pair: pair[1])[0]
    return best.kind in ("column", "metric", "dimension")


def _is_plural(norm: str) -> bool:
    return len(norm) > 3 and norm.endswith(("s", "x")) and not norm.endswith(("ss", "us", "is"))


def shape_of(pieces: tuple[Piece, ...], tokens: tuple[Token, ...], language: str) -> Shape:
    """The shape of one cut of a question. Raises NoShape where the pieces do not fit together."""
    return _Walk(pieces, tokens, language).run()
