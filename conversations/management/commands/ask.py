"""`manage.py ask`: a question from the command line, on the page's own path (contracts.md section 3)."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from typing import Any
from uuid import UUID, uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils.translation import override

from accounts.actor import Actor
from accounts.services import NoMembership, actor_by_email
from conversations import relay, services
from conversations.answers import answer_object
from conversations.enums import MessageRole, TurnStatus
from conversations.errors import ConversationError
from conversations.models import Message, Turn
from conversations.services import Wishes
from providers.services import providers_for
from querying.models import DataSource

PLANNER = "planner"
# Somebody else may be asking in the same conversation: that long we wait for our turn.
WAIT_SECONDS = 120


def iso_time(text: str) -> dt.datetime:
    """An aware time; without an offset it is UTC."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO time") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


class Command(BaseCommand):
    help = "Ask a question as a person and print the answer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("question")
        parser.add_argument("--user", required=True, metavar="EMAIL")
        parser.add_argument("--organization", default="", metavar="SLUG")
        parser.add_argument("--datasource", default="", metavar="NAME")
        parser.add_argument("--provider", default="", metavar="NAME", help="a provider's name, or planner")
        parser.add_argument("--conversation", type=UUID, metavar="UUID", help="go on with this conversation")
        parser.add_argument("--now", type=iso_time, metavar="ISO-TIME", help="freeze the turn's clock")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = self.ask(options)
        except (ConversationError, NoMembership) as error:
            raise CommandError(error.message) from error
        except OperationalError as error:
            raise CommandError(
                "The services are down: run `make run` or `manage.py services start`."
            ) from error
        finally:
            relay.drain()
        self.show(answer, as_json=options["json"])
        if answer["outcome"] == "error":
            # Said already, on stdout as the answer's error.
            raise CommandError(answer["error"]["text"])

    def ask(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer's object of contracts.md section 3."""
        actor = actor_by_email(options["user"], organization_slug=options["organization"])
        wishes = Wishes(
            data_source_id=self.source_id(actor, options["datasource"]),
            provider=self.provider_name(actor, options["provider"]),
            clock=options["now"],
        )
        with override(actor.language):
            conversation_id = options["conversation"] or services.create_conversation(actor).pk
            turn = services.start_turn(
                actor,
                conversation_id=conversation_id,
                client_id=uuid4(),
                text=options["question"],
                wishes=wishes,
                enqueue=lambda conversation: None,
            )
        return answer_object(self.run(turn))

    def run(self, turn: Turn) -> Message:
        """Answer it here; where another process answers in the same conversation, wait for our turn."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            services.run_waiting_turns(turn.conversation_id)
            answer = Message.objects.select_related("turn").get(turn=turn, role=MessageRole.ASSISTANT)
            if not TurnStatus(answer.status).is_open:
                return answer
            time.sleep(0.2)
        raise CommandError("Another question of this conversation takes too long: stop it first.")

    def source_id(self, actor: Actor, name: str) -> int | None:
        if not name:
            return None
        source = DataSource.objects.visible_to(actor).filter(name=name).first()
        if source is None:
            raise CommandError(f"{actor.organization_name} has no data source {name!r}.")
        return source.pk

    def provider_name(self, actor: Actor, name: str) -> str:
        if name in ("", PLANNER) or any(config.name == name for config in providers_for(actor, name)):
            return name
        raise CommandError(f"{actor.email} can use no provider {name!r}.")

    def show(self, answer: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for part in (answer["reading"], answer["answer"], answer["sql"]):
            if part:
                self.stdout.write(f"{part}\n")
        if answer["rows"]:
            self.stdout.write(" | ".join(column["label"] for column in answer["columns"]))
            for row in answer["rows"][:20]:
                self.stdout.write(" | ".join("" if value is None else str(value) for value in row))
        for choice in answer["choices"]:
            self.stdout.write(f"- {choice['label']}: {choice['text']}")
        for question in answer["follow_ups"]:
            self.stdout.write(f"- {question}")
        if answer["trust"]:
            self.stdout.write(f"{answer['trust']} ({answer['confidence']})")
