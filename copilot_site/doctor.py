"""Looks at everything that has to work, and says what to do about what doesn't."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError as BrokerError
from redis import RedisError

from accounts.crypto import Undecryptable
from accounts.models import Membership, Organization
from providers.models import Provider
from providers.services import ProviderUnavailable, check_connection
from querying.engines.base import SourceError
from querying.models import DataSource
from querying.services import test_connection

from .celery import app
from .checks import check_settings

START = "Run `make run` or `manage.py services start`."
CONNECT = "Run `manage.py connect {name} URL --organization SLUG`."
LEAST_SPACE = 1024**3


@dataclass(frozen=True)
class Finding:
    """What was looked at and how it is; `advice` says what to do unless all is well."""

    area: str
    level: str  # ok, note, wrong
    text: str
    advice: str = ""


def examine(ask_models: bool = False) -> Iterator[Finding]:
    """Look at all areas in the order in which they depend on each other; `ask_models` costs a call each."""
    yield from look_at_settings()
    yield from look_at_space()
    yield from look_at_cache()
    reachable = True
    for finding in look_at_database():
        reachable = reachable and finding.level == "ok"
        yield finding
    if not reachable:
        return
    yield from look_at_worker()
    yield from look_at_people()
    yield from look_at_sources()
    yield from look_at_providers(ask_models)


def look_at_settings() -> Iterator[Finding]:
    """The checks that `manage.py check` makes of our settings."""
    messages = check_settings()
    for message in messages:
        yield Finding(
            "settings", "wrong" if message.is_serious() else "note", message.msg, message.hint or ""
        )
    if not messages:
        yield Finding("settings", "ok", f"{settings.SETTINGS_MODULE}, {connection.settings_dict['NAME']}")


def look_at_space() -> Iterator[Finding]:
    """Room for data; where the folder is not there yet, that of where it will be."""
    place = next(folder for folder in (settings.VAR_DIR, *settings.VAR_DIR.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    text = f"{free / 1024**3:.1f} GB free at {settings.VAR_DIR}"
    if free < LEAST_SPACE:
        yield Finding("disk", "wrong", text, "PostgreSQL stops when the disk is full: make room.")
    else:
        yield Finding("disk", "ok", text)


def look_at_cache() -> Iterator[Finding]:
    """Valkey, by writing and reading."""
    try:
        cache.set("doctor", "well", 10)
        cache.delete("doctor")
    except (RedisError, OSError) as error:
        yield Finding("valkey", "wrong", f"can't be used ({type(error).__name__})", advice_for("valkey"))
        return
    yield Finding("valkey", "ok", "takes what is written")


def look_at_database() -> Iterator[Finding]:
    """The application's database and its tables."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError:
        yield Finding("database", "wrong", "can't be reached", advice_for("postgresql"))
        return
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        yield Finding("database", "wrong", f"{missing} migrations are missing", "Run `manage.py migrate`.")
    else:
        yield Finding("database", "ok", "reachable, tables up to date")


def advice_for(service: str) -> str:
    """What to do about a service: start ours, or look at theirs."""
    if service in settings.EMBEDDED_SERVICES:
        return START
    return f"Check {'DATABASE_URL' if service == 'postgresql' else 'REDIS_URL'} and the server that it names."


def look_at_worker() -> Iterator[Finding]:
    """Does a Celery worker answer?"""
    try:
        answers = app.control.ping(timeout=1.0)
    except (BrokerError, RedisError, OSError):
        answers = []
    if answers:
        yield Finding("worker", "ok", f"{len(answers)} at work")
    else:
        yield Finding("worker", "note", "none answers: jobs wait", "Run `make run`.")


def look_at_people() -> Iterator[Finding]:
    """Somebody has to be able to sign in."""
    organizations, people = Organization.objects.count(), Membership.objects.count()
    text = f"{organizations} organizations, {people} memberships"
    if people:
        yield Finding("people", "ok", text)
    else:
        advice = "Run `manage.py organization` and `manage.py member`, or `manage.py load_demo`."
        yield Finding("people", "wrong", text, advice)


def look_at_sources() -> Iterator[Finding]:
    """Each data source: signed in as its reader."""
    sources = list(DataSource.objects.public().filter(is_active=True).prefetch_related("organizations"))
    if not sources:
        yield Finding(
            "sources", "note", "none connected", "Run `manage.py connect NAME URL --organization SLUG`."
        )
    for source in sources:
        yield look_at_source(source)


def look_at_source(source: DataSource) -> Finding:
    """One data source."""
    area = f"source {source.name}"
    try:
        test_connection(source)
    except (SourceError, Undecryptable) as error:
        return Finding(
            area, "wrong", str(error), f"Run `manage.py connect {source.name} URL --organization SLUG`."
        )
    if source.introspected_at is None:
        return Finding(
            area, "wrong", "its tables are not known", f"Run `manage.py introspect {source.name}`."
        )
    shared = ", ".join(sorted(organization.slug for organization in source.organizations.all()))
    if not shared:
        return Finding(area, "note", "shared with nobody", CONNECT.format(name=source.name))
    return Finding(area, "ok", f"answers; shared with {shared}")


def look_at_providers(ask: bool) -> Iterator[Finding]:
    """Each model provider; asked one word if wanted."""
    if not settings.MODELS_ENABLED:
        yield Finding("models", "note", "MODELS_ENABLED is off: the planner answers alone")
        return
    found = list(Provider.objects.filter(is_active=True).select_related("organization"))
    if not found:
        text = "none: the planner answers alone"
        yield Finding("models", "note", text, "Set a key, or run `manage.py provider`, to add one.")
    for provider in found:
        yield look_at_provider(provider, ask)


def look_at_provider(provider: Provider, ask: bool) -> Finding:
    """One provider."""
    area = f"model {provider.name} ({provider.organization.slug})"
    advice = f"Run `manage.py provider {provider.name} ... --test`."
    try:
        provider.config()
        if ask:
            check_connection(provider)
    except (ProviderUnavailable, Undecryptable) as error:
        return Finding(area, "wrong", str(error), advice)
    if provider.last_error and not ask:
        return Finding(area, "note", f"its last call failed: {provider.last_error}", advice)
    return Finding(area, "ok", f"{provider.kind}, {provider.model}")
