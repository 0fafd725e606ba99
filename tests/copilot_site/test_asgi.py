"""The handler of pages, and clients that go away."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from copilot_site.asgi import PagesHandler
from querying.hangups import any_of, hung_up

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "GET",
    "path": "/slow/",
    "headers": [],
    "query_string": b"",
}
begun, told = threading.Event(), threading.Event()


def slow(request: HttpRequest) -> HttpResponse:
    """Works until nobody waits any more."""
    begun.set()
    look, tick = hung_up(request), threading.Event()
    for _attempt in range(600):
        if look():
            told.set()
            break
        tick.wait(0.05)
    return HttpResponse()


urlpatterns = [path("slow/", slow)]


def test_a_view_that_waits_in_a_thread_is_told_that_its_client_hung_up(settings: Any) -> None:
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []
    asyncio.run(_hang_up())
    assert told.wait(10)


async def _hang_up() -> None:
    messages = iter([{"type": "http.request"}, {"type": "http.disconnect"}])

    async def receive() -> dict[str, Any]:
        message = next(messages)
        if message["type"] == "http.disconnect":
            await asyncio.to_thread(begun.wait, 10)
        return message

    async def send(message: Mapping[str, Any]) -> None:
        raise AssertionError("nobody is there to be answered")

    await PagesHandler()(SCOPE, receive, send)


def test_without_such_a_handler_nobody_hangs_up() -> None:
    assert not any_of(hung_up(HttpRequest()), hung_up(HttpRequest()))()
    assert any_of(hung_up(HttpRequest()), lambda: True)()
