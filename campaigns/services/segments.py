"""Segments: proposed, created, renamed, scheduled, deleted. Their members come in refreshing.py."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import Role
from accounts.services import record
from campaigns.audience import compile_people, dates_of, key_in, moment, people_of, read_again
from campaigns.enums import Dates, RefreshEvery, SegmentStatus
from campaigns.errors import SegmentInvalid
from campaigns.models import Segment
from campaigns.queue import enqueue
from campaigns.rights import check_role, segment_for
from campaigns.services.refreshing import next_refresh, refresh_segment
from knowledge.semantic.memory import query_as_json
from knowledge.semantic.query import SemanticQuery
from querying.engines.base import Stopped
from querying.models import DataSource
from querying.services import Execution, count_people

AT_ONCE = 10_000
"""Members up to which a new segment is filled before `create_segment` returns."""


@dataclass(frozen=True, slots=True)
class SegmentEstimate:
    """How many people a query names now, the SQL that says so, and the column that tells them apart."""

    count: int
    sql: str
    id_column: str  # "users.id"
    dates: Dates
    ran: Execution  # the count, for the evidence
    query: SemanticQuery | None = None
    question: str = ""  # kept where its words can be read anew at each refresh


def propose_segment(
    actor: Actor,
    *,
    source: DataSource,
    sql: str = "",
    query: SemanticQuery | None = None,
    question: str = "",
    clock: dt.datetime | None = None,
    stopped: Stopped | None = None,
) -> SegmentEstimate:
    """Check and count, and write nothing. `query` goes before `sql`.

    `question` is what the query was read from, perhaps on an earlier day: where its words still mean the same
    but for dates, the dates are those of now.

    Raises NotAllowed, SegmentInvalid, SourceNotFound, GuardRefusal, QueryFailed.
    """
    check_role(actor, Role.USER)
    clock = clock or moment(actor)
    people = people_of(actor, source)
    anew = read_again(actor, source, question, query, clock) if query is not None and question else None
    question, query = (question, anew) if anew is not None else ("", query)
    if query is not None:
        sql = compile_people(actor, source, query)
    if not sql.strip():
        raise SegmentInvalid(_("A segment needs a query."))
    counted = count_people(
        actor=actor, source=source, sql=sql, key=key_in(actor, source), clock=clock, stopped=stopped
    )
    return SegmentEstimate(
        count=counted.count,
        sql=sql,
        id_column=f"{people.table[1]}.{people.id}",
        dates=dates_of(actor, source, sql, query, question, clock),
        ran=counted.execution,
        query=query,
        question=question,
    )


def create_segment(
    actor: Actor,
    *,
    source: DataSource,
    name: str,
    sql: str = "",
    query: SemanticQuery | None = None,
    question: str = "",
    description: str = "",
    refresh_every: str = RefreshEvery.NEVER,
    clock: dt.datetime | None = None,
) -> Segment:
    """The segment, with its members if they are few; a job fills larger ones.

    Raises as `propose_segment`, and SegmentInvalid where the words of `question` mean something else by now.
    """
    name = _checked_name(name)
    if refresh_every not in RefreshEvery.values:
        raise SegmentInvalid(_("There is no such schedule."))
    estimate = propose_segment(actor, source=source, sql=sql, query=query, question=question, clock=clock)
    if question and not estimate.question:
        raise SegmentInvalid(_("These words mean something else now: ask for the segment again."))
    segment = Segment(
        organization_id=actor.organization_id,
        source=source,
        created_by_id=actor.user_id,
        name=name,
        description=description.strip(),
        sql=estimate.sql,
        query=query_as_json(estimate.query) if estimate.query is not None else None,
        question=estimate.question,
        id_column=estimate.id_column,
        refresh_every=refresh_every,
        next_refresh_at=timezone.now(),  # a job fills it, should we not get to it below
    )
    with transaction.atomic():
        _save_named(segment)
        record(actor, "segment.created", segment=segment.pk, name=name, people=estimate.count)
    if estimate.count <= AT_ONCE:
        refresh_segment(segment.pk, clock=clock)
        segment.refresh_from_db()
    return segment


def rename_segment(actor: Actor, segment: Segment, *, name: str, description: str | None = None) -> Segment:
    """Raises NotAllowed, NotFound, SegmentInvalid (no name, or taken)."""
    segment = segment_for(actor, segment)
    segment.name = _checked_name(name)
    if description is not None:
        segment.description = description.strip()
    with transaction.atomic():
        _save_named(segment)
        record(actor, "segment.renamed", segment=segment.pk, name=segment.name)
    return segment


def set_refresh(actor: Actor, segment: Segment, *, every: str) -> Segment:
    """Refresh on this schedule from now on, with the rights of whoever made the segment.

    Raises NotAllowed, NotFound, SegmentInvalid.
    """
    segment = segment_for(actor, segment)
    if every not in RefreshEvery.values:
        raise SegmentInvalid(_("There is no such schedule."))
    segment.refresh_every = every
    segment.next_refresh_at = next_refresh(RefreshEvery(every), timezone.now())
    segment.save(update_fields=["refresh_every", "next_refresh_at", "updated_at"])
    record(actor, "segment.scheduled", segment=segment.pk, every=every)
    return segment


def change_segment(actor: Actor, segment: Segment, *, name: str, description: str, every: str) -> Segment:
    """All that a person may change, or nothing. Raises NotAllowed, NotFound, SegmentInvalid."""
    with transaction.atomic():
        renamed = rename_segment(actor, segment, name=name, description=description)
        return set_refresh(actor, renamed, every=every) if every != renamed.refresh_every else renamed


def refresh_now(actor: Actor, segment: Segment) -> Segment:
    """Refresh for somebody who asks for it, and give it as it then is: a large one is left to a job.

    Raises NotAllowed, NotFound.
    """
    segment = segment_for(actor, segment)
    if (segment.member_count or 0) > AT_ONCE:
        segment.status, segment.next_refresh_at = SegmentStatus.WAITING, timezone.now()
        segment.save(update_fields=["status", "next_refresh_at", "updated_at"])
        enqueue("refresh_segment", segment.pk)
        return segment
    refresh_segment(segment.pk)
    segment.refresh_from_db()
    return segment


def delete_segment(actor: Actor, segment: Segment) -> None:
    """Raises NotAllowed, NotFound, SegmentInvalid where a campaign stands on it."""
    segment = segment_for(actor, segment)
    try:
        with transaction.atomic():
            record(actor, "segment.deleted", segment=segment.pk, name=segment.name)
            segment.delete()
    except ProtectedError:
        raise SegmentInvalid(_("Campaigns stand on this segment: it can't be deleted.")) from None


def export_members(actor: Actor, segment: Segment) -> Iterator[str]:
    """The keys of the members as lines of CSV, with a header. Raises NotAllowed, NotFound at once."""
    segment = segment_for(actor, segment)
    record(actor, "segment.exported", segment=segment.pk, people=segment.member_count or 0)
    return _csv_lines(segment)


def _csv_lines(segment: Segment) -> Iterator[str]:
    yield _csv_line(segment.id_column)
    keys = segment.members.order_by("pk").values_list("person_key", flat=True)
    yield from map(_csv_line, keys.iterator(chunk_size=5_000))


def _csv_line(value: str) -> str:
    # A spreadsheet takes what starts like this for a formula.
    guarded = f"'{value}" if value[:1] in ("=", "+", "@", "\t", "\r") else value
    line = io.StringIO()
    csv.writer(line).writerow([guarded])
    return line.getvalue()


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 200:
        raise SegmentInvalid(_("Give a name of at most 200 characters."))
    return name


def _save_named(segment: Segment) -> None:
    try:
        with transaction.atomic():
            segment.save()
    except IntegrityError:
        taken = Segment.objects.filter(organization=segment.organization_id, name=segment.name)
        if not taken.exclude(pk=segment.pk).exists():
            raise
        message = _("There is already a segment called %(name)s.") % {"name": segment.name}
        raise SegmentInvalid(message) from None
