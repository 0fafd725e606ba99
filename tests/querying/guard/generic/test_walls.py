"""What goes in, what comes out, in each dialect."""

import pytest

from querying.guard import GuardRefusal
from tests.querying.guard.generic.shop import SCHEMAS, guarded

SQL = "SELECT u.name, u.email FROM users AS u WHERE u.country = 'FR' ORDER BY u.name"
OUT = {
    "sqlite": (
        "SELECT `u`.`name` AS `name`, `u`.`email` AS `email` FROM (SELECT `t`.`name`, '***' AS `email`,"
        " `t`.`country` FROM `main`.`users` AS `t` WHERE `t`.`organization` COLLATE BINARY = 'north')"
        " AS `u` WHERE `u`.`country` = 'FR' ORDER BY `u`.`name` LIMIT 10001"
    ),
    "mysql": (
        "SELECT `u`.`name` AS `name`, `u`.`email` AS `email` FROM (SELECT `t`.`name`, '***' AS `email`,"
        " `t`.`country` FROM `guard_shop`.`users` AS `t` WHERE `t`.`organization` = 'north' AND"
        " HEX(CAST(CAST(`t`.`organization` AS CHAR) AS BINARY)) = HEX(CAST(CAST('north' AS CHAR) AS BINARY)))"
        " AS `u` WHERE `u`.`country` = 'FR' ORDER BY `u`.`name` LIMIT 10001"
    ),
    "duckdb": (
        'SELECT "u"."name" AS "name", "u"."email" AS "email" FROM (SELECT "t"."name", \'***\' AS "email",'
        ' "t"."country" FROM "main"."users" AS "t" WHERE "t"."organization" = \'north\' AND'
        ' HEX(CAST("t"."organization" AS TEXT)) = HEX(CAST(\'north\' AS TEXT)))'
        ' AS "u" WHERE "u"."country" = \'FR\' ORDER BY "u"."name" LIMIT 10001'
    ),
}


@pytest.mark.parametrize("engine", SCHEMAS)
def test_guard_scopes_masks_and_limits(engine: str):
    query = guarded(engine, SQL)
    assert query.sql == OUT[engine]
    schema = SCHEMAS[engine]
    assert (query.tables, query.masked, query.row_cap) == (((schema, "users"),), ("users.email",), 10_000)
    origins = [(output.name, output.origin) for output in query.outputs]
    assert origins == [("name", ((schema, "users"), "name")), ("email", None)]


@pytest.mark.parametrize("engine", SCHEMAS)
@pytest.mark.parametrize(
    ("sql", "code", "part"),
    [
        ("SELECT password_hash FROM users", "sql.column", "password_hash"),
        ("SELECT * FROM salaries", "sql.relation", "salaries"),
        ("SELECT nothing FROM users", "sql.column", "nothing"),
        ("DELETE FROM users", "sql.statement", ""),
        ("SELECT 1; SELECT 2", "sql.statement", ""),
        ("SELECT load_extension('x')", "sql.function", "load_extension"),
        ("SELECT * FROM", "sql.syntax", "FROM"),
    ],
)
def test_refusals_name_the_part_and_its_place(engine: str, sql: str, code: str, part: str):
    with pytest.raises(GuardRefusal) as caught:
        guarded(engine, sql)
    refusal = caught.value
    assert (refusal.code, refusal.part) == (code, part)
    assert refusal.position == (sql.index(part) if part else None)


@pytest.mark.parametrize("engine", SCHEMAS)
@pytest.mark.parametrize(("asked", "given"), [("5", "5"), ("10001", "10001"), ("10002", "10001")])
def test_rows_are_capped_but_for_a_smaller_limit(engine: str, asked: str, given: str):
    assert guarded(engine, f"SELECT id FROM users LIMIT {asked}").sql.endswith(f" LIMIT {given}")


@pytest.mark.parametrize("engine", SCHEMAS)
def test_twelve_joins_pass_and_brackets_around_all_of_it(engine: str):
    joined = "SELECT p0.id FROM products AS p0" + "".join(
        f" JOIN products AS p{n} ON p{n}.id = p0.id" for n in range(1, 13)
    )
    assert guarded(engine, f"(({joined}))").sql == guarded(engine, joined).sql
    with pytest.raises(GuardRefusal) as caught:
        guarded(engine, f"{joined} JOIN products AS q ON q.id = p0.id")
    assert caught.value.rule == "joins"
