"""A query's whole result as a file: guarded with the rights of now, run anew, logged and audited."""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.services import record
from querying.engines import ENGINES
from querying.enums import ExecutionStatus, GeneratedBy
from querying.exports import FORMATS, Asked, Format, RowCount
from querying.exports.slots import slot
from querying.guard import GuardRefusal
from querying.limits import LIMITS, Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.results import QueryFailed, QueryStopped
from querying.services.executing import log_execution, new_entry, release_connection
from querying.services.telling import guard
from querying.services.visible import catalog_view

PURPOSE = Purpose.EXPORT
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be: its name, and its blocks, of which the first takes as long as the query.

    `stop` may be set from any thread and cancels the query; the blocks then end with QueryStopped.
    """

    name: str
    format: Format
    blocks: Generator[bytes]
    stop: threading.Event


def open_export(
    *,
    actor: Actor,
    source: DataSource,
    sql: str,
    extension: str,
    clock: dt.datetime,
    question: str = "",
    labels: Sequence[str] = (),
) -> Export:
    """Guard SQL for an actor and make ready to write its rows; `clock` is what `now()` means in it.

    Raises SourceNotFound, GuardRefusal, and KeyError for a format that there is not. The blocks raise
    QueryFailed, QueryStopped; whoever takes them must close them.
    """
    chosen = FORMATS[extension]
    entry = new_entry(actor, source, sql, PURPOSE, GeneratedBy.PERSON, question)
    started = time.perf_counter()
    try:
        guarded = guard(sql, catalog_view(actor, source), purpose=PURPOSE, clock=clock)
    except GuardRefusal as refusal:
        log_execution(entry, ExecutionStatus.BLOCKED, started, code=refusal.code)
        raise
    entry.sql_run = guarded.sql
    stop, limits = threading.Event(), LIMITS[PURPOSE]
    engine, url = ENGINES[source.engine], source.reader_url
    asked = Asked(engine, url, guarded, limits, stop.is_set, tuple(labels))
    blocks = _blocks(actor, entry, chosen, asked)
    return Export(file_name(question or source.name, extension), chosen, blocks, stop)


def _blocks(actor: Actor, entry: AnalyticsQuery, chosen: Format, asked: Asked) -> Generator[bytes]:
    """The blocks; how it went is logged when they end, whichever way."""
    started, count = time.perf_counter(), RowCount(asked.limits.rows)
    try:
        with slot(entry.source_id or 0, actor.organization_id, asked.stopped) as watched:
            release_connection()
            yield from chosen.write(replace(asked, stopped=watched), count)
    except QueryFailed as failure:
        _log(entry, ExecutionStatus.ERROR, started, count, failure)
        raise
    except GeneratorExit:
        _log(entry, ExecutionStatus.ERROR, started, count, QueryStopped())
        raise
    _log(entry, ExecutionStatus.SUCCESS, started, count)
    record(actor, "query.exported", query=str(entry.pk), format=chosen.extension, rows=count.rows)


def _log(
    entry: AnalyticsQuery,
    status: ExecutionStatus,
    started: float,
    count: RowCount,
    failure: QueryFailed | None = None,
) -> None:
    entry.row_count = count.rows
    code, sqlstate = (failure.code, failure.sqlstate) if failure else ("", "")
    log_execution(entry, status, started, code=code, sqlstate=sqlstate)


def file_name(text: str, extension: str) -> str:
    """Words of a question as every system can keep them; letters of all languages stay."""
    words = re.sub(r"[^\w.-]+", " ", text).strip(" .-_")[:NAME_LENGTH].strip()
    return f"{words or _('rows')}.{extension}"
