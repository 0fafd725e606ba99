"""The closed sets of words that accounts' rows hold."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApiScope(TextChoices):
    """What an API key may do; the role of its person limits it further."""

    ASK = "ask", _("Ask questions")
    READ = "read", _("Read")
    WRITE = "write", _("Write")
    ADMIN = "admin", _("Administer providers and keys")
