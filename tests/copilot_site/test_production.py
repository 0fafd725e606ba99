"""Production settings: clean where all is named; where not, a list of errors and no process that serves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.fernet import Fernet
from pytest_django import Settings

from copilot_site.production_checks import WrongSettings, check_production, refuse_wrong_settings
from copilot_site.startup import child_commands
from tests.copilot_site.test_docs import ROOT, names_in_code

SECRET = "Zr8-4kQ1xVbW9nM2sLdFhGjTyUiOpAaSsDdEeRr_TtYy0Uu5Ii7Oo"
COMPLETE = {
    "SECRET_KEY": SECRET,
    "COPILOT_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "DATABASE_URL": "postgresql://copilot:pw@db.example:5432/copilot",
    "REDIS_URL": "redis://:pw@cache.example:6379/0",
    "ALLOWED_HOSTS": "copilot.example.com,.copilot.example.org",
    "EMAIL_HOST": "mail.example",
    "MAIL_FROM": "Copilot <copilot@example.com>",
    "SITE_URL": "https://copilot.example.com",
}
# What a container's image or its database wants, not our settings.
OTHERS = {"DJANGO_SETTINGS_MODULE", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"}
OTHERS |= {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "OPENBLAS_NUM_THREADS"}
NOT_NAMES = {"GET", "LLEN", "NAME", "SIGTERM", "APP"}


def run(var: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    known = {"PATH": os.environ["PATH"], "COPILOT_VAR": str(var)}
    known["DJANGO_SETTINGS_MODULE"] = "copilot_site.settings.production"
    # Empty, not missing: a developer's .env fills in what is missing.
    empty = dict.fromkeys(names_in_code() - known.keys(), "")
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=empty | known | environment, capture_output=True, text=True, timeout=120
    )


def test_check_deploy_is_clean_where_all_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, COMPLETE, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_told_with_ids_and_nothing_is_made_up(tmp_path: Path) -> None:
    done = run(tmp_path, {}, "manage.py", "check", "--deploy")
    assert done.returncode == 1
    assert sorted(re.findall(r"\((copilot\.E\d+)\)", done.stderr)) == [
        f"copilot.E{number:03}" for number in (2, 3, 4, 10, 11, 17, 18, 18)
    ]
    assert done.stderr.count("HINT:") >= 6
    assert list(tmp_path.iterdir()) == []


def test_the_web_process_does_not_serve_with_wrong_settings(tmp_path: Path) -> None:
    done = run(tmp_path, COMPLETE | {"SECRET_KEY": ""}, "-m", "copilot_site.web", "--port", "0")
    assert (done.returncode, done.stderr.split(":")[0]) == (1, "copilot.E010")


@pytest.fixture
def production(settings: Settings) -> Settings:
    """The settings of the tests, with what production adds."""
    settings.COPILOT_STRICT, settings.SECRET_KEY = True, SECRET
    settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = ["a.example"], ["https://a.example"]
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS, settings.EMAIL_HOST = 3600, "mail.example"
    settings.MAIL_FROM_ADDRESS, settings.SITE_URL = "copilot@example.com", "https://a.example"
    return settings


def test_settings_of_production_pass(production: Settings) -> None:
    assert check_production() == []
    refuse_wrong_settings()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SECRET_KEY", "short", "E010"),
        ("SECRET_KEY", "ab" * 40, "E010"),
        ("SECRET_KEY", f"django-insecure-{SECRET}", "E010"),
        ("ALLOWED_HOSTS", [], "E011"),
        ("ALLOWED_HOSTS", ["*"], "E011"),
        ("CSRF_TRUSTED_ORIGINS", ["http://a.example"], "E012"),
        ("SECURE_PROXY_SSL_HEADER", None, "E013"),
        ("SECURE_HSTS_SECONDS", 0, "E014"),
        ("SESSION_COOKIE_SECURE", False, "E014"),
        ("DATABASE_URL", "postgresql://copilot@db.example/copilot", "E015"),
        ("REDIS_URL", "redis://cache.example:6379/0", "E015"),
        ("COPILOT_FROZEN_NOW", "2026-11-02", "E016"),
        ("EMAIL_HOST", "", "E017"),
        ("MAIL_FROM_ADDRESS", "no-reply@localhost.localdomain", "E018"),
        ("SITE_URL", "http://localhost:8000", "E018"),
    ],
)
def test_each_weakness_has_its_id_and_a_hint(production: Settings, name: str, value: Any, code: str) -> None:
    setattr(production, name, value)
    (message,) = check_production()
    assert (message.id, bool(message.hint)) == (f"copilot.{code}", True)
    assert SECRET not in f"{message.msg}{message.hint}"
    with pytest.raises(WrongSettings, match=code):
        refuse_wrong_settings()


def test_development_is_not_asked_for_what_production_needs(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    assert check_production() == []


def test_origins_follow_the_names_that_people_type(tmp_path: Path) -> None:
    code = "from django.conf import settings as s; import json; print(json.dumps(s.CSRF_TRUSTED_ORIGINS))"
    done = run(tmp_path, COMPLETE, "-c", code)
    assert json.loads(done.stdout) == ["https://copilot.example.com", "https://*.copilot.example.org"]


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def test_compose_and_image_name_only_what_is_read() -> None:
    texts = (ROOT / "compose.yaml").read_text() + (ROOT / "Dockerfile").read_text()
    named = set(re.findall(r"\$\{([A-Z_]+)", texts)) | set(re.findall(r"\b([A-Z][A-Z_]+)=", texts))
    named |= {name for service in compose()["services"].values() for name in service.get("environment", {})}
    assert named <= names_in_code() | OTHERS
    assert set(COMPLETE) <= set(compose()["x-app"]["environment"])


def test_the_deployment_page_names_only_what_is_read() -> None:
    text = (ROOT / "docs" / "deploy.md").read_text()
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.S)
    named = {name for part in code for name in re.findall(r"(?<![A-Za-z$_./-])([A-Z][A-Z_]{2,})\b", part)}
    assert named <= names_in_code() | OTHERS | NOT_NAMES


def test_every_error_stands_on_the_deployment_page() -> None:
    folder = ROOT / "copilot_site"
    source = (folder / "checks.py").read_text() + (folder / "production_checks.py").read_text()
    page = (ROOT / "docs" / "deploy.md").read_text()
    assert set(re.findall(r'id="(copilot\.E\d+)"', source)) == set(re.findall(r"`(copilot\.E\d+)`", page))


def test_containers_serve_every_queue_that_up_serves() -> None:
    worker = child_commands("127.0.0.1", 8000)["worker"]
    queues = set(worker[worker.index("-Q") + 1].split(","))
    commands = [service.get("command", []) for service in compose()["services"].values()]
    served = {
        queue for words in commands if "-Q" in words for queue in words[words.index("-Q") + 1].split(",")
    }
    assert served == queues
    page = (ROOT / "docs" / "deploy.md").read_text()
    assert {queue for part in re.findall(r"-Q ([a-z,]+)", page) for queue in part.split(",")} == queues
