"""The one way to run SQL on a data source: view, guard, run, log. Nothing is run that is not logged."""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from dataclasses import dataclass

from django.db import connection

from accounts.actor import Actor
from accounts.privacy import mask_personal_data
from querying.engines import ENGINES
from querying.engines.base import Stopped
from querying.enums import ExecutionStatus, GeneratedBy
from querying.guard import GuardedQuery, GuardRefusal, guard
from querying.limits import LIMITS, Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.results import QueryFailed, ResultSet
from querying.services.visible import catalog_view

logger = logging.getLogger(__name__)

LOGGED_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Execution:
    """A query that ran: its id in the log, what was run, and the rows."""

    id: uuid.UUID
    guarded: GuardedQuery
    result: ResultSet


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
) -> Execution:
    """Guard and run SQL for an actor; `clock` (aware) is what `now()` means in it.

    Raises SourceNotFound, GuardRefusal, QueryFailed, QueryStopped. While the query runs no connection to the
    application's database is held: it is closed first, unless the caller has a transaction open.
    """
    entry = new_entry(actor, source, sql, purpose, generated_by, question)
    entry.provider, entry.model = provider, model
    started = time.perf_counter()
    try:
        guarded = guard(sql, catalog_view(actor, source), purpose=purpose, clock=clock)
        entry.sql_run = guarded.sql
        url = source.reader_url
        release_connection()
        result = ENGINES[source.engine].run(url, guarded, LIMITS[purpose], stopped)
    except GuardRefusal as refusal:
        log_execution(entry, ExecutionStatus.BLOCKED, started, code=refusal.code)
        raise
    except QueryFailed as failure:
        failure.sql = entry.sql_run
        log_execution(entry, ExecutionStatus.ERROR, started, code=failure.code, sqlstate=failure.sqlstate)
        raise
    entry.row_count = result.row_count
    log_execution(entry, ExecutionStatus.SUCCESS, started)
    return Execution(entry.id, guarded, result)


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
    )


def log_execution(
    entry: AnalyticsQuery, status: str, started: float, *, code: str = "", sqlstate: str = ""
) -> None:
    """Save how it went."""
    entry.status, entry.code, entry.sqlstate = status, code, sqlstate
    entry.milliseconds = (time.perf_counter() - started) * 1000
    entry.save(force_insert=True)
    logger.debug("query %s: %s %s %.0f ms", entry.id, status, code, entry.milliseconds)


def _storable(text: str) -> str:
    """Text that PostgreSQL can store: no NUL, no half of a surrogate pair, not without end."""
    return text[:LOGGED_CHARACTERS].encode(errors="replace").decode().replace("\0", "\ufffd")
