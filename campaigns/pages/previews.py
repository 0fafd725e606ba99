"""How the e-mail looks: in a frame of its own, where nothing of it can touch the page."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.actor import Actor
from accounts.roles import Role
from campaigns import services
from campaigns.errors import CampaignError, NotAllowed, NotFound
from campaigns.pages.acting import action, campaign_of, page
from campaigns.pages.drafts import DraftForm
from campaigns.rendering import Rendered
from campaigns.rights import check_role
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.results import QueryFailed

KEPT_SECONDS = 600
FRAME_POLICY = {
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
"""What an e-mail may do in its frame: be styled as e-mails are, and open its links in a tab of their own."""


@page
def campaign_preview(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A campaign as the member `person` gets it, the first one for none."""
    check_role(actor, Role.MANAGER)
    campaign = campaign_of(actor, pk)
    person_key = request.GET.get("person", "")
    return _shown(request, actor, lambda: services.preview(actor, campaign, person_key=person_key))


@action
def draft_preview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form as it is filled in, not saved: for the first member of the segment that it names."""
    check_role(actor, Role.MANAGER)
    form = DraftForm(actor, request.POST)
    form.is_valid()  # what is missing is no matter yet
    segment = form.cleaned_data.get("segment")
    return _shown(
        request, actor, lambda: services.preview_content(actor, segment=segment, content=form.content)
    )


@xframe_options_sameorigin
@csp_replace(FRAME_POLICY)
@page
def preview_frame(request: HttpRequest, actor: Actor, key: uuid.UUID) -> HttpResponse:
    """The e-mail's own HTML, kept for some minutes for whoever asked for the preview."""
    html = cache.get(_key(actor, key))
    if html is None:
        raise NotFound
    return HttpResponse(in_frame(html))


def in_frame(html: str) -> str:
    """The e-mail with its links opening outside the frame."""
    return html.replace("<head>", '<head><base target="_blank">', 1)


def _shown(request: HttpRequest, actor: Actor, rendered: Callable[[], Rendered]) -> HttpResponse:
    """What _preview.html shows, or the sentence that says why there is nothing to see."""
    try:
        email = rendered()
    except (NotAllowed, NotFound):
        raise
    except (CampaignError, SourceNotFound, GuardRefusal, QueryFailed) as error:
        return render(request, "campaigns/_preview.html", {"problem": error.message})
    key = uuid.uuid4()
    cache.set(_key(actor, key), email.html, KEPT_SECONDS)
    return render(request, "campaigns/_preview.html", {"email": email, "key": key})


def _key(actor: Actor, key: uuid.UUID) -> str:
    return f"campaign-preview:{actor.organization_id}:{actor.user_id}:{key}"
