"""Django's DATABASES entry from a URL."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = {"postgres", "postgresql"}


def database_config(url: str) -> dict[str, Any]:
    """The entry for a PostgreSQL URL; any other gives no database, which `check` reports."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        return {"ENGINE": "django.db.backends.dummy", "NAME": ""}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, **dict(parse_qsl(parts.query))},
    }
