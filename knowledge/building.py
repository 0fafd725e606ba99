"""The semantic model of one asker: definitions of the organization, cut down to what the asker may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.drafting.naming import column_label, table_words
from knowledge.enums import Status
from knowledge.models import (
    Audience,
    BusinessMetric,
    ColumnNote,
    DimensionDefinition,
    EventDefinition,
    FunnelDefinition,
    JoinDefinition,
    SegmentDefinition,
    TableNote,
    Worded,
)
from knowledge.semantic.formulas import metric_names
from knowledge.semantic.fragments import BadFragment, parse_fragment
from knowledge.semantic.model import (
    ColumnRole,
    Dimension,
    EventKind,
    FunnelSteps,
    Join,
    Metric,
    NamedFilter,
    People,
    SemanticColumn,
    SemanticModel,
    SemanticTable,
    Words,
)
from knowledge.spelling import table_key
from knowledge.words import words_of
from querying.catalog import CatalogColumn, CatalogTable, CatalogView, ColumnType, TableKey
from querying.models import DataSource, TablePolicy

_TIMES = (ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ)
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.INTERVAL)


@dataclass(frozen=True)
class Definitions:
    """All that an organization has written down about a source, as rows."""

    source_id: int
    source_name: str
    tables: tuple[TableNote, ...]
    columns: Mapping[int, Mapping[str, ColumnNote]]  # by table note
    joins: tuple[JoinDefinition, ...]
    dimensions: tuple[DimensionDefinition, ...]
    metrics: tuple[BusinessMetric, ...]
    segments: tuple[SegmentDefinition, ...]
    events: tuple[EventDefinition, ...]
    funnels: tuple[FunnelDefinition, ...]
    owner_columns: Mapping[TableKey, str]
    audience: Audience | None = None


def load_definitions(organization: int, source: DataSource) -> Definitions:
    """Read everything once. Metrics that the system drafted wait for a person: the planner counts and adds
    columns by itself, and a draft beside that would only be a second way to say the same.
    """
    tables = tuple(TableNote.objects.about(organization, source.pk))
    columns: dict[int, dict[str, ColumnNote]] = {note.pk: {} for note in tables}
    for column in ColumnNote.objects.filter(table__in=tables):
        columns[column.table_id][column.name] = column
    metrics = BusinessMetric.objects.about(organization, source.pk).filter(drafted=False).order_by("pk")
    policies = TablePolicy.objects.filter(source=source).exclude(owner_column="")
    return Definitions(
        source_id=source.pk,
        source_name=source.name,
        tables=tables,
        columns=columns,
        joins=tuple(JoinDefinition.objects.about(organization, source.pk).order_by("drafted", "name")),
        dimensions=tuple(DimensionDefinition.objects.about(organization, source.pk)),
        metrics=tuple(as_approved(row) for row in metrics),
        segments=tuple(SegmentDefinition.objects.about(organization, source.pk)),
        events=tuple(EventDefinition.objects.about(organization, source.pk)),
        funnels=tuple(FunnelDefinition.objects.about(organization, source.pk)),
        owner_columns={policy.key: policy.owner_column for policy in policies},
        audience=Audience.objects.about(organization, source.pk).first(),
    )


def as_approved(row: BusinessMetric) -> BusinessMetric:
    """The metric as it was last approved; one that never was, as it stands."""
    if row.status == Status.DRAFT and row.approved:
        for name, value in row.approved.items():
            setattr(row, name, value)
    return row


def build_model(definitions: Definitions, view: CatalogView) -> SemanticModel:
    """What of the definitions rests on visible, unmasked columns alone."""
    builder = _Builder(definitions, view)
    return SemanticModel(
        data_source_id=definitions.source_id,
        data_source_name=definitions.source_name,
        default_schema=view.default_schema,
        tables={table.key: builder.table(table) for table in view},
        joins=builder.joins(),
        dimensions=builder.dimensions(),
        metrics=builder.metrics(),
        segments=builder.segments(),
        events=builder.events(),
        funnels=builder.funnels(),
        audience=builder.audience(),
        engine=view.engine,
    )


@dataclass(frozen=True)
class _Builder:
    definitions: Definitions
    view: CatalogView

    def key(self, name: str) -> TableKey:
        return table_key(name, self.view.default_schema, self.view.tables)

    def table(self, table: CatalogTable) -> SemanticTable:
        note = next((note for note in self.definitions.tables if self.key(note.table) == table.key), None)
        notes = self.definitions.columns[note.pk] if note else {}
        columns = tuple(_column(table, column, notes.get(column.name)) for column in table.columns)
        visible = {column.name for column in columns if not column.masked}
        times = [column.name for column in columns if column.role is ColumnRole.TIME and not column.masked]
        time = note.time_column if note and ("." in note.time_column or note.time_column in visible) else ""
        declared = tuple(note.primary_key) if note else ()
        keys = table.primary_key or declared
        return SemanticTable(
            key=table.key,
            words=_words(note) if note else _guessed_table_words(table.name),
            columns=columns,
            primary_key=keys if set(keys) <= visible else (),
            time_column=time or next(iter(times), None),
            # Kept even where the asker may not see it: the compiler then refuses rather than mixes amounts.
            currency_column=(note.currency_column or None) if note else None,
            owner_column=self.definitions.owner_columns.get(table.key),
            row_estimate=table.row_estimate,
        )

    def joins(self) -> dict[str, Join]:
        """Joins between visible columns; one that a person wrote stands for a draft of the same."""
        joins: dict[str, Join] = {}
        places: set[object] = set()
        for row in self.definitions.joins:
            join = Join(
                name=row.name,
                from_table=self.key(row.from_table),
                to_table=self.key(row.to_table),
                on=tuple((str(a), str(b)) for a, b in row.on),
                cardinality=row.cardinality,
                words=_words(row),
            )
            ends = [(join.from_table, [a for a, _b in join.on]), (join.to_table, [b for _a, b in join.on])]
            place = (join.from_table, join.to_table, frozenset(join.on))
            if place not in places and all(self.shows(table, columns) for table, columns in ends):
                places.add(place)
                joins[join.name] = join
        return joins

    def dimensions(self) -> dict[str, Dimension]:
        return {
            row.name: Dimension(
                row.name, self.key(row.table), row.sql, _words(row), ColumnType(row.type), row.version
            )
            for row in self.definitions.dimensions
            if self.holds(row.table, [row.sql])
        }

    def metrics(self) -> dict[str, Metric]:
        rows = {row.name: row for row in self.definitions.metrics}
        kept = {name for name, row in rows.items() if not row.formula and self._metric_holds(row)}
        formulas = {name: _parts(row.formula) for name, row in rows.items() if row.formula}
        while more := {name for name, parts in formulas.items() if parts and parts <= kept} - kept:
            kept |= more
        return {name: self._metric(row) for name, row in rows.items() if name in kept}

    def _metric_holds(self, row: BusinessMetric) -> bool:
        times = [row.time_column] if row.time_column and "." not in row.time_column else []
        return self.holds(row.table, [row.sql, *row.filters]) and self.shows(self.key(row.table), times)

    def _metric(self, row: BusinessMetric) -> Metric:
        return Metric(
            name=row.name,
            words=_words(row),
            table=None if row.formula else self.key(row.table),
            sql=row.sql,
            formula=row.formula,
            filters=tuple(row.filters),
            time_column=row.time_column or None,
            currency_column=row.currency_column or None,
            unit=row.unit,
            approved=row.status == Status.APPROVED,
            version=row.version,
        )

    def segments(self) -> dict[str, NamedFilter]:
        return {
            row.name: NamedFilter(row.name, self.key(row.table), row.filter, _words(row), row.version)
            for row in self.definitions.segments
            if self.holds(row.table, [row.filter])
        }

    def events(self) -> dict[str, EventKind]:
        return {
            row.name: EventKind(
                name=row.name,
                table=self.key(row.table),
                name_column=row.name_column,
                value=row.value,
                time_column=row.time_column,
                actor_column=row.actor_column
                if row.actor_column and self.shows(self.key(row.table), [row.actor_column])
                else None,
                words=_words(row, row.name.replace("_", " ")),
                version=row.version,
            )
            for row in self.definitions.events
            if self.shows(self.key(row.table), [row.name_column, row.time_column])
        }

    def funnels(self) -> dict[str, FunnelSteps]:
        """Those whose every step the asker can see, with who took it."""
        events = self.events()
        return {
            row.name: FunnelSteps(row.name, tuple(row.steps), _words(row), row.version)
            for row in self.definitions.funnels
            if all(name in events and events[name].actor_column for name in row.steps)
        }

    def audience(self) -> People | None:
        """Who can be written to; None where the asker can't see who is who."""
        row = self.definitions.audience
        if row is None or not self.shows(self.key(row.table), [row.id_column]):
            return None
        return People(
            table=self.key(row.table),
            id=row.id_column,
            email=row.email_column,
            phone=row.phone_column,
            locale=row.locale_column,
            name=row.name_column,
        )

    def holds(self, table: str, fragments: Iterable[str]) -> bool:
        """Whether pieces of SQL can be read and rest on columns of the table that the asker sees raw."""
        key = self.key(table)
        try:
            columns = {name for text in fragments for name in parse_fragment(text).column_names}
        except BadFragment:
            return False
        return self.shows(key, columns)

    def shows(self, key: TableKey, columns: Iterable[str]) -> bool:
        table = self.view.tables.get(key)
        if table is None:
            return False
        found = [table.column(name) for name in columns]
        return all(column is not None and not column.masked for column in found)


def _column(table: CatalogTable, column: CatalogColumn, note: ColumnNote | None) -> SemanticColumn:
    return SemanticColumn(
        name=column.name,
        type=column.type,
        role=ColumnRole(note.role) if note and note.role else _guessed_role(table, column),
        words=_column_words(column, note),
        unit=note.unit if note else "",
        values=() if column.masked or note is None else tuple(str(value) for value in note.values),
        masked=column.masked,
    )


def _column_words(column: CatalogColumn, note: ColumnNote | None) -> Words:
    if note is None or not note.label:
        guessed = column_label(column.name)
        return words_of(guessed, note.synonyms if note else (), note.description if note else "")
    return words_of(note.label, note.synonyms, note.description)


def _guessed_role(table: CatalogTable, column: CatalogColumn) -> ColumnRole:
    """For a column that nobody described since it came: never a measure by chance."""
    if column.type in _TIMES:
        return ColumnRole.DIMENSION
    is_key = table.primary_key == (column.name,) or any(
        column.name in key.columns for key in table.foreign_keys
    )
    return ColumnRole.KEY if is_key else ColumnRole.DIMENSION


def _words(row: Worded, default: str = "") -> Words:
    return words_of(row.label or default, row.synonyms, row.description)


def _guessed_table_words(name: str) -> Words:
    label, synonyms = table_words(name)
    return words_of(label, synonyms)


def _parts(formula: str) -> frozenset[str]:
    try:
        return frozenset(metric_names(formula))
    except BadFragment:
        return frozenset()
