"""Honest analytics in families: what people ask of every table in the same way, about another measure each.

A family is a template and what stands in its places. All combinations are asked where there are few; where
there are many, each part is used about equally often (`spread`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

MEASURES = {
    "orders o": [
        "count(*)",
        "sum(o.total)",
        "round(avg(o.total), 2)",
        "count(DISTINCT o.user_id)",
        "max(o.total) - min(o.total)",
        "percentile_cont(0.5) WITHIN GROUP (ORDER BY o.total)",
        "100.0 * count(*) FILTER (WHERE o.status = 'paid') / count(*)",
        "sum(o.total) FILTER (WHERE o.currency = 'EUR')",
        "sum(CASE WHEN o.status = 'cancelled' THEN 0 ELSE o.total END)",
        "sum(o.total) / nullif(count(DISTINCT o.user_id), 0)",
    ],
    "events o": [
        "count(*)",
        "count(DISTINCT o.user_id)",
        "avg((o.properties->>'amount')::numeric)",
        "count(*) FILTER (WHERE o.name = 'purchase')",
        "round(100.0 * count(*) FILTER (WHERE o.properties->>'plan' = 'pro') / count(*), 1)",
        "count(*)::numeric / nullif(count(DISTINCT o.user_id), 0)",
    ],
    "order_items o JOIN products p ON p.id = o.product_id": [
        "count(*)",
        "sum(o.quantity)",
        "sum(o.quantity * o.unit_price)",
        "count(DISTINCT o.order_id)",
        "round(avg(o.unit_price), 2)",
        "sum(o.quantity) FILTER (WHERE p.category = 'toys')",
        "max(o.quantity * o.unit_price)",
    ],
    "users o": [
        "count(*)",
        "avg(o.score)",
        "min(o.score) + max(o.score)",
        "count(*) FILTER (WHERE o.score > 50)",
        "string_agg(o.name, ', ' ORDER BY o.id)",
        "percentile_disc(0.5) WITHIN GROUP (ORDER BY o.score)",
        "round(stddev(o.score), 3)",
        "array_agg(o.id ORDER BY o.score DESC, o.id)",
    ],
    "marketing.campaigns o": [
        "count(*)",
        "sum(o.spent)",
        "avg(o.spent)::numeric(10, 2)",
        "max(o.starts_at)",
        'count(DISTINCT o."userId")',
    ],
}
TIMES = {"orders o": "o.created_at", "events o": "o.occurred_at"}
DIMENSIONS = {
    "orders o": [
        "o.status",
        "o.currency",
        "o.created_at::date",
        "date_trunc('month', o.created_at)",
        "extract(dow FROM o.created_at)",
        "to_char(o.created_at, 'YYYY-MM')",
        "o.shipped_on IS NULL",
        "CASE WHEN o.total < 100 THEN 'small' WHEN o.total < 200 THEN 'middle' ELSE 'big' END",
        "(o.total / 50)::int",
    ],
    "events o": [
        "o.name",
        "o.properties->>'plan'",
        "date_trunc('week', o.occurred_at)",
        "extract(hour FROM o.occurred_at)",
        "(o.properties->>'amount')::int / 10",
    ],
    "order_items o JOIN products p ON p.id = o.product_id": [
        "p.category",
        "p.name",
        "o.quantity",
        "o.quantity > 8",
        "width_bucket(p.price, 0, 90, 6)",
        "left(p.category, 1) || '-' || o.quantity % 2",
    ],
    "users o": [
        "o.country",
        "o.score / 10",
        "o.tags[1]",
        "date_trunc('quarter', o.signed_up_at)",
        "o.signed_up_at < '2026-01-01'",
        "CASE WHEN o.country IN ('FR', 'DE', 'SI') THEN 'Europe' ELSE 'elsewhere' END",
        "length(o.name)",
    ],
    "marketing.campaigns o": [
        "date_trunc('month', o.starts_at)",
        "o.spent > 30",
        "extract(isodow FROM o.starts_at)",
        "right(o.title, 1)",
    ],
}
FILTERS = {
    "orders o": [
        "true",
        "o.created_at >= '2026-01-01'",
        "o.created_at >= '2025-09-01' AND o.created_at < '2025-12-01'",
        "o.status IN ('paid', 'shipped')",
        "o.total > 50 AND o.currency = 'EUR'",
        "o.user_id IN (SELECT id FROM users WHERE country = 'FR')",
        "NOT o.status = 'cancelled'",
    ],
    "events o": [
        "true",
        "o.occurred_at >= '2026-08-01'",
        'o.properties @> \'{"plan": "free"}\'',
        "o.name <> 'search' AND (o.properties->>'amount')::int > 5",
        "EXISTS (SELECT 1 FROM users u WHERE u.id = o.user_id AND u.score > 40)",
    ],
    "order_items o JOIN products p ON p.id = o.product_id": [
        "true",
        "p.price BETWEEN 10 AND 60",
        "o.quantity * o.unit_price > 100",
        "p.category <> 'food' OR o.quantity = 7",
        "o.order_id IN (SELECT id FROM orders WHERE status = 'paid')",
    ],
    "users o": [
        "true",
        "o.score BETWEEN 10 AND 70",
        "'all' = ANY (o.tags) AND o.country <> 'US'",
        "o.name LIKE 'user 1%'",
        "EXISTS (SELECT 1 FROM orders x WHERE x.user_id = o.id AND x.total > 200)",
        "o.signed_up_at >= timestamptz '2025-06-01 00:00+00'",
    ],
    "marketing.campaigns o": [
        "true",
        "o.starts_at >= '2026-03-01'",
        "o.spent * 2 < 70",
    ],
}
BREAKDOWNS = {
    "orders o": 330,
    "events o": 130,
    "order_items o JOIN products p ON p.id = o.product_id": 190,
    "users o": 290,
    "marketing.campaigns o": 60,
}
"""How many of each table."""
GRAINS = ["hour", "day", "week", "month", "quarter", "year"]
OVER_TIME = [
    "sum(n) OVER (ORDER BY t)",
    "avg(n) OVER (ORDER BY t ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)",
    "n - lag(n) OVER (ORDER BY t)",
    "round((100.0 * (n - lag(n) OVER (ORDER BY t)) / nullif(lag(n) OVER (ORDER BY t), 0))::numeric, 1)",
    "round((100.0 * n / sum(n) OVER ())::numeric, 2)",
    "rank() OVER (ORDER BY n DESC, t)",
    "max(n) OVER (ORDER BY t ROWS UNBOUNDED PRECEDING)",
    "first_value(n) OVER (ORDER BY t)",
]


def spread(*lists: Sequence[str], times: int) -> list[tuple[str, ...]]:
    """`times` of all combinations, evenly apart; all where there are fewer."""
    every = list(product(*lists))
    return [every[number * len(every) // times] for number in range(min(times, len(every)))]


def breakdowns() -> list[str]:
    """A measure by a dimension, of some rows."""
    made = []
    for table, times in BREAKDOWNS.items():
        for measure, by, where in spread(MEASURES[table], DIMENSIONS[table], FILTERS[table], times=times):
            made.append(
                f"SELECT {by} AS by, {measure} AS value FROM {table} WHERE {where} GROUP BY 1 ORDER BY 1"
            )
    return made


def two_dimensions() -> list[str]:
    """A measure by the country of a person and a dimension."""
    made = []
    for table, times in (("orders o", 130), ("events o", 90)):
        for measure, by, where in spread(MEASURES[table], DIMENSIONS[table], FILTERS[table], times=times):
            made.append(
                f"SELECT u.country, {by} AS by, {measure} AS value FROM {table}"
                f" JOIN users u ON u.id = o.user_id WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2"
            )
    return made


def trends() -> list[str]:
    """A measure over time, beside its own past."""
    made = []
    for table, time in TIMES.items():
        chosen = spread(GRAINS[1:], OVER_TIME, MEASURES[table], FILTERS[table][:5], times=100)
        for grain, over, measure, where in chosen:
            made.append(
                f"WITH s AS (SELECT date_trunc('{grain}', {time}) AS t, {measure} AS n FROM {table}"
                f" WHERE {where} GROUP BY 1) SELECT t, n, {over} AS compared FROM s ORDER BY t"
            )
    return made


def calendars() -> list[str]:
    """Every day, week or month of a span, with zeros where nothing was."""
    made = []
    spans = [("day", "2025-08-01", "2025-08-31"), ("week", "2025-06-02", "2026-06-01")]
    spans += [("month", "2025-06-01", "2026-10-01"), ("quarter", "2025-04-01", "2026-10-01")]
    for (grain, low, high), (table, time) in product(spans, TIMES.items()):
        step = "3 months" if grain == "quarter" else f"1 {grain}"
        for value in ("count(o.id)", "count(DISTINCT o.user_id)", "coalesce(max(o.id), 0)"):
            made.append(
                f"SELECT t.t::date, {value} FROM generate_series(timestamp '{low}', timestamp '{high}',"
                f" interval '{step}') AS t(t) LEFT JOIN {table} ON {time} >= t.t"
                f" AND {time} < t.t + interval '{step}' GROUP BY 1 ORDER BY 1"
            )
    return made


def tops() -> list[str]:
    """The first of each group, by three ways to write it."""
    made = []
    for measure, most in product(["sum(o.total)", "count(*)", "max(o.total)"], (1, 3, 5)):
        group = "FROM orders o JOIN users u ON u.id = o.user_id GROUP BY u.country, u.id, u.name"
        made.append(
            f"SELECT country, name, n FROM (SELECT u.country, u.name, {measure} AS n, row_number() OVER"
            f" (PARTITION BY u.country ORDER BY {measure} DESC, u.id) AS place {group}) s"
            f" WHERE place <= {most} ORDER BY country, place"
        )
        made.append(f"SELECT u.name, {measure} AS n {group} ORDER BY n DESC, u.id LIMIT {most * 5}")
        made.append(
            f"SELECT c.country, t.name, t.n FROM (SELECT DISTINCT country FROM users) c CROSS JOIN LATERAL"
            f" (SELECT u.name, {measure} AS n FROM users u JOIN orders o ON o.user_id = u.id"
            f" WHERE u.country = c.country GROUP BY u.id, u.name ORDER BY 2 DESC, u.id LIMIT {most}) t"
            f" ORDER BY 1, 3, 2"
        )
    return made


def funnels() -> list[str]:
    """How many did one thing after another, within a time or at any."""
    made = []
    paths = [("visit", "signup", "purchase"), ("visit", "search", "purchase"), ("signup", "search", "visit")]
    for (first, second, third), within in product(paths, ("1 day", "7 days", "30 days", "90 days")):
        made.append(
            f"WITH a AS (SELECT user_id, min(occurred_at) AS t FROM events WHERE name = '{first}'"
            f" GROUP BY 1), b AS (SELECT a.user_id, min(e.occurred_at) AS t FROM a JOIN events e"
            f" ON e.user_id = a.user_id AND e.name = '{second}' AND e.occurred_at > a.t"
            f" AND e.occurred_at <= a.t + interval '{within}'"
            f" GROUP BY 1), c AS (SELECT b.user_id FROM b JOIN events e ON e.user_id = b.user_id AND"
            f" e.name = '{third}' AND e.occurred_at > b.t GROUP BY 1) SELECT (SELECT count(*) FROM a) AS one,"
            f" (SELECT count(*) FROM b) AS two, (SELECT count(*) FROM c) AS three"
        )
        made.append(
            f"SELECT count(*) FILTER (WHERE one IS NOT NULL) AS one, count(*) FILTER (WHERE two > one) AS"
            f" two, count(*) FILTER (WHERE two > one AND two - one <= interval '{within}' AND three > two)"
            f" AS three FROM (SELECT user_id, min(occurred_at) FILTER (WHERE name = '{first}') AS one,"
            f" min(occurred_at) FILTER (WHERE name = '{second}') AS two, max(occurred_at)"
            f" FILTER (WHERE name = '{third}') AS three FROM events GROUP BY user_id) s"
        )
    return made


def retentions() -> list[str]:
    """Cohorts by the month or week of a first event, and who of them came back when."""
    made = []
    for grain, name, most in product(("week", "month"), ("visit", "signup", "purchase", "search"), (4, 12)):
        made.append(
            f"WITH first AS (SELECT user_id, date_trunc('{grain}', min(occurred_at)) AS cohort FROM events"
            f" WHERE name = '{name}' GROUP BY user_id), active AS (SELECT DISTINCT user_id,"
            f" date_trunc('{grain}', occurred_at) AS period FROM events) SELECT f.cohort, n.n,"
            f" count(a.user_id) AS active FROM first f CROSS JOIN generate_series(0, {most}) n(n) LEFT JOIN"
            f" active a ON a.user_id = f.user_id AND a.period = f.cohort + n.n * interval '1 {grain}'"
            f" GROUP BY 1, 2 ORDER BY 1, 2"
        )
    return made


def sessions() -> list[str]:
    """Visits that lie close together, counted as one."""
    return [
        f"WITH marked AS (SELECT user_id, occurred_at, CASE WHEN occurred_at - lag(occurred_at) OVER w <"
        f" interval '{pause}' THEN 0 ELSE 1 END AS starts FROM events WINDOW w AS (PARTITION BY user_id"
        f" ORDER BY occurred_at, id)), numbered AS (SELECT user_id, occurred_at, sum(starts) OVER"
        f" (PARTITION BY user_id ORDER BY occurred_at) AS session FROM marked) SELECT {value} FROM"
        f" (SELECT user_id, session, count(*) AS events, max(occurred_at) - min(occurred_at) AS length"
        f" FROM numbered GROUP BY 1, 2) s"
        for pause, value in product(
            ("30 minutes", "1 day", "7 days", "14 days"),
            ("count(*), avg(events)", "avg(length), max(length)", "count(DISTINCT user_id), max(events)"),
        )
    ]


def segments() -> list[str]:
    """People who did, or did not, by a time, how often, for how much."""
    conditions = [
        "EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.created_at >= '2026-08-01')",
        "NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.created_at >= '2026-10-20')",
        "(SELECT count(*) FROM orders o WHERE o.user_id = u.id) >= 10",
        "(SELECT sum(o.total) FROM orders o WHERE o.user_id = u.id) > 1500",
        "u.id IN (SELECT e.user_id FROM events e WHERE e.name = 'search' GROUP BY 1 HAVING count(*) > 8)",
        "u.id NOT IN (SELECT e.user_id FROM events e WHERE e.properties->>'plan' = 'pro')",
        "u.signed_up_at < '2026-01-01' AND u.score > 30",
        "u.country IN ('FR', 'SI') OR 't1' = ANY (u.tags)",
    ]
    made = [f"SELECT u.id, u.name FROM users u WHERE {each} ORDER BY u.id" for each in conditions]
    for number, one in enumerate(conditions):
        for other in conditions[number + 1 :: 2]:
            made.append(
                f"SELECT u.country, count(*) FROM users u WHERE ({one}) AND ({other}) GROUP BY 1 ORDER BY 1"
            )
    return made


def parts_of_time() -> list[str]:
    """Each part that `extract` knows, and each that `date_trunc` does."""
    fields = ["century", "day", "decade", "dow", "doy", "epoch", "hour", "isodow", "isoyear", "millennium"]
    fields += ["minute", "month", "quarter", "second", "week", "year"]
    made = [
        f"SELECT extract({field} FROM {column}) AS part, count(*) FROM {table} GROUP BY 1 ORDER BY 1 LIMIT 40"
        for field in fields
        for table, column in (("orders", "created_at"), ("marketing.campaigns", "starts_at"))
    ]
    for grain, (table, column) in product(
        [*GRAINS, "decade", "century"],
        [("users", "signed_up_at"), ("marketing.campaigns", "starts_at"), ("orders", "shipped_on")],
    ):
        made.append(
            f"SELECT date_trunc('{grain}', {column}) AS t, count(*) FROM {table} GROUP BY 1 ORDER BY 1"
        )
    return made


def pivots() -> list[str]:
    """Groups beside each other as columns."""
    columns = {
        "status": ["new", "paid", "shipped", "cancelled"],
        "currency": ["EUR", "USD"],
    }
    made = []
    for (column, values), value in product(columns.items(), ("count(*)", "sum(total)", "avg(total)")):
        filtered = ", ".join(f"{value} FILTER (WHERE {column} = '{one}') AS \"{one}\"" for one in values)
        by_case = ", ".join(
            f"sum(CASE WHEN {column} = '{one}' THEN 1 ELSE 0 END) AS \"{one}\"" for one in values
        )
        for by in ("date_trunc('month', created_at)", "user_id % 5", "extract(isodow FROM created_at)"):
            made.append(f"SELECT {by} AS by, {filtered} FROM orders GROUP BY 1 ORDER BY 1")
            made.append(f"SELECT {by} AS by, {by_case}, {value} AS every FROM orders GROUP BY 1 ORDER BY 1")
    return made


FAMILIES = {
    "breakdowns": breakdowns,
    "two dimensions": two_dimensions,
    "trends": trends,
    "calendars": calendars,
    "top n": tops,
    "funnels": funnels,
    "retention": retentions,
    "sessions": sessions,
    "segments": segments,
    "parts of time": parts_of_time,
    "pivots": pivots,
}
