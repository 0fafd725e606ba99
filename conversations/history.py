"""The sidebar's list: a person's conversations by how long ago they were used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from conversations import services
from conversations.models import Conversation
from conversations.querysets import ConversationQuerySet

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    conversations: tuple[Conversation, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What the list shows; `has_archived` is whether there is an archive to look into."""

    groups: tuple[Group, ...]
    has_archived: bool
    search: str = ""
    archived: bool = False


def history_of(actor: Actor, *, search: str = "", archived: bool = False) -> History:
    """The newest conversations that hold the search's text, in groups; a search spans the archive too."""
    found = _asked(actor, text=search, archived=archived)
    if search.strip():
        found |= _asked(actor, text=search, archived=True)
    return History(
        groups=tuple(grouped(found[:SHOWN], actor=actor, now=timezone.now())),
        has_archived=_asked(actor, text="", archived=True).exists(),
        search=search,
        archived=archived,
    )


def _asked(actor: Actor, *, text: str, archived: bool) -> ConversationQuerySet:
    """Without those in which nothing was asked yet: a page was opened and left."""
    return services.search_conversations(actor, text=text, archived=archived).filter(last_seq__gt=0)


def grouped(conversations: Iterable[Conversation], *, actor: Actor, now: dt.datetime) -> list[Group]:
    """Today, this week and earlier, by the actor's calendar; groups without a conversation are left out."""
    zone = ZoneInfo(actor.time_zone)
    today = now.astimezone(zone).date()
    week = today - dt.timedelta(days=(today.weekday() - actor.week_start) % 7)
    groups: dict[str, list[Conversation]] = {_("Today"): [], _("This week"): [], _("Earlier"): []}
    first, second, third = groups.values()
    for conversation in conversations:
        day = conversation.updated_at.astimezone(zone).date()
        (first if day >= today else second if day >= week else third).append(conversation)
    return [Group(label, tuple(members)) for label, members in groups.items() if members]
