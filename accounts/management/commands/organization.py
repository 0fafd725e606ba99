"""Make or update an organization."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services import make_organization


class Command(BaseCommand):
    help = "Make or update an organization."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--name")
        parser.add_argument("--external-id", help="the value of scope columns that is this organization's")
        parser.add_argument("--time-zone")
        parser.add_argument("--currency")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            organization = make_organization(
                options["slug"],
                name=options["name"],
                external_id=options["external_id"],
                time_zone=options["time_zone"],
                currency=options["currency"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Organization {organization.slug} ({organization.name}) is ready.")
