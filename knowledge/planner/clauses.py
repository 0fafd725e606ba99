"""A question cut where it speaks of other rows: "customers | without | orders in May", "users | inactive"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.planner.numbers import number_of
from knowledge.planner.tokens import Token
from knowledge.semantic.query import Operator

_NONE_TEXT = """
with no|without|without any|without a|without an|without a single|with zero|who have no|who has no
that have no
which have no|have no|has no|having no|who have never|who has never|that have never|which have never
have never
has never|who never|that never|which never|never|who have not|that have not|which have not|have not|has not
who haven t|that haven t|which haven t|haven t|hasn t|who did not|that did not|which did not|did not
who didn t
that didn t|which didn t|didn t|who do not have|who don t have|that don t have|which don t have|do not have
don t have|not having|that were never|which were never|were never|was never|that nobody|which nobody|nobody
that no one|no one|that no one ever|nobody ever|nobody has|nobody has ever|that nobody has|that nobody ever
sans|sans aucun|sans aucune|sans la moindre|qui n ont jamais|qui n a jamais|n ont jamais|n a jamais
qui n ont pas|n ont pas|qui n ont aucun|qui n ont aucune|n ont aucun|n ont aucune|n ayant pas|n ayant jamais
n ayant aucun|n ayant aucune|jamais|que personne n a|que personne n a jamais|personne n a|n ayant fait aucune
qui n ont fait aucune|n ont fait aucune|n ayant passe aucune|qui n ont passe aucune|n ont passe aucune
"""
_NOWHERE_TEXT = """
that are in no|which are in no|are in no|that are on no|which are on no|are on no|that belong to no
which belong to no|belong to no|not in any|that are not in any|not on any|that are not on any
qui ne sont dans aucun|qui ne sont dans aucune|qui ne sont sur aucun|qui ne sont sur aucune
"""
_SOME_TEXT = """
with|who have|that have|which have|have|has|having|who|that|which|who made|who placed|who did|avec|ayant
qui ont
qui|ont|ayant fait|ayant passe|qui ont fait|qui ont passe
"""
_LEFT_OVER = frozenset({"who", "that", "which", "have", "has", "are", "did", "do", "qui", "que", "ont", "n"})
_BOUNDS = {
    "at least": Operator.GREATER_OR_EQUAL, "or more": Operator.GREATER_OR_EQUAL,
    "more than": Operator.GREATER,
    "over": Operator.GREATER, "fewer than": Operator.LESS, "less than": Operator.LESS, "under": Operator.LESS,
    "at most": Operator.LESS_OR_EQUAL, "no more than": Operator.LESS_OR_EQUAL, "exactly": Operator.EQUALS,
    "only": Operator.EQUALS, "au moins": Operator.GREATER_OR_EQUAL, "plus de": Operator.GREATER,
    "plus d": Operator.GREATER, "moins de": Operator.LESS, "moins d": Operator.LESS,
    "au plus": Operator.LESS_OR_EQUAL, "exactement": Operator.EQUALS,
}  # fmt: skip
_LIGHT = frozenset(
    [
        "placed",
        "made",
        "had",
        "have",
        "got",
        "been",
        "done",
        "a",
        "an",
        "any",
        "one",
        "single",
        "ever",
        "yet",
        "received",
        "taken",
        "passe",
        "fait",
        "effectue",
        "eu",
        "d",
        "de",
        "du",
        "des",
        "la",
        "le",
        "l",
        "une",
        "un",
        "aucune",
        "aucun",
        "the",
        "gotten",
        "wrote",
        "written",
        "left",
        "given",
        "marque",
        "scored",
        "ecrit",
        "laisse",
    ]
)
_EMPTY_TAIL = frozenset({"anything", "something", "yet", "ever", "rien", "encore", "all", "it", "them", "at"})
_NEGATIVE = frozenset(
    [
        "no",
        "not",
        "never",
        "without",
        "nobody",
        "none",
        "t",
        "non",
        "sans",
        "pas",
        "jamais",
        "aucun",
        "aucune",
        "personne",
        "except",
        "excluding",
        "sauf",
        "hors",
        "or",
        "ou",
        "but",
    ]
)
_IDLE = re.compile(
    r"^(?P<head>.+?)\s+(?:(?:(?:who|that|which)\s+)?(?:have|has|are|were|is)\s+(?:been\s+)?"
    r"|(?:qui\s+)?(?:sont|ont ete)\s+)?"
    r"(?:inactive|dormant|idle|inactifs?|inactives?)\s+"
    r"(?:for|since|in|over|during|depuis|pendant)\s+"
    r"(?:the\s+|at\s+least\s+|plus\s+de\s+|more\s+than\s+|les\s+)?"
    r"(?:last\s+|past\s+)?(?P<count>\d+|a|one|un|une)\s+"
    r"(?P<unit>days?|weeks?|months?|years?|jours?|semaines?|mois|ans?|annees?)$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """The words before and those that name other rows; `bound` compares their number (or an amount)."""

    head: str
    child: str
    negated: bool
    bound: tuple[Operator, int | float] | None = None


@dataclass(frozen=True, slots=True)
class Idle:
    """“Buyers inactive for 30 days”: who, and the period in words of the question's language."""

    head: str
    period: str


def clauses(text: str, tokens: tuple[Token, ...], language: str) -> Iterator[Clause]:
    """Ways to cut the question, the most telling link first."""
    norms = [token.norm for token in tokens if token.text != "?"]
    tokens = tuple(token for token in tokens if token.text != "?")
    for negated, links in ((True, _links(_NOWHERE_TEXT + _NONE_TEXT)), (False, _links(_SOME_TEXT))):
        for link in links:
            for start in range(1, len(norms) - len(link)):
                if tuple(norms[start : start + len(link)]) == link:
                    clause = _clause(text, tokens, start, start + len(link), negated, language)
                    if clause is not None:
                        yield clause


def speaks_of_others(tokens: tuple[Token, ...]) -> bool:
    """Whether a word stands in the question that may lead to other rows."""
    return any(token.norm in ("with", "having", "avec", "ayant") for token in tokens[1:])


def idle(text: str, language: str) -> Idle | None:
    """Who is said to have been inactive, and for how long."""
    from knowledge.planner.tokens import normalise

    found = _IDLE.match(normalise(text.rstrip(" ?.!")))
    if found is None:
        return None
    count, unit = found["count"], found["unit"]
    count = "1" if not count.isdigit() else count
    spans = "dans les {} derniers {}" if language == "fr" else "in the last {} {}"
    if language == "fr" and unit.startswith(("semaine", "annee")):
        spans = "dans les {} dernières {}"
    return Idle(text[: found.end("head")].strip(), spans.format(count, unit))


def _links(text: str) -> list[tuple[str, ...]]:
    links = [tuple(link.split()) for line in text.splitlines() for link in line.split("|")]
    return sorted(filter(None, links), key=len, reverse=True)


def _clause(
    text: str, tokens: tuple[Token, ...], start: int, end: int, negated: bool, language: str
) -> Clause | None:
    while start > 1 and tokens[start - 1].norm in _LEFT_OVER:
        start -= 1
    while end < len(tokens) - 1 and tokens[end].norm in _LIGHT:
        end += 1
    bound, end = _bound(tokens, end, language)
    if bound is not None and negated:
        return None
    last = len(tokens)
    while last > end and tokens[last - 1].norm in _EMPTY_TAIL:
        last -= 1
    while end < last - 1 and tokens[end].norm in _LIGHT:
        end += 1
    if end >= last:
        return None
    if any(token.norm in _NEGATIVE for token in tokens[end:last]):
        return None  # not twice
    split = _grouped_at(tokens, end, last)
    head = text[: tokens[start - 1].end]
    if split is not None:
        head += " " + text[tokens[split].start : tokens[last - 1].end]
        last = split
    return Clause(head, text[tokens[end].start : tokens[last - 1].end], negated, bound)


def _grouped_at(tokens: tuple[Token, ...], start: int, end: int) -> int | None:
    """Where “by country” begins: it groups what is counted, not the other rows."""
    return next((i for i in range(start + 1, end - 1) if tokens[i].norm in ("by", "par", "per")), None)


def _bound(
    tokens: tuple[Token, ...], start: int, language: str
) -> tuple[tuple[Operator, int | float] | None, int]:
    for length in (3, 2, 1):
        words = " ".join(token.norm for token in tokens[start : start + length])
        number_at = start + length
        if words in _BOUNDS and number_at < len(tokens):
            number = number_of(tokens[number_at], language)
            return ((_BOUNDS[words], number), number_at + 1) if number is not None else (None, start)
    return None, start
