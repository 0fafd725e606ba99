"""The chat: conversations, turns, the agent loop, sockets and pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = _("Conversations")

    def ready(self) -> None:
        """Run the evaluations that knowledge asks for."""
        from conversations import receivers  # noqa: F401  (it needs the models, which are ready only now)
