"""What must stay hidden does, on twin databases that differ in nothing else."""

from collections.abc import Sequence

import pytest

from querying.catalog import CatalogView
from tests.querying.guard.corpora import HARMLESS, Attack
from tests.querying.guard.shop import VIEW, VIEW_BY_JOINS, guarded
from tests.querying.guard.twins import SETTINGS, Twin

ORACLES = [attack for attack in HARMLESS if attack.kind == "oracles"]
OTHERS = [attack for attack in HARMLESS if attack.kind != "oracles"]
_NOT_THERE = ("42703", "42P01", "42883")
"""Codes of names that PostgreSQL does not know: such a statement would prove nothing."""


@pytest.mark.parametrize(
    ("view", "ways"), [(VIEW, SETTINGS), (VIEW_BY_JOINS, SETTINGS[:3])], ids=["by_column", "by_joins"]
)
@pytest.mark.parametrize("attack", ORACLES, ids=lambda attack: attack.id)
def test_oracle_answers_both_twins_alike(
    attack: Attack, view: CatalogView, ways: Sequence[dict[str, str]], twins: tuple[Twin, Twin]
):
    query = guarded(attack.sql, view)
    first, second = twins
    for settings in ways:
        answer = first.answer(query.sql, settings)
        assert answer == second.answer(query.sql, settings), query.sql
        assert answer not in _NOT_THERE, query.sql


@pytest.mark.parametrize("kind", sorted({attack.kind for attack in OTHERS}))
def test_harmless_attack_answers_both_twins_alike(kind: str, twins: tuple[Twin, Twin]):
    first, second = twins
    for number, attack in enumerate(each for each in OTHERS if each.kind == kind):
        query = guarded(attack.sql, (VIEW, VIEW_BY_JOINS)[number % 2])
        settings = SETTINGS[number % 3]
        answer = first.answer(query.sql, settings)
        assert answer == second.answer(query.sql, settings), (attack.id, query.sql)
        assert answer not in _NOT_THERE, (attack.id, query.sql)
