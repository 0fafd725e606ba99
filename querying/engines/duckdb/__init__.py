"""DuckDB as an engine of data sources: files of data that people uploaded, each in a database of its own."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from django.utils.translation import gettext as _

from querying.catalog import TableKey
from querying.engines.base import RowStream, SourceError, Stopped
from querying.engines.duckdb import explaining, process, running, structure
from querying.engines.duckdb.addresses import path_of
from querying.engines.files import Roleless
from querying.engines.plans import Plan
from querying.guard.guarded import GuardedQuery
from querying.introspection import SourceCatalog
from querying.limits import Limits
from querying.results import ResultSet


class DuckDB(Roleless):
    """The methods are those of `querying.engines.base.Engine`, where they are described."""

    kind = "duckdb"
    title = "DuckDB"
    identity_query = ""

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

    def introspect(self, url: str) -> SourceCatalog:
        return structure.read_structure(url)

    def sample(self, url: str, catalog: SourceCatalog) -> Mapping[TableKey, Mapping[str, tuple[str, ...]]]:
        return structure.read_samples(url, catalog)

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
        process.workers.forget(path_of(url))
