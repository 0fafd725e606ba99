"""Honest questions pass, run on real PostgreSQL, and answer both twins alike."""

import pytest

from tests.querying.guard.corpora import HONEST
from tests.querying.guard.shop import guarded
from tests.querying.guard.twins import SETTINGS, Twin


@pytest.mark.parametrize("sql", HONEST)
def test_honest_statement_runs_and_tells_nothing_hidden(sql: str, twins: tuple[Twin, Twin]):
    query = guarded(sql)
    first, second = twins
    answer = first.answer(query.sql, {})
    assert not isinstance(answer, str), f"SQLSTATE {answer}: {query.sql}"
    for settings in SETTINGS:
        assert first.answer(query.sql, settings) == second.answer(query.sql, settings) == answer
