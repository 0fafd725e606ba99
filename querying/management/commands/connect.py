"""`manage.py connect`: make or update a data source and share it with an organization."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from accounts.models import Organization
from querying import services
from querying.engines.base import SourceError


class Command(BaseCommand):
    """A role that could write is replaced by a reader; what is read of the source is its structure."""

    help = "Connect a database by its URL and share it with an organization."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the data source's name, unique per site")
        parser.add_argument(
            "url",
            help="postgresql://user:password@host:port/database, mysql://..., sqlite:////folder/file.db",
        )
        parser.add_argument("--organization", required=True, metavar="SLUG")
        parser.add_argument("--scope-column", default="", help="the column that tells whose a row is")
        parser.add_argument("--introspect", action="store_true", help="draft labels, joins and metrics too")
        parser.add_argument(
            "--accept-privileged-role", action="store_true", help="use a role that could write"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            connected = self._connect(options)
        except SourceError as error:
            raise CommandError(error.message) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except OperationalError:
            raise CommandError("Services are down: run `make run` or `manage.py services start`.") from None
        for note in connected.notes:
            self.stderr.write(note)
        tables = connected.source.table_policies
        shown = tables.filter(listed=True).exclude(scope="hidden").count()
        self.stdout.write(
            f"{connected.source.name}: connected, {shown} of {tables.count()} tables may be asked."
        )

    def _connect(self, options: dict[str, Any]) -> services.Connected:
        organization = Organization.objects.filter(slug=options["organization"]).first()
        if organization is None:
            raise CommandError(f"There is no organization {options['organization']}.")
        return services.connect(
            options["name"],
            options["url"],
            organization=organization,
            scope_column=options["scope_column"],
            draft=options["introspect"],
            accept_privileged_role=options["accept_privileged_role"],
        )
