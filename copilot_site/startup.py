"""The steps between `manage.py up` and the first page, each with a line that says what happened."""

import json
import os
import socket
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import redis
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .moved import follow_move
from .static_files import collect_if_changed

Say = Callable[[str, str], None]
PROVIDER_VARIABLES = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OLLAMA_BASE_URL")


class StartError(Exception):
    """Start-up can't go on; the message is one line that says what to do."""


def check_port(host: str, port: int) -> None:
    """Raise StartError unless we could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise StartError(f"Port {port} needs root: take another, `make run PORT=8000`.") from error
        except OSError as error:
            raise StartError(f"Port {port} is in use: try `make run PORT={port + 1}`.") from error


def check_cache() -> None:
    """Raise StartError unless the Redis or Valkey that REDIS_URL names answers."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, OSError) as error:
        raise StartError("The server that REDIS_URL names can't be used: check both.") from error


def migrate(say: Say) -> None:
    """Bring the database's tables up to date."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
    say("tables", f"{len(plan)} migrations applied" if plan else "up to date")
    if settings.EMBEDDED_SERVICES and (count := follow_move(settings.VAR_DIR)):
        say("tables", f"{count} data sources follow PostgreSQL to its new port")


def collect_static(say: Say) -> None:
    """Put the static files where the web process serves them from, with hashed names."""
    count = collect_if_changed()
    say("pages", "static files up to date" if count is None else f"{count} static files collected")


def load_demo(say: Say) -> None:
    """Load the demo once; its sign-ins in var/demo.json say that it is there."""
    if "load_demo" not in get_commands() or not settings.DEMO_LOAD:
        return
    if settings.DEMO_FILE.exists():
        say("demo", "loaded")
        return
    if not settings.DEMO_ADMIN_URL:
        say("demo", "not loaded: DATABASE_URL names a server of yours (set DEMO_ADMIN_URL to load it)")
        return
    say("demo", "loading three data sources, this once ...")
    call_command("load_demo")


def provision_models(say: Say) -> None:
    """Set up a provider for each key in the environment."""
    found = [name for name in PROVIDER_VARIABLES if os.environ.get(name)]
    if not found:
        say(
            "models",
            "none: the planner answers alone (a key such as OPENAI_API_KEY adds one)",
        )
        return
    if find_spec("providers.services") is None:
        return
    # Not at the top: the providers' models must not be loaded before the apps are.
    import_module("providers.services").provision_from_environment()
    say("models", f"set up from {', '.join(found)}")


def wait_for_web(host: str, port: int, alive: Callable[[], None], seconds: float = 60) -> None:
    """Wait until the web process takes connections, looking after the children meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        alive()
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.settimeout(1)
            if probe.connect_ex((host if host not in {"0.0.0.0", "::"} else "localhost", port)) == 0:  # noqa: S104
                return
        time.sleep(0.1)
    raise StartError(f"The web process does not answer on port {port}; its last words are above.")


def demo_sign_ins() -> list[dict[str, Any]]:
    """The demo's people, as load_demo wrote them down, each once; none if there is no demo."""
    try:
        people = json.loads(settings.DEMO_FILE.read_text())["users"]
    except (FileNotFoundError, ValueError, KeyError):
        return []
    first: dict[str, dict[str, Any]] = {}
    for person in people:
        first.setdefault(person["email"], person)
    return list(first.values())


def child_commands(host: str, port: int) -> dict[str, list[str]]:
    """The programs that make up the site, by name."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "-A", "copilot_site"]
    alone = ["--without-gossip", "--without-mingle"]
    return {
        "web": [*python, "copilot_site.web", "--host", host, "--port", str(port)],
        "worker": [
            *celery,
            "worker",
            "--loglevel=WARNING",
            "-Q",
            "default,chat,send,export,refresh",
            *alone,
            *worker_pool(),
        ],
        "beat": [*celery, "beat", "--loglevel=WARNING", "--pidfile="],
    }


def worker_pool() -> list[str]:
    """Processes of the worker: time limits and stopping need processes, not threads."""
    return ["--pool", "prefork", "--concurrency", str(settings.WORKER_PROCESSES)]
