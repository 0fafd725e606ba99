"""The querying app."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import personal_data
from accounts.places import offer_place
from accounts.roles import Role


class QueryingConfig(AppConfig):
    name = "querying"
    verbose_name = _("Data")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Remove files with their rows, say who finds which page, and what engines may open."""
        from querying.engines.pool import allow  # models are loaded only now
        from querying.engines.sqlite.addresses import allow_folders
        from querying.uploads import files, personal  # noqa: F401  (they need the models)

        personal_data.register("uploads", export=personal.told, erase=personal.erased)

        offer_place("data", Role.VIEWER)
        offer_place("queries", Role.VIEWER)
        offer_place("workbench", Role.USER)
        allow_folders(settings.SQLITE_FOLDERS)
        allow(settings.SOURCE_CONNECTIONS)
