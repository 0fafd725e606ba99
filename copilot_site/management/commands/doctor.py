"""`manage.py doctor`: checks configuration, services, sources, models, and says what to do."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from copilot_site.doctor import Finding, examine

SIGNS = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}


class Command(BaseCommand):
    """Exit 1 if something is wrong; notes are no errors."""

    help = "Check configuration, services, data sources and model providers, and say what to do."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="machine-readable")
        parser.add_argument("--models", action="store_true", help="ask each model for one word (a call each)")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = []
        for finding in examine(ask_models=options["models"]):
            findings.append(finding)
            if not options["json"]:
                self.show(finding)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings]))
        wrong = sum(finding.level == "wrong" for finding in findings)
        if wrong:
            raise CommandError(f"{wrong} of {len(findings)} checks failed.")

    def show(self, finding: Finding) -> None:
        """Print one finding, and on a line of its own what to do."""
        self.stdout.write(f"{SIGNS[finding.level]} {finding.area}: {finding.text}")
        if finding.advice:
            self.stdout.write(f"      {finding.advice}")
