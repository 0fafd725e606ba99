"""The command guard_sql: an answer line for every line, whatever it holds."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

KEYS = ["id", "verdict", "code", "message", "part", "position", "sql", "columns", "rows", "masked"]


@pytest.fixture
def ask(shop, manager, capsys, monkeypatch):
    """The answers to raw lines."""

    def ask(*lines: bytes | str, execute: bool = True) -> list[dict]:
        raw = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines) + b"\n"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        capsys.readouterr()
        call_command("guard_sql", user=manager.email, datasource="Shop", execute=execute)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return ask


def line(identifier, sql) -> str:
    return json.dumps({"id": identifier, "sql": sql})


def test_allowed_statements_are_run_only_with_execute(ask):
    (answer,) = ask(line(1, "SELECT id, email FROM users ORDER BY id LIMIT 1"))
    assert list(answer) == KEYS
    assert (answer["verdict"], answer["code"]) == ("allowed", None)
    assert answer["columns"] == [
        {"name": "id", "type": "integer", "label": "id"},
        {"name": "email", "type": "text", "label": "email"},
    ]
    assert answer["rows"] == [[2, "***"]]
    assert answer["masked"] == ["users.email"]
    (checked,) = ask(line(1, "SELECT id, email FROM users ORDER BY id LIMIT 1"), execute=False)
    assert checked == answer | {"rows": None, "columns": None}


def test_refused_and_failed_statements(ask):
    refused, failed = ask(
        line("a", "SELECT * FROM tenants"), line("b", 'SELECT max("userId"::int) FROM users')
    )
    assert (refused["id"], refused["verdict"], refused["code"]) == ("a", "rejected", "sql.relation")
    assert refused["sql"] is None
    assert (failed["id"], failed["verdict"], failed["code"]) == ("b", "failed", "db.error")
    assert "userId" in failed["sql"]


def test_every_line_gets_an_answer_in_order(ask):
    lines = [
        "not json",
        "",
        "[]",
        '{"id": 1}',
        '{"id": [1], "sql": "SELECT 1"}',
        '{"id": NaN, "sql": "SELECT 1"}',
        b'{"id": 2, "sql": "\xff"}',
        b"\x00\x00",
        "[" * 100_000,
        b'{"id": 3, "sql": "' + b"x" * 9_000_000 + b'"}',
        '{"id": ' + "1" * 5000 + ', "sql": "SELECT 1"}',
    ]
    answers = ask(
        *lines, line(4, "SELECT 1\0"), line(5, "SELECT '\ud800'"), line(6, "x" * 60_000), line(7, "SELECT 1")
    )
    assert [answer["code"] for answer in answers[: len(lines)]] == ["input.invalid"] * len(lines)
    rest = [(answer["id"], answer["code"]) for answer in answers[len(lines) :]]
    assert rest == [(4, "sql.syntax"), (5, "sql.syntax"), (6, "sql.too_long"), (7, None)]
    assert answers[-1]["rows"] == [[1]]


def test_a_last_line_without_its_end_is_answered(ask):
    assert [answer["rows"] for answer in ask(line(1, "SELECT 1"), line(2, "SELECT 2"))] == [[[1]], [[2]]]


def test_values_keep_their_digits(ask):
    (answer,) = ask(line(1, "SELECT 9007199254740993, 'NaN'::float8, 0.1::numeric, 12345678901234567890.123"))
    assert answer["rows"] == [["9007199254740993", "NaN", 0.1, "12345678901234567890.123"]]


@pytest.mark.parametrize(("user", "datasource"), [("nobody@example.com", "Shop"), (None, "Nothing")])
def test_unknown_people_and_sources_are_told_in_one_line(shop, manager, user, datasource):
    with pytest.raises(CommandError) as refused:
        call_command("guard_sql", user=user or manager.email, datasource=datasource)
    assert "\n" not in str(refused.value)
