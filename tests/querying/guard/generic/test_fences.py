"""Which statements need a fence: those whose error could tell of a row that its leaves leave out."""

import pytest

from tests.querying.guard.generic.shop import SCHEMAS, guarded

FENCE = {"sqlite": " LIMIT -1 OFFSET 0)", "mysql": f" LIMIT {2**64 - 1})", "duckdb": f" LIMIT {2**63 - 1})"}
EVERYWHERE = tuple(SCHEMAS)
STRICT = ("mysql", "duckdb")
FENCED = [
    (EVERYWHERE, "SELECT id FROM users WHERE abs(score) > 1"),
    (EVERYWHERE, "SELECT id FROM users WHERE length(replace(name, 'a', 'b')) > 3 AND id > 5"),
    (EVERYWHERE, "SELECT x FROM (SELECT abs(score) AS x FROM users) AS s"),
    (EVERYWHERE, "SELECT count(*) FROM users GROUP BY country HAVING abs(score) > 1"),
    (EVERYWHERE, "SELECT u.id FROM users AS u JOIN orders AS o ON abs(o.total) = u.score"),
    (EVERYWHERE, "WITH s AS (SELECT abs(score) AS x FROM users) SELECT x FROM s"),
    (EVERYWHERE, "SELECT 1 FROM users UNION SELECT x FROM (SELECT abs(id) AS x FROM users) AS s"),
    (("sqlite", "duckdb"), "SELECT id FROM users WHERE name LIKE 'a' ESCAPE 'xy'"),
    (EVERYWHERE, "SELECT id FROM order_items WHERE extra ->> '$.n' = '1'"),
    (STRICT, "SELECT id FROM users WHERE score + 1 > 0"),
    (STRICT, "SELECT id FROM users WHERE -score > 0"),
    (STRICT, "SELECT id FROM orders WHERE shipped_on = note"),
    (STRICT, "SELECT id FROM orders WHERE note BETWEEN user_id AND 5"),
    (STRICT, "SELECT id FROM orders WHERE shipped_on IN ('2026-01-01', note)"),
    (STRICT, "SELECT id FROM orders WHERE upper(note) = 'A'"),
    (STRICT, "SELECT id FROM orders WHERE CASE WHEN note = '{' THEN 'boom' ELSE 'true' END"),
    (STRICT, "SELECT id FROM orders WHERE id > 5 AND (note)"),
    (STRICT, "SELECT id FROM orders WHERE id > 5 OR note"),
    (STRICT, "SELECT id FROM orders WHERE NOT coalesce(note, 'true')"),
    (STRICT, "SELECT o.id FROM orders AS o JOIN users AS u ON CASE WHEN o.id > 5 THEN o.note END"),
    (STRICT, "SELECT CASE WHEN note THEN 1 END FROM (SELECT if(note, 1, 2) AS note FROM orders) AS s"),
    (STRICT, "SELECT id FROM orders WHERE total = (SELECT total FROM orders)"),
    (STRICT, "SELECT id FROM orders WHERE total = (SELECT max(total) FROM orders GROUP BY status)"),
    (STRICT, "SELECT id FROM orders WHERE total = (SELECT total FROM orders LIMIT 2)"),
    (STRICT, "SELECT id FROM orders WHERE total = (SELECT total FROM orders UNION SELECT 1)"),
    (("duckdb",), "SELECT id FROM orders WHERE note::INTEGER > 1"),
    (("duckdb",), "SELECT id FROM orders WHERE printf('%d', note) IS NULL"),
    (("duckdb",), "SELECT count(*) FROM (SELECT DISTINCT ON (note::INTEGER) id FROM orders) AS s"),
    (("duckdb",), "SELECT id FROM users QUALIFY score * 2 > 5"),
    (("duckdb",), "SELECT u.id FROM users AS u SEMI JOIN orders AS o ON o.note::INTEGER = u.id"),
    (("duckdb",), "SELECT 1 FROM orders AS o, unnest([o.note::INTEGER]) AS n"),
    (("duckdb",), "SELECT id FROM orders WHERE list_transform([note], lambda n: n::INTEGER)[1] = 5"),
    (("duckdb",), "SELECT id FROM orders WHERE {'a': note}.a = 5"),
    (("duckdb",), "SELECT id FROM orders WHERE note SIMILAR TO user_id::VARCHAR"),
    (("sqlite", "duckdb"), "SELECT 1 FROM orders AS o, json_each(o.note) AS e"),
    (("mysql",), "SELECT id FROM orders WHERE note REGEXP 'a'"),
    (("mysql",), "SELECT id FROM orders WHERE IF(id > 5, note, 'x')"),
]
UNFENCED = [
    (EVERYWHERE, "SELECT abs(score) FROM users WHERE country = 'FR' ORDER BY abs(score)"),
    (EVERYWHERE, "SELECT id FROM users WHERE score > 5 AND name LIKE 'a%' AND country IN ('FR', 'DE')"),
    (EVERYWHERE, "SELECT id FROM orders WHERE user_id = id AND NOT (total BETWEEN 1 AND 5) OR note IS NULL"),
    (EVERYWHERE, "SELECT id FROM users WHERE id IN (SELECT user_id FROM orders WHERE total > 5)"),
    (EVERYWHERE, "SELECT id FROM users AS u WHERE EXISTS (SELECT 1 FROM orders AS o WHERE o.user_id = u.id)"),
    (EVERYWHERE, "SELECT n FROM (SELECT sum(score) AS n FROM users) AS s"),
    (EVERYWHERE, "SELECT n FROM (SELECT sum(abs(score)) AS n FROM users GROUP BY country) AS s"),
    (EVERYWHERE, "SELECT country FROM users GROUP BY country HAVING sum(abs(score)) > 5"),
    (EVERYWHERE, "SELECT abs(score) FROM users UNION SELECT abs(id) FROM users"),
    (EVERYWHERE, "SELECT id FROM orders WHERE total = (SELECT max(total) FROM orders)"),
    (EVERYWHERE, "SELECT id FROM orders WHERE total = (SELECT total FROM orders LIMIT 1)"),
    (EVERYWHERE, "SELECT x FROM (SELECT CASE WHEN score > 5 THEN 1 ELSE 2 END AS x FROM users) AS s"),
    (EVERYWHERE, "SELECT id FROM users WHERE coalesce(score, 0) IS NULL OR lower(name) IS NULL"),
    (EVERYWHERE, "SELECT id FROM products WHERE price > 5"),
    (("duckdb",), "SELECT id FROM users QUALIFY abs(row_number() OVER (ORDER BY id)) < 5"),
    (("sqlite",), "SELECT id FROM users WHERE score + 1 > 0 AND CAST(name AS INTEGER) = country"),
]


@pytest.mark.parametrize(("engines", "sql"), FENCED)
def test_what_may_raise_before_rows_are_chosen_is_fenced(engines: tuple[str, ...], sql: str):
    assert {engine: FENCE[engine] in guarded(engine, sql).sql for engine in engines} == dict.fromkeys(
        engines, True
    )


@pytest.mark.parametrize(("engines", "sql"), UNFENCED)
def test_what_never_raises_so_early_is_not(engines: tuple[str, ...], sql: str):
    assert {engine: FENCE[engine] in guarded(engine, sql).sql for engine in engines} == dict.fromkeys(
        engines, False
    )
