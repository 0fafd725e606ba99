"""Keeps the processes of `manage.py up` alive, and leaves none behind.

Each child leads a process group of its own, so Ctrl-C reaches us alone and we decide the order. What runs is
written down with its start time: after a `kill -9` of the supervisor the next one ends the leftovers.
"""

import json
import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .embedded.processes import is_alive
from .embedded.state import write_private

STOP_SECONDS = 10.0
CRASHES, CRASH_WINDOW = 5, 60.0
LONGEST_WAIT = 15.0


class GaveUp(Exception):
    """A child can't be kept alive; the message is one line."""


@dataclass
class Child:
    """One supervised program and how often it has ended by itself."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    due: float = 0.0
    ends: deque[float] = field(default_factory=lambda: deque(maxlen=CRASHES))

    def start(self) -> None:
        """Start the program at the head of a process group of its own."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True)

    def note_end(self, now: float) -> float:
        """Note that it ended by itself; gives the seconds to wait before the next start."""
        self.ends.append(now)
        if len(self.ends) == CRASHES and now - self.ends[0] < CRASH_WINDOW:
            raise GaveUp(f"{self.name} ended {CRASHES} times within a minute; its last words are above.")
        return min(2.0 ** (len(self.ends) - 1), LONGEST_WAIT)


class Supervisor:
    """Starts children, starts them again when they end, stops them all."""

    def __init__(self, record: Path, say: Callable[[str], None]) -> None:
        self.record = record
        self.say = say
        self.children: list[Child] = []

    def add(self, name: str, command: list[str]) -> None:
        """Start a child and keep it."""
        child = Child(name, command)
        self.children.append(child)
        child.start()
        self.write_record()

    def look_after(self) -> None:
        """Start again what has ended and waited long enough. Raises GaveUp."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due:
                    child.start()
                    self.write_record()
            elif (status := child.process.poll()) is not None:
                end_group(child.process.pid, signal.SIGKILL)
                child.process = None
                wait = child.note_end(now)
                child.due = now + wait
                self.say(f"{child.name} ended ({describe(status)}); starting it again in {wait:.0f} s.")

    def stop(self) -> None:
        """Stop all children: politely, together; after 10 seconds at once."""
        running = [child.process for child in self.children if child.process]
        for process in running:
            end_group(process.pid, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, until - time.monotonic()))
            # The group, too: what a child left behind, or a child that would not stop.
            end_group(process.pid, signal.SIGKILL)
            process.wait()
        self.children = []
        self.record.unlink(missing_ok=True)

    def write_record(self) -> None:
        """Write down what runs, for the one who comes after a crash."""
        running = [child.process.pid for child in self.children if child.process]
        write_private(self.record, json.dumps({pid: start_time(pid) for pid in running}))


def end_leftovers(record: Path) -> int:
    """End what a supervisor that was killed has left running; gives how many process groups."""
    try:
        known = json.loads(record.read_text())
    except (FileNotFoundError, ValueError):
        return 0
    leftovers = [int(pid) for pid, started in known.items() if started and start_time(int(pid)) == started]
    for pid in leftovers:
        end_group(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while any(is_alive(pid) for pid in leftovers) and time.monotonic() < until:
        time.sleep(0.05)
    for pid in leftovers:
        end_group(pid, signal.SIGKILL)
    record.unlink(missing_ok=True)
    return len(leftovers)


def end_group(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process group that may have ended already."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def start_time(pid: int) -> str:
    """When the process started, in a form that tells it from a later one of the same number; '' if gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        if Path("/proc/self").exists():
            return ""
        result = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
        return result.stdout.strip()


def describe(status: int) -> str:
    """How a process ended, in words."""
    return f"status {status}" if status >= 0 else signal.Signals(-status).name
