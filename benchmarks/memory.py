"""What a process holds of memory and has used of the processor, as Linux tells it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path


def resident(pid: int | str = "self") -> int:
    """Bytes of memory that the process holds now. Raises OSError where there is no /proc."""
    return _field(pid, "VmRSS")


def peak_growth(work: Callable[[], object]) -> int:
    """Bytes that this process held at most beyond what it held before, while it did this."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = resident()
    work()
    return max(_field("self", "VmHWM") - before, 0)


def processor_seconds(pid: int) -> float:
    """Seconds of the processor that the process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def child_with(pid: int, word: str) -> int:
    """The process below this one with a word in its command line. Raises LookupError."""
    for child in _children(pid):
        command = Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace")
        if word in command:
            return child
    raise LookupError(f"No process below {pid} has {word!r} in its command line.")


def _children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for one in lists for child in one.read_text().split()]


def _field(pid: int | str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
