"""The job queue; its schedule lives in the database (django-celery-beat)."""

import os
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.development")
# As root on a machine of one's own the worker may run as root: only JSON is accepted, never pickle.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("copilot_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_logging(**kwargs: Any) -> None:
    """Being connected is enough for Celery to leave Django's logging as it is.

    And as the first thing that worker and beat alike call, it keeps both from starting with settings that
    can't be right: with wrong keys they would spoil data.
    """
    from .production_checks import refuse_wrong_settings  # it needs the settings, which are ready by now

    refuse_wrong_settings()
