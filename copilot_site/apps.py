"""The site itself as an app: it brings the commands that start and check the whole."""

from django.apps import AppConfig


class CopilotSiteConfig(AppConfig):
    """Wiring; no models."""

    name = "copilot_site"
    verbose_name = "Insight Copilot"
