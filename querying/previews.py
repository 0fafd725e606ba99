"""What a table's policy means for each kind of reader, in words, for staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from querying.catalog import CatalogTable, ColumnEquals, RowFilter, TableKey
from querying.visibility import SourceRules, Viewer, build_view


@dataclass(frozen=True, slots=True)
class Preview:
    """How one kind of reader sees a table; `rows` empty where it is not seen at all."""

    reader: str
    rows: str
    masked: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def preview_table(rules: SourceRules, key: TableKey) -> Iterator[Preview]:
    """The table as viewers and users, support and managers, admins and owners of an organization see it."""
    readers = (
        (_("Viewer, user"), Viewer("…", "…", False, False, "UTC")),
        (_("Support, manager"), Viewer("…", None, True, False, "UTC")),
        (_("Admin, owner"), Viewer("…", None, True, True, "UTC")),
    )
    for name, viewer in readers:
        table = build_view(rules, viewer).tables.get(key)
        yield Preview(name, "") if table is None else _preview(name, table)


def _preview(name: str, table: CatalogTable) -> Preview:
    return Preview(
        reader=name,
        rows="; ".join(_filter_words(one) for one in table.filters) or _("all rows"),
        masked=tuple(column.name for column in table.columns if column.masked),
        hidden=tuple(sorted(table.hidden_columns)),
    )


def _filter_words(one: RowFilter) -> str:
    if isinstance(one, ColumnEquals):
        return _("%(column)s is their own") % {"column": one.column}
    beyond = ", ".join(_filter_words(step) for step in one.filters) or _("all rows")
    return _("%(columns)s points to %(table)s (%(rows)s)") % {
        "columns": ", ".join(one.columns),
        "table": ".".join(one.to_table),
        "rows": beyond,
    }
