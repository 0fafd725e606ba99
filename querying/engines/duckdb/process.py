"""The processes in which DuckDB runs: started when needed, asked one thing at a time, ended without mercy.

A query that is stopped, or takes too long, ends with its process: nothing is written, so nothing has to be
undone, and no query is out of reach.
"""

from __future__ import annotations

import datetime as dt
import decimal
import io
import json
import os
import pickle
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import deque
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

from querying.engines.base import Stopped
from querying.engines.watching import is_readable

WORKER = Path(__file__).with_name("worker.py")
MOST = 4
KEPT = 4
LOOK_SECONDS = 0.05
MEMORY = 512 * 1024**2
# Beside what DuckDB counts itself: the interpreter, its libraries, the rows on their way out.
DATA_BYTES = 2 * 1024**3
# What the process may know of this one: nothing.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONUTF8": "1"}
# All that a value can be made of. Whatever else a frame names is refused, not imported.
_VALUES = {
    **{
        ("datetime", kind.__name__): kind
        for kind in (dt.date, dt.datetime, dt.time, dt.timedelta, dt.timezone)
    },
    ("decimal", "Decimal"): decimal.Decimal,
    ("uuid", "UUID"): uuid.UUID,
}


class WorkerGone(Exception):
    """The process ended before it had answered: it crashed, or took more memory than it may."""


class _GoneBefore(WorkerGone):
    """It ended before it had said anything."""


class WorkerStopped(Exception):
    """The person pressed stop."""


class WorkerLate(Exception):
    """It took longer than it may."""


class WorkersBusy(Exception):
    """All processes stay busy."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """A class that values are made of. Raises UnpicklingError for any other."""
        try:
            return _VALUES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(name) from None


class Worker:
    """One process, with a folder of its own for what does not fit into its memory."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="insight-duckdb-")
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                str(WORKER),
                json.dumps({"data_bytes": DATA_BYTES, "folder": self._folder}),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=ENVIRONMENT,
        )
        self.path = ""
        self.answered = False

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(
        self, request: dict[str, Any], seconds: float, stopped: Stopped | None
    ) -> Generator[tuple[str, Any]]:
        """The frames of an answer, the last of which is `end` or `error`.

        Raises WorkerGone, WorkerStopped, WorkerLate; after any of them the process is of no more use.
        """
        until, look_at = time.monotonic() + seconds, 0.0
        self.path = request["path"]
        settings = request["settings"] | {"temp_directory": self._folder}
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request | {"settings": settings}).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise WorkerGone from error
        kind = ""
        while kind not in ("end", "error"):
            if kind and (now := time.monotonic()) > look_at:  # rows may come without a pause
                look_at = now + LOOK_SECONDS
                if stopped is not None and stopped():
                    raise WorkerStopped
                if now > until:  # or wait for a slow reader, but not forever
                    raise WorkerLate
            (size,) = struct.unpack("!I", self._read(4, until, stopped))
            data = self._read(size, until, stopped)
            kind, content = _Unpickler(io.BytesIO(data)).load()
            self.answered = True
            yield kind, content

    def close(self) -> None:
        """End the process, whatever it does, and remove its folder."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _read(self, size: int, until: float, stopped: Stopped | None) -> bytes:
        assert self._process.stdout is not None
        line = self._process.stdout.fileno()
        parts, missing = [], size
        while missing:
            if not is_readable(line, LOOK_SECONDS):
                if stopped is not None and stopped():
                    raise WorkerStopped
                if time.monotonic() > until:
                    raise WorkerLate
                continue
            part = os.read(line, min(missing, 1 << 20))
            if not part:
                raise WorkerGone
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)


class Workers:
    """The processes of this one: at most so many at a time, some kept for the next query."""

    def __init__(self) -> None:
        self._slots = threading.BoundedSemaphore(MOST)
        self._idle: deque[Worker] = deque()
        self._lock = threading.Lock()

    def ask(
        self, request: dict[str, Any], seconds: float, stopped: Stopped | None = None
    ) -> Generator[tuple[str, Any]]:
        """The frames of an answer. Raises WorkersBusy, WorkerGone, WorkerStopped, WorkerLate."""
        until = time.monotonic() + seconds
        self._wait(until, stopped)
        try:
            while (worker := self._take(request["path"])).answered:
                try:
                    yield from self._ask(worker, request, until, stopped)
                    return
                except _GoneBefore:
                    continue  # it had ended while nobody asked it anything
            yield from self._ask(worker, request, until, stopped)
        except _GoneBefore:
            raise WorkerGone from None
        finally:
            self._slots.release()

    def _ask(
        self, worker: Worker, request: dict[str, Any], until: float, stopped: Stopped | None
    ) -> Generator[tuple[str, Any]]:
        begun = done = False
        try:
            for frame in worker.ask(request, until - time.monotonic(), stopped):
                begun, done = True, frame[0] in ("end", "error")
                yield frame
        except WorkerGone:
            raise WorkerGone if begun else _GoneBefore from None
        finally:
            self._give_back(worker, keep=done)

    def forget(self, path: str) -> None:
        """End the idle processes that hold a file open."""
        with self._lock:
            gone = [worker for worker in self._idle if worker.path == path]
            for worker in gone:
                self._idle.remove(worker)
        for worker in gone:
            worker.close()

    def _wait(self, until: float, stopped: Stopped | None) -> None:
        while not self._slots.acquire(timeout=LOOK_SECONDS):
            if stopped is not None and stopped():
                raise WorkerStopped
            if time.monotonic() > until:
                raise WorkersBusy

    def _take(self, path: str) -> Worker:
        """An idle process that has the file open; else a new one, or one of many that has another open."""
        with self._lock:
            idle = sorted(self._idle, key=lambda worker: worker.path != path)
            if len(idle) < KEPT:
                idle = [worker for worker in idle if worker.path == path]
            for worker in idle:
                self._idle.remove(worker)
                if worker.is_alive:
                    return worker
                worker.close()
        return Worker()

    def _give_back(self, worker: Worker, *, keep: bool) -> None:
        with self._lock:
            if keep and worker.is_alive and len(self._idle) < KEPT:
                self._idle.append(worker)
                return
        worker.close()


workers = Workers()
