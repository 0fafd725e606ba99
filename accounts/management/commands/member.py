"""Make or update a member of an organization."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organization
from accounts.roles import Role
from accounts.services import make_member


class Command(BaseCommand):
    help = "Make or update a member of an organization."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--organization", required=True, metavar="SLUG")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--external-id", help="the value of owner columns that is this person's")
        parser.add_argument("--password")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(slug=options["organization"]).first()
        if organization is None:
            raise CommandError(
                f"There is no organization {options['organization']}: make it with `manage.py organization`."
            )
        try:
            membership = make_member(
                options["email"],
                organization=organization,
                role=options["role"],
                external_id=options["external_id"],
                password=options["password"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{membership.user.email} is {membership.role} of {organization.slug}.")
