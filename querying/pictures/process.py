"""The process that draws: started when first needed, asked one thing at a time, ended where it hangs.

Drawing holds Python's lock and runs a script engine on what stands in rows: neither belongs into the web
process.
"""

from __future__ import annotations

import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

WORKER = Path(__file__).with_name("worker.py")
SECONDS = 15.0
PICTURE_BYTES = 30_000_000
# What the process may know of this one: nothing. Home is where it looks for fonts.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONUTF8": "1", "HOME": "/nonexistent"}


class NotDrawn(Exception):
    """The process could not draw it, ended, took too long, or stayed busy."""


class DrawingProcess:
    """At most one process; who comes while it draws waits, within the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, request: dict[str, Any], seconds: float = SECONDS) -> bytes:
        """The picture. Raises NotDrawn."""
        until = time.monotonic() + seconds
        if not self._lock.acquire(timeout=seconds):
            raise NotDrawn
        try:
            picture = self._ask(request, until)
        except (OSError, NotDrawn):
            self.close()
            raise NotDrawn from None
        finally:
            self._lock.release()
        if not picture:
            raise NotDrawn
        return picture

    def close(self) -> None:
        """End the process, whatever it does; the next picture gets a new one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _ask(self, request: dict[str, Any], until: float) -> bytes:
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        (size,) = struct.unpack("!I", self._read(process, 4, until))
        if size > PICTURE_BYTES:
            raise NotDrawn
        return self._read(process, size, until)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
            )
        return self._process

    @staticmethod
    def _read(process: subprocess.Popen[bytes], size: int, until: float) -> bytes:
        assert process.stdout is not None
        line = process.stdout.fileno()
        poll = select.poll()
        poll.register(line, select.POLLIN)
        parts, missing = [], size
        while missing:
            if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
                raise NotDrawn
            part = os.read(line, min(missing, 1 << 20))
            if not part:
                raise NotDrawn
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)


process = DrawingProcess()
