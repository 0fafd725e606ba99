"""Which source and whose knowledge a command is about."""

from __future__ import annotations

from accounts.models import Organization
from querying.models import DataSource


class NoTarget(Exception):
    """There is no such source, or it is not the organization's; `message` is fit for the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def source_named(name: str) -> DataSource:
    """The data source of that name. Raises NoTarget."""
    source = DataSource.objects.public().filter(name=name).first()
    if source is None:
        raise NoTarget(f"There is no data source {name}.")
    return source


def organizations_of(source: DataSource, slug: str = "") -> list[Organization]:
    """The organizations of a source, the one it was connected to first at the head. Raises NoTarget."""
    accesses = source.accesses.select_related("organization").order_by("pk")
    found = [access.organization for access in accesses if slug in ("", access.organization.slug)]
    if not found:
        whom = f"organization {slug}" if slug else "any organization"
        raise NoTarget(f"{source.name} is not connected to {whom}.")
    return found
