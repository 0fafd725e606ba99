"""Runs the whole suite (`python -m tests`): three parts side by side, as each waits for much of its time.

Each part is a pytest of its own with servers of its own (var/test, var/test-more, var/e2e). The first one's
output is shown as it comes, the others' in one piece after it. With arguments it is plain pytest.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

TESTS = Path(__file__).resolve().parent
PYTEST = [sys.executable, "-m", "pytest"]
# pytest ends with 5 where it found no test at all: here that would hide a broken part, so it counts.
INTERRUPTED = 130
# What waits for killed and restarted processes, and for sockets; and the browser. The rest mostly computes.
WAITING = ("campaigns", "conversations", "copilot_site")
BROWSER = "e2e"


@dataclass(frozen=True, slots=True)
class Part:
    """What one pytest is told to run, and where its servers keep their data."""

    title: str
    arguments: tuple[str, ...]
    var: str


def parts() -> tuple[Part, ...]:
    """All of the suite, each test in one of them: a folder that is new belongs to the last."""
    away = [f"--ignore=tests/{folder}" for folder in (*WAITING, BROWSER)]
    return (
        Part("What waits", tuple(f"tests/{folder}" for folder in WAITING), "test"),
        Part("What computes", ("tests", *away), "test-more"),
        Part("The browser", (f"tests/{BROWSER}",), "test"),
    )


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 if all parts passed, else that of the first that did not."""
    if arguments:
        os.execv(sys.executable, [*PYTEST, *arguments])
    with ExitStack() as files:
        started: list[tuple[Part, subprocess.Popen[bytes], IO[bytes] | None]] = []
        for part in parts():
            output = files.enter_context(tempfile.TemporaryFile()) if started else None
            started.append((part, _start(part, output), output))
        stopped = pass_on_signals([process for _part, process, _output in started])
        codes = [_finish(*each) for each in started]
    return INTERRUPTED if stopped else next((abs(code) for code in codes if code), 0)


def _start(part: Part, output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    # In sessions of their own: Ctrl-C reaches us alone, and each of them once.
    return subprocess.Popen(
        [*PYTEST, *part.arguments],
        start_new_session=True,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        env=os.environ | {"COPILOT_VAR": str(TESTS.parent / "var" / part.var)},
    )


def _finish(part: Part, process: subprocess.Popen[bytes], output: IO[bytes] | None) -> int:
    code = process.wait()
    if output is not None:
        output.seek(0)
        sys.stdout.flush()
        sys.stdout.buffer.write(f"\n{part.title}, which ran beside:\n".encode() + output.read())
    return code


def pass_on_signals(processes: Sequence[subprocess.Popen[bytes]]) -> list[int]:
    """Tell all to stop when we are told; gives a list that then holds the signal."""
    heard: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        for process in processes:
            with suppress(ProcessLookupError):
                # pytest stops its servers on an interrupt only: a SIGTERM would leave them behind.
                process.send_signal(signal.SIGINT)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    return heard


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
