"""The dearest texts of 10 kB cost a bounded price, refused or passed.

The measure is the processor time of an ordinary query in the same process, so that no slow machine fails.
"""

import contextlib
import time

import pytest

from querying.guard import GuardRefusal
from querying.guard.postgresql import guard_postgresql
from querying.limits import Purpose
from tests.querying.guard.shop import NOW, VIEW
from tests.querying.guard.worst import MOST, WORST

ORDINARY = """
WITH monthly AS (
    SELECT date_trunc('month', o.created_at) AS month, u.country, count(*) AS orders, sum(o.total) AS revenue
    FROM orders o JOIN users u ON u.id = o.user_id
    WHERE o.created_at >= '2025-01-01' AND o.status IN ('paid', 'shipped') GROUP BY 1, 2
), ranked AS (
    SELECT month, country, revenue, rank() OVER (PARTITION BY month ORDER BY revenue DESC) AS place
    FROM monthly
)
SELECT r.month, r.country, r.revenue, m.orders, r.revenue / m.orders AS mean
FROM ranked r JOIN monthly m ON m.month = r.month AND m.country = r.country
WHERE r.place <= 3 ORDER BY 1, r.place LIMIT 100
"""
MOST_TIMES = 100
"""That of an ordinary query; the dearest takes 45. What grows with the square of its length took 1,000."""


def seconds(sql: str) -> float:
    """Processor time of guarding a text."""
    started = time.process_time()
    with contextlib.suppress(GuardRefusal):
        guard_postgresql(sql, VIEW, purpose=Purpose.CHAT, clock=NOW)
    return time.process_time() - started


def test_the_dearest_texts_cost_a_bounded_price():
    ordinary = min(seconds(ORDINARY) for _time in range(20))
    costs = {name: seconds(sql) / ordinary for name, sql in WORST.items()}
    dear = {name: round(cost) for name, cost in costs.items() if cost > MOST_TIMES}
    dear = {name: cost for name, cost in dear.items() if seconds(WORST[name]) / ordinary > MOST_TIMES}
    assert dear == {}


def test_they_are_as_long_as_may_be():
    assert max(len(sql.encode()) for sql in WORST.values()) <= MOST
    assert sum(len(sql.encode()) > MOST * 0.9 for sql in WORST.values()) > len(WORST) / 2


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("stars of stars", "columns"),
        ("stars growing", "columns"),
        ("WITH queries doubling", "columns"),
        ("operators", "signs"),
        ("comments", "signs"),
        ("comment without end", "signs"),
        ("minus", "depth"),
        ("commas", "joins"),
        ("WITH queries", "with-queries"),
    ],
)
def test_what_would_cost_too_much_is_told_so(name: str, rule: str):
    with pytest.raises(GuardRefusal) as caught:
        guard_postgresql(WORST[name], VIEW, purpose=Purpose.CHAT, clock=NOW)
    assert caught.value.rule == rule


def test_a_line_of_signs_is_no_price():
    sql = "-- " + "=" * 900 + "\nSELECT '" + "*" * 900 + "' AS stars FROM users"
    assert guard_postgresql(sql, VIEW, purpose=Purpose.CHAT, clock=NOW).sql.count("*" * 900) == 1
