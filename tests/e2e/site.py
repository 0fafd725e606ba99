"""A whole site for the browser: servers in var/e2e/, the demo's data of a fixed day, a real daphne."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var" / "e2e"
DAY = "2026-11-02"
NOW = "2026-11-02T10:00:00+00:00"
START_SECONDS = 60
ENVIRONMENT = {
    "COPILOT_VAR": str(VAR),
    "DJANGO_SETTINGS_MODULE": "copilot_site.settings.development",
    "COPILOT_FROZEN_NOW": NOW,
}


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: its address, how to sign in, and the servers behind it."""

    url: str
    passwords: dict[str, str]
    admin_url: str
    process: subprocess.Popen[bytes]

    def database(self, name: str) -> psycopg.Connection:
        """An autocommit connection to a database of the site's server, as its superuser."""
        return psycopg.connect(_with_database(self.admin_url, name), autocommit=True)

    def stop(self) -> None:
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()
        if not os.environ.get("KEEP_TEST_SERVICES"):
            manage("services", "stop")


def start_site() -> Site:
    """Start the servers, load what is missing, serve on a free port; ready when the sign-in page answers."""
    manage("services", "start")
    status = json.loads(manage("services", "status", "--json"))
    manage("migrate", "--verbosity", "0")
    manage("load_demo", "--events", "20000", "--day", DAY)
    _forget_conversations()
    users = json.loads((VAR / "demo.json").read_text())["users"]
    _collect_static()
    port = _free_port()
    command = [sys.executable, "-m", "copilot_site.web", "--port", str(port)]
    log = (VAR / "web.log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=log, stderr=log)
    site = Site(
        url=f"http://127.0.0.1:{port}",
        passwords={user["email"]: user["password"] for user in users},
        admin_url=status["postgresql"],
        process=process,
    )
    _wait_until_ready(site)
    return site


def manage(*arguments: str) -> str:
    """What a management command of the site prints. Raises with its last words where it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def give_script(site: Site, organization: str, script: list[dict[str, Any]]) -> None:
    """Give an organization the scripted provider, with what it says in place of a model."""
    manage(
        "provider", f"script-{organization}", "--organization", organization,
        "--type", "scripted", "--model", "e2e",
    )  # fmt: skip
    application = urlsplit(_settings_value("DATABASE_URL")).path.lstrip("/")
    with site.database(application) as connection:
        connection.execute(
            "UPDATE providers_provider SET parameters = %s WHERE name = %s",
            [json.dumps({"script": script}), f"script-{organization}"],
        )


def _forget_conversations() -> None:
    """An earlier run's conversations, campaigns and segments would stand in the lists of this one."""
    code = (
        "from conversations.models import Conversation; from campaigns.models import Campaign, Segment; "
        "[model.objects.all().delete() for model in (Conversation, Campaign, Segment)]"
    )
    manage("shell", "--verbosity", "0", "-c", code)


def _settings_value(name: str) -> str:
    code = f"from django.conf import settings; print(settings.{name})"
    return manage("shell", "--verbosity", "0", "-c", code).strip().splitlines()[-1]


def _collect_static() -> None:
    manage(
        "shell",
        "--verbosity",
        "0",
        "-c",
        "from copilot_site.static_files import collect_if_changed as c; c()",
    )


def _environment() -> dict[str, str]:
    return os.environ | ENVIRONMENT


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_until_ready(site: Site) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if site.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{site.url}/accounts/login/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    site.process.kill()
    raise RuntimeError(f"The site did not start: {(VAR / 'web.log').read_text()[-2000:]}")
