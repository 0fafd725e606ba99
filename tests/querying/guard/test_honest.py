"""Honest questions pass, run on real PostgreSQL, and mean what they say of what is visible alone."""

import re

import pytest

from tests.querying.guard.corpora import HONEST
from tests.querying.guard.shop import guarded
from tests.querying.guard.twins import SETTINGS, Twin

_OF_ITS_OWN_CLOCK = re.compile(
    r"\bnow\(|current_|localtime|'(today|tomorrow|yesterday)'|random\(|\bage\(\w+\)", re.IGNORECASE
)


@pytest.mark.parametrize("sql", HONEST)
def test_honest_statement_runs_and_tells_nothing_hidden(sql: str, twins: tuple[Twin, Twin]):
    query = guarded(sql)
    first, second = twins
    answer = first.answer(query.sql, {})
    assert not isinstance(answer, str), f"SQLSTATE {answer}: {query.sql}"
    for settings in SETTINGS:
        assert first.answer(query.sql, settings) == second.answer(query.sql, settings) == answer


@pytest.mark.parametrize("sql", [sql for sql in HONEST if not _OF_ITS_OWN_CLOCK.search(sql)])
def test_guarded_statement_means_the_same_where_nothing_is_hidden(
    sql: str, twins: tuple[Twin, Twin], visible: Twin
):
    assert twins[0].answer(guarded(sql).sql, {}) == visible.answer(sql, {})
