"""The six roles of a membership and what each may see."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Roles from the least to the most trusted; their order of definition is their rank."""

    VIEWER = "viewer", _("Viewer")
    USER = "user", _("User")
    SUPPORT = "support", _("Support")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Admin")
    OWNER = "owner", _("Owner")

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def is_at_least(self, minimum: Role) -> bool:
        return self.rank >= minimum.rank
