"""Mails to start from where no model writes them. A person reads and changes them before anything is sent.

A file of drafts/ is the subject, the preview line, the button, an empty line, and the body. `$organization`
is filled in here; `{{ first_name }}` is left for the sending.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "drafts"
LANGUAGES = ("en", "fr")


def draft_email(template: str, language: str, organization: str) -> dict[str, str]:
    """An e-mail's content (contracts.md section 1). The organization's name can't become a variable."""
    text = (FOLDER / f"{language if language in LANGUAGES else 'en'}_{template}.txt").read_text()
    name = " ".join(organization.replace("{", "").replace("}", "").split())
    head, body = Template(text).substitute(organization=name).split("\n\n", 1)
    subject, preheader, button = head.split("\n")
    return {"subject": subject, "preheader": preheader, "body": body.strip(), "cta_text": button}
