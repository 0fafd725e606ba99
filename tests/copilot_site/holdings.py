"""One row of every model of ours for an organization, its texts marked, so that a leak would show."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.crypto import encrypt
from accounts.models import ApiKey, AuditEntry, Membership, Organization, User
from accounts.roles import Role
from accounts.services import make_member, make_organization
from campaigns.models import Campaign, Segment
from conversations.models import Conversation, Message, Suggestion, Turn
from knowledge.models import KnowledgeRevision
from providers.models import Provider
from querying.models import AnalyticsQuery, DataSource

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
PASSWORD = "correct horse"
Rows = dict[type[models.Model], models.Model]


_OURS = {model for model in apps.get_models() if model._meta.app_label in settings.LOCAL_APPS}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in settings.LOCAL_APPS]


def hold(slug: str, word: str, *known: models.Model) -> Rows:
    """An organization whose owner, who is staff, holds a row of every model; texts begin with `word`.

    Rows that are known already are taken in place of new ones.
    """
    organization = make_organization(slug, name=f"{word} Ltd", external_id="1")
    owner = make_member(
        f"{word.lower()}@{slug}.example",
        organization=organization,
        role=Role.OWNER,
        password=PASSWORD,
        name=f"{word} Owner",
    )
    User.objects.filter(pk=owner.user_id).update(is_staff=True)
    rows: Rows = {type(row): row for row in known}
    rows |= {Organization: organization, User: User.objects.get(pk=owner.user_id), Membership: owner}
    for model in our_models():
        _row(model, rows, word)
    return rows


def make_private(rows: Rows, word: str, hush: str) -> None:
    """Make the source, and what was asked of it, one person's alone; all that hangs on them says `hush`."""
    DataSource.objects.filter(pk=rows[DataSource].pk).update(owner=rows[User].pk)
    AnalyticsQuery.objects.filter(pk=rows[AnalyticsQuery].pk).update(private=True)
    Conversation.objects.filter(pk=rows[Conversation].pk).update(private=True)
    for model, row in rows.items():
        if not _hangs_on(model, (DataSource, Conversation, AnalyticsQuery)):
            continue
        for name, value in model._base_manager.filter(pk=row.pk).values().get().items():
            if isinstance(value, str) and word in value:
                model._base_manager.filter(pk=row.pk).update(**{name: value.replace(word, hush)})


def _hangs_on(model: Any, roots: tuple[type[models.Model], ...]) -> bool:
    keys = [
        field.related_model for field in model._meta.concrete_fields if field.many_to_one and not field.null
    ]
    return model in roots or any(
        each is not model and _hangs_on(each, roots) for each in keys if each in _OURS
    )


def told(rows: Rows) -> dict[str, dict[str, Any]]:
    """The rows as the database has them now."""
    found = {model: model._base_manager.filter(pk=row.pk).values().get() for model, row in rows.items()}
    return {model._meta.label: values for model, values in found.items()}


def _row(model: type[models.Model], rows: Rows, word: str) -> models.Model:
    if model not in rows:
        fields = [
            field
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in _values(model, word)
        ]
        values = {field.name: _value(field, rows, word) for field in fields}
        known = {name: value for name, value in values.items() if value is not models.NOT_PROVIDED}
        rows[model] = model._base_manager.create(**known, **_values(model, word))
    return rows[model]


def _value(field: models.Field, rows: Rows, word: str) -> Any:
    """A value that shows whose it is, where the field can hold one."""
    if isinstance(field, models.ForeignKey):
        related = field.related_model
        wanted = related is not field.model and (not field.null or related in rows)
        return _row(related, rows, word) if wanted and _is_made_before(related, rows) else None
    if field.choices:
        return models.NOT_PROVIDED if field.has_default() else field.choices[0][0]
    if isinstance(field, models.CharField | models.TextField):
        return f"{word} {field.name}"[: field.max_length]
    if isinstance(field, models.JSONField):
        return f"{word} {field.name}" if field.default is str else models.NOT_PROVIDED
    if field.has_default() or field.null or getattr(field, "auto_now_add", False):
        return models.NOT_PROVIDED
    return _PLAIN[type(field)]()


def _is_made_before(related: Any, rows: Rows) -> bool:
    # Turns and messages point to each other: the turn comes first.
    return related is not Message or Turn in rows


_PLAIN: dict[type[models.Field], Any] = {
    models.DateTimeField: timezone.now,
    models.DateField: lambda: dt.date(2026, 11, 1),
    models.UUIDField: uuid.uuid4,
    **dict.fromkeys(
        (
            models.PositiveIntegerField,
            models.BigIntegerField,
            models.DecimalField,
            models.PositiveSmallIntegerField,
        ),
        lambda: 1,
    ),
}


def _values(model: type[models.Model], word: str) -> dict[str, Any]:
    """What a row needs in order to be a whole one."""
    known: dict[type[models.Model], dict[str, Any]] = {
        ApiKey: {"digest": hashlib.sha256(word.encode()).hexdigest(), "scopes": ["read"], "expires_at": None},
        AuditEntry: {"details": {"name": word}},
        Campaign: {"content": {"subject": word, "body": word}},
        DataSource: {
            "name": f"{word} data",
            "engine": "postgresql",
            "encrypted_reader_url": encrypt(NOWHERE),
            "encrypted_admin_url": "",
            "default_schema": "public",
            "owner": None,
        },
        # Or a first question would read the values of the data anew.
        KnowledgeRevision: {"has_values": True},
        Message: {"role": "assistant", "status": "completed"},
        Provider: {"encrypted_key": encrypt(word), "kind": "scripted"},
        AnalyticsQuery: {"sql": f"SELECT '{word}'"},
        Segment: {"refresh_every": "never"},
        Suggestion: {
            "kind": "segment",
            "content": {"name": word, "query": f"SELECT '{word}'", "count": 1},
            "applied_kind": "",
            "applied_id": "",
        },
        Turn: {"status": "completed", "language": "en"},
    }
    return known.get(model, {})
