"""Who comes in by a socket, and whether the conversation is theirs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.services import NoMembership, actor_for, membership_for
from conversations.models import Conversation
from conversations.tickets import redeem_ticket

NOT_SIGNED_IN, NOT_YOURS, NO_CONVERSATION = 4401, 4403, 4404


def enter(scope: dict[str, Any], conversation_id: UUID, *, language: str) -> Actor | int:
    """The actor who may look at the conversation, or the code that closes the socket.

    All that a socket's start asks the database, so that it waits for a thread and a connection once.
    """
    ticket = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("ticket", [""])[0]
    try:
        membership = redeem_ticket(ticket) if ticket else _signed_in(scope)
    except NoMembership:
        return _closed_to_you(conversation_id)
    if membership is None:
        return NOT_SIGNED_IN
    actor = actor_for(membership, language=language)
    if not Conversation.objects.visible_to(actor).filter(pk=conversation_id).exists():
        return _closed_to_you(conversation_id)
    return actor


def _signed_in(scope: dict[str, Any]) -> Membership | None:
    """The membership of the session's person, None without one. Raises NoMembership.

    A `user` in the scope is whom a test signs in.
    """
    user = scope.get("user")
    if user is None:
        session = SessionStore(scope.get("cookies", {}).get(settings.SESSION_COOKIE_NAME))
        user = get_user(SimpleNamespace(session=session))  # type: ignore[arg-type]
    return membership_for(user) if isinstance(user, User) else None


def _closed_to_you(conversation_id: UUID) -> int:
    exists = Conversation.objects.filter(pk=conversation_id).exists()
    return NOT_YOURS if exists else NO_CONVERSATION
