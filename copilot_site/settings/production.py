"""Behind a proxy that speaks TLS. Several machines share one configuration, so nothing is made up on the way.

`manage.py check --deploy` says what is missing or weak; no web process, worker or beat starts with an error.
"""

import os
import secrets

# Before base reads it.
os.environ["COPILOT_STRICT"] = "true"

from copilot_site.secrets_file import MISSING_KEY

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS, SECRET_KEY, env

DEBUG = False
# Packages read the key while they are imported, so `check` needs one to get as far as saying that it is
# missing. Nobody knows this one, nothing it signs outlives the process, and nothing serves with it.
SECRET_KEY = SECRET_KEY or f"{MISSING_KEY}{secrets.token_urlsafe(50)}"

# --- TLS -------------------------------------------------------------------------------------------
# The proxy must set this header itself and drop what a client sent (docs/deploy.md). Without a proxy in
# front, a client could send it: then TLS_PROXY must be off.
TLS_PROXY = env.flag("TLS_PROXY", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS_PROXY else None
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000, at_least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# Subdomains and preloading bind other sites of the domain, for years: their owner decides, not we.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- forms -----------------------------------------------------------------------------------------
# The names that people type, unless others are named: a leading dot means all below it.
CSRF_TRUSTED_ORIGINS = CSRF_TRUSTED_ORIGINS or [
    f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if host != "*"
]
