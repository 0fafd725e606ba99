"""Whether whoever asked by HTTP is still there: a query that nobody waits for is stopped."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest

from querying.engines.base import Stopped

KEY = "copilot.hung_up"
Receive = Callable[[], Awaitable[Mapping[str, Any]]]


def listening(scope: MutableMapping[str, Any], receive: Receive) -> Receive:
    """`receive` of ASGI that notes in the scope when the client hangs up, at once: long before Django's
    cancelling has come through all middleware to a view that waits in a thread.
    """
    event = scope[KEY] = threading.Event()

    async def heard() -> Mapping[str, Any]:
        message = await receive()
        if message["type"] == "http.disconnect":
            event.set()
        return message

    return heard


def hung_up(request: HttpRequest) -> Stopped:
    """Tells whether the client went away; under a server that does not notice it never does."""
    event: threading.Event | None = request.scope.get(KEY) if isinstance(request, ASGIRequest) else None
    return event.is_set if event else lambda: False


def any_of(*reasons: Stopped) -> Stopped:
    """True as soon as one of them is."""
    return lambda: any(reason() for reason in reasons)
