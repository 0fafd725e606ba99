"""Which queries are about the people of the audience, and the question that makes a segment of them."""

from __future__ import annotations

import dataclasses

from campaigns.enums import Dates
from conversations.agent.words import say
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import AggregateMeasure, Function, SemanticQuery


def people_query(query: SemanticQuery, model: SemanticModel) -> SemanticQuery | None:
    """The rows of the audience's table that a query lists or counts, whole; None where it is about others."""
    people = model.audience
    if people is None or query.table not in (people.table, None) or query.group_by or query.having:
        return None
    if query.measures:
        counted = query.measures == (AggregateMeasure(Function.COUNT, people.table),)
        return dataclasses.replace(query, table=people.table, measures=(), order=()) if counted else None
    return query if query.table == people.table else None


def create_text(people: str, language: str) -> str:
    """The question that asks for a segment of these people."""
    return say("create_segment_of", language, people=people[:1].lower() + people[1:])


def dates_told(dates: Dates, language: str) -> str:
    """What becomes of a segment's dates at its next refresh; "" where it has none."""
    return "" if dates == Dates.NONE else say(f"dates_{dates}", language)
