"""Row and column policies: drafted at the first look at a source, changed by staff and by bundles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import record_change
from querying import cache
from querying.catalog import ForeignKey, TableKey
from querying.classification import classify_column, derive_scopes
from querying.engines import ENGINES
from querying.engines.base import SourceError
from querying.enums import PersonalData, Scope, SourceStatus
from querying.errors import PolicyError
from querying.introspection import SourceCatalog, SourceTable, without_values
from querying.models import ColumnPolicy, DataSource, TablePolicy

Samples = Mapping[TableKey, Mapping[str, tuple[str, ...]]]


def set_table_policy(
    source: DataSource,
    table: TableKey | str,
    *,
    listed: bool | None = None,
    scope: str | None = None,
    scope_column: str = "",
    through: Iterable[ForeignKey] = (),
    owner_column: str | None = None,
    user: User | None = None,
) -> TablePolicy:
    """Change a table's policy; None leaves a part as it is. Raises PolicyError.

    `scope` is one of Scope; *column* wants `scope_column`, *through* the foreign keys to permitted tables.
    """
    policy = policy_of(source, table)
    was_readable = is_readable(policy)
    if scope is not None:
        policy.scope, policy.scope_column = scope, scope_column if scope == Scope.COLUMN else ""
        policy.through = [foreign_key_as_json(key) for key in through] if scope == Scope.THROUGH else []
    policy.listed = policy.listed if listed is None else listed
    policy.owner_column = policy.owner_column if owner_column is None else owner_column
    check_table_policy(policy)
    with transaction.atomic():
        policy.save()
        bump_version(source)
        _record(source, user, "policy.table", table=str(policy), listed=policy.listed, scope=policy.scope)
    if is_readable(policy) != was_readable:
        transaction.on_commit(lambda: _refresh_grants_or_note(source))
    return policy


def mark_shared(source: DataSource, table: TableKey | str, *, user: User | None = None) -> TablePolicy:
    """Let every organization of the source see all rows of a table. Raises PolicyError."""
    return set_table_policy(source, table, listed=True, scope=Scope.SHARED, user=user)


def set_column_policy(
    source: DataSource,
    table: TableKey | str,
    column: str,
    *,
    pii: str,
    keep_secret: bool = True,
    user: User | None = None,
) -> ColumnPolicy:
    """Change what a column's values are. Raises PolicyError.

    With `keep_secret` a secret asked to be *hidden* stays secret: bundles know no stricter word.
    """
    if pii not in PersonalData.values:
        raise PolicyError(_("%(pii)s is none of none, masked, hidden.") % {"pii": pii})
    policy = policy_of(source, table)
    structure = source.structure.table(policy.key)
    if structure is None or structure.column(column) is None:
        raise PolicyError(_("%(table)s has no column %(column)s.") % {"table": policy, "column": column})
    with transaction.atomic():
        found, _made = ColumnPolicy.objects.get_or_create(table=policy, column=column)
        if not (keep_secret and found.pii == PersonalData.SECRET and pii == PersonalData.HIDDEN):
            found.pii = pii
            found.save(update_fields=["pii"])
        bump_version(source)
        _record(source, user, "policy.column", column=str(found), pii=found.pii)
    return found


def policy_of(source: DataSource, table: TableKey | str) -> TablePolicy:
    """The policy of a table, named by key, `schema.table`, or `table` in the default schema.

    Raises PolicyError.
    """
    keys = [table] if isinstance(table, tuple) else [(source.default_schema, table)]
    if isinstance(table, str) and "." in table:
        schema, _dot, name = table.partition(".")
        keys.insert(0, (schema, name))
    for schema, name in keys:
        policy = TablePolicy.objects.filter(source=source, schema=schema, table=name).first()
        if policy is not None:
            return policy
    raise PolicyError(_("The data source has no table %(table)s.") % {"table": ".".join(keys[0])})


def check_table_policy(policy: TablePolicy) -> None:
    """Raises PolicyError where a policy names columns or tables that are not there."""
    structure = policy.source.structure
    table = structure.table(policy.key)
    if table is None:
        raise PolicyError(_("The data source has no table %(table)s.") % {"table": policy})
    if policy.scope == Scope.COLUMN and not policy.scope_column:
        raise PolicyError(_("Name the column that tells whose a row of %(table)s is.") % {"table": policy})
    if policy.scope == Scope.THROUGH and not policy.through:
        raise PolicyError(_("Name the foreign keys through which %(table)s is scoped.") % {"table": policy})
    named = [
        policy.scope_column,
        policy.owner_column,
        *(name for key in policy.through for name in key["columns"]),
    ]
    _check_columns(table, [name for name in named if name])
    for key in policy.through:
        target = structure.table((key["to_table"][0], key["to_table"][1]))
        if target is None or target.key == policy.key:
            raise PolicyError(_("%(table)s can't be scoped through that table.") % {"table": policy})
        _check_columns(target, key["to_columns"])


def _check_columns(table: SourceTable, names: Iterable[str]) -> None:
    for name in names:
        if table.column(name) is None:
            shown = {"table": ".".join(table.key), "column": name}
            raise PolicyError(_("%(table)s has no column %(column)s.") % shown)


def plan_policies(source: DataSource, catalog: SourceCatalog, scope_column: str = "") -> list[TablePolicy]:
    """The policies that the tables of a catalog have or would get, not saved.

    Tables are listed at the first look alone: later ones wait for staff. A new `scope_column` derives all
    scopes anew.
    """
    known = {policy.key: policy for policy in source.table_policies.all()} if source.pk else {}
    is_first_look = not any(catalog.table(key) for key in known)
    rescope = bool(scope_column) and scope_column != source.scope_column
    scopes = derive_scopes(catalog, scope_column or source.scope_column)
    planned = []
    for table in catalog:
        policy = known.get(table.key)
        if policy is None:
            policy = TablePolicy(schema=table.schema, table=table.name, **scopes[table.key])
            policy.listed = is_first_look and table.is_listed_at_first
        elif rescope:
            for name, value in scopes[table.key].items():
                setattr(policy, name, value)
        policy.kind = table.kind
        planned.append(policy)
    return planned


def store_policies(
    source: DataSource, planned: Iterable[TablePolicy], catalog: SourceCatalog, samples: Samples
) -> None:
    """Save planned policies and classify the columns that have none yet; call within a transaction."""
    policies = {}
    for policy in planned:
        policy.source = source
        policy.save()
        policies[policy.key] = policy
    _draft_columns(policies, catalog, samples)


def readable_tables(policies: Iterable[TablePolicy]) -> list[TableKey]:
    """The tables that the reader needs to read."""
    return [policy.key for policy in policies if is_readable(policy)]


def is_readable(policy: TablePolicy) -> bool:
    """Whether anybody may see anything of the table."""
    return policy.listed and policy.scope != Scope.HIDDEN


def _draft_columns(
    policies: Mapping[TableKey, TablePolicy], catalog: SourceCatalog, samples: Samples
) -> None:
    tables = [policy.pk for policy in policies.values()]
    known = set(ColumnPolicy.objects.filter(table__in=tables).values_list("table", "column"))
    ColumnPolicy.objects.bulk_create(
        ColumnPolicy(
            table=policies[table.key],
            column=column.name,
            pii=classify_column(table, column, samples.get(table.key, {}).get(column.name, ())),
        )
        for table in catalog
        for column in table.columns
        if (policies[table.key].pk, column.name) not in known
    )


def without_telling_values(source: DataSource, catalog: SourceCatalog) -> SourceCatalog:
    """The catalog with common values only where everybody may see them: plain columns of shared tables."""
    plain = set(
        ColumnPolicy.objects.filter(
            table__source=source, table__scope=Scope.SHARED, table__owner_column="", pii=PersonalData.NONE
        ).values_list("table__schema", "table__table", "column")
    )
    tables = tuple(
        replace(
            table,
            columns=tuple(
                column if (*table.key, column.name) in plain else without_values(column)
                for column in table.columns
            ),
        )
        for table in catalog
    )
    return replace(catalog, tables=tables)


def refresh_grants(source: DataSource) -> None:
    """Let the reader that we made read what is listed now, and no more. Raises SourceError."""
    source.refresh_from_db()
    if source.reader_role and source.admin_url:
        there = {table.key for table in source.structure}
        tables = [key for key in readable_tables(source.table_policies.all()) if key in there]
        ENGINES[source.engine].grant(source.admin_url, source.reader_role, tables)


def _refresh_grants_or_note(source: DataSource) -> None:
    """After a commit nobody is there to be told: the source's status tells staff."""
    try:
        refresh_grants(source)
    except SourceError as error:
        note_status(source, error.message)


def note_status(source: DataSource, error: str) -> None:
    """Keep how the last contact with a source went; empty: well."""
    source.status = SourceStatus.FAILING if error else SourceStatus.OK
    source.last_error = error[:300]
    source.save(update_fields=["status", "last_error"])


def bump_version(source: DataSource) -> None:
    """Make remembered views of the source out of date."""
    DataSource.objects.filter(pk=source.pk).update(version=F("version") + 1)
    source.refresh_from_db(fields=["version"])


def drop_cache(source: DataSource, *, user: User | None = None) -> None:
    """Forget the results that are kept of a source: the next query of each kind is run."""
    with transaction.atomic():
        bump_version(source)
        _record(source, user, "source.cache_dropped")
    # Those of the version before are read by nobody; what they hold need not lie around all the same.
    transaction.on_commit(lambda: cache.drop(source.pk))


def _record(source: DataSource, user: User | None, action: str, **details: Any) -> None:
    for organization in source.organizations.all():
        record_change(organization, user, action, source=source.told_name, **details)


def foreign_key_as_json(key: ForeignKey) -> dict[str, Any]:
    """A foreign key as `TablePolicy.through` keeps it."""
    return {"columns": list(key.columns), "to_table": list(key.to_table), "to_columns": list(key.to_columns)}
