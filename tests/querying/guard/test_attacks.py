"""What must not pass does not, and is told why."""

import json
import lzma
import os
from pathlib import Path

import pytest

from querying.guard import GuardRefusal
from querying.guard.postgresql.parse import Message, parse
from tests.querying.guard.corpora import REFUSED, Attack, attacks
from tests.querying.guard.shop import VIEW, guarded

REPOSITORY = Path(__file__).parents[3]
SHARED = Path(os.environ.get("COPILOT_SHARED") or REPOSITORY.parent / "shared")
REGRESSION = SHARED / "data" / "pg_regress_statements.jsonl.xz"


KINDS = sorted({attack.kind for attack in REFUSED})


def refusal_of(attack: Attack) -> GuardRefusal:
    """How the guard refuses it. Raises AssertionError where it does not."""
    try:
        query = guarded(attack.sql)
    except GuardRefusal as refusal:
        return refusal
    raise AssertionError(f"{attack.id} passed as {query.sql}")


@pytest.mark.parametrize("kind", KINDS)
def test_attacks_are_refused_with_their_code(kind: str):
    tried = [attack for attack in REFUSED if attack.kind == kind]
    assert {attack.id: refusal_of(attack).code for attack in tried} == {
        attack.id: attack.must for attack in tried
    }


def test_every_attack_has_an_id_of_its_own_and_differs_from_all_others():
    every = attacks()
    assert len(every) == len({attack.id for attack in every}) == len({attack.sql for attack in every})
    assert len(every) > 2_000


def tables_of(message: Message) -> set[tuple[str, str]]:
    """(schema, table) of every table reference anywhere in a tree."""
    found = set()
    if message.DESCRIPTOR.name == "RangeVar":
        found.add((message.schemaname, message.relname))
    for field, value in message.ListFields():
        if field.message_type is not None:
            for child in value if field.is_repeated else (value,):
                found |= tables_of(child)
    return found


def test_statements_of_postgresql_itself_never_crash_and_never_write():
    """PostgreSQL's own regression suite: what passes reads, and only what is listed or named by WITH."""
    if not REGRESSION.exists():
        pytest.skip(f"{REGRESSION} is not there: PostgreSQL's own statements are not tried.")
    passed = 0
    with lzma.open(REGRESSION, "rt") as lines:
        for line in lines:
            statement = json.loads(line)
            try:
                query = guarded(statement["sql"])
            except GuardRefusal:
                continue
            passed += 1
            assert statement["kind"] == "SelectStmt", statement
            qualified = {table for table in tables_of(parse(query.sql)) if table[0]}
            assert qualified <= set(VIEW.tables), statement
            assert not any(name.startswith("pg_") for _, name in tables_of(parse(query.sql))), statement
    assert passed > 5_000
