"""What benchmarks/fences.py asks, as analysts write it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked; `{u}`, `{o}`, `{e}` stand where a person adds the scope of a table by hand."""

    what: str
    sql: str
    fenced: bool = False

    @property
    def asked(self) -> str:
        """As it goes to the guard."""
        return self.sql.format(u="", o="", e="")

    @property
    def by_hand(self) -> str:
        """As a person writes it who knows the scope."""
        scopes = {alias: f"AND {alias}.organization_id = 1" for alias in "uoe"}
        return self.sql.format(**scopes)


QUERIES = (
    Query(
        "a day counted",
        """
        SELECT count(*) FROM events e WHERE e.occurred_at >= '2026-06-01'
        AND e.occurred_at < '2026-06-02' {e}
        """,
    ),
    Query(
        "daily actives of 90 days",
        """
        SELECT date_trunc('day', e.occurred_at) AS day, count(DISTINCT e.user_id) FROM events e
        WHERE e.occurred_at >= '2026-03-17' {e} GROUP BY 1 ORDER BY 1
        """,
    ),
    Query(
        "FILTER by name",
        """
        SELECT count(*) FILTER (WHERE e.name = 'visit') AS visits, count(*) FILTER (WHERE e.name = 'purchase')
        AS purchases, count(DISTINCT e.user_id) AS people FROM events e
        WHERE e.occurred_at >= '2026-03-17' {e}
        """,
    ),
    Query(
        "by property",
        """
        SELECT e.properties ->> 'platform' AS platform, count(*) FROM events e
        WHERE e.occurred_at >= '2026-03-17' {e} GROUP BY 1 ORDER BY 2 DESC
        """,
    ),
    Query(
        "join by country",
        """
        SELECT u.country, count(*) AS orders, sum(o.total) AS revenue FROM orders o
        JOIN users u ON u.id = o.user_id WHERE o.created_at >= '2026-01-01' AND o.status = 'paid' {o} {u}
        GROUP BY 1 ORDER BY 3 DESC
        """,
    ),
    Query(
        "top 10 by revenue",
        """
        SELECT o.user_id, sum(o.total) AS revenue FROM orders o WHERE o.created_at >= '2026-01-01' {o}
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10
        """,
    ),
    Query(
        "latest 20",
        """
        SELECT o.id, o.total FROM orders o WHERE true {o} ORDER BY o.created_at DESC LIMIT 20
        """,
    ),
    Query(
        "funnel of 3 steps",
        """
        WITH visit AS (SELECT e.user_id, min(e.occurred_at) AS at FROM events e WHERE e.name = 'visit'
        AND e.occurred_at >= '2026-03-17' {e} GROUP BY 1),
        cart AS (SELECT e.user_id, min(e.occurred_at) AS at FROM events e
        JOIN visit v ON v.user_id = e.user_id WHERE e.name = 'cart' AND e.occurred_at > v.at {e}
        GROUP BY 1), bought AS (SELECT e.user_id FROM events e JOIN cart c ON c.user_id = e.user_id
        WHERE e.name = 'purchase' AND e.occurred_at > c.at {e} GROUP BY 1) SELECT (SELECT count(*)
        FROM visit), (SELECT count(*) FROM cart), (SELECT count(*) FROM bought)
        """,
    ),
    Query(
        "correlated scalar",
        """
        SELECT u.id, (SELECT sum(o.total) FROM orders o WHERE o.user_id = u.id {o}) AS spent FROM users u
        WHERE u.country = 'FR' AND u.plan = 'pro' {u}
        """,
    ),
    Query(
        "who did not",
        """
        SELECT count(*) FROM users u WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id
        AND o.created_at >= '2026-05-01' {o}) {u}
        """,
    ),
    Query(
        "running total",
        """
        SELECT day, sum(revenue) OVER (ORDER BY day) FROM (SELECT date_trunc('day', o.created_at) AS day,
        sum(o.total) AS revenue FROM orders o WHERE true {o} GROUP BY 1) daily ORDER BY day
        """,
    ),
    Query(
        "through a foreign key",
        """
        SELECT sum(i.quantity * i.price) FROM order_items i JOIN orders o ON o.id = i.order_id
        WHERE o.created_at >= '2026-06-01' {o}
        """,
    ),
    Query(
        "cast in the select list",
        """
        SELECT avg((e.properties ->> 'amount')::numeric) FROM events e
        WHERE e.occurred_at >= '2026-03-17' {e}
        """,
    ),
    Query(
        "cast in WHERE",
        """
        SELECT count(*) FROM events e
        WHERE e.occurred_at >= '2026-03-17' AND (e.properties ->> 'amount')::int > 30 {e}
        """,
        fenced=True,
    ),
    Query(
        "cast in WHERE, a day",
        """
        SELECT count(*) FROM events e WHERE e.occurred_at >= '2026-06-01'
        AND e.occurred_at < '2026-06-02' AND (e.properties ->> 'amount')::int > 30 {e}
        """,
        fenced=True,
    ),
    Query(
        "division in WHERE",
        """
        SELECT count(*) FROM orders o WHERE 100 / o.total > 1 AND o.created_at >= '2026-01-01' {o}
        """,
        fenced=True,
    ),
    Query(
        "division in WHERE, joined",
        """
        SELECT u.country, count(*) FROM orders o JOIN users u ON u.id = o.user_id WHERE 100 / o.total > 1
        AND o.created_at >= '2026-01-01' {o} {u} GROUP BY 1
        """,
        fenced=True,
    ),
    Query(
        "correlated, with a division",
        """
        SELECT u.id, (SELECT count(*) FROM orders o WHERE o.user_id = u.id AND 100 / o.total > 1 {o})
        FROM users u WHERE u.country = 'FR' AND u.plan = 'pro' {u}
        """,
        fenced=True,
    ),
)
