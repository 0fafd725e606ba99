"""`manage.py introspect`: read a data source's structure again and draft what is new."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from querying import services
from querying.engines.base import SourceError
from querying.models import DataSource


class Command(BaseCommand):
    """Tables found now that were not there at the first look wait for staff to list them."""

    help = "Refresh the catalog of a data source; draft labels, joins, metrics and personal-data classes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the data source's name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = DataSource.objects.public().filter(name=options["name"]).first()
            if source is None:
                raise CommandError(f"There is no data source {options['name']}.")
            catalog = services.introspect(source)
        except SourceError as error:
            raise CommandError(error.message) from None
        except OperationalError:
            raise CommandError("Services are down: run `make run` or `manage.py services start`.") from None
        waiting = source.table_policies.filter(listed=False).count()
        self.stdout.write(
            f"{source.name}: {len(catalog.tables)} tables and views, {waiting} of them not listed."
        )
