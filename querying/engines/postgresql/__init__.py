"""PostgreSQL as an engine of data sources."""

from __future__ import annotations

from collections.abc import Mapping

from querying.catalog import TableKey
from querying.engines.postgresql import (
    addresses,
    explaining,
    exporting,
    pool,
    roles,
    running,
    streaming,
    structure,
)
from querying.introspection import SourceCatalog

_IDENTITY = """
SELECT (SELECT system_identifier FROM pg_control_system())::text || '/' ||
       (SELECT oid FROM pg_database WHERE datname = current_database())::text
"""


class PostgreSQL:
    """What it can do is described in `querying.engines.base`."""

    kind = "postgresql"
    title = "PostgreSQL"
    identity_query = _IDENTITY

    excess_privileges = staticmethod(roles.excess_privileges)
    make_reader = staticmethod(roles.make_reader)
    grant = staticmethod(roles.grant)
    drop_reader = staticmethod(roles.drop_reader)
    run = staticmethod(running.run)
    stream = staticmethod(streaming.stream)
    open_rows = staticmethod(exporting.open_rows)
    open_csv = staticmethod(exporting.open_csv)
    explain = staticmethod(explaining.explain)
    forget = staticmethod(pool.forget)

    def check_url(self, url: str) -> None:
        addresses.parse_url(url)

    def identity(self, url: str) -> str:
        with addresses.open_connection(url) as connection:
            row = connection.execute(_IDENTITY).fetchone()
        return str(row[0]) if row else ""

    def introspect(self, url: str) -> SourceCatalog:
        with addresses.open_connection(url) as connection:
            return structure.read_structure(connection)

    def sample(self, url: str, catalog: SourceCatalog) -> Mapping[TableKey, Mapping[str, tuple[str, ...]]]:
        with addresses.open_connection(url) as connection:
            return structure.read_samples(connection, catalog)
