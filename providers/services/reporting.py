"""An organization's month of model use: by day, by person, by model."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from accounts.models import Organization
from providers.services.usage import Used, next_month


@dataclass(frozen=True, slots=True)
class Share:
    """What one person (by id; None: nobody's, such as a connection test by command) or one model used."""

    used: Used
    user_id: int | None = None
    provider_name: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class MonthReport:
    """An organization's month: each of its days up to today, and its people and models by tokens."""

    first: dt.date
    total: Used
    days: tuple[tuple[dt.date, Used], ...]
    people: tuple[Share, ...]
    models: tuple[Share, ...]


# Days that the daily sums have settled come from them, the last ones from the requests themselves: right to
# the minute, whenever the sums were last made, and quick over any number of requests.
REPORT = """
WITH known AS (
    SELECT least(%(today)s::date - 2, coalesce(max(day), %(first)s::date)) AS until
    FROM providers_dailytokenusage WHERE organization_id = %(organization)s
), facts AS (
    SELECT d.day, d.user_id, d.provider_name, d.model, d.requests, d.errors, d.unpriced,
           d.input_tokens, d.cached_tokens, d.output_tokens, d.cost_cents
    FROM providers_dailytokenusage d, known
    WHERE d.organization_id = %(organization)s
      AND d.day >= %(first)s AND d.day < %(next)s AND d.day < known.until
    UNION ALL
    SELECT (r.created_at AT TIME ZONE %(zone)s)::date, r.user_id, r.provider_name, r.model, 1,
           (r.outcome IN ('failed', 'lost'))::int, (r.cost_cents IS NULL AND r.outcome <> 'open')::int,
           r.input_tokens, r.cached_tokens, r.output_tokens, coalesce(r.cost_cents, 0)
    FROM providers_modelrequest r, known
    WHERE r.organization_id = %(organization)s
      AND r.created_at >= greatest(known.until, %(first)s)::timestamp AT TIME ZONE %(zone)s
      AND r.created_at < %(next)s::timestamp AT TIME ZONE %(zone)s
)
SELECT grouping(day, user_id, model), day, user_id, provider_name, model,
       sum(requests)::bigint, sum(errors)::bigint, sum(unpriced)::bigint,
       sum(input_tokens)::bigint, sum(cached_tokens)::bigint, sum(output_tokens)::bigint, sum(cost_cents)
FROM facts
GROUP BY GROUPING SETS ((day), (user_id), (provider_name, model))
ORDER BY sum(input_tokens + output_tokens) DESC, day, user_id, provider_name, model
"""
BY_DAY, BY_PERSON, BY_MODEL = 0b011, 0b101, 0b110


def month_report(
    organization: Organization, *, first: dt.date, now: dt.datetime | None = None
) -> MonthReport:
    """The organization's month that begins on `first`, to the last request. One query.

    Whoever shows it must have made sure that the reader administers the organization.
    """
    zone = ZoneInfo(organization.time_zone)
    today = (now or timezone.now()).astimezone(zone).date()
    after = next_month(first)
    with connection.cursor() as cursor:
        cursor.execute(
            REPORT,
            {
                "organization": organization.pk,
                "zone": organization.time_zone,
                "first": first,
                "next": after,
                "today": today,
            },
        )
        rows = [(row[0], row[1:5], Used(*row[5:])) for row in cursor.fetchall()]
    used = {keys[0]: sums for kind, keys, sums in rows if kind == BY_DAY}
    last = min(after - dt.timedelta(days=1), today)
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return MonthReport(
        first=first,
        total=sum(used.values(), Used()),
        days=tuple((day, used.get(day, Used())) for day in days),
        people=tuple(Share(sums, user_id=keys[1]) for kind, keys, sums in rows if kind == BY_PERSON),
        models=tuple(Share(sums, None, keys[2], keys[3]) for kind, keys, sums in rows if kind == BY_MODEL),
    )
