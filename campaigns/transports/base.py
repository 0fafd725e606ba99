"""What every way of sending can do. docs/adding-a-transport.md says how to add one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, ready: the envelope, the bytes, and the name that is its own for ever.

    `folder` and `name` are made of letters, digits, dots and dashes; the same message has the same name.
    """

    sender: str
    recipient: str
    data: bytes
    folder: str
    name: str


class Refused(Exception):
    """This message will never be accepted."""


class Deferred(Exception):
    """This message may be accepted later; the connection is as good as before."""


class Unavailable(Exception):
    """Nothing can be sent at the moment, and this message has surely not been."""


class InDoubt(Exception):
    """The connection broke after the message was handed over and before it was acknowledged."""


class Connection(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(self, *_exc: object) -> None: ...

    def send(self, message: Outgoing) -> None:
        """Raises Refused, Deferred, Unavailable, InDoubt; after the last two the connection is done."""


class Transport(Protocol):
    """One way of sending. `is_idempotent`: the same message sent again is still there once."""

    kind: str
    is_idempotent: bool

    def connect(self) -> Connection:
        """Raises Unavailable."""
