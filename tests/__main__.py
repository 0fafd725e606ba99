"""Runs the whole suite (`python -m tests`): the browser tests beside all others, as they mostly wait.

Each half is a pytest of its own with servers of its own (var/test, var/e2e). The others' output is shown as
it comes, the browser tests' in one piece after it. With arguments it is plain pytest.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

PYTEST = [sys.executable, "-m", "pytest"]
# pytest ends with 5 where it found no test at all: here that would hide a broken half, so it counts.
INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 if both halves passed, else that of the first that did not."""
    if arguments:
        os.execv(sys.executable, [*PYTEST, *arguments])
    with tempfile.TemporaryFile() as browser_output:
        # In sessions of their own: Ctrl-C reaches us alone, and each of them once.
        others = subprocess.Popen([*PYTEST, "--ignore=tests/e2e"], start_new_session=True)
        browser = subprocess.Popen(
            [*PYTEST, "tests/e2e"], start_new_session=True, stdout=browser_output, stderr=subprocess.STDOUT
        )
        stopped = pass_on_signals([others, browser])
        codes = [others.wait(), browser.wait()]
        browser_output.seek(0)
        sys.stdout.flush()
        sys.stdout.buffer.write(b"\nThe browser tests, which ran beside:\n" + browser_output.read())
    return INTERRUPTED if stopped else next((abs(code) for code in codes if code), 0)


def pass_on_signals(processes: Sequence[subprocess.Popen[bytes]]) -> list[int]:
    """Tell both to stop when we are told; gives a list that then holds the signal."""
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
