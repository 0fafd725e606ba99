"""What people look at: how far a campaign is, how its e-mail looks, what went into the outbox."""

from __future__ import annotations

import datetime as dt
import email.policy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import Role
from accounts.services import record
from campaigns.audience import people_of
from campaigns.content import check_content, check_sendable
from campaigns.enums import DeliveryStatus
from campaigns.errors import CampaignError, NotAllowed, NotFound
from campaigns.mime import as_bytes
from campaigns.models import Campaign, Segment, SegmentMember
from campaigns.preparing import read_contacts
from campaigns.rendering import Rendered, compile_email, render, values_of
from campaigns.rights import campaign_for, check_role, segment_for
from campaigns.transports import transport
from campaigns.transports.base import Deferred, InDoubt, Outgoing, Refused, Unavailable

SHOWN = 100
HIDDEN = "***"
NO_LINK = "#"
_FILE = re.compile(r"\d{1,20}\.eml")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many people a campaign is for, and how many messages stand where."""

    people: int
    pending: int
    sent: int
    failed: int
    skipped: int
    in_doubt: int
    cancelled: int
    unsubscribed: int
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """An e-mail that was written into a file. `recipient` is hidden from those who see no personal data."""

    name: str
    subject: str
    recipient: str
    written_at: dt.datetime


def progress(campaign: Campaign) -> Progress:
    """Counts of a campaign that the caller has found among those visible; one query."""
    rows = (
        campaign.deliveries.order_by()
        .values_list("status", "reason")
        .annotate(count=Count("pk"), left=Count("pk", filter=Q(unsubscribed_at__isnull=False)))
    )
    counts: dict[str, int] = dict.fromkeys(DeliveryStatus.values, 0)
    reasons: dict[str, int] = {}
    people = unsubscribed = 0
    for status, reason, count, left in rows:
        counts[status] += count
        people += count
        unsubscribed += left
        if reason:
            reasons[reason] = reasons.get(reason, 0) + count
    return Progress(
        people=people,
        pending=counts[DeliveryStatus.PENDING] + counts[DeliveryStatus.CLAIMED],
        sent=counts[DeliveryStatus.SENT],
        failed=counts[DeliveryStatus.FAILED],
        skipped=counts[DeliveryStatus.SKIPPED],
        in_doubt=counts[DeliveryStatus.IN_DOUBT],
        cancelled=counts[DeliveryStatus.CANCELLED],
        unsubscribed=unsubscribed,
        reasons=reasons,
    )


def preview(actor: Actor, campaign: Campaign, *, person_key: str = "") -> Rendered:
    """The e-mail as a member gets it, the first one for "". Personal values are hidden from who may not
    see them; without any member, the actor's own are put in.

    Raises NotAllowed, NotFound (no such member), ContentInvalid, SourceNotFound, GuardRefusal, QueryFailed.
    """
    campaign = campaign_for(actor, campaign)
    return _previewed(actor, campaign.segment, campaign.content, person_key)


def preview_content(actor: Actor, *, segment: Segment | None, content: Mapping[str, Any]) -> Rendered:
    """The same for content that is being written, with the actor's own values where there is no segment yet.

    Raises as `preview` does.
    """
    check_role(actor, Role.MANAGER)
    return _previewed(actor, segment_for(actor, segment) if segment else None, check_content(content), "")


def send_test(actor: Actor, campaign: Campaign) -> None:
    """Send the e-mail to the actor's own address, with their own values in it.

    Raises NotAllowed, NotFound, ContentInvalid, CampaignError where it can't be sent now.
    """
    campaign = campaign_for(actor, campaign)
    check_sendable(campaign.content)
    rendered = _rendered(
        actor, campaign.content, {"name": actor.name, "email": actor.email}, settings.SITE_URL
    )
    number = int(dt.datetime.now(dt.UTC).timestamp() * 1000)
    message = Outgoing(
        sender=settings.MAIL_FROM_ADDRESS,
        recipient=actor.email,
        data=as_bytes(
            rendered,
            sender=settings.MAIL_FROM,
            recipient=actor.email,
            message_id=f"test-{campaign.pk}.{number}@{settings.MAIL_FROM_ADDRESS.rpartition('@')[2]}",
            unsubscribe_url=settings.SITE_URL,
        ),
        folder=_folder(campaign),
        name=str(number),
    )
    try:
        with transport().connect() as line:
            line.send(message)
    except (Refused, Deferred, Unavailable, InDoubt):
        raise CampaignError(_("The mail server did not take the message: try again in a moment.")) from None
    record(actor, "campaign.tested", campaign=campaign.pk)


def outbox_campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Those of which e-mails were written into files, newest first. Raises NotAllowed."""
    check_role(actor, Role.MANAGER)
    folders = [path.name.removeprefix("campaign-") for path in settings.OUTBOX.glob("campaign-*")]
    keys = [int(name) for name in folders if name.isdecimal()]
    return Campaign.objects.visible_to(actor).filter(pk__in=keys)


def outbox(actor: Actor, campaign: Campaign) -> list[OutboxMessage]:
    """The e-mails of a campaign that were written into files, the last first, at most 100.

    Empty where this site sends by other means. Raises NotAllowed, NotFound.
    """
    campaign = campaign_for(actor, campaign)
    files = sorted(_files(campaign), key=lambda path: int(path.stem), reverse=True)
    return [_listed(path, actor) for path in files[:SHOWN]]


def outbox_message(actor: Actor, campaign: Campaign, name: str) -> EmailMessage:
    """One of them, whole. Raises NotAllowed also where the actor may see no personal data; NotFound."""
    campaign = campaign_for(actor, campaign)
    if not actor.sees_personal_data:
        raise NotAllowed(_("Your role may not see addresses and names of people."))
    path = settings.OUTBOX / _folder(campaign) / name
    if not _FILE.fullmatch(name) or not path.is_file():
        raise NotFound
    return BytesParser(policy=email.policy.default).parsebytes(path.read_bytes())


def _previewed(
    actor: Actor, segment: Segment | None, content: Mapping[str, str], person_key: str
) -> Rendered:
    members = segment.members.order_by("pk") if segment else SegmentMember.objects.none()
    if person_key and not members.filter(person_key=person_key).exists():
        raise NotFound(_("This person is not in the segment."))
    key = person_key or members.values_list("person_key", flat=True).first()
    row: Mapping[str, object] = {"name": actor.name, "email": actor.email}
    if segment is not None and key is not None:
        row = {"name": HIDDEN, "email": HIDDEN}
        if actor.sees_personal_data:
            people = people_of(actor, segment.source)
            row = read_contacts(actor, segment.source, people, [key]).get(key, {})
    return _rendered(actor, content, row, NO_LINK)


def _rendered(actor: Actor, content: Mapping[str, str], row: Mapping[str, object], link: str) -> Rendered:
    compiled = compile_email(content, organization=actor.organization_name, language=actor.language)
    return render(compiled, values_of(row, actor.organization_name), unsubscribe_url=link)


def _files(campaign: Campaign) -> Iterable[Path]:
    folder = settings.OUTBOX / _folder(campaign)
    return [path for path in folder.glob("*.eml") if _FILE.fullmatch(path.name)]


def _folder(campaign: Campaign) -> str:
    return f"campaign-{campaign.pk}"


def _listed(path: Path, actor: Actor) -> OutboxMessage:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=email.policy.default).parse(file)
    shown = actor.sees_personal_data
    return OutboxMessage(
        name=path.name,
        subject=str(headers["Subject"]) if shown else HIDDEN,
        recipient=str(headers["To"]) if shown else HIDDEN,
        written_at=dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC),
    )
