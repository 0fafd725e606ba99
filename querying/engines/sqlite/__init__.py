"""SQLite as an engine of data sources: files on this machine, under folders that staff named."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from contextlib import AbstractContextManager

from django.utils.translation import gettext as _

from querying.catalog import TableKey
from querying.engines.base import Reader, RowStream, SourceError, Stopped
from querying.engines.sqlite import addresses, running, structure
from querying.guard.guarded import GuardedQuery
from querying.introspection import SourceCatalog
from querying.limits import Limits
from querying.results import ResultSet


class SQLite:
    """The methods are those of `querying.engines.base.Engine`, where they are described."""

    kind = "sqlite"
    title = "SQLite"
    identity_query = ""

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

    def excess_privileges(self, url: str) -> list[str]:
        """None: files are opened read-only, and know no roles."""
        return []

    def make_reader(self, admin_url: str, tables: Collection[TableKey], role: str = "") -> Reader:
        raise SourceError(_("SQLite files have no roles: they are opened read-only."))

    def grant(self, admin_url: str, role: str, tables: Collection[TableKey]) -> None:
        raise SourceError(_("SQLite files have no roles: they are opened read-only."))

    def drop_reader(self, admin_url: str, role: str) -> None:
        raise SourceError(_("SQLite files have no roles: they are opened read-only."))

    def run(self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> ResultSet:
        return running.run(url, query, limits, stopped)

    def stream(
        self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None
    ) -> Generator[bytes]:
        return running.stream(url, query, limits, stopped)

    def open_rows(
        self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None
    ) -> AbstractContextManager[RowStream]:
        return running.open_rows(url, query, limits, stopped)

    def forget(self, url: str) -> None:
        """Nothing is kept open: opening a file takes less than a millisecond."""
