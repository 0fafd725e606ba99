"""SQLite as an engine of data sources: files on this machine, under folders that staff named."""

from __future__ import annotations

from collections.abc import Mapping

from querying.catalog import TableKey
from querying.engines.files import Roleless
from querying.engines.sqlite import addresses, explaining, running, structure
from querying.introspection import SourceCatalog


class SQLite(Roleless):
    """What it can do is described in `querying.engines.base`."""

    kind = "sqlite"
    title = "SQLite"
    identity_query = ""

    run = staticmethod(running.run)
    stream = staticmethod(running.stream)
    open_rows = staticmethod(running.open_rows)
    explain = staticmethod(explaining.explain)

    def check_url(self, url: str) -> None:
        addresses.path_of(url)

    def identity(self, url: str) -> str:
        with addresses.open_file(url):
            found = addresses.path_of(url).stat()
        return f"{found.st_dev}/{found.st_ino}"

    def introspect(self, url: str) -> SourceCatalog:
        with addresses.open_file(url) as connection:
            return structure.read_structure(connection)

    def sample(self, url: str, catalog: SourceCatalog) -> Mapping[TableKey, Mapping[str, tuple[str, ...]]]:
        with addresses.open_file(url) as connection:
            return structure.read_samples(connection, catalog)

    def forget(self, url: str) -> None:
        """Nothing is kept open: opening a file takes less than a millisecond."""
