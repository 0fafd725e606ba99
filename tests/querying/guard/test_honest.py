"""Honest questions pass, run on real PostgreSQL, and mean what they say of what is visible alone."""

import pytest

from tests.querying.guard.corpora import EVERYDAY, HONEST, HONEST_BY_KIND, OF_ITS_OWN_CLOCK, attacks
from tests.querying.guard.shop import guarded
from tests.querying.guard.twins import SETTINGS, Twin


@pytest.mark.parametrize("sql", EVERYDAY)
def test_honest_statement_runs_and_tells_nothing_hidden(sql: str, twins: tuple[Twin, Twin]):
    query = guarded(sql)
    first, second = twins
    answer = first.answer(query.sql, {})
    assert not isinstance(answer, str), f"SQLSTATE {answer}: {query.sql}"
    for settings in SETTINGS:
        assert first.answer(query.sql, settings) == second.answer(query.sql, settings) == answer


@pytest.mark.parametrize("kind", HONEST_BY_KIND)
def test_guarded_statements_mean_the_same_where_nothing_is_hidden(
    kind: str, twins: tuple[Twin, Twin], visible: Twin
):
    for sql in HONEST_BY_KIND[kind]:
        if OF_ITS_OWN_CLOCK.search(sql):
            continue
        answer = twins[0].answer(guarded(sql).sql, {})
        assert not isinstance(answer, str), f"SQLSTATE {answer}: {sql}"
        assert answer == visible.answer(sql, {}), sql


def test_honest_statements_are_at_least_as_many_as_attacks():
    assert len(set(HONEST)) == len(HONEST) >= len(attacks())
