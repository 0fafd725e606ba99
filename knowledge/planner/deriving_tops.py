"""“The 2 best products of each category”, "most used event on each platform", « par pays, les 3 ... »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.planner.deriving_text import Asked
from knowledge.planner.plan import Planned
from knowledge.planner.reading import goes_without_saying
from knowledge.planner.tokens import normalise
from knowledge.semantic.derivation import TopPerGroup
from knowledge.semantic.query import AggregateMeasure, Field, Function, Grouping, Order, SemanticQuery

_EACH = r"(?:each(?: of (?:the|our))?|every|chaque|chacune? des)"
_HEADS = (
    re.compile(
        rf"^(?:and )?(?:for|in|on|at|of|within|from|by|per|pour|dans|sur|par|de"
        rf"|a) {_EACH} (?P<outer>[^,:]+?)[,:] ?(?P<rest>.+)$"
    ),
    re.compile(
        rf"^(?:for|in|on|at|of|within|from|pour|dans|sur|de"
        rf"|a) {_EACH} (?P<outer>[^,:]+?) (?P<rest>(?:the|what|which|show"
        r"|list|give|top|les?|la|quel|quelle|quels|quelles|affiche|donne)\b.+)$"
    ),
    re.compile(r"^(?:by|per|par) (?P<outer>[^,:]+?)[,:] ?(?P<rest>.+)$"),
)
_TAILS = (
    re.compile(
        rf"^(?P<rest>.+?),? (?:for|in|on|at|of|per|from|within|by|to|among|pour|dans|sur|par|de|du"
        rf"|a|au sein de) {_EACH} (?P<outer>.+)$"
    ),
    re.compile(r"^(?P<rest>.+),? (?:per|by|par) (?P<outer>[^,]+)$"),
    re.compile(r"^(?P<rest>.+?),? (?:per|par) (?P<outer>[^,]+)$"),
)
_LEAD = re.compile(
    r"^(?:what (?:is|are|was|were|s)|which (?:is|are)|show(?: me)?|list|give me|tell me|find"
    r"|quelle?s? (?:est|sont|etait)"
    r"|affiche[rz]?|liste[rz]?|donne[rz]?(?:[ -]moi)?|montre[rz]?(?:[ -]moi)?) "
)
_BY = re.compile(r" (?:by|in terms of|par|selon|en) ")
_TIMES = re.compile(r"^(?:hour|day|week|month|quarter|year|heure|jour|semaine|mois|trimestre|an|annee)s?$")
_RANKS = re.compile(
    r"\b(?:top|bottom|most|least|best|worst|\w+est|first|last|fewest|plus|moins|meilleure?s?"
    r"|premiere?s?|derniere?s?"
    r"|pires?)\b"
)
_DONE = re.compile(
    r"^(?:the )?(?P<count>\d+ |one |two |three |four |five )?(?P<way>most|least) (?P<verb>\w+(?:ed"
    r"|ught|old|aken|ent))"
    r" (?P<what>.+?) (?:by|in) (?P<by>.+)$"
)
_FAIT = re.compile(
    r"^(?:les? |la )?(?P<count>\d+ |deux |trois |quatre |cinq )?(?P<what>.+?) (?:les? "
    r"|la )(?P<way>plus|moins)"
    r" (?P<verb>\w+(?:ee?s?|us?|ues?|ises?)) (?:par|en) (?P<by>.+)$"
)


def read(asked: Asked) -> Planned | None:
    """The plan, or None where no ranking within each of something is asked for."""
    for rest, outer, each in _ways(asked):
        if not _RANKS.search(normalise(rest)):
            continue
        found = _ranking(asked, rest)
        query = _within(asked, found.query, outer, each) if found is not None else None
        if found is not None and query is not None:
            # What has no name or no value is not ranked anyway.
            where = tuple(
                one for one in query.where if not goes_without_saying(one, found.query, asked.model)
            )
            return asked.with_query(found, replace(query, where=where))
    return None


def _ways(asked: Asked) -> Iterator[tuple[str, str, bool]]:
    """What is ranked, within what, and whether "each" was said."""
    folded = asked.folded.rstrip(" ?.!")
    for number, pattern in enumerate((*_HEADS, *_TAILS)):
        match = pattern.match(folded)
        if match is None:
            continue
        start, end = match.span("rest")
        rest = asked.text[start:end].strip(" ,")
        lead = _LEAD.match(folded[start:end])
        rest = rest[lead.end() :] if lead else rest
        outer = asked.text[match.start("outer") : match.end("outer")].strip(" ,")
        each = number not in (2, 4, 5)
        by = _BY.search(normalise(outer))
        if by is not None:  # "per genre by number of tracks"
            yield f"{rest} {outer[by.start() :]}", outer[: by.start()].strip(), each
        yield rest, outer, each


def _ranking(asked: Asked, rest: str) -> Planned | None:
    """The ranking that is left, over all groups at once: "the 2 most ordered extras by quantity"."""
    found = asked.again(rest)
    if found is not None:
        return found
    folded = normalise(rest)
    done, fait = _DONE.match(folded), _FAIT.match(folded)
    if done is not None:
        way = "top" if done["way"] == "most" else "bottom"
        return asked.again(f"{way} {done['count'] or '1 '}{done['what']} by {done['by']}")
    if fait is not None and fait["way"] == "plus":
        return asked.again(f"top {fait['count'] or '1 '}{fait['what']} par {fait['by']}")
    return None


def _within(asked: Asked, query: SemanticQuery, outer: str, each: bool) -> SemanticQuery | None:
    """The ranking made apart for each group of `outer`; None where that can't be told."""
    if query.derived is not None or query.limit is None or len(query.order) != 1 or query.distinct:
        return None
    timed = _TIMES.match(normalise(outer)) is not None
    if timed and not each:
        return None
    if query.measures:
        return _numbers_within(asked, query, outer)
    return None if timed else _rows_within(asked, query, outer)


def _numbers_within(asked: Asked, query: SemanticQuery, outer: str) -> SemanticQuery | None:
    if len(query.measures) != 1 or query.order[0].measure != 0 or query.having or not query.group_by:
        return None
    also = f"aussi par {outer}" if asked.language == "fr" else f"also by {outer}"
    wider = asked.refined(query, also)
    if wider is None or wider.measures != query.measures or wider.period != query.period:
        return None
    new = tuple(item for item in wider.group_by if item not in query.group_by)
    if not new or len(wider.group_by) != len(new) + len(query.group_by):
        return None
    if not {*wider.where} <= {*query.where}:
        return None
    top = TopPerGroup(query.limit or 1, len(new))
    return replace(query, group_by=(*new, *query.group_by), limit=None, derived=top)


def _rows_within(asked: Asked, query: SemanticQuery, outer: str) -> SemanticQuery | None:
    """The newest order of each customer: rows, apart by what they belong to."""
    if query.table is None or query.order[0].grouping is None:
        return None
    counted = SemanticQuery(table=query.table, measures=(AggregateMeasure(Function.COUNT, query.table),))
    grouped = asked.refined(counted, f"aussi par {outer}" if asked.language == "fr" else f"also by {outer}")
    if grouped is None or not grouped.group_by or grouped.measures != counted.measures:
        return None
    if grouped.where or grouped.period or any(item.grain for item in grouped.group_by):
        return None
    return _rows_apart(query, grouped.group_by)


def _rows_apart(query: SemanticQuery, groups: tuple[Grouping, ...]) -> SemanticQuery | None:
    fields: tuple[Field, ...] = tuple(item.field for item in groups)
    by = query.columns[query.order[0].grouping or 0]
    if by in fields:
        return None
    columns = (*fields, *(field for field in query.columns if field not in fields))
    order = (Order(grouping=columns.index(by), descending=query.order[0].descending),)
    top = TopPerGroup(query.limit or 1, len(fields))
    return replace(query, columns=columns, order=order, limit=None, derived=top)
