"""Every write of knowledge: versioned, with its history, and noticed by all that is built from it."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.dispatch import Signal

from accounts.models import Organization, User
from knowledge.enums import ChangeAction, Status
from knowledge.models import (
    BusinessMetric,
    ColumnNote,
    Knowledge,
    KnowledgeChange,
    KnowledgeRevision,
    TableNote,
)
from querying.models import DataSource

definition_changed = Signal()
"""Sent with `sender` (the model class) and `definition`, after a person changed or approved one."""

_UNVERSIONED = frozenset({"id", "version", "updated_at", "drafted", "position", "approved"})


@transaction.atomic
def save_definition(definition: Knowledge, *, user: User | None = None) -> bool:
    """Save a new or changed piece of knowledge; False if nothing differs. Its version goes up by one.

    Whoever saves a draft makes it theirs: it is not refreshed by later introspections. Approval is undone by
    nothing but setting the status.
    """
    before = type(definition).objects.filter(pk=definition.pk).first() if definition.pk else None
    after = content(definition)
    changed = difference(content(before) if before else {}, after)
    if before is not None and not changed:
        return False
    definition.drafted = False
    definition.version = before.version + 1 if before else 1
    if isinstance(definition, BusinessMetric) and definition.status == Status.APPROVED:
        definition.approved = content(definition) | {"version": definition.version}
    definition.save()
    action = ChangeAction.CHANGED if before else ChangeAction.CREATED
    if before and before.status != definition.status == Status.APPROVED:
        action = ChangeAction.APPROVED
    _record(definition, action, changed, user)
    return True


@transaction.atomic
def approve(definition: Knowledge, *, user: User | None = None) -> bool:
    """Mark it as looked at by a person; False if it was already."""
    definition.status = Status.APPROVED
    return save_definition(definition, user=user)


@transaction.atomic
def delete_definition(definition: Knowledge, *, user: User | None = None) -> None:
    """Delete it; its history stays."""
    lost = difference(content(definition), {})
    _record(definition, ChangeAction.DELETED, lost, user)
    definition.delete()


@transaction.atomic
def save_table(note: TableNote, columns: list[ColumnNote], *, user: User | None = None) -> bool:
    """Save a table's note with all its columns' notes, in order; False if nothing differs.

    Columns without a note among `columns` lose theirs. The table's version counts for them too.
    """
    before = TableNote.objects.filter(pk=note.pk).first() if note.pk else None
    known = {column.name: column for column in before.columns.all()} if before else {}
    changed = difference(content(before) if before else {}, content(note))
    for position, column in enumerate(columns):
        column.position = position
        old = known.get(column.name)
        for name, pair in difference(content(old) if old else {}, content(column)).items():
            changed[f"{column.name}.{name}"] = pair
    wanted = {column.name for column in columns}
    changed |= {name: [content(old), None] for name, old in known.items() if name not in wanted}
    if before is not None and not changed:
        return False
    note.drafted = False
    note.version = before.version + 1 if before else 1
    note.save()
    note.columns.exclude(name__in=wanted).delete()
    for column in columns:
        column.table = note
        column.pk = known[column.name].pk if column.name in known else None
        column.save()
    _record(note, ChangeAction.CHANGED if before else ChangeAction.CREATED, changed, user)
    return True


def raise_revision(organization: Organization | int, source: DataSource | int) -> None:
    """Make everything that was built from this knowledge stale."""
    revisions = KnowledgeRevision.objects.filter(organization=organization, source=source)
    if not revisions.update(number=F("number") + 1):
        KnowledgeRevision.objects.get_or_create(organization_id=_pk(organization), source_id=_pk(source))


def revision(organization: int, source: int) -> int | None:
    """The knowledge's number now; None if there never was any: nothing was drafted yet."""
    found = KnowledgeRevision.objects.filter(organization=organization, source=source)
    return found.values_list("number", flat=True).first()


def content(definition: models.Model) -> dict[str, Any]:
    """What a definition says, field by field, as JSON."""
    fields = [field for field in definition._meta.concrete_fields if not field.is_relation]
    return {field.name: getattr(definition, field.name) for field in fields if field.name not in _UNVERSIONED}


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """{field: [before, after]} where the two differ."""
    names = dict.fromkeys([*before, *after])
    pairs = {name: [before.get(name), after.get(name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _record(definition: Knowledge, action: ChangeAction, changed: dict[str, Any], user: User | None) -> None:
    KnowledgeChange.objects.create(
        organization=definition.organization,
        source=definition.source,
        user=user,
        kind=definition.kind,
        name=str(definition)[:500],
        version=definition.version,
        action=action,
        fields=changed,
    )
    raise_revision(definition.organization, definition.source)
    transaction.on_commit(lambda: definition_changed.send(sender=type(definition), definition=definition))


def _pk(row: models.Model | int) -> int:
    return row if isinstance(row, int) else int(row.pk)
