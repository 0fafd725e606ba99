"""Where a question names two periods to compare: what is measured in the one, and the words of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.planner.deriving_text import Asked, fold

_WITH = re.compile(
    r",? ?\b(?:(?:as )?compared? (?:with|to)|versus|vs\.?|against|relative to|in comparison (?:with|to)"
    r"|par rapport (?:a|aux?)|comparee?s? (?:a|aux?|avec)|contre|face a)(?= |$)\s*"
)
_COMPARE = re.compile(
    r"^compare[rz]? .+?(?P<link> (?:with|to|avec|a) )(?=(?:those (?:of|in) |celles? (?:de |d')"
    r"|ceux (?:de |d'))?"
    r"(?:the |l'|le |la )?(?:\d{4}\b|last|previous|prior|same|(?:an(?:nee)?|mois|semaine|trimestre) "
    r"(?:dernier|derniere|passee?|precedente?)\b))"
)
_BOTH = re.compile(
    r"^compare[rz]? (?P<what>.+?) (?:in|for|of|between|during|en|de|pour|entre) (?P<one>[^,]+?) "
    r"(?:and|et|to|with|a|avec) (?P<other>[^,]+)$"
)
_MORE = re.compile(
    r"^(?:did|do|have|are|were|was|is)(?: we| there)?(?: have| had| get| been| make| sell)? (?:more"
    r"|fewer|less)"
    r" (?P<what>.+?) than (?:in |during )?(?P<other>.+)$"
    r"|^(?:avons[ -]nous|a[ -]t[ -]on|y a[ -]t[ -]il|est[ -]ce qu'il y a)(?: eu)? (?:plus|moins) (?:de |d')"
    r"(?P<quoi>.+?) qu(?:e |')(?:en |pendant )?(?P<autre>.+)$"
)
_GROW = (
    r"(?:grown?|grew|changed?|increased?|decreased?|declined?|risen?|rise|rose|fall|fallen|fell"
    r"|drop|dropped)"
)
_GROWTH = (
    r"(?:growth(?: rate)?|increase|decrease|decline|croissance|taux de croissance|progression|hausse|baisse"
    r"|augmentation|diminution)"
)
_GREW = re.compile(
    rf"^(?:(?:by )?how (?:much|many percent)|by what percent(?:age)?) (?:did|have"
    rf"|has) (?P<a>.+?) {_GROW}\b(?P<b>.*)$"
    rf"|^(?:what (?:is|was) |show(?: me)? |quelle? (?:est|a ete) )?(?:the |our |la |le "
    rf"|l')?{_GROWTH} (?:of|in|de la"
    r"|de l'|du|des|de|d') ?(?:the |our )?(?P<c>.+)$"
)
_SPAN = re.compile(
    r"\b(?:from|between|entre|de|d') ?(?P<one>[^,]+?) (?:to|and|et"
    r"|a) (?P<other>[^,]+?)(?P<rest> (?:by|per|par) .+)?$"
)
_GROUPED = re.compile(r",? (?:by|per|for each|par|pour chaque) .+$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH_LAST = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|janvier|fevrier"
    r"|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|[qt][1-4])$"
)
_THE_ONE_BEFORE = "the previous period"


def ways(asked: Asked) -> Iterator[tuple[str, str]]:
    """Ways to read two periods: a text with the first in it, and the other's words, folded."""
    folded = asked.folded.strip(" ?.!")
    link = _WITH.search(folded) or _COMPARE.match(folded)
    if link is not None and len(_WITH.findall(folded)) <= 1:
        start = link.start("link") if link.re is _COMPARE else link.start()
        yield from _linked(asked.text[:start].strip(" ,"), folded[link.end() :].strip(" ,"))
    if link is None:
        yield from _unlinked(asked, folded)


def _linked(text: str, other: str) -> Iterator[tuple[str, str]]:
    """“Bookings in 2025 vs 2024”, with what is said behind the other period moved to the first."""
    grouped = _GROUPED.search(other)
    by = ""
    if grouped is not None:
        by, other = grouped.group().lstrip(","), other[: grouped.start()].strip()
    year = _YEAR.search(other)
    if year is not None and not _YEAR.search(fold(text)) and _MONTH_LAST.search(fold(text)):
        text = f"{text} {year.group()}"
    yield f"{text}{by}", other
    first = re.match(r"(?P<period>(?:19|20)\d\d)\b[:,]? (?:of |in |des |de )?(?P<what>[a-z].+)$", other)
    if first is not None and _YEAR.fullmatch(fold(text).strip()):  # "2025 vs 2024 bookings"
        yield f"{first['what']} {text}{by}", first["period"]


def _unlinked(asked: Asked, folded: str) -> Iterator[tuple[str, str]]:
    both, more, grew = _BOTH.match(folded), _MORE.match(folded), _GREW.match(folded)
    if both is not None:
        text = asked.text[both.start("what") : both.end("what")]
        yield _at(asked, text, both["one"]), both["other"]
    if more is not None:
        name = "what" if more["what"] else "quoi"
        yield asked.text[more.start(name) : more.end(name)], more["other"] or more["autre"]
    if grew is not None:
        if grew["a"]:
            text = (
                f"{asked.text[grew.start('a') : grew.end('a')]}{asked.text[grew.start('b') : grew.end('b')]}"
            )
        else:
            text = asked.text[grew.start("c") : grew.end("c")]
        text = text.strip(" ?.!")
        span = _SPAN.search(fold(text))
        if span is not None and span.start():
            rest = text[span.end("other") :]
            yield f"{_at(asked, text[: span.start()].strip(), span['other'])}{rest}", span["one"]
        else:
            yield text, _THE_ONE_BEFORE


def _at(asked: Asked, text: str, period: str) -> str:
    """The text with a period behind it: "bookings in 2025", "bookings last year"."""
    link = ("en " if asked.language == "fr" else "in ") if period[:1].isdigit() else ""
    return f"{text} {link}{period}"
