"""“What share of revenue comes from France?”, “percentage of orders by status”, « quelle part ... »."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.planner.deriving_text import Asked, counts_or_sums
from knowledge.planner.plan import Planned
from knowledge.semantic.derivation import ShareOf
from knowledge.semantic.query import Condition, SegmentCondition, SemanticQuery

_HEAD = re.compile(
    r"^(?:and )?(?:what(?:'s| is| was)? |which |quelle? (?:est |etait )?|show |give me |donne-moi )?"
    r"(?:the |our |la |le |notre |an? )?(?:share|percentage|percent|proportion|fraction|%|part|pourcentage)s?"
    r" (?:of |de |du |des |d')(?:all |all the |the |our |total |toutes les |tous les |les |la |le |l'|nos )?"
)
_BY = re.compile(r"\b(?:by|per|for each|par|selon)\b")
_VERB = re.compile(
    r" (?:that |who |which |qui )?(?P<verb>(?:comes?|came|coming) from|(?:vien(?:t|nent)|vient"
    r"|provien(?:t|nent)) "
    r"(?:de |du |des |d')|is |are |was |were |has |have |had |est |sont |etait |etaient |ont |a )"
)
_FROM = {"en": "from", "fr": "de"}


def read(asked: Asked) -> Planned | None:
    """The plan, or None where no share is asked for."""
    head = _HEAD.match(asked.folded)
    if head is None:
        return None
    rest, folded = asked.text[head.end() :].strip(" ?"), asked.folded[head.end() :]
    if _BY.search(folded):
        return _each(asked, rest)
    verb = _VERB.search(folded)
    return _part(asked, rest, verb) if verb is not None else None


def _each(asked: Asked, rest: str) -> Planned | None:
    found = asked.measured(rest)
    if found is None or not found.query.group_by or not _plain(found.query):
        return None
    if len(found.query.group_by) > 2 or any(item.grain is not None for item in found.query.group_by):
        return None
    if not counts_or_sums(found.query, asked.model):
        return None
    return asked.derived(found, replace(found.query, order=()), ShareOf())


def _plain(query: SemanticQuery) -> bool:
    return query.limit is None and not query.having and not query.distinct


def _part(asked: Asked, rest: str, verb: re.Match[str]) -> Planned | None:
    """The whole is what stands before the verb, the part what both say together; the period is one."""
    whole = asked.measured(rest[: verb.start()])
    if whole is None or whole.query.group_by or not _plain(whole.query):
        return None
    said = verb["verb"].strip()
    tail = rest[verb.end() :].strip()
    comes = "from" in said or said.startswith(("vien", "provien"))
    link = rest[verb.start() : verb.end()].strip()
    texts = [f"{rest[: verb.start()]} {_FROM[asked.language]} {tail}"] if comes else []
    texts += [f"{rest[: verb.start()]} {link} {tail}"]
    for text in texts:
        part = asked.measured(text)
        found = _joined(asked, whole, part) if part is not None else None
        if found is not None:
            return found
    return None


def _joined(asked: Asked, whole: Planned, part: Planned) -> Planned | None:
    one, other = whole.query, part.query
    same = one.measures == other.measures and not other.group_by and _plain(other)
    extra = tuple(
        condition
        for condition in other.where
        if condition not in one.where and isinstance(condition, Condition | SegmentCondition)
    )
    if not same or not extra or set(other.where) != {*one.where, *extra}:
        return None
    if one.period is not None and one.period != other.period:
        return None
    if not counts_or_sums(one, asked.model):
        return None
    return asked.derived(part, replace(one, period=other.period, order=()), ShareOf(extra))
