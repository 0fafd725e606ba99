"""“What share of revenue comes from France?”, “percentage of orders by status”, « quelle part ... »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.planner.deriving_text import Asked, counts_or_sums
from knowledge.planner.fields import find_column
from knowledge.planner.plan import Planned
from knowledge.semantic.derivation import ShareOf
from knowledge.semantic.query import Condition, Operator, SegmentCondition, SemanticQuery
from querying.catalog import ColumnType

_THE = r"(?:all |all the |the |our |total |toutes les |tous les |les |la |le |l'|nos )?"
_SHARE = r"(?:shares?|percentages?|percent|proportions?|fractions?|%|parts?|pourcentages?|pour cent)"
_HEAD = re.compile(
    r"^(?:and |et )?(?:what(?:'s| is| was| are)? |which |how many |quel(?:le)?s? (?:est |etait "
    r"|sont )?|show(?: me)? "
    r"|give me |donne[rz]?[ -]moi |affiche[rz]? )?(?:the |our |la |le |notre |an? |de )?"
    rf"{_SHARE} (?:of |de |du |des |d'){_THE}"
)
_OF_TOTAL = r"(?: (?:of|from|du|sur le) (?:the )?(?:total|whole|all))?"
_IN_PERCENT = re.compile(
    rf",? ?\b(?:(?:in|as) (?:a |an? )?(?:percent(?:age)?s?|%|shares?)|en (?:pourcentages?|%"
    rf"|pour cent|parts?)){_OF_TOTAL}"
    r"(?=$| )"
)
_EACH_OWN = re.compile(
    r"^(?:what(?:'s| is| are) |show(?: me)? )?(?:each|every) (?P<by>.+?)(?:'s)? (?:share|percentage"
    r"|proportion|part)s? of "
    rf"{_THE}(?P<what>.+)$"
)
# After the head: "each channel in bookings", "revenue comes from each country", "sales does each city make".
_EACH = (
    re.compile(
        r"^(?:each|every|chaque) (?P<by>.+?) (?:in|of|within|dans|sur|au sein de) (?:the |les |le "
        r"|la |l'|nos )?(?P<what>.+)$"
    ),
    re.compile(
        r"^(?P<what>.+?) (?:comes?|came|coming|is|are|was|were|goes|go|went|belongs?|made|happens?"
        r"|do we have) (?:made |booked |done )?"
        r"(?:from|through|via|to|in|by|at|on|with|for) (?:each|every) (?P<by>.+)$"
    ),
    re.compile(
        r"^(?P<what>.+?) (?:do|does|did) (?:each|every) (?P<by>.+?) (?:bring|make|account|represent"
        r"|generate|have|get|contribute|hold|sell)"
        r"(?: in| up| for)?$"
    ),
    re.compile(
        r"^(?P<what>.+?) (?:represente(?:nt)?|vien(?:t|nent)|provien(?:t|nent)|font|fait|realise"
        r"|apporte|genere|est|sont|passe(?:nt)?)"
        r"(?: fait[es]*)? (?:de |du |d'|dans |par |a |sur )?chaque (?P<by>.+)$"
    ),
)
_BY = re.compile(r"\b(?:by|per|for each|in each|par|selon|pour chaque|dans chaque)\b")
_VERB = re.compile(
    r" (?:that |who |which |qui )?(?P<verb>(?:comes?|came|coming) from|(?:vien(?:t|nent)|vient"
    r"|provien(?:t|nent)) "
    r"(?:de |du |des |d')|(?:has been|have been|is|are|was|were|has|have|had|est|sont|etait|etaient"
    r"|a ete|ont ete|ont"
    r"|a) )"
)
_FROM = {"en": "from", "fr": "de"}
_BY_WORD = {"en": "by", "fr": "par"}


def read(asked: Asked) -> Planned | None:
    """The plan, or None where no share is asked for."""
    own = _EACH_OWN.match(asked.folded.rstrip(" ?."))
    if own is not None:
        return _each(asked, _grouped(asked, *_said(asked, own, 0)))
    told = _IN_PERCENT.search(asked.folded)
    if told is not None and not asked.names(told) and told.start():
        return _each(
            asked,
            re.sub(
                r"^(?:the |la |le )?(?:distribution|breakdown|split|repartition) (?:of (?:the )?"
                r"|de la |de l'|des |du |de |d')",
                "",
                asked.without(told),
                flags=re.IGNORECASE,
            ),
        )
    head = _HEAD.match(asked.folded)
    if head is None:
        return None
    rest, folded = asked.text[head.end() :].strip(" ?"), asked.folded[head.end() :].strip(" ?")
    for pattern in _EACH:
        if (match := pattern.match(folded)) is not None:
            return _each(asked, _grouped(asked, *_said(asked, match, head.end())))
    verb, by = _VERB.search(folded), _BY.search(folded)
    if verb is not None and (by is None or verb.start() < by.start()):
        return _part(asked, rest, verb, by)
    return _each(asked, rest) if by is not None else _adjective(asked, rest)


def _said(asked: Asked, match: re.Match[str], offset: int) -> tuple[str, str]:
    what, by = match.span("what"), match.span("by")
    return asked.text[offset + what[0] : offset + what[1]], asked.text[offset + by[0] : offset + by[1]]


def _grouped(asked: Asked, what: str, by: str) -> str:
    return f"{what} {_BY_WORD[asked.language]} {by}"


def _each(asked: Asked, rest: str) -> Planned | None:
    found = asked.measured(rest)
    if found is None or not found.query.group_by or not _plain(found.query):
        return None
    if len(found.query.group_by) > 2 or any(item.grain is not None for item in found.query.group_by):
        return None
    if any(_tells_state(asked, one) for one in found.query.where):
        return None  # the cancelled of each hotel, or each hotel's part of all that were cancelled?
    if not counts_or_sums(found.query, asked.model):
        return None
    return asked.derived(found, replace(found.query, order=()), ShareOf())


def _tells_state(asked: Asked, condition: object) -> bool:
    """Whether it is said of the rows themselves: cancelled, paid, smoking; not where they are."""
    if isinstance(condition, SegmentCondition):
        return True
    if not isinstance(condition, Condition) or condition.field.path:
        return False
    column = find_column(asked.model, condition.field)
    return column is not None and (column.type is ColumnType.BOOLEAN or condition.operator is Operator.EQUALS)


def _plain(query: SemanticQuery) -> bool:
    return query.limit is None and not query.having and not query.distinct


def _adjective(asked: Asked, rest: str) -> Planned | None:
    """“Percentage of cancelled bookings”: of all bookings, those; with one thing said of them only."""
    found = asked.measured(rest)
    if found is None or found.query.group_by or not _plain(found.query) or len(found.query.where) != 1:
        return None
    condition = found.query.where[0]
    if not isinstance(condition, Condition | SegmentCondition) or not counts_or_sums(
        found.query, asked.model
    ):
        return None
    return asked.derived(found, replace(found.query, where=(), order=()), ShareOf((condition,)))


def _part(asked: Asked, rest: str, verb: re.Match[str], by: re.Match[str] | None) -> Planned | None:
    """The whole is what stands before the verb, the part what both say together; the period is one."""
    subject, tail = rest[: verb.start()], rest[verb.end() :].strip()
    if by is not None:  # "was cancelled by hotel"
        subject = f"{subject} {rest[by.start() :]}"
        tail = rest[verb.end() : by.start()].strip()
    whole = asked.measured(subject)
    if whole is None or not _plain(whole.query) or bool(whole.query.group_by) != (by is not None):
        return None
    for text in _part_texts(asked, rest, verb, tail, rest[by.start() :] if by is not None else ""):
        part = asked.measured(text)
        found = _joined(asked, whole, part) if part is not None else None
        if found is not None:
            return found
    return None


def _part_texts(asked: Asked, rest: str, verb: re.Match[str], tail: str, by: str) -> Iterator[str]:
    said, subject = verb["verb"].strip(), rest[: verb.start()]
    if "from" in said or said.startswith(("vien", "provien")):
        yield f"{subject} {_FROM[asked.language]} {tail} {by}".strip()
    yield f"{subject} {rest[verb.start() : verb.end()].strip()} {tail} {by}".strip()
    if len(tail.split()) <= 2 and said in {
        "is",
        "are",
        "was",
        "were",
        "est",
        "sont",
        "a ete",
        "ont ete",
        "has been",
        "have been",
    }:
        first = f"{tail} {subject}" if asked.language == "en" else f"{subject} {tail}"
        yield f"{first} {by}".strip()


def _joined(asked: Asked, whole: Planned, part: Planned) -> Planned | None:
    one, other = whole.query, part.query
    same = one.measures == other.measures and one.group_by == other.group_by and _plain(other)
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
