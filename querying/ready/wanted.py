"""Which queries of an organization are worth keeping ready at a moment: as SQL of that moment, once for all
who would get the very same rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from accounts.actor import Actor
from querying.cache import Place
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal, guard
from querying.limits import Purpose
from querying.models import DataSource, SavedQuery
from querying.ready.asking import LEAST_MILLISECONDS, Asking, often_asked
from querying.ready.people import actors_of
from querying.ready.readings import sql_now
from querying.services.executing import place_of
from querying.services.visible import seen_by

LEAST_ASKINGS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query to be kept ready: whose eyes it is run with, its SQL of now, and where its rows are kept.

    `seconds` is what a run takes; `hours` (UTC) when it is asked; `count` how often it was.
    """

    actor: Actor
    question: str
    generated_by: str
    sql: str
    clock: dt.datetime
    place: Place
    count: int
    hours: frozenset[int]
    runs: int
    seconds_in_all: float

    @property
    def seconds(self) -> float:
        return self.seconds_in_all / self.runs if self.runs else 0.0


def wanted_of(source: DataSource, organization_id: int, now: dt.datetime) -> list[Wanted]:
    """The worthiest first: what its askers would wait for in all. At most READY_QUERIES."""
    askings = often_asked(source, organization_id, since=now - dt.timedelta(days=settings.READY_DAYS))
    actors = actors_of(organization_id, (asking.user_id for asking in askings))
    found: dict[str, Wanted] = {}
    for asking in askings:
        actor = actors.get(asking.user_id)
        if actor is not None and (wanted := _wanted(actor, source, asking, now)) is not None:
            known = found.get(wanted.place.key)
            found[wanted.place.key] = wanted if known is None else _together(known, wanted)
    kept = _texts_kept(source, organization_id)
    worthy = [each for each in found.values() if _is_worth_it(each, kept)]
    worthy.sort(key=lambda each: each.count * each.seconds, reverse=True)
    return worthy[: settings.READY_QUERIES]


def moment(actor: Actor, at: dt.datetime) -> dt.datetime:
    """What `now()` means for somebody who asks at `at`."""
    now: dt.datetime = settings.COPILOT_FROZEN_NOW or at
    return now.astimezone(ZoneInfo(actor.time_zone))


def _wanted(actor: Actor, source: DataSource, asking: Asking, now: dt.datetime) -> Wanted | None:
    """The asking as of now; None where its person may not see what they saw, or it never is the same twice.

    The guard must make of the text of then what it made of it then: scope, masks, policies and zone stand in
    that, and so does the clock where the query asks for more than the day.
    """
    if actor.role != asking.role:
        return None
    asked, clock = replace(asking.asked, at=moment(actor, asking.asked.at)), moment(actor, now)
    try:
        seen = seen_by(actor, source)
        if guard(asked.sql, seen.view, purpose=Purpose.REFRESH, clock=asked.at).sql != asking.sql_run:
            return None
        sql = sql_now(actor, source, asked, clock)
        if sql is None:
            return None
        guarded = guard(sql, seen.view, purpose=Purpose.REFRESH, clock=clock)
    except (SourceNotFound, GuardRefusal):
        return None
    place = place_of(actor, source, seen, guarded)
    if place is None:
        return None
    return Wanted(
        actor,
        asked.question,
        asked.generated_by,
        sql,
        clock,
        place,
        asking.count,
        asking.hours,
        asking.runs,
        asking.seconds,
    )


def _together(one: Wanted, other: Wanted) -> Wanted:
    """Two who get the same rows."""
    return replace(
        one,
        count=one.count + other.count,
        hours=one.hours | other.hours,
        runs=one.runs + other.runs,
        seconds_in_all=one.seconds_in_all + other.seconds_in_all,
    )


def _texts_kept(source: DataSource, organization_id: int) -> set[str]:
    """SQL that people share or have among their favourites."""
    saved = SavedQuery.objects.filter(
        Q(is_shared=True) | Q(favourites__isnull=False), source=source, organization=organization_id
    )
    return {_bare(sql) for sql in saved.values_list("sql", flat=True)}


def _is_worth_it(wanted: Wanted, kept: Iterable[str]) -> bool:
    """Asked often, or kept under a name and asked at all; and worth waiting for less."""
    least = 1 if _bare(wanted.sql) in kept else LEAST_ASKINGS
    return wanted.count >= least and wanted.seconds * 1000 >= LEAST_MILLISECONDS


def _bare(sql: str) -> str:
    return sql.strip().removesuffix(";").rstrip()
