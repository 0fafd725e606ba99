"""Make or update an organization's provider of models."""

from __future__ import annotations

import json
import os
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organization
from providers.enums import ProviderKind
from providers.services import check_connection, make_provider
from providers.wire import ProviderUnavailable


class Command(BaseCommand):
    help = "Make or update an organization's provider of models. The key is read once from a variable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--organization", required=True, metavar="SLUG")
        parser.add_argument("--type", required=True, choices=ProviderKind.values)
        parser.add_argument("--model", required=True)
        parser.add_argument("--endpoint", metavar="URL")
        parser.add_argument("--key-env", metavar="VAR", help="the environment variable that holds the key")
        parser.add_argument("--parameters", metavar="JSON", help="extra parameters, as a JSON object")
        parser.add_argument("--test", action="store_true", help="ask the model for one word")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(slug=options["organization"]).first()
        if organization is None:
            raise CommandError(f"There is no organization {options['organization']}.")
        try:
            provider = make_provider(
                options["name"],
                organization=organization,
                kind=options["type"],
                model=options["model"],
                endpoint=options["endpoint"],
                key=_key(options["key_env"]),
                parameters=_parameters(options["parameters"]),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if options["test"]:
            try:
                check_connection(provider)
            except ProviderUnavailable as error:
                raise CommandError(f"{provider.name} is saved, but: {error.message}") from error
        self.stdout.write(f"Provider {provider.name} ({provider.model}) is ready.")


def _key(variable: str | None) -> str | None:
    if variable is None:
        return None
    if not os.environ.get(variable):
        raise CommandError(f"The environment has no variable {variable}.")
    return os.environ[variable]


def _parameters(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    try:
        parameters = json.loads(text)
    except ValueError as error:
        raise CommandError(f"--parameters is not JSON: {error}") from error
    if not isinstance(parameters, dict):
        raise CommandError("--parameters must be a JSON object.")
    return parameters
