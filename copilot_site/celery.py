"""The job queue; its schedule lives in the database (django-celery-beat)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.development")

app = Celery("copilot_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
