"""Secrets that a fresh tree makes for itself, kept in `var/secrets.json` (mode 0600)."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from .embedded.errors import EmbeddedError
from .embedded.state import locked, write_private

# Begins a signing key that stands in where none is named and none may be made.
MISSING_KEY = "django-insecure-missing-"


@dataclass(frozen=True)
class SiteSecrets:
    """Django's signing key and the keys, newest first, that encrypt fields."""

    secret_key: str
    encryption_keys: list[str]


def load_secrets(var: Path) -> SiteSecrets:
    """Give the tree's secrets, made on first use. Raises EmbeddedError if they can't be read."""
    path = var / "secrets.json"
    with locked(var):
        try:
            return SiteSecrets(**json.loads(path.read_text()))
        except FileNotFoundError:
            made = SiteSecrets(secrets.token_urlsafe(50), [Fernet.generate_key().decode()])
            write_private(path, json.dumps(asdict(made), indent=1))
            return made
        except PermissionError as error:
            raise EmbeddedError(f"{path} belongs to another account: run as that account.") from error
        except (ValueError, TypeError) as error:
            raise EmbeddedError(f"{path} can't be read: restore it, stored keys depend on it.") from error
