"""Campaigns to look at: the list, one of them, how far it is, and who was written to."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_htmx.http import trigger_client_event

from accounts.actor import Actor
from accounts.pages import room, searched
from accounts.roles import Role
from campaigns import services
from campaigns.enums import CampaignStatus, DeliveryStatus, Reason
from campaigns.models import Campaign, Segment
from campaigns.pages.acting import campaign_of, framing, page, zone_of
from campaigns.rights import check_role
from campaigns.transports import transport

ON_A_PAGE = 50
MOVING = (CampaignStatus.SCHEDULED, CampaignStatus.SENDING)
"""States that change by themselves: their page looks again every few seconds."""


@page
def campaigns(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The organization's, newest first; `q` searches names of campaigns and segments."""
    check_role(actor, Role.MANAGER)
    search = searched(request)
    mine = Campaign.objects.visible_to(actor)
    shown = Paginator(mine.matching(search), ON_A_PAGE).get_page(request.GET.get("page"))
    # Deliveries are counted for the campaigns of this page alone.
    keys = [campaign.pk for campaign in shown.object_list]
    context = room(actor, "campaigns") | {
        "page": shown,
        "rows": mine.filter(pk__in=keys).select_related("segment").with_progress(),
        "search": search,
        "writes_files": writes_files(),
        "has_segments": bool(keys) or Segment.objects.visible_to(actor).exists(),
    }
    return render(request, "campaigns/campaigns.html", context)


@framing
@page
def campaign(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    check_role(actor, Role.MANAGER)
    found = campaign_of(actor, pk)
    context = room(actor, "campaigns") | state_of(found) | deliveries_of(found, request)
    context |= {
        "zone": zone_of(actor),
        "earliest": timezone.now(),
        "writes_files": writes_files(),
        "sample": found.segment.members.order_by("pk").values_list("person_key", flat=True)[:10],
    }
    return render(request, "campaigns/campaign.html", context)


@page
def campaign_state(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """State, buttons and counts alone; `seen` is the state that the page shows, so that a change is told."""
    check_role(actor, Role.MANAGER)
    found = campaign_of(actor, pk)
    has_changed = request.GET.get("seen") != found.status
    context = state_of(found) | {"has_changed": has_changed, "zone": zone_of(actor)}
    answer = render(request, "campaigns/_campaign_state.html", context)
    return trigger_client_event(answer, "campaign-changed") if has_changed else answer


@page
def campaign_deliveries(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The rows alone, for paging and when the state has changed."""
    check_role(actor, Role.MANAGER)
    found = campaign_of(actor, pk)
    context = {"campaign": found} | deliveries_of(found, request)
    return render(request, "campaigns/_deliveries.html", context)


def state_of(campaign: Campaign) -> dict[str, Any]:
    """What _campaign_state.html shows."""
    progress = services.progress(campaign)
    return {
        "campaign": campaign,
        "progress": progress,
        "done": progress.people - progress.pending,
        "reasons": [(Reason(reason).label, count) for reason, count in sorted(progress.reasons.items())],
        "is_moving": campaign.status in MOVING,
    }


def deliveries_of(campaign: Campaign, request: HttpRequest) -> dict[str, Any]:
    """A page of deliveries by id, after the one that `after` names; `status` leaves the others out."""
    status = request.GET.get("status", "")
    rows = campaign.deliveries.order_by("pk")
    if status in DeliveryStatus.values:
        rows = rows.filter(status=status)
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    some = list(rows[: ON_A_PAGE + 1])
    return {
        "deliveries": some[:ON_A_PAGE],
        "next_after": some[ON_A_PAGE - 1].pk if len(some) > ON_A_PAGE else None,
        "is_first": not after,
        "chosen_status": status,
        "statuses": DeliveryStatus.choices,
    }


def writes_files() -> bool:
    """Whether this site writes e-mails into files and sends none."""
    return transport().kind == "files"
