"""What a campaign says: an e-mail's fields, checked when they are saved and again before they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from campaigns.errors import ContentInvalid
from campaigns.templating import BadTemplate, parse_template

LENGTHS: Mapping[str, int] = {
    "subject": 200,
    "preheader": 200,
    "body": 20_000,
    "cta_text": 100,
    "cta_url": 2_000,
}
"""The fields of an e-mail and how many characters each may have; no other field is kept."""


def check_content(content: Mapping[str, Any]) -> dict[str, str]:
    """The content as it is kept: known fields, trimmed. Raises ContentInvalid with the field.

    A draft may be unfinished: what is missing is asked for by `check_sendable`.
    """
    kept = {}
    for field, longest in LENGTHS.items():
        value = content.get(field) or ""
        if not isinstance(value, str):
            raise ContentInvalid(field, _("This must be text."))
        kept[field] = _checked(field, value.strip().replace("\r\n", "\n"), longest)
    if kept["cta_url"]:
        _check_url(kept["cta_url"])
    return kept


def check_sendable(content: Mapping[str, str]) -> None:
    """Raises ContentInvalid for the first thing that is missing."""
    for field, message in (
        ("subject", _("The e-mail needs a subject.")),
        ("body", _("The e-mail needs a text.")),
    ):
        if not content.get(field):
            raise ContentInvalid(field, message)
    if content.get("cta_text") and not content.get("cta_url"):
        raise ContentInvalid("cta_url", _("The button needs an address to lead to."))


def _checked(field: str, value: str, longest: int) -> str:
    if len(value) > longest:
        raise ContentInvalid(field, _("At most %(most)d characters are possible.") % {"most": longest})
    allowed = "\n\t" if field == "body" else ""
    # A line break in a subject would begin a header of its own; the two others stand for variables later.
    if any((char < " " and char not in allowed) or char in "\x7f\ue000\ue001\u2028\u2029" for char in value):
        raise ContentInvalid(field, _("There is a character in it that can't be sent."))
    try:
        template = parse_template(value)
    except BadTemplate as error:
        raise ContentInvalid(field, error.message) from None
    if field == "cta_url" and len(template) != 1 and value:
        raise ContentInvalid(field, _("An address can hold no variables."))
    return value


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not set(url) & set(" <>\"'")
    except ValueError:
        good = False
    if not good:
        raise ContentInvalid("cta_url", _("Give a full address, such as https://example.com/offer."))
