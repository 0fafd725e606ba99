"""Requests that somebody made at some time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import Organization, User
from accounts.services import make_member
from providers.enums import Outcome
from providers.models import ModelRequest


def person(name: str, organization: Organization, role: str = "user") -> User:
    return make_member(f"{name}@{organization.slug}.example", organization=organization, role=role).user


def used(organization: Organization, user: User | None, when: str, **fields: Any) -> ModelRequest:
    """A settled request: 100 tokens in, 10 out, 1.5 cents, unless `fields` say otherwise."""
    fields = {
        "provider_name": "OpenAI",
        "model": "small",
        "outcome": Outcome.OK,
        "input_tokens": 100,
        "output_tokens": 10,
        "cost_cents": Decimal("1.5"),
    } | fields
    row = ModelRequest.objects.create(organization=organization, user=user, **fields)
    moment = dt.datetime.fromisoformat(when)
    ModelRequest.objects.filter(pk=row.pk).update(created_at=moment)
    return row
