"""Has `make`, which started us, been told to stop? It passes on only SIGTERM.

On SIGINT or SIGHUP sent to make alone (not by a terminal, which tells the whole group) it waits, with that
signal blocked, for a child that was told nothing.
"""

import os
import signal
from pathlib import Path

TOLD = (1 << (signal.SIGINT - 1)) | (1 << (signal.SIGHUP - 1))


class Parent:
    """The process that started us, watched only if it is make."""

    def __init__(self) -> None:
        self.pid = os.getppid()
        self.is_make = _read(self.pid, "comm").strip() in {"make", "gmake"}
        self.times_blocked = 0

    def is_stopping(self) -> bool:
        """Whether make has gone, or has blocked one of these signals at two looks in a row."""
        if not self.is_make:
            return False
        if os.getppid() != self.pid:
            return True
        self.times_blocked = self.times_blocked + 1 if self._blocked() & TOLD else 0
        return self.times_blocked > 1

    def _blocked(self) -> int:
        for line in _read(self.pid, "status").splitlines():
            if line.startswith("SigBlk:"):
                return int(line.split()[1], 16)
        return 0


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""
