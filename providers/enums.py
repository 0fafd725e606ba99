"""The kinds of providers that can be set up; what requests are for and how they end."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProviderKind(TextChoices):
    OPENAI = "openai", "OpenAI"
    ANTHROPIC = "anthropic", "Anthropic"
    GEMINI = "gemini", "Google Gemini"
    AZURE = "azure", "Azure OpenAI"
    OLLAMA = "ollama", "Ollama"
    OPENAI_COMPATIBLE = "openai_compatible", _("OpenAI-compatible")
    SCRIPTED = "scripted", _("Scripted (for tests)")


class Purpose(TextChoices):
    """What a request was for."""

    ANSWER = "answer", _("Answer")
    TEST = "test", _("Connection test")


class Outcome(TextChoices):
    """How a request ended. OPEN: not yet; LOST: its process died before it could say."""

    OPEN = "open", _("Open")
    OK = "ok", _("Answered")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")
    LOST = "lost", _("Lost")
