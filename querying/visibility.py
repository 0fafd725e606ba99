"""What one asker may see of a source, from its structure and its policies: fails closed at every step.

Plain Python: policies come in as `TableRule`s, the asker as a `Viewer`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from accounts.actor import Actor
from querying.catalog import (
    CatalogColumn,
    CatalogTable,
    CatalogView,
    ColumnEquals,
    ColumnType,
    ForeignKey,
    RowFilter,
    TableKey,
    ThroughForeignKey,
)
from querying.enums import PersonalData, Scope
from querying.introspection import SourceCatalog, SourceColumn, SourceTable

_INTEGERS = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


@dataclass(frozen=True, slots=True)
class TableRule:
    """One table's policy; a column that `columns` does not name is hidden."""

    listed: bool
    scope: Scope
    scope_column: str
    through: tuple[ForeignKey, ...]
    owner_column: str
    columns: Mapping[str, PersonalData]


@dataclass(frozen=True, slots=True)
class SourceRules:
    """All that a view of a source depends on but the asker."""

    engine: str
    default_schema: str
    catalog: SourceCatalog
    tables: Mapping[TableKey, TableRule]
    extension_types: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """All of an actor that a view depends on: two actors alike in this share their view."""

    organization_value: str | None
    owner_value: str | None
    sees_every_owner: bool
    sees_personal_data: bool
    time_zone: str


def viewer_of(actor: Actor) -> Viewer:
    """The actor as far as views go."""
    return Viewer(
        organization_value=actor.organization_external_id,
        owner_value=None if actor.sees_every_owner else actor.external_id,
        sees_every_owner=actor.sees_every_owner,
        sees_personal_data=actor.sees_personal_data,
        time_zone=actor.time_zone,
    )


def build_view(rules: SourceRules, viewer: Viewer) -> CatalogView:
    """The tables, columns and rows of a source that a viewer may see."""
    builder = _Builder(rules, viewer)
    visible = {table.key: table for table in map(builder.table, rules.catalog) if table is not None}
    return CatalogView(
        engine=rules.engine,
        default_schema=rules.default_schema,
        tables={key: _among(table, visible) for key, table in visible.items()},
        time_zone=viewer.time_zone,
        hidden_tables=frozenset(table.key for table in rules.catalog) - visible.keys(),
        extension_types=rules.extension_types,
    )


class _Builder:
    def __init__(self, rules: SourceRules, viewer: Viewer) -> None:
        self._rules = rules
        self._viewer = viewer
        self._tables = {table.key: table for table in rules.catalog}

    def table(self, table: SourceTable) -> CatalogTable | None:
        """The table as the viewer sees it, or None."""
        filters = self.filters(table.key, ())
        if filters is None:
            return None
        rule = self._rules.tables[table.key]
        shown = {column.name: self._column(column, rule) for column in table.columns}
        columns = tuple(column for column in shown.values() if column is not None)
        if not columns:
            return None
        plain = {column.name for column in columns if not column.masked}
        return CatalogTable(
            schema=table.schema,
            name=table.name,
            columns=columns,
            filters=filters,
            hidden_columns=frozenset(name for name, column in shown.items() if column is None),
            # A masked column no longer tells rows apart, so a key with one in it is none.
            primary_key=table.primary_key if plain.issuperset(table.primary_key) else (),
            unique_keys=tuple(key for key in table.unique_keys if plain.issuperset(key)),
            foreign_keys=tuple(key for key in table.foreign_keys if plain.issuperset(key.columns)),
            row_estimate=table.row_estimate,
        )

    def filters(self, key: TableKey, on_the_way: tuple[TableKey, ...]) -> tuple[RowFilter, ...] | None:
        """Which rows of a table may be seen: all filters must hold. None: none, nor its existence."""
        table, rule = self._tables.get(key), self._rules.tables.get(key)
        if table is None or rule is None or not (rule.listed and table.readable) or key in on_the_way:
            return None
        scoped = self._scope_filters(table, rule, (*on_the_way, key))
        if scoped is None or not rule.owner_column or self._viewer.sees_every_owner:
            return scoped
        owned = _equals(table, rule.owner_column, self._viewer.owner_value)
        return None if owned is None else (*scoped, owned)

    def _scope_filters(
        self, table: SourceTable, rule: TableRule, on_the_way: tuple[TableKey, ...]
    ) -> tuple[RowFilter, ...] | None:
        if rule.scope == Scope.SHARED:
            return ()
        if rule.scope == Scope.COLUMN:
            own = _equals(table, rule.scope_column, self._viewer.organization_value)
            return None if own is None else (own,)
        if rule.scope == Scope.THROUGH and rule.through:
            steps = [self._through(table, key, on_the_way) for key in rule.through]
            return None if None in steps else tuple(step for step in steps if step is not None)
        return None

    def _through(
        self, table: SourceTable, key: ForeignKey, on_the_way: tuple[TableKey, ...]
    ) -> ThroughForeignKey | None:
        target = self._tables.get(key.to_table)
        beyond = self.filters(key.to_table, on_the_way)
        known = all(map(table.column, key.columns)) and target and all(map(target.column, key.to_columns))
        if beyond is None or not known or not key.columns:
            return None
        return ThroughForeignKey(key.columns, key.to_table, key.to_columns, beyond)

    def _column(self, column: SourceColumn, rule: TableRule) -> CatalogColumn | None:
        """The column, masked where its values are not for the viewer; None where it is hidden."""
        pii = rule.columns.get(column.name, PersonalData.SECRET)
        sees = self._viewer.sees_personal_data
        if pii == PersonalData.SECRET or (pii == PersonalData.HIDDEN and not sees):
            return None
        masked = pii == PersonalData.MASKED and not sees
        return CatalogColumn(column.name, column.type, column.sql_type, column.nullable, masked)


def _equals(table: SourceTable, name: str, value: str | None) -> ColumnEquals | None:
    """The filter on a column; a value that its type can't hold is none at all, so that no row passes."""
    column = table.column(name)
    if column is None:
        return None
    sql_type = bare_type(column.sql_type)
    return ColumnEquals(
        name, value if value is not None and _fits(value, column, sql_type) else None, sql_type
    )


def bare_type(sql_type: str) -> str:
    """The type without length or precision: a cast to varchar(3) would make '1234' the tenant '123'."""
    bare = re.sub(r"\(\d+(,-?\d+)?\)", "", sql_type)
    return "bpchar" if bare == "character" else bare


def _fits(value: str, column: SourceColumn, sql_type: str) -> bool:
    if column.type == ColumnType.INTEGER:
        if not re.fullmatch(r"-?[0-9]{1,19}", value):
            return False
        return -(most := _INTEGERS.get(sql_type, 2**63)) <= int(value) < most
    if column.type == ColumnType.NUMBER:
        return _is_number(value)
    if sql_type == "uuid":
        return _is_uuid(value)
    return column.type == ColumnType.TEXT and (not column.labels or value in column.labels)


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_uuid(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


def _among(table: CatalogTable, visible: Mapping[TableKey, CatalogTable]) -> CatalogTable:
    """The table with the foreign keys that lead to what is visible too."""
    keys = tuple(
        key
        for key in table.foreign_keys
        if (target := visible.get(key.to_table)) and all(map(target.column, key.to_columns))
    )
    return table if keys == table.foreign_keys else replace(table, foreign_keys=keys)


def blind_spots(view: CatalogView, tables: Iterable[TableKey]) -> list[TableKey]:
    """Those of the tables of which the asker sees no row, having no external id: they are to be told so."""
    return [key for key in tables if (table := view.tables.get(key)) and any(map(_is_blind, table.filters))]


def _is_blind(one: RowFilter) -> bool:
    if isinstance(one, ColumnEquals):
        return one.value is None
    return any(map(_is_blind, one.filters))
