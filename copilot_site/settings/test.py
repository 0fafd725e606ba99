"""For pytest: quick hashing, no compressed static files; PostgreSQL and Valkey are real, in var/test/."""

import os
from pathlib import Path

os.environ.setdefault("COPILOT_VAR", str(Path(__file__).resolve().parent.parent.parent / "var" / "test"))
# What a developer has set for `make run` must not reach the tests: not their database, not their keys.
# Empty, not removed: .env, read later, fills in only what is not there.
for _name in (
    *("DATABASE_URL", "REDIS_URL", "DEMO_ADMIN_URL", "SECRET_KEY", "COPILOT_ENCRYPTION_KEYS"),
    *("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OLLAMA_BASE_URL"),
    *("MODELS_ENABLED", "TURN_RUNNER", "TIME_ZONE", "QUESTION_MAX_LENGTH", "ALLOWED_HOSTS"),
    *("COPILOT_FROZEN_NOW", "COPILOT_STRICT", "EMAIL_HOST", "EMAIL_SECURITY", "MAIL_FROM", "SITE_URL"),
):
    os.environ[_name] = ""

from .base import *  # noqa: E402, F403
from .base import STORAGES  # noqa: E402

DEBUG = False
IS_TEST = True
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DEMO_EVENTS = 20_000
