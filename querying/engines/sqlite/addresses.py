"""Where a SQLite file is, and whether it may be opened: only under folders that staff named.

A path is a way to every file that this process can read, so nothing is allowed until `allow_folders` says
what is. Links are followed before a path is judged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

from querying.engines.base import SourceError

MAGIC = b"SQLite format 3\0"
_folders: tuple[Path, ...] = ()


def allow_folders(folders: Iterable[str | Path]) -> None:
    """From here on, the files under these folders may be data sources, and no others."""
    global _folders
    _folders = tuple(Path(folder).resolve() for folder in folders if str(folder).strip())


def path_of(url: str) -> Path:
    """The file of `sqlite:///path`, links followed. Raises SourceError for what may not be opened."""
    try:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
    except (ValueError, OSError, RuntimeError):
        raise SourceError(_("The URL must look like sqlite:////folder/file.db.")) from None
    if parts.scheme != "sqlite" or parts.netloc or parts.query or parts.fragment or len(parts.path) < 2:
        raise SourceError(_("The URL must look like sqlite:////folder/file.db."))
    if not any(path.is_relative_to(folder) for folder in _folders):
        raise SourceError(
            _("This file is in none of the folders that may hold SQLite files: see SQLITE_FOLDERS.")
        )
    return path


def url_of(path: Path) -> str:
    """The address of a file."""
    return f"sqlite://{quote(str(path))}"


def connect(path: Path) -> sqlite3.Connection:
    """A connection that can't write. Raises sqlite3.Error, OSError."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise sqlite3.DatabaseError("not a database")
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, timeout=2, check_same_thread=False
    )
    # What is no valid UTF-8 is shown as far as it is, rather than not at all.
    connection.text_factory = lambda raw: raw.decode(errors="replace")
    for setting in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {setting}")
    return connection


@contextmanager
def open_file(url: str) -> Iterator[sqlite3.Connection]:
    """A connection for our own statements. Raises SourceError in one plain line."""
    path = path_of(url)
    try:
        with closing(connect(path)) as connection:
            yield connection
    except OSError:
        raise SourceError(_("There is no file to read at this address.")) from None
    except sqlite3.Error:
        raise SourceError(_("This file can't be read as an SQLite database.")) from None
