"""The web process: pages by Django, sockets by channels."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.development")

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

# Loads the apps: what imports models comes after it.
pages = get_asgi_application()
from conversations.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
