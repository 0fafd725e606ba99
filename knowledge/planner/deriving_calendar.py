"""“Signups by weekday”, “busiest day of the week”, « par jour de la semaine », by hour of the day."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.planner.deriving_text import Asked, counts_or_sums
from knowledge.planner.plan import Planned
from knowledge.semantic.derivation import ByCalendarPart, CalendarPart

_NAMES = {
    CalendarPart.WEEKDAY: r"(?:weekdays?|days? of (?:the )?week|jours? de (?:la )?semaine)",
    CalendarPart.HOUR: r"(?:hours? of (?:the )?day|time of (?:the )?day|heures? (?:de la journee|du jour))",
    CalendarPart.MONTH: r"(?:months? of (?:the )?year|calendar months?|mois de l'annee)",
}
_BY = r"\b(?:by|per|for each|on each|par|pour chaque|selon (?:le|la|l')) ?(?:the )?"
_WHICH = (
    r"^(?:(?:what|which)(?:'s| is| was| are)? (?:the |our )?|quel(?:le)? (?:est |etait )?(?:le |la |l')?)?"
)


def read(asked: Asked) -> Planned | None:
    """The plan, or None where no part of the calendar is asked about."""
    for part, name in _NAMES.items():
        by = re.search(_BY + name + r"\b", asked.folded)
        if by is not None:
            return _by(asked, part, asked.without(by), None)
        ranked = re.match(
            _WHICH
            + r"(?P<how>busiest|quietest|slowest|best|worst)? ?"
            + name
            + r"(?: (?P<plus>le plus charge|le moins charge))? ?(?:for |(?:do|did) (?:we|you) "
            r"|pour (?:les |la |le )?|in terms of )?"
            + r"(?P<has>(?:has|have|had|sees?|gets?|with|a|avec|compte) (?:the |le )?(?P<most>most"
            r"|fewest|least|plus|moins) (?:de |d'|des )?)?",
            asked.folded,
        )
        if ranked is not None:
            return _ranked(asked, part, ranked)
    return None


def _ranked(asked: Asked, part: CalendarPart, ranked: re.Match[str]) -> Planned | None:
    how = ranked["how"] or ranked["plus"] or ranked["most"]
    if how is None:
        return None
    low = how in {"quietest", "slowest", "worst", "fewest", "least", "moins", "le moins charge"}
    return _by(asked, part, asked.text[ranked.end() :].strip(" ?"), not low)


def _by(asked: Asked, part: CalendarPart, rest: str, descending: bool | None) -> Planned | None:
    if not rest:
        return None
    found = asked.measured(rest)
    if found is None or found.query.group_by or found.query.limit is not None:
        return None
    if not counts_or_sums(found.query, asked.model):
        return None
    return asked.derived(found, replace(found.query, order=()), ByCalendarPart(part, descending))
