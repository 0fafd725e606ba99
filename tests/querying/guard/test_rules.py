"""Single rules of the guard, each of which some statement here needs."""

from dataclasses import replace

import pytest

from querying.catalog import CatalogTable, CatalogView
from querying.guard import GuardRefusal
from querying.guard.postgresql import functions
from tests.querying.guard.shop import OWN, VIEW, columns, guarded
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


TITLES = CatalogTable(
    "public",
    "titles",
    columns("id integer\nname public.citext\nother public.citext\nplain text"),
    filters=(OWN,),
)
WITH_TITLES = replace(VIEW, tables={**VIEW.tables, TITLES.key: TITLES})
LISTED = replace(WITH_TITLES, extension_types=frozenset({("public", "citext")}))


@pytest.mark.parametrize(
    "condition",
    [
        "name = 'x'",
        "'x' = name",
        "plain < other",
        "name IN ('x', 'y')",
        "name BETWEEN 'a' AND 'b'",
        "name = ANY ('{x}')",
        "name LIKE 'x%'",
        "name IN (SELECT plain FROM titles)",
        "plain IN (SELECT name FROM titles)",
        "plain || name = 'x'",
    ],
)
def test_types_of_an_extension_are_not_compared_by_another_types_operator(condition: str):
    with pytest.raises(GuardRefusal) as caught:
        guarded(f"SELECT id FROM titles WHERE {condition}", WITH_TITLES)
    assert caught.value.code == "sql.operator"


def test_types_of_a_listed_extension_are_compared_by_their_own_operator():
    sql = guarded("SELECT id FROM titles WHERE name = 'x' AND other <> ALL ('{y}')", LISTED).sql
    assert "name OPERATOR(public.=) 'x'" in sql
    assert "other OPERATOR(public.<>) ALL('{y}')" in sql
    assert "OFFSET 0" in sql, "what an extension's operator may raise is not known"
    for condition in ("name IN ('x')", "name BETWEEN 'a' AND 'b'", "name IN (SELECT name FROM titles)"):
        with pytest.raises(GuardRefusal):
            guarded(f"SELECT id FROM titles WHERE {condition}", LISTED)


@pytest.mark.parametrize("view", [WITH_TITLES, LISTED])
@pytest.mark.parametrize("join", ["JOIN titles b USING (name)", "NATURAL JOIN titles b"])
def test_types_of_an_extension_are_not_joined_by_their_name(join: str, view: CatalogView):
    with pytest.raises(GuardRefusal) as caught:
        guarded(f"SELECT 1 FROM titles a {join}", view)
    assert caught.value.code == "sql.operator"


def test_type_of_an_extension_is_castable_only_where_listed():
    assert guarded("SELECT plain::public.citext FROM titles", LISTED).sql
    for written in ("citext", "public.hstore"):
        with pytest.raises(GuardRefusal):
            guarded(f"SELECT plain::{written} FROM titles", LISTED)
    with pytest.raises(GuardRefusal):
        guarded("SELECT plain::public.citext FROM titles", WITH_TITLES)


FILES = CatalogTable("public", "files", columns("id integer\nbody bytea"), filters=(OWN,))


def test_pattern_of_bytes_may_hide_its_escape():
    view = replace(VIEW, tables={FILES.key: FILES})
    assert "OFFSET 0" in guarded(r"SELECT id FROM files WHERE body LIKE '\x5c'", view).sql
