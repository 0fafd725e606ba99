"""What must not pass does not, and is told why."""

import itertools

import pytest

from querying.guard import GuardRefusal
from tests.querying.guard.corpora import REFUSED, Attack, attacks
from tests.querying.guard.regression import REGRESSION, passes, regression_statements
from tests.querying.guard.shop import guarded

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


def test_statements_of_postgresql_itself_never_crash_and_never_write():
    """What passes reads, only what is listed or named by WITH, and comes back as the same tree.

    Each ninth here; all by `python -m benchmarks.guard_corpus`.
    """
    if not REGRESSION.exists():
        pytest.skip(f"{REGRESSION} is not there: PostgreSQL's own statements are not tried.")
    tried = [passes(statement) for statement in itertools.islice(regression_statements(), 0, None, 9)]
    assert len(tried) > 5_000
    assert sum(tried) > 600
