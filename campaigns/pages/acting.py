"""What all these pages share: who may open them, what a refusal looks like, what a click answers."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actor import Actor
from accounts.models import Organization
from accounts.pages import View, room, with_actor
from campaigns.errors import CampaignError, NotAllowed, NotFound
from campaigns.models import Campaign, Segment

framing = csp_update({"frame-src": [SELF]})
"""For pages that show an e-mail in a frame."""


def page(view: View) -> View:
    """A page to look at: times in the person's zone; too low a role is told so, what is not theirs is 404."""

    @never_cache  # what is seen depends on rights that may end
    @require_safe
    @with_actor
    @wraps(view)
    def wrapper(request: HttpRequest, actor: Actor, **arguments: Any) -> HttpResponseBase:
        return answered(view, request, actor, arguments)

    return wrapper


def action(view: View) -> View:
    """Something to do, by POST; what can't be done is told by `tried` on the page that follows."""

    @require_POST
    @with_actor
    @wraps(view)
    def wrapper(request: HttpRequest, actor: Actor, **arguments: Any) -> HttpResponseBase:
        return answered(view, request, actor, arguments)

    return wrapper


def form_page(view: View) -> View:
    """A page with a form that is sent to its own address."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @with_actor
    @wraps(view)
    def wrapper(request: HttpRequest, actor: Actor, **arguments: Any) -> HttpResponseBase:
        return answered(view, request, actor, arguments)

    return wrapper


def answered(
    view: View, request: HttpRequest, actor: Actor, arguments: Mapping[str, Any]
) -> HttpResponseBase:
    """What the view answers, or the page of its refusal."""
    with timezone.override(zoneinfo.ZoneInfo(actor.time_zone)):
        try:
            return view(request, actor, **arguments)
        except NotAllowed as error:
            context = room(actor, "") | {"message": error.message}
            return render(request, "campaigns/not_allowed.html", context, status=403)
        except NotFound as error:
            raise Http404 from error


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
