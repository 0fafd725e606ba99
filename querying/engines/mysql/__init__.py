"""MySQL and MariaDB as an engine of data sources."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from contextlib import AbstractContextManager

from querying.catalog import TableKey
from querying.engines.base import Reader, RowStream, Stopped
from querying.engines.mysql import addresses, explaining, pool, roles, running, structure
from querying.engines.plans import Plan
from querying.guard.guarded import GuardedQuery
from querying.introspection import SourceCatalog
from querying.limits import Limits
from querying.results import ResultSet

_IDENTITY = "SELECT CONCAT(@@hostname, ':', @@port, @@datadir, DATABASE())"


class MySQL:
    """The methods are those of `querying.engines.base.Engine`, where they are described."""

    kind = "mysql"
    title = "MySQL"
    identity_query = _IDENTITY

    def check_url(self, url: str) -> None:
        addresses.parse_url(url)

    def identity(self, url: str) -> str:
        with addresses.open_connection(url) as ask:
            return str(ask(_IDENTITY)[0][0])

    def introspect(self, url: str) -> SourceCatalog:
        with addresses.open_connection(url) as ask:
            return structure.read_structure(ask, addresses.parse_url(url).database)

    def sample(self, url: str, catalog: SourceCatalog) -> Mapping[TableKey, Mapping[str, tuple[str, ...]]]:
        with addresses.open_connection(url) as ask:
            return structure.read_samples(ask, catalog)

    def excess_privileges(self, url: str) -> list[str]:
        return roles.excess_privileges(url)

    def make_reader(self, admin_url: str, tables: Collection[TableKey], role: str = "") -> Reader:
        return roles.make_reader(admin_url, tables, role)

    def grant(self, admin_url: str, role: str, tables: Collection[TableKey]) -> None:
        roles.grant(admin_url, role, tables)

    def drop_reader(self, admin_url: str, role: str) -> None:
        roles.drop_reader(admin_url, role)

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
        pool.forget(url)
