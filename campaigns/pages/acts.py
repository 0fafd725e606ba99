"""What is done with a campaign by a click: each is one service, and a sentence on the campaign's page."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.actor import Actor
from campaigns import services
from campaigns.errors import CampaignError
from campaigns.models import Campaign
from campaigns.pages.acting import action, back_to, tried, zone_of

ACTS = {
    "send": (services.send_now, gettext_noop("It goes out as soon as a worker has time.")),
    "unschedule": (services.unschedule, gettext_noop("It is a draft again.")),
    "pause": (services.pause, gettext_noop("Paused. What was on its way is sent.")),
    "resume": (services.resume, gettext_noop("It goes on.")),
    "cancel": (services.cancel, gettext_noop("Cancelled. What was sent stays sent.")),
    "test": (services.send_test, gettext_noop("A test went to your own address.")),
}
"""By the name in the address: the service, and what is said when it is done."""


class MomentForm(forms.Form):
    at = forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"required": gettext_lazy("Choose a day and a time.")},
    )


@action
def act(request: HttpRequest, actor: Actor, pk: int, name: str) -> HttpResponse:
    service, done = ACTS[name]
    tried(request, lambda: service(actor, Campaign(pk=pk)), _(done))
    return back_to("campaign", pk)


@action
def schedule(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """`at` is a day and a time on the organization's clock."""

    def scheduled() -> None:
        with timezone.override(zone_of(actor)):
            form = MomentForm(request.POST)
            if not form.is_valid():
                raise CampaignError(" ".join(map(str, form.errors["at"])))
        services.schedule_campaign(actor, Campaign(pk=pk), at=form.cleaned_data["at"])

    tried(request, scheduled, _("Scheduled."))
    return back_to("campaign", pk)


@action
def duplicate(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    copy = services.duplicate(actor, Campaign(pk=pk))
    return back_to("campaign", copy.pk)


@action
def delete(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    deleted = tried(
        request, lambda: services.delete_draft(actor, Campaign(pk=pk)), _("The draft is deleted.")
    )
    return back_to("campaigns") if deleted else back_to("campaign", pk)
