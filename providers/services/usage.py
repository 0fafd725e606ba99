"""What a person used of models, today and this month: for the chat's line, the REST API and quotas."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DecimalField, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organization
from providers.enums import Outcome
from providers.models import ModelRequest

FAILURES = (Outcome.FAILED, Outcome.LOST)


@dataclass(frozen=True, slots=True)
class Used:
    """Sums of requests. `cost_cents` is what is known; `unpriced` requests come on top of it."""

    requests: int = 0
    errors: int = 0
    unpriced: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_cents: Decimal = Decimal("0.000000")

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Used) -> Used:
        return Used(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class PersonUsage:
    """One person's use in one organization; days and months are those of the organization's time zone."""

    today: Used
    month: Used
    day_ends_at: dt.datetime
    month_ends_at: dt.datetime


def usage_of(actor: Actor, *, now: dt.datetime | None = None) -> PersonUsage:
    """The actor's own use, to the last request; open ones count by what they were reckoned at."""
    zone = ZoneInfo(Organization.objects.values_list("time_zone", flat=True).get(pk=actor.organization_id))
    today = (now or timezone.now()).astimezone(zone).date()
    month = today.replace(day=1)
    rows = ModelRequest.objects.filter(
        organization=actor.organization_id, user=actor.user_id, created_at__gte=midnight(month, zone)
    )
    day = Q(created_at__gte=midnight(today, zone))
    sums = rows.aggregate(**_sums("today", day), **_sums("month", Q()))
    return PersonUsage(
        today=_used(sums, "today"),
        month=_used(sums, "month"),
        day_ends_at=midnight(today + dt.timedelta(days=1), zone),
        month_ends_at=midnight(next_month(month), zone),
    )


def next_month(first: dt.date) -> dt.date:
    """The first day of the month after."""
    return (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)


def _sums(prefix: str, which: Q) -> dict[str, Any]:
    cents = DecimalField(max_digits=20, decimal_places=6)
    tokens = {
        f"{prefix}_{name}": Coalesce(Sum(name, filter=which), 0)
        for name in ("input_tokens", "cached_tokens", "output_tokens")
    }
    settled = which & ~Q(outcome=Outcome.OPEN)
    return tokens | {
        f"{prefix}_requests": Count("pk", filter=which),
        f"{prefix}_errors": Count("pk", filter=which & Q(outcome__in=FAILURES)),
        f"{prefix}_unpriced": Count("pk", filter=settled & Q(cost_cents=None)),
        f"{prefix}_cost_cents": Coalesce(Sum("cost_cents", filter=which), Decimal(0), output_field=cents),
    }


def _used(sums: dict[str, Any], prefix: str) -> Used:
    return Used(**{name: sums[f"{prefix}_{name}"] for name in Used.__dataclass_fields__})
