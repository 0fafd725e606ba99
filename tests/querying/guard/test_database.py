"""Nothing that the real database has gets by: its functions, operators, types and relations, one by one."""

from collections.abc import Iterator

import pytest

from querying.guard import GuardRefusal
from querying.guard.postgresql import allowed, functions
from tests.querying.guard.shop import guarded
from tests.querying.guard.twins import Twin

CALLS = {
    "plain": "SELECT {name}(1)",
    "no arguments": "SELECT {name}()",
    "qualified": "SELECT pg_catalog.{name}(1)",
    "in FROM": "SELECT * FROM {name}(1) AS x",
    "in ROWS FROM": "SELECT * FROM ROWS FROM ({name}(1), generate_series(1, 2)) AS x",
    "with ordinality": "SELECT * FROM pg_catalog.{name}(1) WITH ORDINALITY",
    "lateral": "SELECT * FROM users u, LATERAL {name}(u.id) AS x",
    "columns defined": "SELECT * FROM {name}(1) AS x(a int)",
    "named arguments": "SELECT {name}(a => 1)",
    "variadic": "SELECT {name}(VARIADIC ARRAY[1])",
    "aggregate": "SELECT {name}(DISTINCT score ORDER BY score) FILTER (WHERE true) FROM users",
    "of all rows": "SELECT {name}(*) FROM users",
    "ordered set": "SELECT {name}(0.5) WITHIN GROUP (ORDER BY score) FROM users",
    "window": "SELECT {name}(score) OVER (PARTITION BY id ORDER BY id) FROM users",
    "named window": "SELECT {name}(score) OVER w FROM users WINDOW w AS (ORDER BY id)",
    "condition": "SELECT 1 FROM users WHERE {name}(id) IS NULL",
    "in a cast": "SELECT CAST({name}(1) AS text)",
    "as an argument": "SELECT lower({name}(name)) FROM users",
    "in a WITH query": "WITH x AS (SELECT {name}(1)) SELECT 1",
    "limit": "SELECT 1 LIMIT {name}(1)",
    "of a row": "SELECT u.{name} FROM users u",
    "of a bracketed row": "SELECT (u).{name} FROM users u",
    "of a value": "SELECT (score).{name} FROM users",
    "of a constant": "SELECT ('x'::text).{name}",
    "of a function's value": "SELECT g.{name} FROM generate_series(1, 2) g",
}


def rows_of(twin: Twin, sql: str) -> Iterator[tuple]:
    yield from twin.connection.execute(sql)


def passing(statements: list[str]) -> list[str]:
    passed = []
    for sql in statements:
        try:
            guarded(sql)
        except GuardRefusal:
            continue
        passed.append(sql)
    return passed


def test_functions_that_are_not_listed_are_refused_in_every_way_to_call_one(twins: tuple[Twin, Twin]):
    names = [
        name
        for (name,) in rows_of(twins[0], "SELECT DISTINCT proname::text FROM pg_proc ORDER BY 1")
        if name not in functions.ALLOWED | functions.CLOCKS
    ]
    assert len(names) > 2_000
    ways = list(CALLS.values())
    tried = [ways[0].format(name=f'"{name}"') for name in names]
    for number, name in enumerate(names):  # three more ways each, in turn
        tried += [ways[(number * 3 + k) % len(ways)].format(name=f'"{name}"') for k in range(3)]
    # A column's name is no call: `u.name` is the column.
    assert [sql for sql in passing(tried) if '."name"' not in sql] == []


@pytest.mark.parametrize("way", CALLS)
def test_functions_that_wait_write_or_tell_are_refused_in_this_way(way: str, twins: tuple[Twin, Twin]):
    """All that are volatile, take SQL, or read files, settings and statistics, in this way to call one."""
    names = rows_of(
        twins[0],
        "SELECT DISTINCT proname::text FROM pg_proc"
        " WHERE provolatile = 'v' AND proname ~ '^(pg_|lo_|txid_)' OR proname ~ '(_to_xml|setting|set_config"
        "|nextval|currval|setval|_privilege$|^ts_stat|^to_reg|^query)'",
    )
    refused = [name for (name,) in names if name not in functions.ALLOWED]
    assert len(refused) > 150
    assert passing([CALLS[way].format(name=name) for name in refused]) == []


def test_listed_functions_and_operators_change_nothing(twins: tuple[Twin, Twin]):
    volatile = {
        name for (name,) in rows_of(twins[0], "SELECT proname::text FROM pg_proc WHERE provolatile = 'v'")
    }
    assert volatile & functions.ALLOWED == volatile & functions.VOLATILE
    assert volatile & functions.CLOCKS == {"clock_timestamp"}
    operators = rows_of(
        twins[0],
        "SELECT oprname::text FROM pg_operator o JOIN pg_proc p ON p.oid = oprcode WHERE provolatile = 'v'",
    )
    assert {name for (name,) in operators} & allowed.OPERATORS == set()


def test_listed_functions_take_no_names_of_things_in_the_database(twins: tuple[Twin, Twin]):
    """No overload that can be called takes an oid or one of the reg types, but text search configurations."""
    found = {
        (name, kind)
        for name, kind in rows_of(
            twins[0],
            "SELECT DISTINCT p.proname::text, t.typname::text FROM pg_proc p, unnest(p.proargtypes) a(oid)"
            " JOIN pg_type t ON t.oid = a.oid"
            " WHERE t.typname ~ '^reg|^oid$|^xid|^cid$|^tid$|^aclitem|^refcursor|^internal$'",
        )
        if name in functions.ALLOWED
    }
    assert {kind for _, kind in found} <= {"regconfig", "oid", "xid", "xid8", "tid", "internal"}
    assert {name for name, kind in found if kind not in ("regconfig", "internal")} == {"age", "max", "min"}


def test_operators_that_are_not_listed_are_refused(twins: tuple[Twin, Twin]):
    names = [
        name
        for (name,) in rows_of(twins[0], "SELECT DISTINCT oprname::text FROM pg_operator ORDER BY 1")
        if name not in allowed.OPERATORS
    ]
    assert len(names) > 20
    tried = [f"SELECT name OPERATOR(pg_catalog.{name}) name FROM users" for name in names]
    tried += [f"SELECT OPERATOR({name}) name FROM users" for name in names]
    tried += [f"SELECT u OPERATOR({name}) u FROM users u" for name in names]
    tried += [f"SELECT name OPERATOR({name}) ANY (tags) FROM users" for name in names]
    tried += [f"SELECT id FROM users ORDER BY id USING OPERATOR({name})" for name in names]
    tried += [f"SELECT name OPERATOR(public.{name}) name FROM users" for name in allowed.OPERATORS]
    assert passing(tried) == []


def test_types_that_are_not_listed_are_refused(twins: tuple[Twin, Twin]):
    names = [
        f'{schema}."{name}"'
        for schema, name in rows_of(
            twins[0],
            "SELECT typnamespace::regnamespace::text, typname::text FROM pg_type ORDER BY 1, 2",
        )
        if schema != "pg_catalog" or name not in allowed.CASTABLE
    ]
    assert len(names) > 400
    tried = [f"SELECT NULL::{name}" for name in names]
    tried += [f"SELECT CAST('x' AS {name}[])" for name in names]
    tried += [f"SELECT {name} 'x'" for name in names]
    tried += [f"SELECT * FROM json_to_record('{{}}') AS r(a {name})" for name in names]
    assert passing(tried) == []


def test_relations_of_the_system_are_refused(twins: tuple[Twin, Twin]):
    names = [
        (schema, name)
        for schema, name in rows_of(
            twins[0],
            "SELECT relnamespace::regnamespace::text, relname::text FROM pg_class"
            " WHERE relnamespace::regnamespace::text NOT IN ('public', 'marketing')"
            " OR relname IN ('salaries', 'organizations') ORDER BY 1, 2",
        )
    ]
    assert len(names) > 300
    tried = [f'SELECT * FROM {schema}."{name}"' for schema, name in names]
    tried += [f'SELECT * FROM "{name}"' for _, name in names]
    tried += [f'TABLE {schema}."{name}"' for schema, name in names]
    assert passing(tried) == []


def test_collations_that_are_not_listed_are_refused(twins: tuple[Twin, Twin]):
    names = [name for (name,) in rows_of(twins[0], "SELECT DISTINCT collname::text FROM pg_collation")]
    tried = [f"SELECT 'a' COLLATE \"{name}\"" for name in [*names, "evil"] if name not in allowed.COLLATIONS]
    assert passing(tried) == []
