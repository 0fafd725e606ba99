import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from copilot_site import supervisor as module
from copilot_site.embedded.processes import is_alive
from copilot_site.supervisor import GaveUp, Supervisor, end_leftovers, start_time

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-uc",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(60)",
]


def wait_until(true: Callable[[], object], seconds: float = 5) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def supervisor(tmp_path: Path):
    said: list[str] = []
    one = Supervisor(tmp_path / "children.json", said.append)
    one.said = said
    yield one
    one.stop()


def pid_of(supervisor: Supervisor) -> int:
    process = supervisor.children[0].process
    assert process is not None
    return process.pid


def test_stop_ends_all_children_and_forgets_them(supervisor):
    supervisor.add("one", SLEEP)
    supervisor.add("two", SLEEP)
    pids = [int(pid) for pid in json.loads(supervisor.record.read_text())]
    supervisor.stop()
    assert [is_alive(pid) for pid in pids] == [False, False]
    assert not supervisor.record.exists()


def test_stop_ends_who_does_not_listen(supervisor, monkeypatch):
    monkeypatch.setattr(module, "STOP_SECONDS", 0.3)
    supervisor.add("deaf", DEAF)
    pid = pid_of(supervisor)
    time.sleep(0.3)
    supervisor.stop()
    assert not is_alive(pid)


def test_who_ends_is_started_again_after_a_while(supervisor):
    supervisor.add("web", SLEEP)
    first = pid_of(supervisor)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: supervisor.look_after() or supervisor.children[0].process is None)
    assert supervisor.said == ["web ended (SIGKILL); starting it again in 1 s."]
    wait_until(lambda: supervisor.look_after() or supervisor.children[0].process is not None)
    assert is_alive(pid_of(supervisor))
    assert pid_of(supervisor) != first


def test_who_ends_again_and_again_is_given_up(supervisor, monkeypatch):
    supervisor.add("web", [sys.executable, "-c", "raise SystemExit(3)"])
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.0)
    with pytest.raises(GaveUp, match="web ended 5 times within a minute"):
        wait_until(supervisor.look_after)
    assert supervisor.said[0] == "web ended (status 3); starting it again in 0 s."


def test_leftovers_of_a_killed_supervisor_are_ended(tmp_path):
    left = subprocess.Popen(SLEEP, start_new_session=True)
    record = tmp_path / "children.json"
    record.write_text(json.dumps({left.pid: start_time(left.pid)}))
    assert end_leftovers(record) == 1
    assert left.wait(5) == -signal.SIGTERM
    assert not record.exists()


def test_a_stranger_with_the_number_of_a_leftover_is_left_alone(tmp_path):
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    record = tmp_path / "children.json"
    record.write_text(json.dumps({stranger.pid: "1"}))
    try:
        assert end_leftovers(record) == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
