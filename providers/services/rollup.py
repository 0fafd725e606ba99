"""Daily sums of model requests, made by one statement that may run at any time, any number of times."""

from __future__ import annotations

from django.db import connection

# The last days are summed anew each time: a request may settle late, the sums of its day have been made.
ANEW_DAYS = 3

# Each organization from three days before its last sums; all of them where there are none. Rows of these
# days that nothing belongs to any more (the organization's time zone was changed) come in with nought.
ROLL_UP = """
WITH since AS (
    SELECT o.id, o.time_zone, coalesce(max(d.day) - %(days)s, '-infinity'::date) AS day
    FROM accounts_organization o
    LEFT JOIN providers_dailytokenusage d ON d.organization_id = o.id
    GROUP BY o.id
), counted AS (
    SELECT r.organization_id, r.user_id, r.provider_name, r.model,
           (r.created_at AT TIME ZONE s.time_zone)::date AS day,
           1 AS requests,
           (r.outcome IN ('failed', 'lost'))::int AS errors,
           (r.cost_cents IS NULL)::int AS unpriced,
           r.input_tokens::bigint AS input_tokens,
           r.cached_tokens::bigint AS cached_tokens,
           r.output_tokens::bigint AS output_tokens,
           coalesce(r.cost_cents, 0) AS cost_cents
    FROM providers_modelrequest r
    JOIN since s ON s.id = r.organization_id
        AND r.created_at >= s.day::timestamp AT TIME ZONE s.time_zone
    WHERE r.outcome <> 'open'
    UNION ALL
    SELECT d.organization_id, d.user_id, d.provider_name, d.model, d.day, 0, 0, 0, 0, 0, 0, 0
    FROM providers_dailytokenusage d
    JOIN since s ON s.id = d.organization_id AND d.day >= s.day
)
INSERT INTO providers_dailytokenusage AS kept
    (organization_id, user_id, provider_name, model, day,
     requests, errors, unpriced, input_tokens, cached_tokens, output_tokens, cost_cents, updated_at)
SELECT organization_id, user_id, provider_name, model, day,
       sum(requests), sum(errors), sum(unpriced),
       sum(input_tokens), sum(cached_tokens), sum(output_tokens), sum(cost_cents), statement_timestamp()
FROM counted
GROUP BY organization_id, user_id, provider_name, model, day
ORDER BY organization_id, day, user_id, provider_name, model
ON CONFLICT ON CONSTRAINT usage_row_a_day DO UPDATE SET
    requests = excluded.requests, errors = excluded.errors, unpriced = excluded.unpriced,
    input_tokens = excluded.input_tokens, cached_tokens = excluded.cached_tokens,
    output_tokens = excluded.output_tokens, cost_cents = excluded.cost_cents,
    updated_at = excluded.updated_at
WHERE (kept.requests, kept.errors, kept.unpriced, kept.input_tokens, kept.cached_tokens, kept.output_tokens,
       kept.cost_cents)
    IS DISTINCT FROM
      (excluded.requests, excluded.errors, excluded.unpriced, excluded.input_tokens, excluded.cached_tokens,
       excluded.output_tokens, excluded.cost_cents)
"""


def roll_up_usage() -> int:
    """Bring the daily sums of all organizations up to date, missed days included; rows written or changed."""
    with connection.cursor() as cursor:
        cursor.execute(ROLL_UP, {"days": ANEW_DAYS})
        return cursor.rowcount
