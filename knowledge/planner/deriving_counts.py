"""“Invoices above 100, how many?”, « réservations annulées, combien ? »: the question at the end."""

from __future__ import annotations

import re

from knowledge.planner.deriving_text import Asked
from knowledge.planner.plan import Planned
from knowledge.semantic.query import AggregateMeasure, Function, MetricMeasure, SemanticQuery

_TAIL = re.compile(
    r"(?:[,;:.?!-] *|\s)(?:and |et )?(?:how many(?: (?:are there|are they|in all|in total"
    r"|of them(?: are there)?))?"
    r"|combien(?: (?:y en a[ -]t[ -]il|en a[ -]t[ -]on|sont[ -]ils|sont[ -]elles|en tout|au total))?)[ ?]*$"
)
_LEAD = re.compile(
    r"^(?:(?:list|show(?: me)?|liste[rz]?|affiche[rz]?) )?(?:all )?(?:the |les |des |nos |our )?"
)


def read(asked: Asked) -> Planned | None:
    """The plan of the count, or None where the question does not end so."""
    tail = _TAIL.search(asked.folded)
    if tail is None or tail.start() == 0:
        return None
    lead = _LEAD.match(asked.folded)
    rest = asked.text[lead.end() if lead else 0 : tail.start()].strip(" ,;:-")
    if not rest:
        return None
    found = asked.again(f"nombre de {rest}" if asked.language == "fr" else f"number of {rest}")
    return found if found is not None and _is_count(found.query, asked) else None


def _is_count(query: SemanticQuery, asked: Asked) -> bool:
    if len(query.measures) != 1 or query.group_by or query.derived is not None or query.limit is not None:
        return False
    measure = query.measures[0]
    if isinstance(measure, MetricMeasure):
        return asked.model.metrics[measure.name].sql.strip().lower().startswith("count(")
    assert isinstance(measure, AggregateMeasure)
    return measure.function in (Function.COUNT, Function.COUNT_DISTINCT)
