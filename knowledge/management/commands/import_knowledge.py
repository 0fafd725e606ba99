"""`manage.py import_knowledge`: read a knowledge bundle into a data source's knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, transaction

from knowledge.bundles import BundleError, import_bundle
from knowledge.targets import NoTarget, organizations_of, source_named


class Command(BaseCommand):
    """All or nothing: a file with a mistake changes no organization's knowledge."""

    help = "Import a knowledge bundle for every organization of a data source, or for one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the bundle, in YAML")
        parser.add_argument("--datasource", required=True, help="the data source's name")
        parser.add_argument("--organization", default="", help="only for this organization (its short name)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = Path(options["file"]).read_text(encoding="utf-8")
            source = source_named(options["datasource"])
            with transaction.atomic():
                for organization in organizations_of(source, options["organization"]):
                    done = import_bundle(text, source=source, organization=organization)
                    self.stdout.write(
                        f"{organization.slug}: {done.changed} changed, {done.unchanged} as they were"
                    )
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} can't be read: {error}") from None
        except BundleError as error:
            raise CommandError(f"{options['file']}: {error.message}") from None
        except NoTarget as error:
            raise CommandError(error.message) from None
        except OperationalError:
            raise CommandError("Services are down: run `make run` or `manage.py services start`.") from None
