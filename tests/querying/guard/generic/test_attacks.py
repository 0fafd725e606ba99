"""What must not pass does not, and is told why."""

import pytest

from querying.guard import GuardRefusal
from tests.querying.guard.generic.corpora import attacks
from tests.querying.guard.generic.shop import SCHEMAS, guarded

ATTACKS = attacks()
KINDS = sorted({(engine, attack.kind) for engine, attack in ATTACKS})


def outcome(engine: str, sql: str) -> str:
    """The code of the refusal, and whether it points at the part that it names."""
    try:
        query = guarded(engine, sql)
    except GuardRefusal as refusal:
        pointed = refusal.position is None or sql[refusal.position :].startswith(refusal.part)
        return refusal.code if pointed and refusal.message.endswith(".") else f"{refusal.code} elsewhere"
    return f"passed as {query.sql}"


@pytest.mark.parametrize(("engine", "kind"), KINDS)
def test_attacks_are_refused_at_their_place(engine: str, kind: str):
    tried = [attack for each, attack in ATTACKS if each == engine and attack.kind == kind]
    assert {attack.sql: outcome(engine, attack.sql) for attack in tried} == {
        attack.sql: attack.code for attack in tried
    }


@pytest.mark.parametrize("engine", SCHEMAS)
def test_there_are_attacks_enough(engine: str):
    assert len([1 for each, _attack in ATTACKS if each == engine]) >= 150
