"""The demo's data sources: connected, shared with every demo organization, looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.models import Organization
from copilot_site.demo import club, flights, shop
from copilot_site.demo.databases import Report, database_url, read_script
from knowledge.bundles import import_bundle
from knowledge.models import SegmentDefinition
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
    Raises SourceError, BundleError.
    """
    organizations = list(organizations)
    sources = []
    for demo in SOURCES:
        source = DataSource.objects.public().filter(name=demo.name).first()
        if source is None or demo.database in made_anew:
            source = connect_source(admin_url, demo, organizations)
            report(f"{demo.name}: connected, {len(source.structure.tables)} tables")
        for organization in organizations:
            share_knowledge(demo, source, organization, report)
        sources.append(source)
    return sources


def connect_source(admin_url: str, demo: DemoSource, organizations: Iterable[Organization]) -> DataSource:
    """Connect and look at one database; `connect` makes a role for it that may only read."""
    first, *others = organizations
    url = database_url(admin_url, demo.database)
    source = connect(demo.name, url, organization=first, scope_column=demo.scope_column).source
    for organization in others:
        share_with(source, organization=organization)
    introspect(source)
    return source


def share_knowledge(demo: DemoSource, source: DataSource, organization: Organization, report: Report) -> None:
    """Share the source with the organization and import its bundle, once: what staff changed since stays."""
    if not source.organizations.filter(pk=organization.pk).exists():
        share_with(source, organization=organization)
    if SegmentDefinition.objects.about(organization.pk, source.pk).exists():
        return
    imported = import_bundle(read_script(demo.bundle), source=source, organization=organization)
    report(f"{demo.name}: {imported.changed} pieces of knowledge for {organization.name}")
