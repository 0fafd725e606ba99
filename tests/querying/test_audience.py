"""Who a query names: by where its columns come from, within what the actor sees."""

import datetime as dt

import pytest

from querying.guard import GuardRefusal
from querying.models import AnalyticsQuery
from querying.results import QueryFailed
from querying.services import PersonKey, count_people, read_people, stream_people

CLOCK = dt.datetime(2025, 7, 10, 12, tzinfo=dt.UTC)
KEY = PersonKey(("public", "users"), "id")
NORTH = [str(number) for number in range(2, 21, 2)]  # users of tenant 1


NAMED = [
    ("SELECT id FROM users", NORTH),
    ("SELECT * FROM users;", NORTH),
    ("SELECT first_name, id AS person FROM users -- all", NORTH),
    ("SELECT user_id FROM orders", NORTH),
    ("SELECT user_id, sum(total) FROM orders GROUP BY user_id HAVING sum(total) > 500", NORTH[7:]),
    ("WITH a AS (SELECT id FROM users WHERE id < 7) SELECT a.id FROM a", NORTH[:3]),
    ("SELECT id FROM users WHERE id < 3 UNION SELECT id FROM users WHERE id > 18", ["2", "20"]),
    ("SELECT u.id, o.user_id FROM users u JOIN orders o ON o.user_id = u.id", NORTH),
    ("SELECT id FROM users ORDER BY id LIMIT 2", NORTH[:2]),
    ("SELECT user_id FROM orders WHERE placed_at > now() - interval '1 day'", ["20"]),
]
NOBODY = [
    "SELECT id FROM orders",
    "SELECT id + 0 AS id FROM users",
    "SELECT order_id AS id FROM order_items",
    "SELECT id FROM users UNION SELECT id FROM orders",
    "SELECT count(*) AS id FROM users",
    "SELECT max(id) AS id FROM users",
    "SELECT 2 AS id",
    "SELECT id FROM (SELECT id * 2 AS id FROM users) u",
    "SELECT (SELECT u.id FROM users u LIMIT 1) AS id FROM orders",
    "SELECT coalesce(id, 1) AS id FROM users",
]
ATTACKS = [
    "SELECT id) FROM users; DROP TABLE users; SELECT (1",
    "SELECT id FROM pg_class",
    "DELETE FROM users",
]


def people(actor, source, sql):
    with stream_people(actor=actor, source=source, sql=sql, key=KEY, clock=CLOCK) as lines:
        return sorted((line.decode().strip() for line in lines), key=int)


def test_people_are_those_of_the_key_column(manager, shop):
    assert {sql: people(manager, shop, sql) for sql, _expected in NAMED} == dict(NAMED)
    sql, expected = NAMED[4]
    counted = count_people(actor=manager, source=shop, sql=sql, key=KEY, clock=CLOCK)
    assert counted.count == len(expected)


def test_a_column_that_is_merely_called_so_names_nobody(manager, shop):
    for sql in NOBODY:
        with pytest.raises(GuardRefusal, match=r"users\.id"):
            people(manager, shop, sql)


def test_the_guard_comes_first(manager, shop):
    for sql in ATTACKS:
        with pytest.raises(GuardRefusal):
            people(manager, shop, sql)


def test_no_row_cap_holds_and_the_run_is_logged(manager, shop):
    many = "SELECT u.id FROM users u, orders a, orders b, orders c"
    assert people(manager, shop, many) == NORTH
    entry = AnalyticsQuery.objects.first()
    assert (entry.purpose, entry.status, entry.row_count) == ("audience", "success", 10)


def test_a_failure_on_the_way_is_told_and_logged(manager, shop):
    with pytest.raises(QueryFailed):
        people(manager, shop, "SELECT id FROM users WHERE 1 / (id - id) = 1")
    assert AnalyticsQuery.objects.first().status == "error"


def test_read_people_stays_within_the_organization(owner, shop):
    found = read_people(
        actor=owner, source=shop, key=KEY, keys=["1", "2", "4"], columns=["email"], clock=CLOCK
    )
    assert sorted(found.rows) == [(2, "user2@example.com"), (4, "user4@example.com")]


def test_keys_are_values_never_sql(owner, shop):
    key = PersonKey(("public", "users"), "userId")
    found = read_people(
        actor=owner, source=shop, key=key, keys=["u2", "') OR true --"], columns=["email"], clock=CLOCK
    )
    assert found.rows == (("u2", "user2@example.com"),)
