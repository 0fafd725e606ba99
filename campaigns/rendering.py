"""A campaign's e-mail, compiled once and filled for each person: subject, HTML and plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from markdown_it import MarkdownIt

from campaigns.errors import ContentInvalid
from campaigns.templating import Slot, Template, fill, parse_template

# HTML in the text is shown, not obeyed; pictures would tell their host who reads.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")

_TOKEN = re.compile("\ue000([0-9]+)\ue001")
UNSUBSCRIBE = "unsubscribe_url"


@dataclass(frozen=True, slots=True)
class Compiled:
    """The parts of an e-mail with places for values."""

    subject: Template
    preheader: Template
    html: Template
    text: Template


@dataclass(frozen=True, slots=True)
class Rendered:
    """An e-mail as one person gets it."""

    subject: str
    preheader: str
    html: str
    text: str


def compile_email(content: Mapping[str, str], *, organization: str, language: str) -> Compiled:
    """Content that passed `check_content`; `language` is that of the footer. Raises ContentInvalid."""
    slots: list[Slot] = []
    with override(language):
        context = {
            "subject": _tokens(content["subject"], slots),
            "preheader": _tokens(content["preheader"], slots),
            "body": _body_html(content["body"], slots),
            "cta_text": _tokens(content["cta_text"], slots),
            "cta_url": content["cta_url"],
            "organization": organization,
            "unsubscribe_url": _token(Slot(UNSUBSCRIBE), slots),
            "language": language,
        }
        html = render_to_string("campaigns/email.html", context)
        text = _text(content, organization)
    return Compiled(
        subject=parse_template(content["subject"]),
        preheader=parse_template(content["preheader"]),
        html=_with_slots(html, slots),
        text=text,
    )


def render(compiled: Compiled, values: Mapping[str, str], *, unsubscribe_url: str) -> Rendered:
    """The e-mail with a person's values in it: escaped in HTML, without line breaks in the subject."""
    known = {**values, UNSUBSCRIBE: unsubscribe_url}
    return Rendered(
        subject=_one_line(fill(compiled.subject, known)),
        preheader=_one_line(fill(compiled.preheader, known)),
        html=fill(compiled.html, known, escape),
        text=fill(compiled.text, known),
    )


def check_renders(content: Mapping[str, str]) -> None:
    """Raises ContentInvalid where the text can't become an e-mail."""
    compile_email(content, organization="", language="en")


def values_of(row: Mapping[str, Any], organization: str) -> dict[str, str]:
    """The variables of a person from what is known of them: `name` and `email`."""
    name = _one_line(str(row.get("name") or ""))
    return {
        "name": name,
        "first_name": name.split(" ")[0],
        "email": str(row.get("email") or ""),
        "organization": organization,
    }


def _body_html(body: str, slots: list[Slot]) -> str:
    html = _markdown.render(_tokens(body, slots))
    # In the address of a link the token has been percent-encoded: no value would ever be put there.
    if "%EE%80%80" in html:
        raise ContentInvalid("body", _("The address of a link can hold no variables."))
    return html


def _tokens(text: str, slots: list[Slot]) -> str:
    return "".join(part if isinstance(part, str) else _token(part, slots) for part in parse_template(text))


def _token(slot: Slot, slots: list[Slot]) -> str:
    slots.append(slot)
    return f"\ue000{len(slots) - 1}\ue001"


def _with_slots(html: str, slots: list[Slot]) -> Template:
    parts = _TOKEN.split(html)  # text, number, text, number, ..., text
    return tuple(slots[int(part)] if at % 2 else part for at, part in enumerate(parts))


def _text(content: Mapping[str, str], organization: str) -> Template:
    parts: list[str | Slot] = [*parse_template(content["body"])]
    if content["cta_text"]:
        parts += ["\n\n", *parse_template(content["cta_text"]), f": {content['cta_url']}"]
    sent_by = _("You get this e-mail from %(organization)s.") % {"organization": organization}
    parts += [f"\n\n-- \n{sent_by}\n{_('Unsubscribe')}: ", Slot(UNSUBSCRIBE), "\n"]
    return tuple(parts)


def _one_line(value: str) -> str:
    return " ".join(value.split())
