"""What the sign-in page tells about the demo."""

from __future__ import annotations

import json

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def demo_people() -> list[dict[str, str]]:
    """The demo's sign-ins without their passwords, one per person; none where no demo is loaded."""
    try:
        users = json.loads(settings.DEMO_FILE.read_text(encoding="utf-8"))["users"]
    except (FileNotFoundError, ValueError, KeyError):
        return []
    people: dict[str, dict[str, str]] = {}
    for user in users:
        shown = {name: user[name] for name in ("email", "organization", "role")}
        people.setdefault(user["email"], shown)
    return list(people.values())
