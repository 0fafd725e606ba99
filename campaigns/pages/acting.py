"""What all these pages share: who may open them, what a refusal looks like, what a click answers."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.actor import Actor
from accounts.framing import Frame
from accounts.models import Organization
from accounts.pages import room
from campaigns.errors import CampaignError, NotAllowed, NotFound
from campaigns.models import Campaign, Segment

framing = csp_update({"frame-src": [SELF]})
"""For pages that show an e-mail in a frame."""


def _refused(request: HttpRequest, actor: Actor, error: Exception) -> HttpResponse:
    """Too low a role is told so; what is not theirs is not there."""
    if not isinstance(error, NotAllowed):
        raise Http404 from error
    context = room(actor, "") | {"message": error.message}
    return render(request, "campaigns/not_allowed.html", context, status=403)


_FRAME = Frame((NotAllowed, NotFound), _refused)
page, action, form_page = _FRAME.page, _FRAME.action, _FRAME.form_page
"""What can't be done by an action is told by `tried` on the page that follows."""


def tried(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Whether it went well; either way a sentence for the next page. Raises NotAllowed, NotFound."""
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except CampaignError as error:
        messages.error(request, error.message)
        return False
    if done:
        messages.success(request, done)
    return True


def segment_of(actor: Actor, pk: int) -> Segment:
    """Raises NotFound."""
    found = Segment.objects.visible_to(actor).select_related("source", "created_by").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def campaign_of(actor: Actor, pk: int) -> Campaign:
    """Raises NotFound."""
    found = Campaign.objects.visible_to(actor).select_related("segment__source").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def zone_of(actor: Actor) -> zoneinfo.ZoneInfo:
    """The organization's time zone, in which campaigns are scheduled."""
    name = Organization.objects.values_list("time_zone", flat=True).get(pk=actor.organization_id)
    return zoneinfo.ZoneInfo(name)


def back_to(name: str, *arguments: int) -> HttpResponse:
    return redirect(f"campaigns:{name}", *arguments)
