"""The addresses of this app's sockets."""

from __future__ import annotations

from django.urls import path

from conversations.consumers import ChatConsumer

websocket_urlpatterns = [path("ws/conversations/<uuid:conversation_id>/", ChatConsumer.as_asgi())]
