"""Django's DATABASES entry from a URL."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

POOL_WAIT_SECONDS = 5
# Between two attempts lie 1, 2, 4 ... seconds; after this many the next request begins anew.
POOL_RECONNECT_SECONDS = 8
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


def keep_connections(config: dict[str, Any], size: int) -> None:
    """Let a process of many threads share up to `size` open connections; before the first one is opened.

    A turn gives its connection up before each wait: without a pool each query after it opens one, 6 ms each.
    Where the server was restarted, the pool replaces what broke (pooled/base.py, whose look at a connection
    stands in for Django's own check). Not for processes that fork.
    """
    if not size:
        return
    config["ENGINE"] = "copilot_site.pooled"
    config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"] = 0, False
    config["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": size,
        "timeout": POOL_WAIT_SECONDS,
        "reconnect_timeout": POOL_RECONNECT_SECONDS,
    }
