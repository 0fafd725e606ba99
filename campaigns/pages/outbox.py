"""The e-mails that were written into files, where no mail server is set up."""

from __future__ import annotations

from email.message import EmailMessage

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.actor import Actor
from accounts.pages import room
from accounts.roles import Role
from campaigns import services
from campaigns.pages.acting import campaign_of, framing, page
from campaigns.pages.campaigns import writes_files
from campaigns.pages.previews import FRAME_POLICY, in_frame
from campaigns.rights import check_role

HEADERS = ("From", "To", "Subject", "Date", "List-Unsubscribe")
CAMPAIGNS = 50


@page
def outbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The last messages of the campaign that `campaign` names, or of the newest that has any."""
    check_role(actor, Role.MANAGER)
    campaigns = list(services.outbox_campaigns(actor)[:CAMPAIGNS])
    wanted = request.GET.get("campaign", "")
    chosen = next((one for one in campaigns if str(one.pk) == wanted), campaigns[0] if campaigns else None)
    context = room(actor, "campaigns") | {
        "campaigns": campaigns,
        "chosen": chosen,
        "mails": services.outbox(actor, chosen) if chosen else [],
        "may_read": actor.sees_personal_data,
        "writes_files": writes_files(),
    }
    return render(request, "campaigns/outbox.html", context)


@framing
@page
def outbox_message(request: HttpRequest, actor: Actor, pk: int, name: str) -> HttpResponse:
    """One e-mail: its headers, its plain text, and its HTML in a frame."""
    campaign = campaign_of(actor, pk)
    message = services.outbox_message(actor, campaign, name)
    context = room(actor, "campaigns") | {
        "campaign": campaign,
        "name": name,
        "subject": message["Subject"],
        "headers": [(header, message[header]) for header in HEADERS if message[header]],
        "text": _part(message, "plain"),
    }
    return render(request, "campaigns/outbox_message.html", context)


@xframe_options_sameorigin
@csp_replace(FRAME_POLICY)
@page
def outbox_frame(request: HttpRequest, actor: Actor, pk: int, name: str) -> HttpResponse:
    """The HTML of one e-mail, for its frame."""
    message = services.outbox_message(actor, campaign_of(actor, pk), name)
    return HttpResponse(in_frame(_part(message, "html")))


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return body.get_content() if body is not None else ""
