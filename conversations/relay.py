"""One thread per process that writes frames to Valkey: into the replay buffer, and out to other processes.

Both in one round trip, buffer first: a socket that joins elsewhere finds a frame in the buffer, or gets it
live.
"""

from __future__ import annotations

import itertools
import os
import queue
import threading
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import redis
import structlog

from conversations import valkey

log = structlog.get_logger(__name__)
KEPT_SECONDS = 3600
KEPT_FRAMES = 5000
BATCH = 200
# After a failure frames are dropped for this long: a stopped Valkey must not make a queue that only grows.
PAUSE_SECONDS = 1.0
ORIGIN = os.urandom(8)

Outgoing = tuple[UUID, int, int, str]
_outgoing: queue.SimpleQueue[Outgoing | threading.Event] = queue.SimpleQueue()
_start_lock = threading.Lock()
_thread: threading.Thread | None = None


def channel_of(conversation_id: UUID) -> str:
    """The pub/sub channel of a conversation's live frames."""
    return f"copilot:frames:{conversation_id}"


def key_of(conversation_id: UUID) -> str:
    """The stream that keeps a conversation's frames for an hour."""
    return f"copilot:replay:{conversation_id}"


def send(conversation_id: UUID, seq: int, offset: int, text: str) -> None:
    """Hand a frame to the thread; returns at once."""
    _ensure_thread()
    _outgoing.put((conversation_id, seq, offset, text))


def drain(timeout: float = 2.0) -> bool:
    """Wait until all that was sent before is written (or dropped); for commands and tests."""
    if _thread is None:
        return True
    mark = threading.Event()
    _outgoing.put(mark)
    return mark.wait(timeout)


def kept(conversation_id: UUID) -> Iterator[tuple[int, int, str]]:
    """(seq, offset, text) of the frames in the buffer; none where Valkey does not answer."""
    try:
        entries: list[tuple[bytes, dict[bytes, bytes]]] = valkey.client().xrange(key_of(conversation_id))  # type: ignore[assignment]
    except redis.RedisError:
        return
    for _entry, fields in entries:
        yield int(fields[b"s"]), int(fields[b"o"]), fields[b"f"].decode()


def encode(seq: int, offset: int, text: str) -> bytes:
    """A frame as it is published: who sent it, its place, and the text."""
    return ORIGIN + seq.to_bytes(8) + offset.to_bytes(8) + text.encode()


def decode(data: bytes) -> tuple[bool, int, int, str]:
    """(whether this process sent it, seq, offset, text)."""
    return data[:8] == ORIGIN, int.from_bytes(data[8:16]), int.from_bytes(data[16:24]), data[24:].decode()


def _ensure_thread() -> None:
    global _thread
    if _thread is not None and _thread.is_alive():
        return
    with _start_lock:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_work, name="relay", daemon=True)
            _thread.start()


def _work() -> None:
    quiet_until = 0.0
    while True:
        batch = _next_batch()
        frames = [item for item in batch if not isinstance(item, threading.Event)]
        if frames and time.monotonic() >= quiet_until and not _write(frames):
            quiet_until = time.monotonic() + PAUSE_SECONDS
        for mark in batch:
            if isinstance(mark, threading.Event):
                mark.set()


def _next_batch() -> list[Outgoing | threading.Event]:
    batch = [_outgoing.get()]
    for _more in itertools.repeat(None, BATCH - 1):
        try:
            batch.append(_outgoing.get_nowait())
        except queue.Empty:
            break
    return batch


def _write(frames: list[Outgoing]) -> bool:
    pipeline = valkey.client().pipeline(transaction=False)
    for conversation_id, seq, offset, text in frames:
        entry: dict[Any, Any] = {"s": seq, "o": offset, "f": text}
        pipeline.xadd(key_of(conversation_id), entry, maxlen=KEPT_FRAMES, approximate=True)
        pipeline.publish(channel_of(conversation_id), encode(seq, offset, text))
    for conversation_id in {frame[0] for frame in frames}:
        pipeline.expire(key_of(conversation_id), KEPT_SECONDS)
    try:
        pipeline.execute()
    except redis.RedisError as error:
        log.warning("frames_not_relayed", frames=len(frames), error=type(error).__name__)
        return False
    return True
