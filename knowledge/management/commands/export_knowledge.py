"""`manage.py export_knowledge`: write a data source's knowledge as a bundle."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from knowledge.bundles import export_bundle
from knowledge.targets import NoTarget, organizations_of, source_named


class Command(BaseCommand):
    """The first organization's that the source was connected to, unless another is named."""

    help = "Write what an organization knows about a data source to standard output, in YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--datasource", required=True, help="the data source's name")
        parser.add_argument("--organization", default="", help="whose knowledge (its short name)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = source_named(options["datasource"])
            organization = organizations_of(source, options["organization"])[0]
            text = export_bundle(source=source, organization=organization)
        except NoTarget as error:
            raise CommandError(error.message) from None
        except OperationalError:
            raise CommandError("Services are down: run `make run` or `manage.py services start`.") from None
        self.stdout.write(text, ending="")
