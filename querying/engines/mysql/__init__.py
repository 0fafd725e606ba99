"""MySQL and MariaDB as an engine of data sources."""

from __future__ import annotations

from collections.abc import Mapping

from querying.catalog import TableKey
from querying.engines.mysql import addresses, explaining, pool, roles, running, structure
from querying.introspection import SourceCatalog

_IDENTITY = "SELECT CONCAT(@@hostname, ':', @@port, @@datadir, DATABASE())"


class MySQL:
    """What it can do is described in `querying.engines.base`."""

    kind = "mysql"
    title = "MySQL"
    identity_query = _IDENTITY

    excess_privileges = staticmethod(roles.excess_privileges)
    make_reader = staticmethod(roles.make_reader)
    grant = staticmethod(roles.grant)
    drop_reader = staticmethod(roles.drop_reader)
    run = staticmethod(running.run)
    stream = staticmethod(running.stream)
    open_rows = staticmethod(running.open_rows)
    explain = staticmethod(explaining.explain)
    forget = staticmethod(pool.forget)

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
