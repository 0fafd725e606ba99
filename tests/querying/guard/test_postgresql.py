"""The walls in their order: what goes in, what comes out."""

import pytest

from querying.guard import GuardRefusal
from querying.limits import Purpose
from tests.querying.guard.shop import guarded


def refused(sql: str) -> GuardRefusal:
    with pytest.raises(GuardRefusal) as caught:
        guarded(sql)
    return caught.value


def test_guard_scopes_masks_and_limits():
    query = guarded("SELECT name, email FROM users WHERE country = 'FR' ORDER BY name")
    assert query.sql == (
        "SELECT name, email FROM (SELECT name, '***'::pg_catalog.text AS email, country FROM public.users"
        " WHERE users.organization_id = '1'::int) users WHERE country = 'FR' ORDER BY name LIMIT 10001"
    )
    assert query.masked == ("users.email",)
    assert query.tables == (("public", "users"),)
    assert query.row_cap == 10_000
    assert query.original == "SELECT name, email FROM users WHERE country = 'FR' ORDER BY name"


def test_guard_without_row_cap_for_audiences():
    query = guarded("SELECT id FROM users", purpose=Purpose.AUDIENCE)
    assert (query.row_cap, "LIMIT" in query.sql) == (None, False)


def test_refusal_names_part_place_and_rule():
    refusal = refused("SELECT 'é', pg_sleep(3)")
    assert (refusal.code, refusal.part, refusal.position) == ("sql.function", "pg_sleep", 12)
    assert refusal.message == "The function pg_sleep is not allowed."


def test_refusal_tells_a_hidden_table_from_an_unknown_one():
    assert refused("SELECT * FROM salaries").message == "You may not see the table salaries."
    assert refused("SELECT * FROM wages").message == "There is no table wages that you can ask."


def test_refusal_tells_a_hidden_column_from_an_unknown_one():
    assert refused("SELECT password_hash FROM users").message == "You may not see the column password_hash."
    assert refused("SELECT u.shoe FROM users u").message == "There is no column u.shoe that you can ask."


def test_size_is_bounded_before_anything_is_parsed():
    assert refused("SELECT '" + "é" * 5_000 + "'").code == "sql.too_long"
    assert refused("SELECT 1\0").code == "sql.syntax"
    assert refused("SELECT '\ud800'").code == "sql.syntax"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT " + "1+" * 4_990 + "1",
        "SELECT " + "- " * 4_990 + "x",
        "SELECT " + "(SELECT " * 1_000 + "1" + ")" * 1_000,
        "SELECT " + "NOT " * 2_400 + "true",
        "SELECT " + "ARRAY[" * 1_400 + "1" + "]" * 1_400,
        "SELECT 1" + "::int" * 1_900,
        "SELECT 1" + " UNION SELECT 1" * 640,
        "SELECT " + "CASE WHEN true THEN " * 400 + "1" + " END" * 400,
    ],
)
def test_deep_nesting_is_a_refusal_not_a_crash(sql):
    assert refused(sql).code == "sql.too_deep"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT " + "(" * 4_990 + "1" + ")" * 4_990,
        "SELECT " + "- " * 4_990 + "1",
        "SELECT true" + " AND true" * 1_000,
        "SELECT " + "+".join("1" * 46),
    ],
)
def test_length_without_depth_is_allowed(sql):
    assert guarded(sql).sql
