"""Collect static files only when one has changed: with hashed names it takes seconds."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> int | None:
    """Collect the static files; gives how many there are, or None if nothing had changed.

    Old ones stay: a page that is open somewhere still asks for them by their hashed names.
    """
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    files = list_files()
    fingerprint = hashlib.sha256("\n".join(files).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return None
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)
    return len(files)


def list_files() -> list[str]:
    """Each static file with its size and time of change."""
    found = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            found.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return sorted(found)
