"""A claimed batch made ready: addresses read, those left out who are not written to, e-mails rendered."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from accounts.actor import Actor
from campaigns import claims
from campaigns.addresses import hash_of, normalised
from campaigns.audience import key_of, moment
from campaigns.claims import Claimed
from campaigns.enums import DeliveryStatus, Reason
from campaigns.mime import as_bytes
from campaigns.models import Campaign, Delivery, Suppression
from campaigns.rendering import Compiled, compile_email, render, values_of
from campaigns.rights import reader_of_addresses
from campaigns.transports.base import Outgoing
from campaigns.unsubscribing import unsubscribe_url
from knowledge.semantic.model import People
from querying.models import DataSource
from querying.services import read_people

STATEMENT_BYTES = 8_000
"""Keys that go into one statement: the guard reads at most 10 kB."""


@dataclass(slots=True)
class Preparer:
    """All of a campaign that does not change from person to person. `actor` is who sends."""

    campaign: Campaign
    actor: Actor
    people: People
    compiled: dict[str, Compiled] = field(default_factory=dict)  # by language
    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # of the last batch, by key

    def prepare(self, batch: Sequence[Claimed], claim_id: uuid.UUID) -> list[tuple[Claimed, str]]:
        """Those of the batch who are to be written to, with their addresses; the others are marked skipped.

        Raises SourceNotFound, GuardRefusal, QueryFailed.
        """
        rows = read_contacts(
            self.actor, self.campaign.segment.source, self.people, [each.person_key for each in batch]
        )
        self.rows = rows
        found = {each.id: _address(rows.get(each.person_key)) for each in batch}
        reasons = {key: reason for key, (address, reason) in found.items() if not address}
        hashes = {
            key: hash_of(self.campaign.organization_id, address)
            for key, (address, _reason) in found.items()
            if address
        }
        claims.note_addresses(hashes, claim_id)
        reasons |= _left_out(self.campaign, hashes)
        if reasons:
            claims.skip(reasons, claim_id)
        return [(each, found[each.id][0]) for each in batch if each.id not in reasons]

    def message(self, claimed: Claimed, address: str) -> Outgoing:
        """The e-mail of one of the last batch."""
        row = self.rows[claimed.person_key]
        link = unsubscribe_url(claimed.id)
        compiled = self._compiled(_language(row.get("locale")))
        values = values_of(row, self.actor.organization_name)
        sender = settings.MAIL_FROM_ADDRESS
        identity = f"campaign-{self.campaign.pk}.{claimed.id}"
        return Outgoing(
            sender=sender,
            recipient=address,
            data=as_bytes(
                render(compiled, values, unsubscribe_url=link),
                sender=settings.MAIL_FROM,
                recipient=address,
                message_id=f"{identity}@{sender.rpartition('@')[2]}",
                unsubscribe_url=link,
            ),
            folder=f"campaign-{self.campaign.pk}",
            name=str(claimed.id),
        )

    def _compiled(self, language: str) -> Compiled:
        if language not in self.compiled:
            self.compiled[language] = compile_email(
                self.campaign.content, organization=self.actor.organization_name, language=language
            )
        return self.compiled[language]


def read_contacts(
    actor: Actor, source: DataSource, people: People, keys: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """What is known of people, by key: `email`, `name`, `locale` as far as there are such columns.

    Within the organization's rows, whatever the sender may see of personal data: it is not shown to them.
    """
    names = {
        role: column
        for role, column in (("email", people.email), ("name", people.name), ("locale", people.locale))
        if column
    }
    found: dict[str, dict[str, Any]] = {}
    for some in _in_statements(keys):
        result = read_people(
            actor=reader_of_addresses(actor),
            source=source,
            key=key_of(people),
            keys=some,
            columns=list(names.values()),
            clock=moment(actor),
        )
        for key, *values in result.rows:
            found[str(key)] = dict(zip(names, values, strict=True))
    return found


def _in_statements(keys: Sequence[str]) -> Iterator[list[str]]:
    some: list[str] = []
    size = 0
    for key in keys:
        size += len(key.encode()) * 2 + 4
        if some and size > STATEMENT_BYTES:
            yield some
            some, size = [], len(key.encode()) * 2 + 4
        some.append(key)
    if some:
        yield some


def _address(row: Mapping[str, Any] | None) -> tuple[str, str]:
    """The address to write to, or "" and the reason why there is none."""
    if row is None:
        return "", Reason.GONE
    written = str(row.get("email") or "").strip()
    if not written:
        return "", Reason.NO_ADDRESS
    address = normalised(written)
    return (address, Reason.NONE) if address else ("", Reason.BAD_ADDRESS)


def _left_out(campaign: Campaign, hashes: Mapping[int, str]) -> dict[int, str]:
    """Those whose address is suppressed, or has this e-mail already under another key."""
    wanted = set(hashes.values())
    suppressed = set(
        Suppression.objects.filter(
            organization=campaign.organization_id, address_hash__in=wanted
        ).values_list("address_hash", flat=True)
    )
    others = Delivery.objects.filter(campaign=campaign, address_hash__in=wanted).exclude(pk__in=list(hashes))
    taken = set(
        others.filter(
            status__in=[DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT, DeliveryStatus.CLAIMED]
        ).values_list("address_hash", flat=True)
    )
    reasons: dict[int, str] = {}
    for key, address in hashes.items():
        if address in suppressed:
            reasons[key] = Reason.SUPPRESSED
        elif address in taken:
            reasons[key] = Reason.SAME_ADDRESS
        taken.add(address)
    return reasons


def _language(locale: Any) -> str:
    return "fr" if str(locale or "").lower().startswith("fr") else "en"
