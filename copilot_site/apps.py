"""The site itself as an app: it brings the commands that start and check the whole."""

from django.apps import AppConfig

from copilot_site.left_out import leaving_out


class CopilotSiteConfig(AppConfig):
    """Wiring; no models."""

    name = "copilot_site"
    verbose_name = "Insight Copilot"

    def ready(self) -> None:
        """Register the checks of the settings, and the job queue: without it jobs go to a default broker."""
        with leaving_out("requests", "pygments"):
            import rest_framework.compat  # noqa: F401  (here, as the admin's pages would load it next)
        from . import (
            celery,  # noqa: F401  (reads the settings, which are ready only now)
            checks,  # noqa: F401  (registers itself; it can only once the apps are there)
            production_checks,  # noqa: F401  (likewise)
        )
