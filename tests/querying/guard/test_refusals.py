"""Each refusal names the rule, the part and its place in the asker's own text."""

import pytest

from querying.guard import GuardRefusal
from querying.guard.rules import RULES
from tests.querying.guard.corpora import REFUSED, Attack
from tests.querying.guard.shop import guarded

KINDS = sorted({attack.kind for attack in REFUSED})
WITHOUT_PART = frozenset({"no-nul", "valid-text", "length", "syntax-end"})
"""Rules that are broken at a place where nothing readable stands."""
WITHOUT_PLACE = frozenset({"depth", "no-statement"})
"""Rules that the whole statement breaks."""
CODES = frozenset(
    {
        "sql.too_long",
        "sql.syntax",
        "sql.statement",
        "sql.node",
        "sql.relation",
        "sql.column",
        "sql.function",
        "sql.operator",
        "sql.type",
        "sql.too_deep",
        "sql.too_complex",
    }
)
"""Those of contracts.md."""


def refusal_of(sql: str) -> GuardRefusal:
    with pytest.raises(GuardRefusal) as caught:
        guarded(sql)
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
def test_refusals_name_rule_part_and_place(kind: str):
    for attack in (each for each in REFUSED if each.kind == kind):
        check_refusal(attack, refusal_of(attack.sql))


def check_refusal(attack: Attack, refusal: GuardRefusal) -> None:
    rule = RULES[refusal.rule]
    assert (refusal.code, refusal.template) == (rule.code, rule.template), attack
    assert refusal.message.endswith("."), attack
    assert len(refusal.message) < 300, attack
    if refusal.rule in WITHOUT_PLACE or _is_an_escape_without_place(attack):
        return
    assert refusal.position is not None, attack
    assert bool(refusal.part) == (refusal.rule not in WITHOUT_PART), attack
    assert attack.sql[refusal.position :].startswith(refusal.part), attack


def _is_an_escape_without_place(attack: Attack) -> bool:
    """PostgreSQL tells no place where an escape in a text makes bytes that are no UTF-8."""
    return attack.sql in ("SELECT E'\\xff'", "SELECT E'\\000'")


@pytest.mark.parametrize(
    ("sql", "rule", "part", "position"),
    [
        ("SELECT 'é', pg_sleep(3)", "function", "pg_sleep", 12),
        ("SELECT 'été', '😀', pg_catalog.pg_sleep(3)", "function", "pg_catalog.pg_sleep", 19),
        ("SELECT 'é' AS é, x.é FROM users", "unknown-alias", "x", 17),
        ("SELECT 'é' FROM salaries", "hidden-table", "salaries", 16),
        ("SELECT 'é'; DELETE FROM users", "one-statement", "DELETE", 12),
        ("/* é */ DELETE FROM users", "select-only", "DELETE", 8),
        ("SELECT 'é' FROM users FOR UPDATE", "row-locks", "FOR", 22),
        ("SELECT substring('é' FOR 3) FROM users FOR SHARE", "row-locks", "FOR", 39),
        ("SELECT 'é' AS email, (u).email FROM users u", "fields", "email", 25),
        ("SELECT u.id FROM users u, orders AS u", "alias-twice", "u", 36),
        ("SELECT 'shoe' FROM users u JOIN orders o USING (shoe)", "using-missing", "shoe", 48),
        ("VALUES (1, 2), (3)", "values-length", "3", 16),
        ("SELECT 1 UNION SELECT 2, 3", "set-columns", "2", 22),
        ("SELECT 1 FROM users a(b, c, d, e, f, g, h, i, j, k)", "column-aliases", "users", 14),
        ("SELECT 'é' FROM users WHERE", "syntax-end", "", 27),
        ("SELECT 'é' FORM users", "syntax-near", "users", 16),
        ("SELECT 'é', 'unfinished", "syntax-open", "'", 12),
        ("SELECT 'é', /* unfinished", "syntax-open", "/*", 12),
        ("SELECT 'é' AS \"\"", "syntax-empty-name", '""', 14),
        ("SELECT 'é', 12monkeys", "syntax-number", "12monkeys", 12),
        ("SELECT U&'é\\zz'", "syntax-escape", "\\", 11),
        ("SELECT 1 FROM a.b.c.d.e", "syntax-name", "a.b.c.d.e", 14),
        ("SELECT 'é' LIMIT 5, 10", "syntax-limit", "LIMIT", 11),
        ("SELECT sum(1) OVER (ROWS UNBOUNDED FOLLOWING)", "syntax-frame", "UNBOUNDED", 25),
        ("SELECT 'é' FETCH FIRST 1 ROWS WITH TIES", "syntax-ties", "WITH", 30),
        ("SELECT 'é', u.*.id FROM users u", "syntax", "*.", 14),
        ("SELECT (1, 2, 3) OVERLAPS (1, 2)", "syntax", "(", 7),
    ],
)
def test_refusal_points_at_the_part(sql: str, rule: str, part: str, position: int):
    refusal = refusal_of(sql)
    assert (refusal.rule, refusal.part, refusal.position) == (rule, part, position)


def test_the_words_of_the_parser_reach_nobody():
    assert [refusal_of(sql).message for sql in ("SELECT 1.e5x", "SELECT 1::float(0)")] == [
        "This is not valid SQL: 1.e5x is no number. A name can't begin with a digit.",
        "This is not valid SQL: 0 can't stand like this.",
    ]


def test_rules_have_codes_of_the_contract_and_sentences():
    assert {rule.code for rule in RULES.values()} == CODES
    assert all(rule.template.endswith(".") for rule in RULES.values())


def test_what_a_refusal_repeats_is_short():
    refusal = refusal_of("SELECT " + "n" * 9_000 + "()")
    assert (len(refusal.message) < 120, len(refusal.part)) == (True, 60)
