"""For pytest: quick hashing, no compressed static files; PostgreSQL and Valkey are real, in var/test/."""

import os
from pathlib import Path

os.environ.setdefault("COPILOT_VAR", str(Path(__file__).resolve().parent.parent.parent / "var" / "test"))

from .base import *  # noqa: F403
from .base import STORAGES

DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DEMO_EVENTS = 20_000
