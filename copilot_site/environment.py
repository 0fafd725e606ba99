"""Reads settings from the environment and .env; a wrong value is noted for `check`, not raised half-way."""

import datetime as dt
import os
import zoneinfo
from collections.abc import Collection
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from pathlib import Path

import environ

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


@dataclass(frozen=True)
class Problem:
    """A variable with a value that can't be, and what it could be."""

    name: str
    value: str
    hint: str


class Environment:
    """Typed access by name; where a value is wrong the default stands in, and `problems` says so."""

    def __init__(self, file: Path) -> None:
        self.problems: list[Problem] = []
        if file.exists():
            environ.Env.read_env(file)

    def text(self, name: str, default: str = "") -> str:
        """The value as it stands; empty counts as not set."""
        return os.environ.get(name, "").strip() or default

    def words(self, name: str, default: Collection[str] = ()) -> list[str]:
        """A list, separated by commas."""
        found = [word.strip() for word in self.text(name).split(",") if word.strip()]
        return found or list(default)

    def number(self, name: str, default: int, at_least: int = 1, at_most: int = 2**31) -> int:
        """A whole number within bounds."""
        value = self.text(name)
        if not value:
            return default
        if value.isdecimal() and at_least <= int(value) <= at_most:
            return int(value)
        self._note(name, value, f"A whole number from {at_least} to {at_most}; {default} if not set.")
        return default

    def choice(self, name: str, default: str, choices: Collection[str]) -> str:
        """One of some words."""
        value = self.text(name, default)
        if value in choices:
            return value
        self._note(name, value, f"One of {', '.join(choices)}; {default} if not set.")
        return default

    def mailbox(self, name: str, default: str) -> str:
        """A sender, as `Name <address>` or an address alone, ready for a header."""
        value = self.text(name, default)
        shown, address = parseaddr(value)
        if address.isascii() and address.count("@") == 1 and not set(value) & set("\r\n"):
            return formataddr((shown, address))
        self._note(name, value, f"A sender such as {default}.")
        return default

    def flag(self, name: str, default: bool) -> bool:
        """Yes or no."""
        value = self.text(name).lower()
        if not value:
            return default
        if value not in TRUE | FALSE:
            self._note(name, value, f"true or false; {str(default).lower()} if not set.")
            return default
        return value in TRUE

    def moment(self, name: str) -> dt.datetime | None:
        """A moment with its zone, or None where it is not set."""
        value = self.text(name)
        try:
            found = dt.datetime.fromisoformat(value) if value else None
        except ValueError:
            found = None
        if value and (found is None or found.tzinfo is None):
            self._note(name, value, "A moment with its zone, such as 2026-11-02T10:00:00+00:00.")
            return None
        return found

    def time_zone(self, name: str, default: str) -> str:
        """A time zone by its IANA name."""
        value = self.text(name, default)
        try:
            return zoneinfo.ZoneInfo(value).key
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            self._note(name, value, f"A name such as Europe/Paris; {default} if not set.")
            return default

    def _note(self, name: str, value: str, hint: str) -> None:
        self.problems.append(Problem(name, value, hint))
