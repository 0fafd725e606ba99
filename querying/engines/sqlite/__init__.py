"""SQLite as an engine of data sources: files on this machine, under folders that staff named."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager

from querying.catalog import TableKey
from querying.engines.base import RowStream, Stopped
from querying.engines.files import Roleless
from querying.engines.plans import Plan
from querying.engines.sqlite import addresses, explaining, running, structure
from querying.guard.guarded import GuardedQuery
from querying.introspection import SourceCatalog
from querying.limits import Limits
from querying.results import ResultSet


class SQLite(Roleless):
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

    def run(self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None) -> ResultSet:
        return running.run(url, query, limits, stopped)

    def stream(
        self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None
    ) -> Generator[bytes]:
        return running.stream(url, query, limits, stopped)

    def explain(
        self,
        url: str,
        query: GuardedQuery,
        limits: Limits,
        *,
        really: bool = False,
        stopped: Stopped | None = None,
    ) -> Plan:
        return explaining.explain(url, query, limits, really=really, stopped=stopped)

    def open_rows(
        self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None = None
    ) -> AbstractContextManager[RowStream]:
        return running.open_rows(url, query, limits, stopped)

    def forget(self, url: str) -> None:
        """Nothing is kept open: opening a file takes less than a millisecond."""
