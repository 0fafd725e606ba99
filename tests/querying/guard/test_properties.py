"""Whatever is asked: what passes contains no write and reads only listed tables, scoped."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from querying.guard import GuardRefusal
from querying.guard.postgresql.parse import nodes, parse
from tests.querying.guard.corpora import EVERYDAY, HONEST, attacks
from tests.querying.guard.regression import tables_of
from tests.querying.guard.shop import VIEW, guarded

_VOCABULARY = """
    SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT WITH RECURSIVE AS UNION ALL EXCEPT JOIN LEFT FULL ON USING
    LATERAL EXISTS IN NOT AND OR CASE WHEN THEN ELSE END DELETE INSERT INTO UPDATE SET RETURNING FOR OVER
    PARTITION FILTER WITHIN VALUES
    DISTINCT ARRAY ROW CAST NATURAL CROSS TABLE ONLY NULL users orders
    order_items salaries pg_user public
    information_schema u o x id name email password_hash score note * , , .
    ( ( ) ) = < + - / :: -> ; 1 5 'a' 'today' $1 int text regclass count(*) sum(score) pg_sleep(1) now()
    current_user generate_series(1,3) u.id o.user_id ctid
"""
_WORDS = st.sampled_from(_VOCABULARY.split())
_NAMES = st.sampled_from(
    ["users", "orders", "x", "salaries", "pg_user", "public.users", "pg_catalog.pg_class"]
)
_SELECTS = st.recursive(
    st.builds("SELECT * FROM {}".format, _NAMES)
    | st.sampled_from(["SELECT 1 AS id", "SELECT id FROM users u"]),
    lambda inner: st.one_of(
        st.builds("WITH x AS ({}) {}".format, inner, inner),
        st.builds("WITH RECURSIVE x AS ({}), users AS ({}) {}".format, inner, inner, inner),
        st.builds("SELECT * FROM ({}) s, {} t".format, inner, _NAMES),
        st.builds("SELECT 1 FROM users u WHERE EXISTS ({})".format, inner),
        st.builds("({}) UNION ALL ({})".format, inner, inner),
        st.builds("SELECT s.* FROM orders o LEFT JOIN LATERAL ({}) s ON true".format, inner),
        st.builds("SELECT ({}), (WITH salaries AS ({}) SELECT 1)".format, inner, inner),
    ),
    max_leaves=6,
)
_KNOWN = [*HONEST, *[attack.sql for attack in attacks() if len(attack.sql) < 1_000]]


def check(sql: str) -> None:
    """Guards `sql`; what passes is one SELECT over listed tables, and each filter stands beside its table."""
    try:
        query = guarded(sql)
    except GuardRefusal:
        return
    tree = parse(query.sql)
    assert [statement.stmt.WhichOneof("node") for statement in tree.stmts] == ["select_stmt"]
    for schema, name in tables_of(tree):
        if schema:
            assert (schema, name) in VIEW.tables
        else:
            assert re.search(rf"WITH.*\b{name}\b", query.sql), "a name without schema is one of WITH"
    assert_scoped(tree)


def assert_scoped(message: object) -> None:
    """Every query that reads a scoped table directly has a filter on it."""
    if isinstance(message, nodes.SelectStmt):
        for item in message.from_clause:
            key = (item.range_var.schemaname, item.range_var.relname)
            if key in VIEW.tables and VIEW.tables[key].filters:
                assert message.HasField("where_clause")
        for join in (item.join_expr for item in message.from_clause if item.HasField("join_expr")):
            assert not any(side.range_var.schemaname for side in (join.larg, join.rarg))
    for field, value in message.ListFields():
        if field.message_type is not None:
            for child in value if field.is_repeated else (value,):
                assert_scoped(child)


@settings(max_examples=400, deadline=None)
@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_random_words_never_crash_and_never_reach_out(sql: str):
    check("SELECT " + sql)


@settings(max_examples=300, deadline=None)
@given(_SELECTS)
def test_nested_queries_read_only_listed_tables(sql: str):
    check(sql)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(_KNOWN), st.sampled_from(_KNOWN), st.integers(0, 400), st.integers(0, 400))
def test_mixed_statements_never_crash_and_never_reach_out(one: str, other: str, cut: int, start: int):
    check(one[:cut] + other[start:])


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_refused_or_read(sql: str):
    check(sql)
    check(f"SELECT '{sql}' AS x FROM users")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(EVERYDAY))
def test_guarding_twice_is_refused_or_scoped_again(sql: str):
    """What the guard wrote is SQL like any other: guarded again, it stays scoped."""
    check(guarded(sql).sql)
