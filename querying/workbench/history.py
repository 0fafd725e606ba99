"""What a person ran in the workbench: each text once, the last time it ran."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.actor import Actor
from querying.limits import Purpose
from querying.models import AnalyticsQuery

LOOKED_AT = 400
SHOWN = 50


def history(actor: Actor, search: str = "") -> list[AnalyticsQuery]:
    """The last distinct texts; paging through a result runs its text again, which is no news."""
    rows = _own(actor)
    if search:
        rows = rows.filter(sql__icontains=search)
    found: dict[tuple[int | None, str], AnalyticsQuery] = {}
    for row in rows[:LOOKED_AT]:
        found.setdefault((row.source_id, row.sql.strip()), row)
    return list(found.values())[:SHOWN]


def _own(actor: Actor) -> QuerySet[AnalyticsQuery]:
    return (
        AnalyticsQuery.objects.visible_to(actor)
        .filter(user=actor.user_id, purpose=Purpose.WORKBENCH)
        .select_related("source")
        .defer("source__catalog")
    )
