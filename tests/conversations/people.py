"""Two organizations that look alike, and what a test says to a conversation."""

from __future__ import annotations

from uuid import UUID, uuid4

from accounts.actor import Actor
from accounts.roles import Role
from accounts.services import actor_for, make_member, make_organization
from conversations import services
from conversations.models import Conversation, Message, Turn


def make_actor(slug: str = "north", *, email: str = "ann@north.example", role: Role = Role.MANAGER) -> Actor:
    organization = make_organization(slug, name="Shop", external_id="1" if slug == "north" else "2")
    membership = make_member(
        email, organization=organization, role=role, name="Ann", password="correct horse"
    )
    return actor_for(membership)


def nobody_runs(conversation_id: UUID) -> None:
    """In place of the runner: the turn stays waiting."""


def ask(actor: Actor, conversation: Conversation, text: str = "How many flights?", **kwargs) -> Turn:
    client_id = kwargs.pop("client_id", None) or uuid4()
    kwargs.setdefault("enqueue", nobody_runs)
    return services.start_turn(
        actor, conversation_id=conversation.pk, client_id=client_id, text=text, **kwargs
    )


def answer_of(turn: Turn) -> Message:
    return Message.objects.get(turn=turn, role="assistant")
