"""E-mail addresses: normalised, checked, and hashed where they are to be known again but not read."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def normalised(address: str) -> str | None:
    """The address as it is written to and compared, its domain in ASCII; None where it is none.

    Case is dropped in the whole: two that differ in case alone are one mailbox everywhere that matters.
    """
    local, at, domain = address.strip().rpartition("@")
    try:
        plain = f"{local}{at}{domain.encode('idna').decode()}".lower()
        validate_email(plain)
    except (UnicodeError, ValidationError):
        return None
    return plain if len(plain) <= 254 and plain.isascii() else None


def hash_of(organization_id: int, address: str) -> str:
    """A normalised address as 64 hexadecimal digits, another for each organization.

    Without a secret, so that changing keys never makes somebody who unsubscribed be written to again.
    """
    return hashlib.sha256(f"{organization_id}:{address}".encode()).hexdigest()
