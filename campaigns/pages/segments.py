"""Segments: the list, one of them with its people, and what can be done with it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.pages import room, searched
from accounts.roles import Role
from campaigns import services
from campaigns.enums import RefreshEvery, SegmentStatus
from campaigns.models import Campaign, Segment
from campaigns.pages.acting import action, back_to, page, segment_of, tried
from campaigns.pages.sql import highlighted
from campaigns.rights import check_role

ON_A_PAGE = 50


@page
def segments(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Those the actor sees, newest first; `q` searches names, descriptions and questions."""
    check_role(actor, Role.USER)
    search = searched(request)
    rows = Segment.objects.visible_to(actor).matching(search).select_related("source")
    context = room(actor, "segments") | {
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "search": search,
    }
    return render(request, "campaigns/segments.html", context)


@page
def segment(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    check_role(actor, Role.USER)
    found = segment_of(actor, pk)
    context = room(actor, "segments") | {
        "segment": found,
        "sql": highlighted(found.sql),
        "campaigns": Campaign.objects.visible_to(actor).filter(segment=found)[:ON_A_PAGE],
        "is_used": found.campaigns.exists(),
        "may_campaign": actor.role.is_at_least(Role.MANAGER),
        "schedules": RefreshEvery.choices,
    }
    return render(request, "campaigns/segment.html", context)


@page
def segment_facts(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The counts alone, asked for again while the segment is being filled."""
    check_role(actor, Role.USER)
    return render(request, "campaigns/_segment_facts.html", {"segment": segment_of(actor, pk)})


@page
def segment_people(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Some of the people, apart from the page: the data source may be slow or away."""
    check_role(actor, Role.USER)
    found = segment_of(actor, pk)
    sample = services.sample_people(actor, found)
    return render(request, "campaigns/_segment_people.html", {"segment": found, "sample": sample})


@page
def export_segment(request: HttpRequest, actor: Actor, pk: int) -> StreamingHttpResponse:
    """The keys of its people, as CSV."""
    lines = services.export_members(actor, segment_of(actor, pk))
    headers = {"Content-Disposition": f'attachment; filename="segment-{pk}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@action
def refresh_segment(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    found = services.refresh_now(actor, Segment(pk=pk))
    if found.status == SegmentStatus.READY:
        tried(request, lambda: None, _("Refreshed."))
    return back_to("segment", pk)


@action
def edit_segment(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Name, description and schedule, from the page's dialog."""
    given = request.POST
    tried(
        request,
        lambda: services.change_segment(
            actor,
            Segment(pk=pk),
            name=given.get("name", ""),
            description=given.get("description", ""),
            every=given.get("every", ""),
        ),
        _("Saved."),
    )
    return back_to("segment", pk)


@action
def delete_segment(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    deleted = tried(
        request, lambda: services.delete_segment(actor, Segment(pk=pk)), _("The segment is deleted.")
    )
    return back_to("segments") if deleted else back_to("segment", pk)
