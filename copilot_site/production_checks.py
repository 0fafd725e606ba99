"""What production must not lack, found by `manage.py check --deploy` and before any process serves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from copilot_site.checks import check_settings
from copilot_site.secrets_file import MISSING_KEY

KEY_LENGTH, KEY_LETTERS = 50, 20
COMMAND = 'python -c "import secrets; print(secrets.token_urlsafe(50))"'


class WrongSettings(SystemExit):
    """A process must not serve with these settings; the message says each error with its hint."""


def refuse_wrong_settings() -> None:
    """Raises WrongSettings where `check` finds an error, in production also where `check --deploy` does."""
    found = [*check_settings(), *check_production()]
    serious = [message for message in found if message.is_serious()]
    if serious:
        raise WrongSettings("\n".join(f"{one.id}: {one.msg} {one.hint or ''}".strip() for one in serious))


@register(deploy=True)
def check_production(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """All checks of this file, in the order of their ids; none where settings are not those of production."""
    if not settings.COPILOT_STRICT:
        return []
    parts = (
        check_secret_key,
        check_names,
        check_origins,
        check_tls,
        check_passwords,
        check_clock,
        check_mail,
    )
    return [message for part in parts for message in part()]


def check_secret_key() -> Iterator[CheckMessage]:
    """E010: it signs sessions and links; the key itself is never said."""
    key = settings.SECRET_KEY
    if key.startswith(MISSING_KEY):
        yield Error("SECRET_KEY is empty.", hint=f"Make one: {COMMAND}", id="copilot.E010")
        return
    if len(key) < KEY_LENGTH or len(set(key)) < KEY_LETTERS or key.startswith("django-insecure-"):
        text = f"SECRET_KEY is weak: fewer than {KEY_LENGTH} characters, or too few different ones."
        yield Error(text, hint=f"Make one: {COMMAND}", id="copilot.E010")


def check_names() -> Iterator[CheckMessage]:
    """E011: the names that people type; with none nothing is answered, with any links can be forged."""
    if not settings.ALLOWED_HOSTS:
        yield Error("ALLOWED_HOSTS is empty.", hint="List the names that people type.", id="copilot.E011")
    if "*" in settings.ALLOWED_HOSTS:
        text = "ALLOWED_HOSTS allows any name."
        yield Error(text, hint="List the names that people type.", id="copilot.E011")


def check_origins() -> Iterator[CheckMessage]:
    """E012: who may post forms speaks TLS."""
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if urlsplit(origin).scheme != "https":
            text = f"CSRF_TRUSTED_ORIGINS holds {origin!r}, which is not https."
            yield Error(text, hint="Such as https://copilot.example.com.", id="copilot.E012")


def check_tls() -> Iterator[CheckMessage]:
    """E013, E014: no plain http reaches a page, and no redirect goes round for ever."""
    if settings.SECURE_SSL_REDIRECT and not settings.SECURE_PROXY_SSL_HEADER:
        text = "SECURE_SSL_REDIRECT without TLS_PROXY sends every request to itself, for ever."
        hint = "Put a proxy in front that speaks TLS (docs/deploy.md) and leave TLS_PROXY on."
        yield Error(text, hint=hint, id="copilot.E013")
    secure = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SECURE_HSTS_SECONDS
    if not secure:
        text = "Cookies or pages may travel without TLS: SECURE_HSTS_SECONDS is 0, or cookies are not secure."
        yield Error(text, hint="Leave them at their defaults.", id="copilot.E014")


def check_passwords() -> Iterator[CheckMessage]:
    """E015: whoever reaches the cache can start jobs, whoever reaches the database can read everything."""
    for name, url in (("DATABASE_URL", settings.DATABASE_URL), ("REDIS_URL", settings.REDIS_URL)):
        parts = urlsplit(url)
        if parts.hostname and not parts.password:
            hint = f"Give the server a password and put it into {name}."
            yield Error(f"{name} holds no password.", hint=hint, id="copilot.E015")


def check_clock() -> Iterator[CheckMessage]:
    """E016: a clock that stands still is for demonstrations."""
    if settings.COPILOT_FROZEN_NOW is not None:
        yield Error("COPILOT_FROZEN_NOW is set.", hint="Unset it: answers would be old.", id="copilot.E016")


def check_mail() -> Iterator[CheckMessage]:
    """E017, E018: resets of passwords and campaigns go out by mail, from us, with links that lead here."""
    if not settings.EMAIL_HOST:
        hint = "Name a mail server: EMAIL_HOST, EMAIL_PORT, EMAIL_SECURITY, and its sign-in."
        yield Error("EMAIL_HOST is empty: nobody could reset a password.", hint=hint, id="copilot.E017")
    if settings.MAIL_FROM_ADDRESS.rpartition("@")[2].startswith("localhost"):
        hint = "Such as Copilot <copilot@example.com>; the mail server must be allowed to send for it."
        yield Error("MAIL_FROM is no address of yours.", hint=hint, id="copilot.E018")
    if not settings.SITE_URL.startswith("https://"):
        hint = "Such as https://copilot.example.com."
        yield Error("SITE_URL is not https: links in e-mails lead nowhere.", hint=hint, id="copilot.E018")
