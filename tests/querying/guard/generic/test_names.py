"""What names mean, where that can be told by no statement that the twins are asked."""

import pytest

from querying.guard import GuardRefusal
from tests.querying.guard.generic.shop import guarded


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("SELECT extra.n FROM order_items", 'SELECT "extra"[\'n\'] AS "n"'),
        ("SELECT main.order_items.id FROM order_items", 'SELECT "order_items"."id" AS "id"'),
        ("SELECT x.s.a FROM (SELECT {'a': 1} AS s) AS x", 'SELECT "x"."s"[\'a\'] AS "a"'),
        ("SELECT ID, Extra FROM Order_Items", 'SELECT "id" AS "ID", "extra" AS "Extra"'),
        (
            "WITH users AS (SELECT 1 AS id) SELECT id FROM main.users",
            'WITH "users#1" AS (SELECT 1 AS "id") SELECT "id" AS "id" FROM (SELECT "t"."id" FROM "main".',
        ),
        ("SELECT d FROM range(3) AS d", 'SELECT "d" AS "d" FROM RANGE(0, 3) AS "d"("d")'),
        ("SELECT d.range FROM range(3) AS d", 'SELECT "d"."d" AS "range" FROM RANGE(0, 3) AS "d"("d")'),
    ],
)
def test_names_are_written_out(sql: str, written: str):
    assert guarded("duckdb", sql).sql.startswith(written)


@pytest.mark.parametrize("sql", ["SELECT name.n FROM users", "SELECT u.name.n FROM users AS u"])
def test_plain_values_have_no_fields(sql: str):
    with pytest.raises(GuardRefusal):
        guarded("duckdb", sql)


def test_a_table_is_told_as_it_was_named():
    with pytest.raises(GuardRefusal, match=r"main\.nothing"):
        guarded("duckdb", "SELECT * FROM main.nothing")
