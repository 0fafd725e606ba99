"""What the chat page is made of: its data for the templates and its configuration for the modules."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.actor import Actor
from accounts.pages import person
from accounts.places import places
from conversations.history import history_of
from conversations.models import Conversation
from conversations.words import words_of_request
from querying.models import DataSource
from querying.page_parts import base_config

STYLESHEETS = (
    "site/person.css",
    "site/sql.css",
    "querying/css/result.css",
    *(f"conversations/css/{name}.css" for name in ("layout", "thread", "composer", "evidence", "suggestion")),
)
# Stand-ins in the addresses that the modules fill in.
CONVERSATION = "00000000-0000-0000-0000-00000000c0c0"
MESSAGE = "00000000-0000-0000-0000-00000000a0a0"
QUERY = "00000000-0000-0000-0000-00000000c0e0"
SUGGESTION = "00000000-0000-0000-0000-000000005055"


def page_context(request: HttpRequest, actor: Actor, conversation: Conversation | None) -> dict[str, Any]:
    """Everything chat.html shows; `conversation` is None for a new question."""
    sources = list(DataSource.objects.visible_to(actor).order_by("name"))
    history = history_of(actor)
    return {
        "conversation": conversation,
        "current": conversation.pk if conversation else None,
        "has_messages": conversation is not None and conversation.last_seq > 0,
        "groups": history.groups,
        "has_archived": history.has_archived,
        "sources": sources,
        "chosen_source": conversation.data_source_id if conversation else None,
        "person": person(actor),
        "places": places(actor),
        "stylesheets": STYLESHEETS,
        "config": page_config(request, actor, conversation),
        "words": words_of_request(),
    }


def page_config(request: HttpRequest, actor: Actor, conversation: Conversation | None) -> dict[str, Any]:
    """What the modules need to know; it is in the page for its reader to see, so nothing secret."""
    return base_config(request, actor) | {
        "conversation": str(conversation.pk) if conversation else None,
        "question_max_length": settings.QUESTION_MAX_LENGTH,
        "urls": {
            "new": reverse("conversations:new"),
            "workbench": reverse("workbench:page") if "workbench" in places(actor) else None,
            "create": reverse("conversations:create"),
            "socket": "/ws/conversations/CONVERSATION/",
            "sign_in": reverse("account_login"),
            "rename": _conversation_url("rename"),
            "archive": _conversation_url("archive"),
            "delete": _conversation_url("delete"),
            "feedback": _answer_url("feedback"),
            "chart": _answer_url("chart-kind"),
            "rows": _answer_url("rows", "FORMAT"),
            "all_rows": reverse("api:query-rows", args=[QUERY]).replace(QUERY, "QUERY"),
            "picture": _answer_url("picture", "FORMAT"),
            "segment": _answer_url("segment"),
            "decide": reverse("conversations:decide", args=[SUGGESTION, "apply"])
            .replace(SUGGESTION, "SUGGESTION")
            .replace("/apply/", "/DECISION/"),
        },
    }


def _conversation_url(name: str) -> str:
    return reverse(f"conversations:{name}", args=[CONVERSATION]).replace(CONVERSATION, "CONVERSATION")


def _answer_url(name: str, *more: str) -> str:
    return reverse(f"conversations:{name}", args=[MESSAGE, *more]).replace(MESSAGE, "MESSAGE")
