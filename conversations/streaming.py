"""Carries stored events to sockets: straight to those of this process, by Valkey to all others.

Nothing here is the truth. An event is stored in PostgreSQL before it is published; what gets lost on the way
comes with the next snapshot. For an hour Valkey also keeps the frames, so that a reconnect needs no snapshot.
See docs/adr/0006 for why this is not a channel layer.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from conversations import relay

# Frames of a running answer that this process keeps until the relay has surely written them.
ROOM_FRAMES = 4000
ROOM_SECONDS = 120.0


@dataclass(frozen=True, slots=True, order=True)
class Frame:
    """One event as it goes over the wire. Frames sort in the order in which they apply."""

    seq: int
    offset: int
    text: str


# To a socket: frames were missed, read what is stored.
MISSED = Frame(0, 0, "")


@dataclass(slots=True)
class Room:
    """A conversation as this process sees it."""

    sockets: set[Callable[[Frame], None]] = field(default_factory=set)
    frames: deque[Frame] = field(default_factory=lambda: deque(maxlen=ROOM_FRAMES))
    used_at: float = field(default_factory=time.monotonic)


_rooms: dict[UUID, Room] = {}
_lock = threading.Lock()
_swept_at = 0.0


def publish(conversation_id: UUID, message_id: UUID, seq: int, event: dict[str, Any]) -> None:
    """Send a stored event to everybody who looks at the conversation. Never fails, never waits for Valkey."""
    fields = event | {"seq": seq, "message": str(message_id)}
    frame = Frame(seq, event.get("offset", 0), orjson.dumps(fields).decode())
    deliver(conversation_id, [frame], keep=True)
    relay.send(conversation_id, frame.seq, frame.offset, frame.text)


def say_unstored(conversation_id: UUID, message_id: UUID, event: dict[str, Any]) -> None:
    """Send an event that has no number, as nothing of it could be stored: it is never replayed."""
    text = orjson.dumps(event | {"seq": 0, "message": str(message_id)}).decode()
    deliver(conversation_id, [Frame(0, 0, text)])
    relay.send(conversation_id, 0, 0, text)


def deliver(conversation_id: UUID, frames: Iterable[Frame], *, keep: bool = False) -> None:
    """Hand frames to this process's sockets; `keep` those made here, for sockets that join in a moment."""
    with _lock:
        room = _rooms.get(conversation_id)
        if room is None:
            if not keep:
                return
            room = _rooms[conversation_id] = Room()
        room.used_at = time.monotonic()
        if keep:
            room.frames.extend(frames)
        # Under the lock, so that each socket gets frames in their order; a delivery only fills its queue.
        for socket in room.sockets:
            for frame in frames:
                socket(frame)
        _sweep()


def catch_up(conversation_ids: Iterable[UUID]) -> None:
    """Tell this process's sockets that they missed frames of others (MISSED, in their order)."""
    for conversation_id in conversation_ids:
        deliver(conversation_id, [MISSED])


def join(conversation_id: UUID, socket: Callable[[Frame], None]) -> list[Frame]:
    """From now on call `socket` with each frame, from any thread; gives the frames kept here until now."""
    with _lock:
        room = _rooms.setdefault(conversation_id, Room())
        room.sockets.add(socket)
        return list(room.frames)


def leave(conversation_id: UUID, socket: Callable[[Frame], None]) -> None:
    """No more frames for this socket."""
    with _lock:
        room = _rooms.get(conversation_id)
        if room is not None:
            room.sockets.discard(socket)


def kept_frames(conversation_id: UUID) -> list[Frame]:
    """What this process and Valkey remember of the conversation, in order, each once. May have holes."""
    with _lock:
        room = _rooms.get(conversation_id)
        here = list(room.frames) if room else []
    elsewhere = (Frame(*parts) for parts in relay.kept(conversation_id))
    return sorted({*here, *elsewhere})


def frames_since(frames: Iterable[Frame], *, after: int, last_seq: int) -> list[Frame] | None:
    """The frames from `after` on, or None where one in between is missing.

    Those numbered `after` are included: token frames share their number, and some may not have arrived.
    """
    wanted = [frame for frame in frames if frame.seq >= after]
    numbers = {frame.seq for frame in wanted}
    complete = numbers.issuperset(range(after + 1, last_seq + 1))
    return wanted if complete and after <= last_seq else None


def forget_rooms() -> None:
    """Forget all frames kept in this process, as its end would."""
    with _lock:
        for room in _rooms.values():
            room.frames.clear()


def _sweep() -> None:
    """Forget rooms without sockets that have been still for a while (under the lock)."""
    global _swept_at
    now = time.monotonic()
    if now - _swept_at < ROOM_SECONDS / 4:
        return
    _swept_at = now
    for conversation_id, room in list(_rooms.items()):
        if now - room.used_at < ROOM_SECONDS:
            continue
        room.frames.clear()
        if not room.sockets:
            del _rooms[conversation_id]
