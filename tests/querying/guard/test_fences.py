"""Which leaves get a fence: those that a condition that may raise could otherwise reach first."""

import pytest

from tests.querying.guard.shop import VIEW, VIEW_BY_JOINS, guarded

UNFENCED = [
    "SELECT * FROM users WHERE id IN (SELECT user_id FROM orders WHERE total > 5)",
    "SELECT FROM orders WHERE date_trunc('second', created_at) = now() AND extract(hour FROM created_at) = 3",
    "SELECT product_id FROM order_items GROUP BY product_id ORDER BY sum(10 / (quantity - 5))",
    "SELECT * FROM orders WHERE localtimestamp - created_at < interval '30 days' AND total / 1 > 0",
    "SELECT * FROM users WHERE name || ' ' || country = 'user 1 FR' AND 'x' || name <> 'xy'",
    "SELECT * FROM users WHERE country = 'FR' AND score > 5 AND name LIKE 'a%' AND signed_up_at IS NOT NULL",
    "SELECT * FROM orders WHERE now() - created_at < interval '30 days' AND age(created_at) < '1 year'",
    "SELECT sum(total / (id - 5)) FROM orders WHERE created_at >= now() - interval '90 days'",
    "SELECT * FROM orders WHERE created_at::date = '2026-01-01' AND total / 2 > 5 AND total * 3 < 9",
    "SELECT * FROM orders WHERE date_trunc('month', created_at) = '2026-01-01' AND status IN ('paid', 'new')",
    "SELECT * FROM orders WHERE extract(year FROM created_at AT TIME ZONE 'Europe/Paris') = 2026",
    "SELECT country, count(*) FROM users GROUP BY country HAVING 10 / (count(*) - 5) > 1",
    "SELECT n FROM (SELECT sum(note::int) AS n FROM orders GROUP BY user_id) s WHERE n > 5",
    "SELECT 1 / (score - 5) FROM users",
    "SELECT * FROM events WHERE properties->>'plan' = 'pro' AND properties @> '{}'",
    "SELECT * FROM products WHERE 1 / (id - 5) > 0",
    "SELECT * FROM users WHERE score + 1 > 5 AND round(score, 1) * score > 5",
    "SELECT * FROM orders WHERE extract(isodow FROM shipped_on) = 1",
    "SELECT * FROM users WHERE nullif(score, 0) > 5 AND left(name, 2) || right(name, 1) = 'abc'",
    "SELECT * FROM users WHERE substr(name, 2) || substr(name, 1, 3) || split_part(name, '@', 2) = 'abc'",
]
FENCED = [
    "SELECT x FROM (SELECT sqrt(score - 6) AS x FROM users) s WHERE x > 1",
    "SELECT FROM (SELECT score, '{}'::json FROM users) s WHERE s = (SELECT t FROM (SELECT 5, '{}'::json) t)",
    "SELECT FROM (SELECT score, '{}'::json FROM users) s WHERE s IN (SELECT t FROM (SELECT 5, '{}'::json) t)",
    "SELECT * FROM users WHERE ARRAY[ROW(score, '{}'::json)] = ARRAY[ROW(5, '{}'::json)]",
    "SELECT * FROM orders WHERE shipped_on - date '2026-01-01' > 3",
    "SELECT * FROM orders WHERE created_at - shipped_on > interval '3 days'",
    "SELECT * FROM orders WHERE created_at - 'infinity'::timestamptz > interval '3 days'",
    "SELECT * FROM orders WHERE age(created_at, shipped_on) > interval '3 days'",
    "SELECT * FROM users WHERE name::int = 5",
    "SELECT * FROM users WHERE name ~ 'a'",
    "SELECT * FROM users WHERE nullif(name, 'x')::bool",
    "SELECT * FROM users WHERE name = ANY (tags)",
    "SELECT * FROM users WHERE score::numeric(3, 1) > 1",
    "SELECT * FROM orders WHERE total::numeric(3, 1) > 1",
    "SELECT * FROM marketing.campaigns WHERE ceil(spent) * id > 1",
    "SELECT 1 FROM users u, generate_series(1, 10 / (u.score - 5)) AS n",
    "SELECT * FROM users WHERE score / (score - 5) > 1",
    "SELECT * FROM users WHERE score + 2147483000 > 0",
    "SELECT * FROM orders WHERE total * 1e131000 > 0",
    "SELECT * FROM orders WHERE created_at + interval '290000 years' > now()",
    "SELECT * FROM orders WHERE extract(nonsense FROM created_at) = 1",
    "SELECT * FROM orders WHERE created_at AT TIME ZONE 'No/Where' > now()",
    "SELECT * FROM orders WHERE date_trunc(note, created_at) > now()",
    "SELECT * FROM orders WHERE note LIKE currency",
    "SELECT * FROM orders WHERE note LIKE 'a\\'",
    "SELECT * FROM orders WHERE id = (SELECT id FROM products)",
    "SELECT n FROM (SELECT note::int AS n FROM orders LIMIT 5) s JOIN orders o ON o.note::int = n",
    "SELECT note FROM orders GROUP BY note HAVING note::int > 5",
    "WITH s AS (SELECT note::int AS n FROM orders) SELECT * FROM s WHERE n = 7",
]


@pytest.mark.parametrize("sql", UNFENCED)
def test_leaf_without_a_raising_condition_needs_no_fence(sql: str):
    assert "OFFSET 0" not in guarded(sql, VIEW).sql


@pytest.mark.parametrize("sql", FENCED)
def test_leaf_under_a_raising_condition_is_fenced(sql: str):
    assert "OFFSET 0" in guarded(sql, VIEW).sql
    assert "OFFSET 0" in guarded(sql, VIEW_BY_JOINS).sql


def test_fence_repeats_the_comparisons_that_find_its_rows():
    sql = "SELECT (SELECT count(*) FROM orders o WHERE o.user_id = u.id AND o.note::int > 3) FROM users u"
    assert "AND orders.user_id = u.id OFFSET 0) o" in guarded(sql).sql
    for condition in ("name LIKE 'u%'", "name ILIKE 'u%'", "name IN ('u', 'x')", "score BETWEEN 5 AND 7"):
        sql = f"SELECT 1 FROM users WHERE {condition} AND name::int > 3"
        assert f"AND users.{condition} OFFSET 0" in guarded(sql).sql


def test_fence_never_repeats_what_an_outer_join_preserves_or_a_mask_covers():
    sql = "SELECT 1 FROM users u LEFT JOIN orders o ON u.score > 5 AND u.name::int = o.id"
    assert "users.score" not in guarded(sql).sql
    sql = "SELECT 1 FROM orders o {} JOIN users u ON u.score > 5 AND u.name::int = o.id"
    assert "users.score" not in guarded(sql.format("RIGHT")).sql
    assert "users.score" not in guarded(sql.format("FULL")).sql
    sql = "SELECT 1 FROM users u LEFT JOIN orders o ON o.status = 'paid' AND o.note::int > 3"
    assert "AND orders.status = 'paid' OFFSET 0) o" in guarded(sql).sql
    assert "users.email" not in guarded("SELECT 1 FROM users WHERE email = 'x' AND name::int = 1").sql


def test_fence_stands_only_where_the_condition_looks():
    sql = guarded("SELECT 1 FROM users u, orders o WHERE u.name::int > 3").sql
    assert "OFFSET 0) u" in sql
    assert "OFFSET 0) o" not in sql
