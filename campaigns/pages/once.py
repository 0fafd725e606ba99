"""A form that is sent twice, by a double click or a reload, makes one thing."""

from __future__ import annotations

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from campaigns.models import Campaign
from campaigns.pages.acting import back_to

REMEMBERED_SECONDS = 3600


class Once:
    """A form with an id of its own, given out with the page."""

    def __init__(self, actor: Actor, form_id: str) -> None:
        self.key = f"campaign-form:{actor.user_id}:{form_id[:36]}" if form_id else ""

    def claim(self) -> bool:
        """Whether this is the first time."""
        return not self.key or cache.add(self.key, 0, REMEMBERED_SECONDS)

    def settle(self, made: Campaign | None) -> None:
        """Keep what was made; where nothing was, the form may be sent again."""
        if not self.key:
            return
        if made is None:
            cache.delete(self.key)
        else:
            cache.set(self.key, made.pk, REMEMBERED_SECONDS)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """For the second time: to what the first has made, or to the list where it is still at it."""
        made = cache.get(self.key)
        if made:
            return back_to("campaign", made)
        messages.info(request, _("This draft is being kept already."))
        return back_to("campaigns")
