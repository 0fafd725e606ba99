"""Comparisons with numbers in a question: "more than 100 seats", "price between 20 and 40", "5 or more"."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.lexicon import Tag, TagKind
from knowledge.planner.shape import Bound, NoShape
from knowledge.planner.vocabulary import Target
from knowledge.planner.walking import Walk
from knowledge.semantic.query import Operator

_OPPOSITE = {
    Operator.GREATER: Operator.LESS_OR_EQUAL,
    Operator.LESS: Operator.GREATER_OR_EQUAL,
    Operator.GREATER_OR_EQUAL: Operator.LESS,
    Operator.LESS_OR_EQUAL: Operator.GREATER,
    Operator.EQUALS: Operator.NOT_EQUALS,
    Operator.NOT_EQUALS: Operator.EQUALS,
}


_CURRENCIES = {
    "euro": "eur", "euros": "eur", "eur": "eur", "€": "eur", "dollar": "usd", "dollars": "usd", "usd": "usd",
    "$": "usd", "pounds": "gbp", "gbp": "gbp", "£": "gbp",
}  # fmt: skip
_CODES = frozenset(_CURRENCIES.values())
_AMOUNTS = (
    "price", "prix", "cost", "fare", "fee", "amount", "montant", "total", "salary", "salaire", "nightly",
)  # fmt: skip


class ComparingWalk(Walk):
    """Takes comparisons, and gives them to the noun that they are about."""

    __slots__ = ()

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
        bound = Bound(operator, (number,), tuple(hints.split()) or self._money(number_at))
        self._set_bound(bound, number_at + 1)
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
        self._set_bound(Bound(Operator.BETWEEN, (low, high), self._money(second)), second + 1)
        return second + 1

    def _set_bound(self, bound: Bound, following: int) -> None:
        """To the noun that comes next ("more than 100 seats"), else to the one before ("price over 50")."""
        after = self._skip_fillers(following)
        next_is_noun = after < len(self.pieces) and bool(self.pieces[after].targets)
        before = bool(self.nouns) and self._only_comparison_words_since()
        if before and self.nouns[-1].marks.bound is None and _is_measurable(self.nouns[-1].targets):
            self._amend(bound=bound)
            self.marks = replace(self.marks, has=False)
        elif before and bound.hints[:1] and bound.hints[0] in _CODES and not self.marks.has:
            self._amend(bound=bound)  # "invoices over 100 dollars": no number of something else
        elif next_is_noun and not self.marks.by:
            self.marks = replace(self.marks, bound=bound, has=True)
        elif before:
            alone = len(self.nouns) == 1 and not bound.hints and not self.marks.has
            self._amend(bound=replace(bound, hints=("only",)) if alone else bound)
            self.marks = replace(self.marks, has=False)
        else:
            raise NoShape(piece=self.pieces[min(following, len(self.pieces) - 1)])

    def _money(self, place: int) -> tuple[str, ...]:
        """Hints of a column of money where a currency stands before or behind the number: "1,000 euros"."""
        around = self.tokens[self.pieces[place].end : self.pieces[place].end + 1]
        around += self.tokens[max(self.pieces[place].start - 1, 0) : self.pieces[place].start]
        codes = [_CURRENCIES[token.norm] for token in around if token.norm in _CURRENCIES]
        return (codes[0], *_AMOUNTS) if codes else ()

    def _only_comparison_words_since(self) -> bool:
        return all(
            piece.tag is not None and piece.tag.kind in (TagKind.FILLER, TagKind.NOT, TagKind.PREPOSITION)
            for piece in self.since_noun
        )

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


def _is_measurable(targets: tuple[tuple[Target, float], ...]) -> bool:
    best = max(targets, key=lambda pair: pair[1])[0]
    return best.kind in ("column", "metric", "dimension")
