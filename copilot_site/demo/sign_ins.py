"""`var/demo.json`: how to sign in to the demo. Written last: where it is, the whole demo is loaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from copilot_site.demo.people import SignIn
from copilot_site.embedded.state import write_private


def known_passwords(path: Path) -> dict[str, str]:
    """Passwords by e-mail from an earlier load; none if there was none."""
    try:
        users = json.loads(path.read_text(encoding="utf-8"))["users"]
        return {user["email"]: user["password"] for user in users}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}


def write_sign_ins(path: Path, sign_ins: Sequence[SignIn]) -> None:
    """Keep the sign-ins, readable by the owner of the tree only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, json.dumps({"users": [asdict(sign_in) for sign_in in sign_ins]}, indent=1))
