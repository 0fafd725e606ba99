"""`manage.py evaluate`: how many of a file's questions are answered right (contracts.md section 2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone
from pydantic import BaseModel, ValidationError

from accounts.actor import Actor
from accounts.models import Membership
from accounts.services import NoMembership, actor_by_email
from conversations import relay
from conversations.asking import CannotAsk, check_provider, find_source
from conversations.evaluating import Evaluator, owner_of
from conversations.management.commands.ask import iso_time
from knowledge.evaluation import Case, Outcome, Scored, evaluate, totals


class Line(BaseModel):
    """One line of a question set."""

    id: str
    question: str
    gold_sql: str | None = None
    gold_alternatives: list[str] = []
    ordered: bool = False
    unanswerable: bool = False

    def case(self) -> Case:
        gold = ([self.gold_sql] if self.gold_sql else []) + self.gold_alternatives
        return Case(self.id, self.question, tuple(gold), self.ordered, self.unanswerable)


class Command(BaseCommand):
    help = "Ask a file's questions and compare what the answers return with the right queries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.jsonl")
        parser.add_argument("--datasource", required=True, metavar="NAME")
        parser.add_argument("--provider", required=True, metavar="NAME", help="a provider's name, or planner")
        parser.add_argument("--user", default="", metavar="EMAIL", help="default: an owner of the source")
        parser.add_argument("--organization", default="", metavar="SLUG")
        parser.add_argument("--now", type=iso_time, metavar="ISO-TIME", help="freeze the turns' clock")
        parser.add_argument(
            "--with-verified-queries",
            action="store_true",
            help="let verified queries answer, as they do in the chat",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        cases = read_cases(options["file"])
        try:
            actor = self.actor(options)
            source = find_source(actor, options["datasource"])
            assert source is not None  # the name is required, and an unknown one raises
            provider = check_provider(actor, options["provider"])
            evaluator = Evaluator(
                actor,
                source,
                provider,
                options["now"] or timezone.now(),
                with_verified=options["with_verified_queries"],
            )
            scored = []
            for item in evaluate(cases, evaluator.answer, evaluator.gold):
                scored.append(item)
                if not options["json"]:
                    self.show(item)
        except (CannotAsk, NoMembership) as error:
            raise CommandError(error.message) from error
        except OperationalError as error:
            raise CommandError(
                "The services are down: run `make run` or `manage.py services start`."
            ) from error
        finally:
            relay.drain()
        self.finish(scored, as_json=options["json"])

    def actor(self, options: dict[str, Any]) -> Actor:
        if options["user"]:
            return actor_by_email(options["user"], organization_slug=options["organization"])
        members = Membership.objects.active().filter(organization__data_sources__name=options["datasource"])
        if options["organization"]:
            members = members.filter(organization__slug=options["organization"])
        owner = owner_of(members)
        if owner is None:
            raise CommandError("No owner can ask this data source: name a person with --user.")
        return owner

    def show(self, item: Scored) -> None:
        self.stdout.write(f"{item.outcome:9} {item.case.id}  {item.case.question}")
        if item.outcome is not Outcome.RIGHT:
            self.stdout.write(f"          {item.error or item.answer.reading}")

    def finish(self, scored: list[Scored], *, as_json: bool) -> None:
        summary = totals(scored)
        if as_json:
            questions = [item.as_json() for item in scored]
            self.stdout.write(json.dumps({"questions": questions, "totals": summary}, ensure_ascii=False))
            return
        self.stdout.write("  ".join(f"{name} {value}" for name, value in summary.items()))


def read_cases(path: str) -> list[Case]:
    """The cases of a question set. Raises CommandError that names the line at fault."""
    try:
        with open(path, encoding="utf-8") as file:
            return list(_cases(file))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} can't be read: {error}") from error


def _cases(lines: Iterator[str]) -> Iterator[Case]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Line.model_validate_json(line).case()
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False)[0]
            field = ".".join(map(str, problem["loc"]))
            raise CommandError(f"Line {number}: {field + ': ' if field else ''}{problem['msg']}") from error
