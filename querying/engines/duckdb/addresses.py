"""Where a DuckDB file is: an address of ours, made when a file was uploaded, never one that is typed in."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

from querying.engines.base import SourceError

SCHEME = "duckdb"


def url_of(path: Path) -> str:
    """The address of a file."""
    return f"{SCHEME}://{quote(str(path.resolve()))}"


def path_of(url: str) -> str:
    """The file that an address names. Raises SourceError for any other address."""
    parts = urlsplit(url)
    if parts.scheme != SCHEME or parts.netloc or parts.query or not parts.path.startswith("/"):
        raise SourceError(_("This is not the address of an uploaded file."))
    return unquote(parts.path)
