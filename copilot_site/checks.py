"""Settings that can't be right, found by `manage.py check` before they are found by a person."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

NEW_KEY = "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"


@register
def check_settings(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """All checks of this file, in the order of their ids."""
    return [*check_values(), *check_encryption_keys(), *check_addresses(), *check_hosts()]


def check_values() -> Iterator[CheckMessage]:
    """E001: a value that can't be, noted while the environment was read."""
    for problem in settings.ENVIRONMENT_PROBLEMS:
        yield Error(f"{problem.name} can't be {problem.value!r}.", hint=problem.hint, id="copilot.E001")


def check_encryption_keys() -> Iterator[CheckMessage]:
    """E002: each key must be a Fernet key, and there must be one; the key itself is never said."""
    hint = f'Make one: python -c "{NEW_KEY}"'
    if not settings.COPILOT_ENCRYPTION_KEYS:
        yield Error("COPILOT_ENCRYPTION_KEYS is empty.", hint=hint, id="copilot.E002")
    for number, key in enumerate(settings.COPILOT_ENCRYPTION_KEYS, 1):
        try:
            Fernet(key)
        except ValueError:
            text = f"Key {number} of COPILOT_ENCRYPTION_KEYS is no Fernet key."
            yield Error(text, hint=hint, id="copilot.E002")


def check_addresses() -> Iterator[CheckMessage]:
    """E003, E004: the application's own database is PostgreSQL; cache, broker and channels speak Redis."""
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        hint = f"postgresql://user:password@host:5432/name{_or_unset('PostgreSQL')}."
        yield Error("DATABASE_URL must name a PostgreSQL database.", hint=hint, id="copilot.E003")
    if urlsplit(settings.REDIS_URL).scheme not in {"redis", "rediss"}:
        hint = f"redis://:password@host:6379/0{_or_unset('Valkey')}."
        yield Error("REDIS_URL must name a Redis or Valkey server.", hint=hint, id="copilot.E004")


def _or_unset(server: str) -> str:
    return "" if settings.COPILOT_STRICT else f", or unset it to use the embedded {server}"


def check_hosts() -> Iterator[CheckMessage]:
    """W001: any host name is a door for forged links."""
    if (
        "*" in settings.ALLOWED_HOSTS
        and not settings.DEBUG
        and not settings.IS_TEST
        and not settings.COPILOT_STRICT
    ):
        yield Warning(
            "ALLOWED_HOSTS allows any name.", hint="List the names that people type.", id="copilot.W001"
        )
