"""The whole stack as a person starts it, in a folder of its own: started, asked, told to stop."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot_site.embedded.clean import clean
from copilot_site.embedded.services import dead
from copilot_site.embedded.state import find_free_ports, load_state

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.slow


class Site:
    """`manage.py up` in a process of its own; what it says goes to a file."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = find_free_ports(1)[0]
        self.log = var.parent / "up.log"

    def command(self, *arguments: str) -> dict:
        environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE"}},
            "COPILOT_VAR": str(self.var),
            "DEMO_LOAD": "false",
            "LOG_LEVEL": "WARNING",
        }
        return {"args": [sys.executable, "manage.py", *arguments], "cwd": ROOT, "env": environment}

    def start(self) -> None:
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                **self.command("up", "--port", str(self.port)), stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + 60
        while "Ctrl-C stops everything" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)

    def said(self) -> str:
        return self.log.read_text()

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body=body, headers=headers)
        return connection.getresponse()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(**self.command(*arguments), capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    one = Site(tmp_path_factory.mktemp("a folder") / "var")
    one.var.mkdir()
    one.start()
    yield one
    if one.process.poll() is None:
        os.killpg(one.process.pid, signal.SIGKILL)
    clean(one.var)


def test_pages_and_hashed_static_files_are_served_under_a_strict_policy(site):
    page = site.ask("GET", "/accounts/login/")
    assert page.status == 200
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert len(page.headers["X-Request-ID"]) == 32
    text = page.read().decode()
    name = text.split('href="/static/')[1].split('"')[0]
    static = site.ask("GET", f"/static/{name}")
    assert static.status == 200
    assert "immutable" in static.headers["Cache-Control"]


def test_the_admin_alone_may_evaluate_and_set_styles(site):
    policy = site.ask("GET", "/admin/login/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval';" in policy + ";"
    assert "style-src 'self' 'unsafe-inline';" in policy + ";"


def test_a_body_that_is_too_big_is_refused_said_or_unsaid(site):
    said = site.ask("POST", "/accounts/login/", **{"Content-Length": str(10**9)})
    assert said.status == 413
    piece = b"x" * 2**20
    try:
        unsaid = site.ask("POST", "/accounts/login/", iter([piece] * 40)).status
    except (BrokenPipeError, ConnectionResetError):
        unsaid = 413  # hung up on while still sending
    assert unsaid == 413
    assert site.ask("GET", "/accounts/login/").status == 200


def test_a_second_up_in_the_same_folder_is_refused_in_one_line(site):
    second = site.run("up", "--port", str(find_free_ports(1)[0]))
    assert second.returncode == 1
    assert second.stderr == (
        f"CommandError: Already running from this folder: "
        f"process {site.process.pid}, http://127.0.0.1:{site.port}.\n"
    )


def test_a_busy_port_is_told_in_one_line(site, tmp_path):
    other = Site(tmp_path / "var")
    busy = other.run("up", "--port", str(site.port))
    assert busy.returncode == 1
    assert busy.stderr == f"CommandError: Port {site.port} is in use: try `make run PORT={site.port + 1}`.\n"


def test_sigterm_stops_all_and_data_stay(site):
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(30) == 0
    assert dead(site.var) == ["postgresql", "valkey"]
    assert load_state(site.var)
    assert not (site.var / "up.children.json").exists()
    site.start()
    assert "tables  up to date" in site.said()
    os.kill(site.process.pid, signal.SIGHUP)
    assert site.process.wait(30) == 0
    assert dead(site.var) == ["postgresql", "valkey"]
