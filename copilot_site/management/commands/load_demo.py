"""`manage.py load_demo`: demo organizations, members, data sources and knowledge; safe to run again."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from copilot_site.demo.loading import load_demo
from knowledge.bundle_format import BundleError
from querying.engines.base import SourceError


def event_count(text: str) -> int:
    """A number of events from 1,000 to 100 million."""
    count = int(text)
    if not 1_000 <= count <= 100_000_000:
        raise ArgumentTypeError("give a number from 1000 to 100000000")
    return count


def past_day(text: str) -> dt.date:
    """A day, YYYY-MM-DD, late enough for the club to have had a year."""
    day = dt.date.fromisoformat(text)
    if not dt.date(2023, 1, 1) <= day <= dt.date(2100, 1, 1):
        raise ArgumentTypeError("give a day from 2023-01-01 on")
    return day


class Command(BaseCommand):
    """Three data sources with knowledge in English and French, three organizations, all roles."""

    help = "Load the demo data, organizations and people; writes the sign-ins to var/demo.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--events", type=event_count, help="events of the shop (1,000,000)")
        parser.add_argument(
            "--day", type=past_day, help="the shop's and the club's data end the day before (today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ADMIN_URL:
            raise CommandError(
                "DATABASE_URL names a server of yours: set DEMO_ADMIN_URL to its superuser's URL."
            )
        try:
            sign_ins = load_demo(
                settings.DEMO_ADMIN_URL,
                settings.DEMO_FILE,
                self.say,
                day=options["day"],
                events=options["events"],
                default_events=settings.DEMO_EVENTS,
            )
        except (psycopg.OperationalError, OperationalError) as error:
            raise CommandError(
                "The database is down: run `make run` or `manage.py services start`."
            ) from error
        except (SourceError, BundleError) as error:
            raise CommandError(error.message) from error
        self.say(f"{len(sign_ins)} sign-ins in {settings.DEMO_FILE}")

    def say(self, line: str) -> None:
        """Print one step as soon as it is done."""
        self.stdout.write(f"{'demo':>10}  {line}")
        self.stdout.flush()
