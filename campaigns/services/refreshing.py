"""A segment's members, brought up to date: all of them or, where anything goes wrong, none.

A segment that keeps its words is read again at the moment of the refresh, so that "the last 30 days" end
then; plain SQL says `now()`, which the guard replaces by that moment; a semantic query without words keeps
its dates.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actor import Actor
from accounts.roles import Role
from campaigns.audience import compile_people, key_in, moment, read_again, stored_query
from campaigns.enums import RefreshEvery, SegmentStatus
from campaigns.errors import SegmentInvalid
from campaigns.models import KEY_LENGTH, Segment
from campaigns.rights import acting_member
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.results import QueryFailed
from querying.services import stream_people

LINES = 2_000
"""Lines handed on at a time: one by one takes twice as long."""

INTERVALS = {
    RefreshEvery.HOUR: dt.timedelta(hours=1),
    RefreshEvery.DAY: dt.timedelta(days=1),
    RefreshEvery.WEEK: dt.timedelta(weeks=1),
}


@dataclass(frozen=True, slots=True)
class Refreshed:
    count: int
    added: int
    removed: int


def next_refresh(every: RefreshEvery, after: dt.datetime) -> dt.datetime | None:
    """When the schedule comes round again; None for never."""
    interval = INTERVALS.get(every)
    return after + interval if interval else None


def refresh_segment(segment_id: int, *, clock: dt.datetime | None = None) -> bool:
    """Whether the members are now those of this moment; where not, the old stay and `error` tells why.

    Runs with the rights that the segment's author has today. Safe to run twice, and at the same time.
    """
    segment = Segment.objects.select_related("organization", "source", "created_by").get(pk=segment_id)
    actor = acting_member(segment.created_by, segment.organization, Role.USER)
    if actor is None:
        return _stop(segment, _("Whoever made this segment may no longer see its data."))
    with override(actor.language):
        return _refresh_as(actor, segment, clock or moment(actor))


def _refresh_as(actor: Actor, segment: Segment, clock: dt.datetime) -> bool:
    try:
        sql = current_sql(actor, segment, clock)
        key = key_in(actor, segment.source)
        with stream_people(actor=actor, source=segment.source, sql=sql, key=key, clock=clock) as lines:
            done = replace_members(segment.pk, lines)
    except SourceNotFound:
        return _stop(segment, _("Whoever made this segment may no longer see its data."))
    except (SegmentInvalid, GuardRefusal, QueryFailed) as refusal:
        return _fail(segment, refusal.message)
    Segment.objects.filter(pk=segment.pk).update(
        sql=sql,
        status=SegmentStatus.READY,
        error="",
        member_count=done.count,
        added_count=done.added,
        removed_count=done.removed,
        refreshed_at=timezone.now(),
        next_refresh_at=next_refresh(RefreshEvery(segment.refresh_every), timezone.now()),
    )
    return True


def current_sql(actor: Actor, segment: Segment, clock: dt.datetime) -> str:
    """The SQL that the segment means at `clock`. Raises SegmentInvalid."""
    if segment.query is None:
        return segment.sql
    query = stored_query(segment.query)
    if not segment.question:
        return compile_people(actor, segment.source, query)
    anew = read_again(actor, segment.source, segment.question, query, clock)
    if anew is None:
        raise SegmentInvalid(
            _("The knowledge has changed, and the words of this segment mean something else now.")
        )
    return compile_people(actor, segment.source, anew)


def replace_members(segment_id: int, lines: Iterable[bytes]) -> Refreshed:
    """Make the members exactly those of the lines (COPY's text format), in one transaction.

    The rows come in while the transaction is open, into a table of its own that nobody else sees or waits
    for; the segment is locked only for the difference at the end. Raises what `lines` raises, SegmentInvalid.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staged")
        cursor.execute("CREATE TEMPORARY TABLE staged (person_key text) ON COMMIT DROP")
        with cursor.copy("COPY pg_temp.staged (person_key) FROM STDIN") as copy:
            rows = iter(lines)
            while chunk := b"".join(itertools.islice(rows, LINES)):
                copy.write(chunk)
        cursor.execute("ANALYZE pg_temp.staged")
        cursor.execute("SELECT count(*), coalesce(max(length(person_key)), 0) FROM pg_temp.staged")
        count, longest = cursor.fetchone()
        if longest > KEY_LENGTH:
            raise SegmentInvalid(_("The key of a person is longer than is possible here."))
        Segment.objects.select_for_update().get(pk=segment_id)
        cursor.execute(_REMOVE, [segment_id])
        removed = cursor.rowcount
        cursor.execute(_ADD, [segment_id, segment_id])
        return Refreshed(count, cursor.rowcount, removed)


_REMOVE = """
DELETE FROM campaigns_segmentmember m WHERE m.segment_id = %s
AND NOT EXISTS (SELECT FROM pg_temp.staged s WHERE s.person_key = m.person_key)
"""
_ADD = """
INSERT INTO campaigns_segmentmember (segment_id, person_key)
SELECT %s, s.person_key FROM pg_temp.staged s WHERE NOT EXISTS (
    SELECT FROM campaigns_segmentmember m WHERE m.segment_id = %s AND m.person_key = s.person_key)
ORDER BY s.person_key
"""


def _stop(segment: Segment, why: str) -> bool:
    Segment.objects.filter(pk=segment.pk).update(
        status=SegmentStatus.STOPPED, error=why[:300], next_refresh_at=None
    )
    return False


def _fail(segment: Segment, why: str) -> bool:
    Segment.objects.filter(pk=segment.pk).update(
        status=SegmentStatus.FAILED,
        error=why[:300],
        next_refresh_at=next_refresh(RefreshEvery(segment.refresh_every), timezone.now()),
    )
    return False
