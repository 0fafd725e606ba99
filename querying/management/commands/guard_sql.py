"""`manage.py guard_sql`: what the guard says of statements, one JSON line each (contracts.md section 2)."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.services import NoMembership, actor_by_email
from querying import services
from querying.cache import Caching
from querying.guard import GuardRefusal, guard
from querying.limits import Purpose
from querying.models import DataSource
from querying.results import QueryFailed

logger = logging.getLogger(__name__)

MOST_BYTES = 8_000_000
"""Of a line; a statement may be far shorter, but it is the guard that says so."""


class InvalidLine(Exception):
    """A line that holds no question for the guard."""


class Command(BaseCommand):
    """Every line gets its answer, in order, whatever it holds."""

    help = 'Guard statements: JSON lines {"id", "sql"} on stdin, an answer line each on stdout.'

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, metavar="EMAIL")
        parser.add_argument("--datasource", required=True, metavar="NAME")
        parser.add_argument("--organization", default="", metavar="SLUG")
        parser.add_argument("--execute", action="store_true", help="run what the guard lets through")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            actor = actor_by_email(options["user"], organization_slug=options["organization"])
            source = DataSource.objects.visible_to(actor).filter(name=options["datasource"]).first()
        except NoMembership as error:
            raise CommandError(error.message) from None
        except OperationalError:
            raise CommandError("Services are down: run `make run` or `manage.py services start`.") from None
        if source is None:
            raise CommandError(f"{options['user']} has no data source {options['datasource']}.")
        for line in read_lines(sys.stdin.buffer):
            answer = answer_line(line, actor, source, execute=options["execute"])
            self.stdout.write(json.dumps(answer, allow_nan=False))
            self.stdout.flush()


def read_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines without their ends; None for one that is too long to be kept."""
    while line := stream.readline(MOST_BYTES):
        whole = line
        while not line.endswith(b"\n") and (line := stream.readline(MOST_BYTES)):
            whole = b""
        yield whole.rstrip(b"\r\n") if whole else None


def answer_line(line: bytes | None, actor: Actor, source: DataSource, *, execute: bool) -> dict[str, Any]:
    """The answer to one line; what goes wrong with it is the answer, never an exception."""
    identifier: Any = None
    try:
        identifier, sql = parse_line(line)
        return _answer(identifier) | judge(sql, actor, source, execute=execute)
    except InvalidLine as error:
        return _answer(identifier, code="input.invalid", message=str(error))
    except Exception:  # one statement that breaks us must not silence the answers to the others
        logger.exception("a statement could not be judged")
        return _answer(identifier, code="internal", message=_("Something went wrong here; see the log."))


def parse_line(line: bytes | None) -> tuple[Any, str]:
    """The id and the SQL of a line. Raises InvalidLine."""
    if line is None:
        raise InvalidLine(_("The line is too long."))
    try:
        data = json.loads(line.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise InvalidLine(_("The line is not JSON.")) from None
    if not isinstance(data, dict) or not isinstance(data.get("sql"), str):
        raise InvalidLine(_('The line must be an object with "id" and "sql".'))
    identifier = data.get("id")
    if not (identifier is None or isinstance(identifier, str | int | float)):
        raise InvalidLine(_("The id must be a text or a number."))
    return identifier, data["sql"]


def judge(sql: str, actor: Actor, source: DataSource, *, execute: bool) -> dict[str, Any]:
    """What differs from a plain refusal in the answer to a statement."""
    try:
        if not execute:
            view = services.catalog_view(actor, source)
            guarded = guard(sql, view, purpose=Purpose.WORKBENCH, clock=timezone.now())
            return {"verdict": "allowed", "sql": guarded.sql, "masked": list(guarded.masked)}
        done = services.execute(
            actor=actor,
            source=source,
            sql=sql,
            purpose=Purpose.WORKBENCH,
            clock=timezone.now(),
            caching=Caching.NONE,
        )
    except GuardRefusal as refusal:
        return {
            "code": refusal.code,
            "message": refusal.english,
            "part": refusal.part or None,
            "position": refusal.position,
        }
    except QueryFailed as failure:
        return {
            "verdict": "failed",
            "code": failure.code,
            "message": failure.message,
            "sql": failure.sql or None,
        }
    return {
        "verdict": "allowed",
        "sql": done.guarded.sql,
        "columns": [column.as_json() for column in done.result.columns],
        "rows": done.result.json_rows(),
        "masked": list(done.guarded.masked),
    }


def _answer(identifier: Any, *, code: str | None = None, message: str | None = None) -> dict[str, Any]:
    return {
        "id": identifier,
        "verdict": "rejected",
        "code": code,
        "message": message,
        "part": None,
        "position": None,
        "sql": None,
        "columns": None,
        "rows": None,
        "masked": [],
    }


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
