"""DuckDB as an engine of data sources: files of data that people uploaded, each in a database of its own."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from querying.engines.base import SourceError
from querying.engines.duckdb import explaining, process, running, structure
from querying.engines.duckdb.addresses import path_of
from querying.engines.files import Roleless


class DuckDB(Roleless):
    """What it can do is described in `querying.engines.base`."""

    kind = "duckdb"
    title = "DuckDB"
    identity_query = ""

    introspect = staticmethod(structure.read_structure)
    sample = staticmethod(structure.read_samples)
    run = staticmethod(running.run)
    stream = staticmethod(running.stream)
    open_rows = staticmethod(running.open_rows)
    explain = staticmethod(explaining.explain)

    def check_url(self, url: str) -> None:
        """A file that somebody names could be another person's: all come in by upload."""
        raise SourceError(_("Files can't be connected by their address: upload them on the page Data."))

    def identity(self, url: str) -> str:
        try:
            found = Path(path_of(url)).stat()
        except OSError:
            raise SourceError(_("The file of this data source is not there.")) from None
        structure.ask(url, "SELECT 1")
        return f"{found.st_dev}/{found.st_ino}"

    def forget(self, url: str) -> None:
        process.workers.forget(path_of(url))
