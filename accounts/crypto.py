"""Secrets at rest: Fernet tokens under rotatable keys, the first of which encrypts."""

from __future__ import annotations

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _


class Undecryptable(Exception):
    """A stored secret that none of the configured keys opens: it must be typed in again."""


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """A token that `decrypt` opens; empty stays empty."""
    return _cipher(tuple(settings.COPILOT_ENCRYPTION_KEYS)).encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """The secret again. Raises Undecryptable."""
    if not token:
        return ""
    try:
        return _cipher(tuple(settings.COPILOT_ENCRYPTION_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Undecryptable(_("The key that encrypted this secret is no longer configured.")) from error


def rotate(token: str) -> str:
    """The same secret under the newest key. Raises Undecryptable."""
    return encrypt(decrypt(token))
