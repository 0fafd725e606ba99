"""Tickets for sockets: one use, 30 s, in Valkey by their hash. For clients without a session cookie."""

from __future__ import annotations

import hashlib
import secrets

from accounts.actor import Actor
from accounts.models import Membership
from conversations.valkey import client

SECONDS = 30


def issue_ticket(actor: Actor) -> str:
    """A ticket for the actor in their organization."""
    ticket = secrets.token_urlsafe(32)
    client().set(_name(ticket), f"{actor.user_id}:{actor.organization_slug}", ex=SECONDS)
    return ticket


def redeem_ticket(ticket: str) -> Membership | None:
    """The membership a ticket was issued for, as it is now; None for one that is unknown, used or too old."""
    held = client().getdel(_name(ticket))
    if not isinstance(held, bytes):
        return None
    user_id, _colon, slug = held.decode().partition(":")
    found = Membership.objects.active().filter(user=int(user_id), organization__slug=slug)
    return found.select_related("user", "organization").first()


def _name(ticket: str) -> str:
    return f"copilot:ticket:{hashlib.sha256(ticket.encode()).hexdigest()}"
