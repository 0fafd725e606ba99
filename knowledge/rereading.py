"""What a question of the query log means now, for keeping common ones ready: the planner reads it again."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from accounts.actor import Actor
from knowledge.services import KnownSource, known_source
from querying.models import DataSource
from querying.ready.readings import Asked


def read_again(actor: Actor, source: DataSource, asked: Asked, now: dt.datetime) -> str | None:
    """The SQL of the question now; None unless its words alone gave the logged SQL when they were asked.

    So neither a follow-up, whose words mean something in its conversation only, nor a question whose personal
    data the log does not keep, nor one that new knowledge reads otherwise. Raises SourceNotFound.
    """
    known = known_source(actor, source)
    others = [code for code, _name in settings.LANGUAGES if code != actor.language]
    for language in (actor.language, *others):
        if _sql(actor, known, asked.question, asked.at, language) == asked.sql:
            return _sql(actor, known, asked.question, now, language)
    return None


def _sql(actor: Actor, known: KnownSource, text: str, now: dt.datetime, language: str) -> str | None:
    """What the planner makes of the words, as a turn does; None where they don't make a query."""
    # Not at the top: the planner takes half a second of every command's start.
    from knowledge.planner import plan
    from knowledge.planner.plan import Planned, Question
    from knowledge.semantic.compiled import CannotCompile
    from knowledge.semantic.compiler import compile_query

    question = Question(
        text=text,
        now=now,
        time_zone=actor.time_zone,
        week_start=actor.week_start,
        language=language,
        suggests=False,
        owner=actor.external_id,
    )
    planned = plan(question, known.model, known.values)
    if not isinstance(planned, Planned):
        return None
    try:
        compiled = compile_query(
            planned.query,
            known.model,
            time_zone=actor.time_zone,
            week_start=actor.week_start,
            language=planned.language,
        )
    except CannotCompile:
        return None
    return compiled.sql
