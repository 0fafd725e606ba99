"""Single rules of the guard, each of which some statement here needs."""

from contextlib import suppress
from dataclasses import replace

import pytest

from querying.catalog import CatalogTable, CatalogView, ThroughForeignKey
from querying.guard import GuardRefusal
from querying.guard.postgresql import allowed, functions
from querying.guard.postgresql.kinds import kind_of_sql_type
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
        "SELECT 1 FROM users u WHERE u.id IN (SELECT 1 UNION ALL (SELECT 2 LIMIT 1 / u.score))",
        "SELECT 1 FROM users u WHERE u.id IN ((SELECT 2 LIMIT 1 / u.score) UNION ALL SELECT 1)",
        # The aggregate is one of the query around: the subquery gives a row for each product.
        "SELECT 1 FROM users u GROUP BY u.country HAVING (SELECT sum(u.score + 0) FROM products) > 3",
        # What a join's condition looks at, its query does.
        "SELECT 1 FROM users u WHERE 3 > (SELECT count(*) FROM products JOIN products q ON 1 < 1 / u.score)",
        # Aggregates of the query around, whose columns stand in a query in them.
        "SELECT FROM users u GROUP BY country HAVING 3 > (SELECT count(u.score IN (SELECT 1)) FROM products)",
        "SELECT 1 FROM users u GROUP BY u.country HAVING (SELECT count((SELECT u.score)) FROM products) > 3",
        "SELECT FROM users u GROUP BY country HAVING 3 > (SELECT "
        "count((SELECT x FROM (SELECT u.score) s(x))) FROM products)",
        "SELECT FROM users u GROUP BY country HAVING 3 > (SELECT "
        "count((SELECT 1 FROM products p JOIN products q ON p.id = u.score LIMIT 1)) FROM products)",
        # Nothing of this query is looked at, so the planner may try it on any row.
        "SELECT 1 FROM users u WHERE (SELECT 1 / count(*) FROM orders o WHERE o.id IN (SELECT o.total)) > 0",
        "SELECT 1 FROM users u WHERE 1 / (random() * 2)::int > 0",
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


def test_all_ranges_can_be_cast_to(twins: tuple[Twin, Twin]):
    sql = "SELECT typname FROM pg_type WHERE typtype IN ('r', 'm')"
    assert {name for (name,) in twins[0].connection.execute(sql)} <= allowed.CASTABLE


def test_unnest_of_several_arrays_gives_them_side_by_side(twins: tuple[Twin, Twin]):
    query = guarded("SELECT x, y FROM unnest(ARRAY[1, 2], ARRAY['a', 'b']) AS t(x, y)")
    assert twins[0].connection.execute(query.sql).fetchall() == [(1, "a"), (2, "b")]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT unnest FROM unnest(ARRAY[1])",
        "SELECT x, ordinality FROM unnest(ARRAY[1]) WITH ORDINALITY AS t(x)",
        "SELECT key, e.value FROM jsonb_each('{\"a\": 1}') AS e",
        "SELECT value FROM jsonb_array_elements('[1]') AS e",
        "SELECT current_date FROM current_date",
        "SELECT a, b FROM ROWS FROM (json_to_recordset('[{}]') AS (a int), unnest(ARRAY[2])) AS t(a, b)",
        "SELECT a FROM json_to_recordset('[{}]') AS t(a int)",
        "SELECT 1 AS x FROM (SELECT 1), (SELECT 2)",
        "WITH w(a, b) AS (SELECT 1, 2) SELECT a, b FROM w",
    ],
)
def test_columns_of_functions_have_the_names_that_postgresql_gives(sql: str, twins: tuple[Twin, Twin]):
    run = twins[0].connection.execute(guarded(sql).sql)
    assert len(run.fetchall()) == 1
    assert [column.name for column in run.description or ()] == [
        column.name for column in twins[0].connection.execute(sql).description or ()
    ]


@pytest.mark.parametrize(
    "expression", ["array_position(tags, 'x')", "name !~* 'a'", "justify_days('40 days')"]
)
def test_what_is_seldom_asked_for_is_allowed(expression: str):
    assert guarded(f"SELECT {expression} FROM users").sql


def test_table_without_columns_is_fenced_as_well():
    bare = CatalogTable("public", "bare", (), filters=(OWN,))
    sql = "SELECT count(*) FROM bare WHERE 1 / (random() * 2)::int > 0"
    assert "OFFSET 0) bare" in guarded(sql, replace(VIEW, tables={bare.key: bare})).sql


def test_row_filter_may_go_through_a_key_of_two_columns():
    to_orders = ThroughForeignKey(("a", "b"), ("public", "orders"), ("id", "country"), (OWN,))
    parts = CatalogTable("public", "parts", columns("id integer"), filters=(to_orders,))
    sql = guarded("SELECT id FROM parts", replace(VIEW, tables={parts.key: parts})).sql
    assert "WHERE (parts.a, parts.b) IN (SELECT orders.id, orders.country FROM public.orders WHERE" in sql


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT public.other.users.name FROM public.users",
        "SELECT u.id FROM (users u JOIN orders o ON true) AS j",
    ],
)
def test_table_is_named_by_its_schema_alone_and_not_through_a_named_join(sql: str):
    with pytest.raises(GuardRefusal) as caught:
        guarded(sql)
    assert caught.value.rule == "unknown-alias"


@pytest.mark.parametrize("name", ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"])
def test_columns_of_the_system_are_told_as_such(name: str):
    with pytest.raises(GuardRefusal) as caught:
        guarded(f"SELECT {name} FROM users")
    assert caught.value.rule == "system-column"


@pytest.mark.parametrize("schema", ["pg_catalog", "information_schema", "pg_toast", "pg_temp"])
def test_tables_of_the_system_are_told_as_such(schema: str):
    with pytest.raises(GuardRefusal) as caught:
        guarded(f"SELECT 1 FROM {schema}.things")
    assert caught.value.rule == "system-table"


@pytest.mark.parametrize("name", sorted(functions.ALLOWED))
def test_functions_with_any_number_of_arguments_are_read_or_refused(name: str):
    for count in range(5):
        with suppress(GuardRefusal):
            assert guarded(f"SELECT {name}({', '.join(['name'] * count)}) FROM users").sql


@pytest.mark.parametrize(
    "collected",
    [
        "array_agg(name)", "json_agg(name)", "jsonb_agg(name)", "json_agg_strict(name)",
        "jsonb_agg_strict(name)",
        "json_object_agg(id, name)", "jsonb_object_agg(id, name)", "string_agg(name, ',')",
        "range_agg(int4range(id, id + 1))",
    ],
)  # fmt: skip
def test_whatever_an_aggregate_collects_is_cut(collected: str):
    assert ") result(c1)" in guarded(f"SELECT {collected} FROM users").sql


def test_names_of_groups_mean_columns_of_tables_first():
    assert "GROUP BY id, name" in guarded("SELECT upper(name) AS id FROM users GROUP BY id").sql


def test_every_table_scoped_by_a_join_is_fenced_where_any_condition_may_raise():
    """The condition looks at products alone, but may come after the join and before the scope."""
    sql = "SELECT 1 FROM order_items oi JOIN products p ON p.id = oi.product_id WHERE 1 / (p.id - 24) <= 0"
    assert "OFFSET 0) oi" in guarded(sql).sql


def test_what_replacing_may_make_is_bounded_by_what_is_put_in():
    """A pattern that matches nothing, at every place, however long the pattern is."""
    grown = "name"
    for _ in range(5):
        grown = f"regexp_replace({grown}, '(?:)(?:)(?:)(?:)', 'xxxxxxxxxxxxxxxx', 'g')"
    with pytest.raises(GuardRefusal) as caught:
        guarded(f"SELECT {grown} FROM users")
    assert caught.value.code == "sql.too_complex"


TITLES = CatalogTable(
    "public",
    "titles",
    columns("id integer\nname public.citext\nother public.citext\nplain text\ntags public.citext[]"),
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
        # The value is the type's still, whatever hands it on.
        "coalesce(name, plain) = 'x'",
        "'x' = ANY (ARRAY[name])",
        "(id, name) = (1, 'x')",
        "(id, plain) IN (SELECT id, name FROM titles)",
        "(SELECT name FROM titles LIMIT 1) = 'x'",
        "(ARRAY[name])[1] = 'x'",
        "CASE WHEN id > 1 THEN name END = 'x'",
        "CASE name WHEN 'x' THEN true END",
        "CASE plain WHEN name THEN true END",
        "'x' = ANY (tags)",
        "(SELECT any_value(name) FROM titles) = 'x'",
        "(SELECT min(name) FROM titles) IS NULL",
        "strpos(name, 'x') > 0",
        "EXISTS (SELECT FROM unnest(ARRAY[name]) AS n(v) WHERE v = 'x')",
        "EXISTS (SELECT FROM (SELECT lag(name) OVER () FROM titles) AS n(v) WHERE v = 'x')",
    ],
)
def test_types_of_an_extension_are_not_compared_by_another_types_operator(condition: str):
    with pytest.raises(GuardRefusal) as caught:
        guarded(f"SELECT id FROM titles WHERE {condition}", WITH_TITLES)
    assert caught.value.code == "sql.operator"


@pytest.mark.parametrize("view", [WITH_TITLES, LISTED])
@pytest.mark.parametrize(
    "condition",
    [
        "name::text = 'x'",
        "CAST(name AS text) LIKE 'x%'",
        "CASE name::text WHEN 'x' THEN true END",
        "name IS NULL",
        "lower(name) = 'x'",
        "(SELECT count(name) FROM titles) > 1",
        "EXISTS (SELECT FROM titles WHERE name IS NULL GROUP BY name)",
    ],
)
def test_what_is_no_longer_of_an_extensions_type_is_compared(condition: str, view: CatalogView):
    assert "OPERATOR(public" not in guarded(f"SELECT id FROM titles WHERE {condition}", view).sql


def test_cast_to_the_type_of_a_listed_extension_is_compared_by_its_operator():
    sql = guarded("SELECT 1 FROM titles WHERE plain::public.citext = 'x'", LISTED).sql
    assert "plain::public.citext OPERATOR(public.=) 'x'" in sql


def test_types_of_a_listed_extension_are_compared_by_their_own_operator():
    sql = guarded("SELECT id FROM titles WHERE name = 'x' AND other <> ALL ('{y}')", LISTED).sql
    assert "name OPERATOR(public.=) 'x'" in sql
    assert "other OPERATOR(public.<>) ALL('{y}')" in sql
    assert "OFFSET 0" in sql, "what an extension's operator may raise is not known"
    for condition in (
        *("name IN ('x')", "name BETWEEN 'a' AND 'b'", "name IN (SELECT name FROM titles)"),
        *("(id, name) = (1, 'x')", "tags && '{x}'", "CASE name WHEN 'x' THEN true END"),
    ):
        with pytest.raises(GuardRefusal):
            guarded(f"SELECT id FROM titles WHERE {condition}", LISTED)


@pytest.mark.parametrize("view", [WITH_TITLES, LISTED])
@pytest.mark.parametrize("join", ["JOIN titles b USING (name)", "NATURAL JOIN titles b"])
def test_types_of_an_extension_are_not_joined_by_their_name(join: str, view: CatalogView):
    with pytest.raises(GuardRefusal) as caught:
        guarded(f"SELECT 1 FROM titles a {join}", view)
    assert caught.value.code == "sql.operator"


@pytest.mark.parametrize(
    "name",
    [
        "citext", "cube", "geography", "geometry", "halfvec", "hstore", "ltree", "lquery", "ltxtquery",
        "raster", "seg", "sparsevec", "vector", "isbn", "isbn13", "ean13", "issn", "issn13", "ismn",
        "ismn13", "upc",
    ],
)  # fmt: skip
def test_types_whose_operators_live_with_them_are_known(name: str):
    assert kind_of_sql_type(f"more.{name}") == ("extension", ("more", name))


def test_answer_is_timeless_unless_the_clock_was_asked():
    assert guarded("SELECT 1 FROM users").timeless
    assert not guarded("SELECT now() FROM users").timeless


def test_what_an_extensions_cast_to_text_may_raise_is_not_known():
    assert (
        "OFFSET 0" in guarded("SELECT 1 FROM titles WHERE split_part(name::text, 'a', 1) = 'x'", LISTED).sql
    )


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


@pytest.mark.parametrize(
    "expression",
    [
        "u.name", "u.name::varchar", "1::int8", "1::int8::text", "(u.tags)[1]", "1 + 1", "-u.score",
        "nullif(1, 2)",
        "coalesce(1, 2)", "greatest(1, 2)", "least(u.score, 2)", "upper(u.name)", "count(*)", "ARRAY[1]",
        "ROW(1, 2)",
        "CASE WHEN true THEN 1 END", "CASE WHEN true THEN 1 ELSE u.score END",
        "CASE WHEN true THEN 1 ELSE 2::int END", "u.name COLLATE \"C\"", "(SELECT 1)", "(SELECT 1 AS x)",
        "(SELECT v.name FROM public.users v)", "(SELECT 2::int8 UNION SELECT 3)", "(VALUES (1))",
        "EXISTS (SELECT 1)",
        "ARRAY(SELECT 1)", "1 IN (SELECT 1)", "now()", "current_date", "localtimestamp(2)",
        "extract(year FROM now())",
        "u.name IS NULL", "true AND false", "'x'", "u", "u.name || 'x'", "date 'today'",
        "now() AT TIME ZONE 'UTC'",
        "trim(u.name)", "substring(u.name FROM 2)", "position('a' IN u.name)", "grouping(u.name)",
        "interval '1' day",
        "current_time(0)::text", "overlay(u.name PLACING 'x' FROM 1)", "normalize(u.name)",
    ],
)  # fmt: skip
def test_columns_are_named_as_postgresql_names_them(expression: str, twins: tuple[Twin, Twin]):
    sql = f"SELECT {expression} FROM public.users u WHERE false"
    if expression != "u":
        sql += " GROUP BY u.id, u.name, u.score, u.tags"
    cursor = twins[0].connection.execute(sql)
    run = twins[0].connection.execute(guarded(sql).sql)
    assert guarded(sql).outputs[0].name == cursor.description[0].name
    assert run.description[0].name == cursor.description[0].name
