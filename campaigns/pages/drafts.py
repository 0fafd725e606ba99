"""Drafts: the form that makes and changes them, checked field by field."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from accounts.pages import room
from accounts.roles import Role
from campaigns import services
from campaigns.content import LENGTHS
from campaigns.enums import CampaignStatus
from campaigns.errors import CampaignError, ContentInvalid, NotAllowed, NotFound
from campaigns.models import Campaign, Segment
from campaigns.pages.acting import back_to, campaign_of, form_page, framing
from campaigns.pages.campaigns import writes_files
from campaigns.pages.once import Once
from campaigns.rights import check_role
from campaigns.templating import VARIABLES


class DraftForm(forms.Form):
    """What the page sends; lengths, variables and addresses are checked by the services."""

    name = forms.CharField(
        max_length=200,
        error_messages={
            "required": gettext_lazy("Give it a name."),
            "max_length": gettext_lazy("Give a name of at most 200 characters."),
        },
    )
    segment = forms.ModelChoiceField(
        Segment.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose whom it is for."),
            "invalid_choice": gettext_lazy("This segment is no longer there: choose another."),
        },
    )
    subject = forms.CharField(required=False)
    preheader = forms.CharField(required=False)
    body = forms.CharField(required=False)
    cta_text = forms.CharField(required=False)
    cta_url = forms.CharField(required=False)

    def __init__(self, actor: Actor, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.segments = Segment.objects.visible_to(actor).order_by("name")
        self.fields["segment"].queryset = self.segments  # type: ignore[attr-defined]

    @property
    def content(self) -> dict[str, str]:
        """As the services want it; after `is_valid`, also where that was false."""
        return {field: self.cleaned_data.get(field, "") for field in LENGTHS}


@framing
@form_page
def campaign_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """An empty form, for the segment that `segment` names; sent, a draft."""
    check_role(actor, Role.MANAGER)
    if request.method != "POST":
        form = DraftForm(actor, initial={"segment": request.GET.get("segment", "")})
        return _form_page(request, actor, form, None)
    form = DraftForm(actor, request.POST)
    known = Once(actor, request.POST.get("form_id", ""))
    if not form.is_valid():
        return _form_page(request, actor, form, None)
    if not known.claim():
        return known.answer(request)
    made = _saved(form, lambda: _create(actor, form))
    known.settle(made)
    if made is None:
        return _form_page(request, actor, form, None)
    messages.success(request, _("The draft is kept. Nothing is sent before you say so."))
    return back_to("campaign", made.pk)


@framing
@form_page
def campaign_edit(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    check_role(actor, Role.MANAGER)
    campaign = campaign_of(actor, pk)
    if campaign.status != CampaignStatus.DRAFT:
        messages.error(request, _("Only a draft can be changed or deleted."))
        return back_to("campaign", pk)
    if request.method != "POST":
        initial = {**campaign.content, "name": campaign.name, "segment": campaign.segment_id}
        return _form_page(request, actor, DraftForm(actor, initial=initial), campaign)
    form = DraftForm(actor, request.POST)
    if form.is_valid() and _saved(form, lambda: _update(actor, campaign, form)):
        messages.success(request, _("Saved."))
        return back_to("campaign", pk)
    return _form_page(request, actor, form, campaign)


def _create(actor: Actor, form: DraftForm) -> Campaign:
    given = form.cleaned_data
    return services.create_campaign(actor, name=given["name"], segment=given["segment"], content=form.content)


def _update(actor: Actor, campaign: Campaign, form: DraftForm) -> Campaign:
    given = form.cleaned_data
    return services.update_draft(
        actor, campaign, name=given["name"], segment=given["segment"], content=form.content
    )


def _saved(form: DraftForm, save: Callable[[], Campaign]) -> Campaign | None:
    """What was saved; None with the refusal at its field. Raises NotAllowed, NotFound."""
    try:
        return save()
    except (NotAllowed, NotFound):
        raise
    except ContentInvalid as error:
        form.add_error(error.field, error.message)
    except CampaignError as error:
        form.add_error(None, error.message)
    return None


def _form_page(
    request: HttpRequest, actor: Actor, form: DraftForm, campaign: Campaign | None
) -> HttpResponse:
    context = room(actor, "campaigns") | {
        "form": form,
        "campaign": campaign,
        "form_id": request.POST.get("form_id") or uuid.uuid4(),
        "variables": VARIABLES,
        "lengths": LENGTHS,
        "chosen": str(form["segment"].value() or ""),
        "writes_files": writes_files(),
    }
    return render(request, "campaigns/draft.html", context, status=422 if form.errors else 200)
