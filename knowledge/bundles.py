"""Knowledge as a file that people review: import and export of bundles (contracts.md, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organization, User
from knowledge.bundle_format import (
    AudiencePart,
    Bundle,
    BundleError,
    ColumnPart,
    DimensionPart,
    EntryPart,
    EventPart,
    FunnelPart,
    JoinPart,
    MetricPart,
    SegmentPart,
    TablePart,
    TemplatePart,
    VerifiedPart,
    parse_bundle,
    write_bundle,
)
from knowledge.bundle_policies import PolicyPart, apply_policies, policies_of
from knowledge.checks import check_columns, check_definition, source_table
from knowledge.enums import Status
from knowledge.models import (
    Audience,
    BusinessMetric,
    ColumnNote,
    DimensionDefinition,
    EventDefinition,
    FunnelDefinition,
    JoinDefinition,
    Knowledge,
    KnowledgeEntry,
    QueryTemplate,
    SegmentDefinition,
    TableNote,
    VerifiedQuery,
)
from knowledge.writing import save_definition, save_table
from querying.models import DataSource

__all__ = ["BundleError", "Imported", "export_bundle", "import_bundle"]

_WORDS = ("label", "description", "synonyms")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many pieces of knowledge were new or differed, and how many were as in the file already."""

    changed: int
    unchanged: int


@dataclass(frozen=True)
class _Section:
    """A section of flat definitions: its model, the field that names one, and its other fields."""

    name: str
    model: type[Knowledge]
    part: Callable[..., Any]
    key: str
    fields: tuple[str, ...]


_SECTIONS = (
    _Section(
        "joins", JoinDefinition, JoinPart, "name", ("from_table", "to_table", "on", "cardinality", *_WORDS)
    ),
    _Section("dimensions", DimensionDefinition, DimensionPart, "name", ("table", "sql", *_WORDS)),
    _Section(
        "metrics",
        BusinessMetric,
        MetricPart,
        "name",
        ("table", "sql", "formula", "filters", "time_column", "unit", "currency_column", "status", *_WORDS),
    ),
    _Section("segments", SegmentDefinition, SegmentPart, "name", ("table", "filter", *_WORDS)),
    _Section(
        "events",
        EventDefinition,
        EventPart,
        "name",
        ("table", "name_column", "value", "time_column", "actor_column", "properties", *_WORDS),
    ),
    _Section("funnels", FunnelDefinition, FunnelPart, "name", ("steps", *_WORDS)),
    _Section("entries", KnowledgeEntry, EntryPart, "title", ("text", "category", "tags")),
    _Section("templates", QueryTemplate, TemplatePart, "question", ("language",)),
    _Section("verified_queries", VerifiedQuery, VerifiedPart, "question", ("sql", "language")),
)


def import_bundle(
    text: str,
    *,
    source: DataSource,
    organization: Organization,
    user: User | None = None,
    policies: bool = True,
) -> Imported:
    """Write a bundle's knowledge and policies, all or nothing. Raises `BundleError` with its place.

    What the file does not name stays. Policies (scope, owner, personal data) hold for every organization
    of the source, and are left alone without `policies`; all else is this one's.
    """
    # Not at the top: it loads the planner, which the admin's other pages do without.
    from knowledge.values import refresh_values

    bundle = parse_bundle(text)
    with transaction.atomic():
        if policies:
            apply_policies(bundle, source, organization, user)
        results = list(_import_tables(bundle, source, organization, user))
        _drop_replaced_drafts(bundle, source, organization)
        for section in _SECTIONS:
            results += _import_section(section, bundle, source, organization, user)
        results += _import_audience(bundle, source, organization, user)
        _check_formulas(bundle, source, organization)
        # What the policies opened or closed is to be found, or not, in the next question.
        transaction.on_commit(lambda: refresh_values(organization, source))
    return Imported(results.count(True), results.count(False))


def export_bundle(*, source: DataSource, organization: Organization) -> str:
    """All that the organization knows about the source, as YAML. Importing it again changes nothing."""
    owner = (organization.pk, source.pk)
    audience = Audience.objects.about(*owner).first()
    bundle = Bundle(
        version=1,
        tables=_export_tables(source, organization),
        audience=_export_audience(audience) if audience else None,
        **{
            section.name: [_export(section, row) for row in section.model.objects.about(*owner)]
            for section in _SECTIONS
        },
    )
    return write_bundle(bundle)


# Tables


def _import_tables(
    bundle: Bundle, source: DataSource, organization: Organization, user: User | None
) -> Iterable[bool]:
    notes = {note.table: note for note in TableNote.objects.about(organization.pk, source.pk)}
    for number, part in enumerate(bundle.tables):
        place = f"tables[{number}]"
        _located(place, _check_table, part, source)
        note = notes.get(part.name) or TableNote(source=source, organization=organization, table=part.name)
        columns = {column.name: column for column in note.columns.all()} if note.pk else {}
        _fill(note, part, (*_WORDS, "primary_key", "currency_column"))
        times = [column.name for column in part.columns if column.role == "time"]
        if part.time_column is not None or times:
            note.time_column = part.time_column or times[0]
        for column in part.columns:
            columns[column.name] = _column(columns.get(column.name) or ColumnNote(name=column.name), column)
        note.status = Status.APPROVED
        structure = [column.name for column in source_table(source, part.name).columns]
        ordered = sorted(columns.values(), key=lambda column: _position(structure, column.name))
        yield save_table(note, ordered, user=user)


def _check_table(part: TablePart, source: DataSource) -> None:
    table = source_table(source, part.name, "name")
    check_columns(table, {f"columns[{n}].name": column.name for n, column in enumerate(part.columns)})
    check_columns(table, {f"primary_key[{n}]": name for n, name in enumerate(part.primary_key)})
    named = {"owner_column": part.owner_column or "", "time_column": part.time_column or ""}
    check_columns(table, named | {"currency_column": part.currency_column or ""})


def _column(note: ColumnNote, part: ColumnPart) -> ColumnNote:
    _fill(note, part, (*_WORDS, "role", "unit", "values"))
    return note


def _position(structure: list[str], name: str) -> int:
    return structure.index(name) if name in structure else len(structure)


def _fill(row: Any, part: Any, names: Iterable[str]) -> None:
    """What the file gives replaces what is there; what it leaves out stays as drafted."""
    for name in names:
        if name in part.model_fields_set:
            value = getattr(part, name)
            setattr(row, name, "" if value is None else value)


def _export_tables(source: DataSource, organization: Organization) -> list[TablePart]:
    policies = policies_of(source, organization)
    parts = []
    for note in TableNote.objects.about(organization.pk, source.pk).prefetch_related("columns"):
        columns = list(note.columns.all())
        times = [column.name for column in columns if column.role == "time"]
        policy = policies.get(note.table)
        parts.append(
            TablePart(
                name=note.table,
                **_given(note, _WORDS),
                primary_key=note.primary_key,
                time_column=None if [note.time_column] == times[:1] else note.time_column or None,
                currency_column=note.currency_column or None,
                scope=policy.scope if policy else None,
                owner_column=(policy.owner_column or None) if policy else None,
                columns=[_export_column(column, policy) for column in columns],
            )
        )
    return parts


def _export_column(column: ColumnNote, policy: PolicyPart | None) -> ColumnPart:
    return ColumnPart.model_validate(
        {
            "name": column.name,
            **_given(column, (*_WORDS, "unit", "values")),
            "role": column.role or None,
            "pii": policy.pii.get(column.name) if policy else None,
        }
    )


def _given(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


# Flat definitions


def _import_section(
    section: _Section, bundle: Bundle, source: DataSource, organization: Organization, user: User | None
) -> list[bool]:
    rows = {getattr(row, section.key): row for row in section.model.objects.about(organization.pk, source.pk)}
    results = []
    for number, part in enumerate(getattr(bundle, section.name)):
        key = getattr(part, section.key)
        row = rows.get(key) or section.model(source=source, organization=organization, **{section.key: key})
        for name in section.fields:
            setattr(row, name, _stored(getattr(part, name)))
        if section.model is not BusinessMetric:
            row.status = Status.APPROVED
        if isinstance(row, QueryTemplate):
            row.position = number
        if not (isinstance(row, BusinessMetric) and row.formula):  # those wait until all metrics are there
            _located(f"{section.name}[{number}]", check_definition, row)
        results.append(save_definition(row, user=user))
    return results


def _stored(value: Any) -> Any:
    """As JSON gives it back, so that an unchanged value compares as one."""
    return [_stored(item) for item in value] if isinstance(value, list | tuple) else value


def _export(section: _Section, row: Knowledge) -> Any:
    values = {name: getattr(row, name) for name in (section.key, *section.fields)}
    return section.part(**values)


def _check_formulas(bundle: Bundle, source: DataSource, organization: Organization) -> None:
    rows = {row.name: row for row in BusinessMetric.objects.about(organization.pk, source.pk)}
    for number, part in enumerate(bundle.metrics):
        if part.formula:
            _located(f"metrics[{number}]", check_definition, rows[part.name])


def _drop_replaced_drafts(bundle: Bundle, source: DataSource, organization: Organization) -> None:
    """Drafts that say what the file says otherwise: joins between the same columns, metrics of its tables."""
    ends = {(part.from_table, part.to_table, frozenset(part.on)): part.name for part in bundle.joins}
    for join in JoinDefinition.objects.about(organization.pk, source.pk).filter(drafted=True):
        on = frozenset((str(here), str(there)) for here, there in join.on)
        if ends.get((join.from_table, join.to_table, on), join.name) != join.name:
            join.delete()
    tables, names = ({getattr(part, name) for part in bundle.metrics} for name in ("table", "name"))
    metrics = BusinessMetric.objects.about(organization.pk, source.pk)
    metrics.filter(drafted=True, table__in=tables).exclude(name__in=names).delete()


# The audience


def _import_audience(
    bundle: Bundle, source: DataSource, organization: Organization, user: User | None
) -> list[bool]:
    part = bundle.audience
    if part is None:
        return []
    row = Audience.objects.about(organization.pk, source.pk).first()
    row = row or Audience(source=source, organization=organization)
    columns = part.model_dump(exclude={"table"})
    _located("audience", _check_audience, source, part.table, columns)
    row.table, row.status = part.table, Status.APPROVED
    for name, column in columns.items():
        setattr(row, f"{name}_column", column)
    return [save_definition(row, user=user)]


def _export_audience(row: Audience) -> AudiencePart:
    names = ("id", "email", "phone", "locale", "name")
    return AudiencePart(table=row.table, **{name: getattr(row, f"{name}_column") for name in names})


def _check_audience(source: DataSource, table: str, columns: dict[str, str]) -> None:
    check_columns(source_table(source, table), columns)


def _located(place: str, check: Callable[..., None], *arguments: Any) -> None:
    """Run a check; what it finds wrong is told with its place in the file."""
    try:
        check(*arguments)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        spelled = {"from_table": "from", "to_table": "to"}.get(field, field)
        raise BundleError(f"{place}.{spelled}: {messages[0]}") from error
