"""The one way to run SQL on a data source: view, guard, run, log. Nothing is run that is not logged."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, connection

from accounts.actor import Actor
from accounts.clashes import retried_after_clash
from accounts.models import Organization, User
from accounts.privacy import mask_personal_data
from querying.cache import Caching, Kept, Place, place_for, run_once
from querying.engines import ENGINES
from querying.engines.base import Stopped
from querying.enums import ExecutionStatus, GeneratedBy
from querying.fingerprints import fingerprint
from querying.guard import GuardedQuery, GuardRefusal
from querying.limits import LIMITS, Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.queues import Queue, Waiting, turn
from querying.results import QueryFailed, ResultSet
from querying.services.telling import guard
from querying.services.visible import Seen, seen_by

logger = logging.getLogger(__name__)

LOGGED_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Execution:
    """A query that ran: its id in the log, what was run, and the rows.

    `cached_age`: the rows were kept by somebody's execution of the very same, so many seconds ago.
    """

    id: uuid.UUID
    guarded: GuardedQuery
    result: ResultSet
    cached_age: float | None = None


def execute(
    *,
    actor: Actor,
    source: DataSource,
    sql: str,
    purpose: Purpose,
    clock: dt.datetime,
    question: str = "",
    generated_by: str = GeneratedBy.PERSON,
    stopped: Stopped | None = None,
    provider: str = "",
    model: str = "",
    caching: Caching = Caching.USE,
    waiting: Waiting | None = None,
) -> Execution:
    """Guard and run SQL for an actor; `clock` (aware) is what `now()` means in it.

    Results of chat and workbench may come from, and go into, what is kept (querying/cache.py), as far as
    `caching` says; the system's own queries never do. `waiting` is told when others of the organization hold
    the query up, and when it goes on.

    Raises SourceNotFound, GuardRefusal, QueryFailed, QueryStopped. While the query runs no connection to the
    application's database is held: it is closed first, unless the caller has a transaction open.
    """
    entry = new_entry(actor, source, sql, purpose, generated_by, question)
    entry.provider, entry.model = provider, model
    started = time.perf_counter()
    try:
        seen = seen_by(actor, source)
        guarded = guard(sql, seen.view, purpose=purpose, clock=clock)
        entry.sql_run = guarded.sql
        kept_by = Caching.NONE if generated_by == GeneratedBy.SYSTEM else caching
        entry.keepable = kept_by is not Caching.NONE
        kept = _run(actor, source, seen, guarded, kept_by, stopped, waiting)
    except GuardRefusal as refusal:
        log_execution(entry, ExecutionStatus.BLOCKED, started, code=refusal.code)
        raise
    except QueryFailed as failure:
        failure.sql = entry.sql_run
        log_execution(entry, ExecutionStatus.ERROR, started, code=failure.code, sqlstate=failure.sqlstate)
        raise
    entry.row_count, entry.cached = kept.result.row_count, kept.age is not None
    log_execution(entry, ExecutionStatus.SUCCESS, started)
    return Execution(entry.id, guarded, kept.result, kept.age)


def _run(
    actor: Actor,
    source: DataSource,
    seen: Seen,
    guarded: GuardedQuery,
    caching: Caching,
    stopped: Stopped | None,
    waiting: Waiting | None,
) -> Kept:
    """The rows, kept or run for. Raises QueryFailed, QueryStopped."""
    limits = LIMITS[guarded.purpose]
    place = place_of(actor, source, seen, guarded) if caching is not Caching.NONE else None
    queue = Queue(source.pk, actor.organization_id, guarded.purpose)

    def run(look: Stopped | None) -> ResultSet:
        with turn(queue, seconds=limits.seconds, stopped=look, waiting=waiting) as watched:
            return ENGINES[source.engine].run(source.reader_url, guarded, limits, watched)

    if place is None:
        release_connection()
        return Kept(run(stopped))
    return run_once(
        *(place, run),
        caching=caching,
        patience=limits.seconds,
        stopped=stopped,
        before_wait=release_connection,
    )


def place_of(actor: Actor, source: DataSource, seen: Seen, guarded: GuardedQuery) -> Place | None:
    """Where the rows of a query are kept for the actor, and all who see the same; None: nowhere."""
    return place_for(
        source_id=source.pk,
        source_state=f"{seen.version} {hashlib.sha256(source.encrypted_reader_url.encode()).hexdigest()}",
        organization_id=actor.organization_id,
        view=seen.view,
        guarded=guarded,
        limits=LIMITS[guarded.purpose],
        seconds=seen.cache_seconds,
    )


def release_connection() -> None:
    """Give the application's database connection up before a long wait; the next query opens one again."""
    if not connection.in_atomic_block:
        connection.close()


def new_entry(
    actor: Actor, source: DataSource, sql: str, purpose: Purpose, generated_by: str, question: str = ""
) -> AnalyticsQuery:
    """The log's row of what is about to run, not saved yet."""
    return AnalyticsQuery(
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        role=actor.role,
        source=source,
        purpose=purpose,
        question=_storable(mask_personal_data(question)),
        sql=_storable(sql),
        generated_by=generated_by,
        fingerprint=fingerprint(sql[:LOGGED_CHARACTERS]),
        private=source.owner_id is not None,
    )


@retried_after_clash
def log_execution(
    entry: AnalyticsQuery, status: str, started: float, *, code: str = "", sqlstate: str = ""
) -> None:
    """Save how it went."""
    entry.status, entry.code, entry.sqlstate = status, code, sqlstate
    entry.milliseconds = (time.perf_counter() - started) * 1000
    try:
        entry.save(force_insert=True)
    except IntegrityError:
        _save_without_the_gone(entry)
    logger.debug("query %s: %s %s %.0f ms", entry.id, status, code, entry.milliseconds)


def _save_without_the_gone(entry: AnalyticsQuery) -> None:
    """Its source or its person was deleted while it ran; with its organization the log is gone too."""
    if entry.source_id and not DataSource.objects.filter(pk=entry.source_id).exists():
        entry.source = None
    if entry.user_id and not User.objects.filter(pk=entry.user_id).exists():
        entry.user = None
    if Organization.objects.filter(pk=entry.organization_id).exists():
        entry.save(force_insert=True)


def _storable(text: str) -> str:
    """Text that PostgreSQL can store: no NUL, no half of a surrogate pair, not without end."""
    return text[:LOGGED_CHARACTERS].encode(errors="replace").decode().replace("\0", "\ufffd")
