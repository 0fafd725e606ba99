"""One line a log entry, with the request's id and without secrets or personal data."""

import re
import sys
from collections.abc import MutableMapping
from typing import Any

from copilot_site.left_out import leaving_out

with leaving_out("rich"):
    import structlog

SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)?$|secret|api_?key|authorization|cookie|credential|^(.*_)?key$|_token$|^token$",
    re.I,
)
SECRET_TEXT = (
    (re.compile(r"(?<=://)([^\s:/@]*):[^\s@/]+@"), r"\1:***@"),
    (re.compile(r"\b(?:sk|pk|rk|key)-[\w-]{8,}"), "***"),
    (re.compile(r"\bAIza[\w-]{20,}"), "***"),
    (re.compile(r"(?i)\b(bearer|basic|token|ticket=|password=)\s*[\w.~+/=-]{8,}"), r"\1 ***"),
)
Event = MutableMapping[str, Any]


def hide_secrets(logger: Any, method: str, event: Event) -> Event:
    """A structlog processor: secrets by their name or their look, and personal data in the text."""
    return {
        name: "***" if SECRET_NAME.search(name) and value else clean(value) for name, value in event.items()
    }


def clean(value: Any) -> Any:
    """A value without what looks like a secret or like personal data; only text can hold any."""
    if not isinstance(value, str):
        return value
    for pattern, replacement in SECRET_TEXT:
        value = pattern.sub(replacement, value)
    # Not at the top: settings import this module before the apps can be.
    from accounts.privacy import mask_personal_data

    return mask_personal_data(value)


def shared_processors() -> list[Any]:
    """What each entry goes through, whether it comes from structlog or from logging."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]


TALKATIVE = (
    "daphne",
    "httpx",
    "LiteLLM",
    "kombu",
    "celery.beat",
    "celery.worker.strategy",
    "celery.app.trace",
)
"""Each of these says at INFO what nobody asked for, once a request or task: what fails is told above it."""


def logging_config(level: str, as_json: bool) -> dict[str, Any]:
    """The LOGGING setting; structlog's own loggers go the same way."""
    structlog.configure(
        processors=[*shared_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer() if as_json else console_renderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "one_line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                # What comes from plain logging goes the same way as what comes from structlog.
                "foreign_pre_chain": shared_processors(),
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "one_line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": level},
            "django.server": {"handlers": [], "propagate": True},
            **{name: {"level": "WARNING"} for name in TALKATIVE},
        },
    }


def console_renderer() -> Any:
    """For people: colours where there is a terminal; tracebacks come ready as text."""
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
