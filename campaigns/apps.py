"""The campaigns app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.places import offer_place
from accounts.roles import Role


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who finds the pages in the menus."""
        offer_place("segments", Role.USER)
        offer_place("campaigns", Role.MANAGER)
