"""Have the files of an upload read in a process of their own, within bounds of time, memory and disk."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Its modules alone: nothing of the site is loaded, and none of its secrets are in the environment.
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from querying.uploads.loading.main import main
main()
"""
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONUTF8": "1"}
MOST_SECONDS = 900.0
MOST_BYTES = 8 << 30
LOOK_SECONDS = 0.5


def read_files(order: dict[str, Any], note: Callable[[str], bool]) -> dict[str, Any]:
    """What the process says last: {"kind": "done", "tables"} or {"kind": "problem", "code", "about"}.

    `note` is told which file is being read, and says whether to go on.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", PROGRAM, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd=order["folder"],
        text=True,
    )
    try:
        return _listen(process, order, note)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _listen(
    process: subprocess.Popen[str], order: dict[str, Any], note: Callable[[str], bool]
) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(order | {"most_bytes": MOST_BYTES}) + "\n")
    process.stdin.flush()
    until, file = time.monotonic() + MOST_SECONDS, ""
    while time.monotonic() < until:
        if not select.select([process.stdout], [], [], LOOK_SECONDS)[0]:
            if not note(file):
                return {"kind": "problem", "code": "interrupted", "about": {}}
            continue
        line = process.stdout.readline()
        if not line:
            # It ended without a word: the system took its memory, or a limit ended it.
            return {"kind": "problem", "code": "too_large_unpacked", "about": {"file": file}}
        said: dict[str, Any] = json.loads(line)
        if said["kind"] != "reading":
            return said
        file = said["file"]
        note(file)
    return {"kind": "problem", "code": "too_slow", "about": {"file": file}}
