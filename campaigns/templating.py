"""Variables in texts: `{{ first_name }}`, or `{{ first_name | default: "friend" }}` for who has none.

This is the harmless part of Liquid: values are put in places, nothing is computed, so that there is nothing
to escape from. A variable that does not exist is refused when the text is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

VARIABLES = ("first_name", "name", "email", "organization")

_SLOT = re.compile(r"\{\{-?\s*(\w+)\s*(?:\|\s*default:\s*(?:\"([^\"{}]*)\"|'([^'{}]*)')\s*)?-?\}\}")
_MARK = re.compile(r"\{\{|\}\}|\{%|%\}")


class BadTemplate(Exception):
    """The text has a variable that there is not, or one that can't be read; `message` is for its author."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value, and what stands there for who has none."""

    name: str
    default: str = ""


Template = tuple[str | Slot, ...]


def parse_template(text: str, names: tuple[str, ...] = VARIABLES) -> Template:
    """The text as pieces and slots, never empty. Raises BadTemplate."""
    parts: list[str | Slot] = []
    at = 0
    for match in _SLOT.finditer(text):
        parts.append(_plain(text[at : match.start()]))
        if match[1] not in names:
            known = ", ".join(VARIABLES)
            message = _("There is no variable %(name)s; there are: %(known)s.")
            raise BadTemplate(message % {"name": match[1], "known": known})
        parts.append(Slot(match[1], match[2] or match[3] or ""))
        at = match.end()
    parts.append(_plain(text[at:]))
    return tuple(part for part in parts if part != "") or ("",)


def fill(template: Template, values: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
    """The text for one person; `escape` goes over values and defaults, not over the text itself."""
    return "".join(
        part if isinstance(part, str) else escape(values.get(part.name) or part.default) for part in template
    )


def _plain(text: str) -> str:
    if _MARK.search(text):
        raise BadTemplate(_("A variable is written like this: {{ first_name }}."))
    return text
