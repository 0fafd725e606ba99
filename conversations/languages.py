"""The language of a socket's page, found as for pages: their middleware does not serve sockets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def language_of(scope: dict[str, Any]) -> str:
    """The cookie's language, else the browser's, else the site's: "en" or "fr"."""
    wanted = [scope.get("cookies", {}).get(settings.LANGUAGE_COOKIE_NAME, "")]
    headers = dict(scope.get("headers", []))
    accepted = headers.get(b"accept-language", b"").decode("latin-1")
    wanted += [language for language, _weight in parse_accept_lang_header(accepted)]
    for language in wanted:
        try:
            return get_supported_language_variant(language)[:2]
        except LookupError:
            continue
    return settings.LANGUAGE_CODE[:2]
