"""`manage.py services start|stop|status`: the embedded PostgreSQL and Valkey alone."""

import json
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from copilot_site.embedded import services
from copilot_site.embedded.errors import EmbeddedError
from copilot_site.embedded.state import load_state
from copilot_site.moved import follow_move


class Command(BaseCommand):
    """Left running after the command; what has a URL in the environment is not ours to touch."""

    help = "Start, stop or show the embedded PostgreSQL and Valkey."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("start", "stop", "status"))
        parser.add_argument("--json", action="store_true", help="machine-readable")
        parser.add_argument(
            "--forgetful", action="store_true", help="faster, may lose data in a crash (tests)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = settings.EMBEDDED_SERVICES
        if not names:
            raise CommandError("DATABASE_URL and REDIS_URL name other services: there is nothing embedded.")
        try:
            if options["action"] == "start":
                self.start(names, options["forgetful"])
            if options["action"] == "stop":
                services.stop(settings.VAR_DIR, names)
            self.show(names, options["json"])
        except EmbeddedError as error:
            raise CommandError(str(error)) from error

    def start(self, names: tuple[str, ...], forgetful: bool) -> None:
        """Start them; where a port had to change, begin again with settings that know it."""
        known = load_state(settings.VAR_DIR)
        state = services.start(settings.VAR_DIR, names, forgetful)
        if state != known:
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  (no shell is what we want)
        follow_move(settings.VAR_DIR)

    def show(self, names: tuple[str, ...], as_json: bool) -> None:
        """Print the servers' state; the URLs, with their passwords, only as JSON."""
        state = load_state(settings.VAR_DIR)
        found = [one for one in services.status_of(settings.VAR_DIR, state) if one.name in names]
        if as_json:
            self.stdout.write(json.dumps({status.name: status.url for status in found}))
            return
        for status in found:
            address = status.url.rpartition("@")[2].partition("/")[0]
            self.stdout.write(f"{status.name}: {'up at ' + address if status.up else 'stopped'}")
