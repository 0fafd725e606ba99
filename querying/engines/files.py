"""What engines of files have in common: a file knows no roles, so that it is opened read-only instead."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from querying.catalog import TableKey
from querying.engines.base import Reader, SourceError


class Roleless:
    """The part of `querying.engines.base.Engine` that is about roles, for what has none."""

    def excess_privileges(self, url: str) -> list[str]:
        """None: nothing can be written where nothing is opened for it."""
        return []

    def make_reader(self, admin_url: str, tables: Collection[TableKey], role: str = "") -> Reader:
        """Raises SourceError."""
        raise _no_roles()

    def grant(self, admin_url: str, role: str, tables: Collection[TableKey]) -> None:
        """Raises SourceError."""
        raise _no_roles()

    def drop_reader(self, admin_url: str, role: str) -> None:
        """Raises SourceError."""
        raise _no_roles()


def _no_roles() -> SourceError:
    return SourceError(_("Files have no roles: they are opened read-only."))
