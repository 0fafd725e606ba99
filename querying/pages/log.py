"""The query log: what ran, how fast, what failed or was refused, and what would help."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from accounts.pages import room, with_actor
from querying.enums import ExecutionStatus
from querying.errors import SourceNotFound
from querying.exports import FORMATS
from querying.guard import GuardRefusal
from querying.log_page import (
    SLOT,
    bars_of,
    duration,
    figures_of,
    lines_of,
    person_of,
    ready_of,
    shown_sql,
    ticks_of,
    told_origin,
)
from querying.models import AnalyticsQuery, DataSource
from querying.outcomes import told_code
from querying.plans import CannotExplain, explain
from querying.query_log import PERIODS, Asked, View, read_log, same_queries
from querying.ready.report import kept_ready
from querying.results import QueryFailed

MOST_PAGES = 400


@require_safe
@with_actor
def log(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Sums of the period, and the list of the chosen view: one's own queries, admins the organization's."""
    sources = list(DataSource.objects.visible_to(actor).order_by("name"))
    asked = asked_of(request, {source.pk for source in sources})
    found = read_log(actor, asked)
    bars, highest = bars_of(found.days)
    context = room(actor, "queries") | {
        "asked": asked,
        "periods": PERIODS,
        "views": list(View),
        "sources": sources,
        "figures": figures_of(found),
        "bars": bars,
        "highest": highest,
        "chart_width": SLOT * len(bars),
        "ticks": ticks_of(found.days),
        "by_source": [{**row, "time": duration(row["total"])} for row in found.sources],
        "codes": [{**row, "told": told_code(row["code"])} for row in found.codes],
        "lines": lines_of(found, actor),
        "has_more": found.has_more,
        "ready": ready_of(kept_ready(actor, days=asked.days, source_id=asked.source), actor),
        "is_empty": not any(day.count for day in found.days),
        "is_whole": actor.sees_personal_data,
        "zone": ZoneInfo(actor.time_zone),
    }
    return render(request, "queries/log.html", context)


@require_safe
@with_actor
def query(request: HttpRequest, actor: Actor, query_id: UUID) -> HttpResponse:
    """One execution: its SQL, how it went, and how the same SQL goes otherwise."""
    found = _query(actor, query_id)
    same = same_queries(actor, found) if found.fingerprint else {"count": 0}
    is_own = found.user_id == actor.user_id
    can_take = is_own and found.source is not None and found.status == ExecutionStatus.SUCCESS
    context = room(actor, "queries") | {
        "query": found,
        "sql": shown_sql(found, actor),
        "who": person_of(found),
        "origin": told_origin(found),
        "zone": ZoneInfo(actor.time_zone),
        "time": duration(found.milliseconds),
        "told": told_code(found.code) if found.code else "",
        "same": same
        | {name: duration(same.get(name)) for name in ("median", "slow")}
        | {"has_times": same.get("median") is not None},
        "can_explain": found.source is not None and found.status != ExecutionStatus.BLOCKED,
        "formats": list(FORMATS) if can_take else [],
    }
    return render(request, "queries/query.html", context)


@require_safe
@with_actor
def plan(request: HttpRequest, actor: Actor, query_id: UUID) -> HttpResponse:
    """What the database would do for it now, for the person who looks, with hints."""
    found = _query(actor, query_id)
    if found.source is None:
        raise Http404
    try:
        told = explain(actor, found.source, found.sql, found.created_at)
    except (CannotExplain, GuardRefusal, QueryFailed, SourceNotFound) as problem:
        return render(request, "queries/_plan.html", {"problem": problem.message})
    return render(request, "queries/_plan.html", {"plan": told})


def asked_of(request: HttpRequest, sources: set[int]) -> Asked:
    """What the address asks for; whatever it does not know is as if it were not there."""
    given = request.GET
    view, days, source, page = (given.get(name, "") for name in ("view", "days", "source", "page"))
    return Asked(
        view=View(view) if view in set(View) else View.SLOWEST,
        days=int(days) if days in map(str, PERIODS) else PERIODS[0],
        source=int(source) if source.isdecimal() and int(source) in sources else None,
        code=given.get("code", "")[:32].replace("\0", ""),
        page=min(max(int(page), 1), MOST_PAGES) if page.isdecimal() and len(page) < 6 else 1,
    )


def _query(actor: Actor, query_id: UUID) -> AnalyticsQuery:
    rows = AnalyticsQuery.objects.visible_to(actor).select_related("source", "user")
    found = rows.filter(pk=query_id).first()
    if found is None:
        raise Http404
    return found
