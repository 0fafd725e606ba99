"""Is the process that a pid file names really ours? Numbers are used again after a crash or a restart."""

import os
import signal
import subprocess
import time
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether a process of this number exists and is no zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not is_zombie(pid)


def is_zombie(pid: int) -> bool:
    """Whether the process has ended and waits for its parent to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def is_running_in(pid: int, folder: Path) -> bool:
    """Whether this process is alive and has the folder as its working folder."""
    if not is_alive(pid):
        return False
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == folder.resolve()
    except PermissionError:
        return False
    except OSError:
        return _lsof_says(pid, folder)


def _lsof_says(pid: int, folder: Path) -> bool:
    """The same where there is no /proc (macOS)."""
    if Path("/proc/self/cwd").exists():
        return False
    result = subprocess.run(
        ["lsof", "-a", "-p", str(pid), "-d", "cwd", "-Fn"], capture_output=True, text=True
    )
    return f"n{folder.resolve()}" in result.stdout.splitlines()


def wait_for_end(pid: int, seconds: float) -> bool:
    """Wait until a process that is not our child has ended."""
    until = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def end(pid: int, seconds: float = 10) -> None:
    """End a process: politely, then at once."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_for_end(pid, seconds):
            return
