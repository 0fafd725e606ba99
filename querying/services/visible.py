"""What an actor may see of a source, remembered until the source or its policies change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.actor import Actor
from querying.catalog import CatalogView, ForeignKey, TableKey
from querying.enums import PersonalData, Scope
from querying.errors import SourceNotFound
from querying.models import ColumnPolicy, DataSource, TablePolicy
from querying.visibility import SourceRules, TableRule, Viewer, build_view, viewer_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What an actor may see of a source, at which version of it, and for how long results are kept."""

    view: CatalogView
    version: int
    cache_seconds: int


def catalog_view(actor: Actor, source: DataSource) -> CatalogView:
    """What the actor may see of the source now. Raises SourceNotFound where it is not theirs, or off."""
    return seen_by(actor, source).view


def seen_by(actor: Actor, source: DataSource) -> Seen:
    """The actor's view with its version. Raises SourceNotFound.

    The one query made each time asks for access and for the version under which the rest is remembered.
    Who uploaded a file sees all of it, whatever their role; when it is shared, that ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(*_query(actor, source.pk))
        found = cursor.fetchone()
    if found is None:
        raise SourceNotFound(_("There is no such data source."))
    version, cache_seconds, owner = found
    viewer = viewer_of(actor)
    if owner is not None:
        viewer = replace(viewer, sees_personal_data=True)
    return Seen(_view(source.pk, version, viewer), version, cache_seconds)


@lru_cache(maxsize=512)
def _query(actor: Actor, source_id: int) -> tuple[str, tuple[Any, ...]]:
    """The query as SQL with its values: to put it together takes Django five times as long as to ask it."""
    visible = DataSource.objects.visible_to(actor).filter(pk=source_id)[:1]
    return visible.values_list("version", "cache_seconds", "owner").query.sql_with_params()


@lru_cache(maxsize=512)
def _view(source_id: int, version: int, viewer: Viewer) -> CatalogView:
    return build_view(source_rules(source_id, version), viewer)


@lru_cache(maxsize=32)
def source_rules(source_id: int, version: int) -> SourceRules:
    """A source's structure and policies. Read after the version was: never older than it says."""
    source = DataSource.objects.get(pk=source_id)
    columns: dict[int, dict[str, PersonalData]] = {}
    for table, column, pii in ColumnPolicy.objects.filter(table__source=source).values_list(
        "table", "column", "pii"
    ):
        columns.setdefault(table, {})[column] = PersonalData(pii)
    return SourceRules(
        engine=source.engine,
        default_schema=source.default_schema,
        catalog=source.structure,
        tables={
            policy.key: _rule(policy, columns.get(policy.pk, {})) for policy in source.table_policies.all()
        },
        extension_types=frozenset((schema, name) for schema, name in source.extension_types),
    )


def _rule(policy: TablePolicy, columns: dict[str, PersonalData]) -> TableRule:
    return TableRule(
        listed=policy.listed,
        scope=Scope(policy.scope),
        scope_column=policy.scope_column,
        through=tuple(_foreign_key(key) for key in policy.through),
        owner_column=policy.owner_column,
        columns=columns,
    )


def _foreign_key(data: dict[str, list[str]]) -> ForeignKey:
    schema, table = data["to_table"]
    key: TableKey = (schema, table)
    return ForeignKey(tuple(data["columns"]), key, tuple(data["to_columns"]))
