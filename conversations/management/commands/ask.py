"""`manage.py ask`: a question from the command line, on the page's own path (contracts.md section 3)."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from accounts.services import NoMembership, actor_by_email
from conversations import relay
from conversations.answers import answer_object
from conversations.asking import CannotAsk, ask_and_wait, check_provider, find_source
from conversations.errors import ConversationError
from conversations.services import Wishes


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
        except (CannotAsk, ConversationError, NoMembership) as error:
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
        source = find_source(actor, options["datasource"])
        wishes = Wishes(
            data_source_id=source.pk if source else None,
            provider=check_provider(actor, options["provider"]),
            clock=options["now"],
        )
        answer = ask_and_wait(
            actor, options["question"], wishes=wishes, conversation_id=options["conversation"]
        )
        return answer_object(answer)

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
