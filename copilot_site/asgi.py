"""The web process: pages by Django, sockets by channels."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.development")

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import CookieMiddleware
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Loads the apps: what imports models comes after it.
get_asgi_application()
from conversations.routing import websocket_urlpatterns  # noqa: E402
from querying.exports.response import ExportResponse  # noqa: E402
from querying.hangups import Receive, listening  # noqa: E402


class PagesHandler(ASGIHandler):
    """Django's own, which awaits a file's first block: waiting holds no thread, and ends with the client.
    Views that wait in a thread can look whether it hung up.

    No middleware could do that: among others that are not asynchronous, each runs in a thread.
    """

    async def handle(self, scope: dict[str, Any], receive: Receive, send: Any) -> HttpResponseBase | None:
        """Answer one request."""
        return await super().handle(scope, listening(scope, receive), send)

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        """The response, ready to be sent."""
        response = await super().run_get_response(request)
        if isinstance(response, ExportResponse):
            await response.begin()
        return response


pages = PagesHandler()

application = ProtocolTypeRouter(
    {
        "http": pages,
        # Sockets find out themselves whose session it is (conversations.entering): channels' own way has one
        # thread for all of them.
        "websocket": AllowedHostsOriginValidator(CookieMiddleware(URLRouter(websocket_urlpatterns))),
    }
)
