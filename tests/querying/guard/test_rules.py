"""Single rules of the guard, each of which some statement here needs."""

import pytest

from querying.guard.postgresql import functions
from tests.querying.guard.shop import guarded
from tests.querying.guard.twins import Twin


def names_in(twin: Twin, condition: str) -> set[str]:
    """Functions of PostgreSQL itself of which some form is so."""
    sql = "SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND "
    return {name for (name,) in twin.connection.execute(sql + condition)}


def test_functions_are_what_postgresql_says_they_are(twins: tuple[Twin, Twin]):
    known = names_in(twins[0], "true")
    plain = functions.ALLOWED & known
    windows = plain & names_in(twins[0], "prokind = 'w'")
    assert plain & names_in(twins[0], "proretset") == functions.SET_RETURNING
    assert plain & names_in(twins[0], "provolatile = 'v'") == functions.VOLATILE
    assert plain & names_in(twins[0], "prokind = 'a'") - windows == functions.AGGREGATES.keys() & known
    assert windows == functions.WINDOW_FUNCTIONS.keys()


@pytest.mark.parametrize(
    "sql",
    [
        # A limit of two rows is no single row, nor is what a function gives.
        "SELECT 1 FROM users u WHERE u.id = (SELECT p.id FROM products p WHERE p.id > u.score LIMIT 2)",
        "SELECT 1 FROM users u WHERE u.id = (SELECT unnest(u.tags)::text::int LIMIT 5)",
        # What a subquery looks at around it counts, wherever in it that stands.
        "SELECT 1 FROM products p, users u WHERE p.id > (SELECT count(*) FROM products LIMIT 1 / u.score)",
    ],
)
def test_subquery_that_may_raise_fences_what_it_looks_at(sql: str):
    assert "FROM public.users WHERE users.organization_id = '1'::int OFFSET 0) u" in guarded(sql).sql


@pytest.mark.parametrize(
    "joined",
    [
        "products p LEFT JOIN (products x JOIN ({}) s ON s.product_id = x.id) ON x.id = p.id",
        "products p LEFT JOIN (({}) s JOIN products x ON s.product_id = x.id) ON x.id = p.id",
        "(products x JOIN ({}) s ON s.product_id = x.id) RIGHT JOIN products p ON x.id = p.id",
        "(({}) s JOIN products x ON s.product_id = x.id) FULL JOIN products p ON x.id = p.id",
    ],
)
def test_derived_table_deep_in_an_outer_join_is_fenced(joined: str):
    """Its columns are computed below the outer join: it may be before the join that scopes their table."""
    derived = "SELECT product_id, 1 / (quantity - 5) AS share FROM order_items"
    assert "OFFSET 0" in guarded(f"SELECT p.id, s.share FROM {joined.format(derived)}").sql
