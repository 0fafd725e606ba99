"""The part of a bundle that is policy: who sees which rows and values. It is written by querying alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Organization, User
from knowledge.bundle_format import Bundle, BundleError, TablePart, Through
from knowledge.models import JoinDefinition
from knowledge.spelling import table_key, table_name
from querying.catalog import ForeignKey
from querying.enums import PersonalData, Scope
from querying.errors import PolicyError
from querying.models import ColumnPolicy, DataSource, TablePolicy
from querying.services import set_column_policy, set_table_policy


@dataclass(frozen=True, slots=True)
class PolicyPart:
    """A table's policy as a bundle says it."""

    scope: str | Through | None
    owner_column: str
    pii: Mapping[str, str]


def apply_policies(bundle: Bundle, source: DataSource, organization: Organization, user: User | None) -> None:
    """Set what the bundle says and is not so already. Raises `BundleError`."""
    joins = _foreign_keys(bundle, source, organization)
    known = policies_of(source, organization)
    for number, part in enumerate(bundle.tables):
        now = known.get(part.name)
        try:
            if now is None or _differs(part, now):
                _set_table(part, source, joins, user)
        except PolicyError as error:
            raise BundleError(f"tables[{number}]: {error.message}") from error
        for place, column in enumerate(part.columns):
            if column.pii is None or (now is not None and now.pii.get(column.name, "none") == column.pii):
                continue
            try:
                set_column_policy(source, part.name, column.name, pii=column.pii, user=user)
            except PolicyError as error:
                raise BundleError(f"tables[{number}].columns[{place}].pii: {error.message}") from error


def policies_of(source: DataSource, organization: Organization) -> dict[str, PolicyPart]:
    """Each table's policy, by the table's name in bundles."""
    pii: dict[int, dict[str, str]] = {}
    for column in ColumnPolicy.objects.filter(table__source=source).exclude(pii=PersonalData.NONE):
        # A secret stays one when a bundle calls it hidden: bundles know no stricter word.
        kept = PersonalData.HIDDEN if column.pii == PersonalData.SECRET else column.pii
        pii.setdefault(column.table_id, {})[column.column] = str(kept)
    joins = JoinDefinition.objects.about(organization.pk, source.pk)
    return {
        table_name(policy.key, source.default_schema): PolicyPart(
            _scope(policy, joins, source), policy.owner_column, pii.get(policy.pk, {})
        )
        for policy in TablePolicy.objects.filter(source=source)
    }


def _differs(part: TablePart, now: PolicyPart) -> bool:
    scope = part.scope is not None and _plain(part.scope) != _plain(now.scope)
    return scope or (part.owner_column is not None and part.owner_column != now.owner_column)


def _plain(scope: str | Through | None) -> str | list[str] | None:
    if not isinstance(scope, Through):
        return scope
    return [scope.through] if isinstance(scope.through, str) else sorted(scope.through)


def _set_table(
    part: TablePart, source: DataSource, joins: Mapping[str, ForeignKey], user: User | None
) -> None:
    scope, column, through, listed = _scope_arguments(part, joins)
    set_table_policy(
        source,
        part.name,
        listed=listed,
        scope=scope,
        scope_column=column,
        through=through,
        owner_column=part.owner_column,
        user=user,
    )


def _scope_arguments(
    part: TablePart, joins: Mapping[str, ForeignKey]
) -> tuple[str | None, str, tuple[ForeignKey, ...], bool | None]:
    """(scope, scope column, foreign keys, listed) of what the bundle says."""
    if part.scope is None:
        return None, "", (), None
    if isinstance(part.scope, Through):
        names = [part.scope.through] if isinstance(part.scope.through, str) else part.scope.through
        for name in names:
            if name not in joins:
                raise PolicyError("scope.through: " + _("there is no join %(name)s.") % {"name": name})
        return Scope.THROUGH, "", tuple(joins[name] for name in names), True
    if part.scope in (Scope.SHARED, Scope.HIDDEN):
        return part.scope, "", (), True if part.scope == Scope.SHARED else None
    return Scope.COLUMN, part.scope, (), True


def _foreign_keys(bundle: Bundle, source: DataSource, organization: Organization) -> dict[str, ForeignKey]:
    """Joins by name, the bundle's own before those that are there, as foreign keys."""
    rows = JoinDefinition.objects.about(organization.pk, source.pk)
    keys = {row.name: _foreign_key(row.to_table, row.on, source) for row in rows}
    return keys | {part.name: _foreign_key(part.to_table, part.on, source) for part in bundle.joins}


def _foreign_key(to_table: str, on: Iterable[tuple[str, str]], source: DataSource) -> ForeignKey:
    pairs = list(on)
    here, there = tuple(str(a) for a, _b in pairs), tuple(str(b) for _a, b in pairs)
    return ForeignKey(here, table_key(to_table, source.default_schema), there)


def _scope(policy: TablePolicy, joins: Iterable[JoinDefinition], source: DataSource) -> str | Through | None:
    if not policy.listed:
        return Scope.HIDDEN.value  # whatever its scope would be: importing the file must not list it
    if policy.scope == Scope.COLUMN:
        return policy.scope_column
    if policy.scope != Scope.THROUGH:
        return policy.scope
    names = [name for key in policy.through if (name := _join_name(policy, key, joins, source))]
    if len(names) != len(policy.through):
        return None  # no join says it: the policy stands, and the bundle leaves it alone
    return Through(through=names[0] if len(names) == 1 else names)


def _join_name(
    policy: TablePolicy, key: Mapping[str, list[str]], joins: Iterable[JoinDefinition], source: DataSource
) -> str | None:
    wanted = (
        table_name(policy.key, source.default_schema),
        table_name((key["to_table"][0], key["to_table"][1]), source.default_schema),
        set(zip(key["columns"], key["to_columns"], strict=True)),
    )
    for join in joins:
        if (join.from_table, join.to_table, {(a, b) for a, b in join.on}) == wanted:
            return join.name
    return None
