"""Words that rank, aggregate, or name a calendar unit, and which noun each of them is about."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.lexicon import Tag, TagKind
from knowledge.planner.shape import UNMARKED, NoShape, Rank
from knowledge.planner.walking_comparisons import ComparingWalk
from knowledge.semantic.query import Function, Grain


class RankingWalk(ComparingWalk):
    """Takes "total", "top 5", "by year", "missing", and spends a ranking's number."""

    __slots__ = ()

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

    def _take_unit(self, place: int, grain: Grain) -> None:
        marks = self.marks
        if self.nouns and self.nouns[-1].marks.by and not self.since_noun and marks == UNMARKED:
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
            self.marks = replace(UNMARKED, has=False)
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
