"""The demo's data sources: connected, shared with every demo organization, looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.models import Organization
from copilot_site.demo import club, flights, shop
from copilot_site.demo.databases import Report, database_url
from querying.models import DataSource
from querying.services import connect, introspect, share_with


@dataclass(frozen=True, slots=True)
class DemoSource:
    """A demo database as a data source. Without `scope_column` all its tables are shared."""

    name: str
    database: str
    scope_column: str = ""

    @property
    def bundle(self) -> str:
        """The file of its knowledge, in this package."""
        return f"bundles/{self.name}.yaml"


SOURCES = (
    DemoSource("flights", flights.DATABASE),
    DemoSource("shop", shop.DATABASE, "organization_id"),
    DemoSource("club", club.DATABASE, "organization_id"),
)


def connect_sources(
    admin_url: str, organizations: Iterable[Organization], made_anew: Collection[str], report: Report
) -> list[DataSource]:
    """The demo's data sources, connected for each organization; those that are there are left alone.

    A source whose database is in `made_anew` is connected again: its reader has no rights in the new one.
    """
    organizations = list(organizations)
    sources = []
    for demo in SOURCES:
        source = DataSource.objects.filter(name=demo.name).first()
        if source is None or demo.database in made_anew:
            source = connect_source(admin_url, demo, organizations[0])
            introspect(source)
            report(f"{demo.name}: connected, {len(source.structure.tables)} tables")
        missing = [one for one in organizations if not source.organizations.filter(pk=one.pk).exists()]
        for organization in missing:
            share_with(source, organization=organization)
        sources.append(source)
    return sources


def connect_source(admin_url: str, demo: DemoSource, organization: Organization) -> DataSource:
    """Connect one database; `connect` makes a role for it that may only read."""
    url = database_url(admin_url, demo.database)
    return connect(demo.name, url, organization=organization, scope_column=demo.scope_column).source
