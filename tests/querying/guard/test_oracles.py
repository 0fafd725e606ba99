"""What must stay hidden does, on twin databases that differ in nothing else."""

import pytest

from querying.catalog import CatalogView
from tests.querying.guard.corpora import ORACLES
from tests.querying.guard.shop import VIEW, VIEW_BY_JOINS, guarded
from tests.querying.guard.twins import SETTINGS, Twin


@pytest.mark.parametrize("view", [VIEW, VIEW_BY_JOINS], ids=["by_column", "by_joins"])
@pytest.mark.parametrize("sql", ORACLES)
def test_oracle_answers_both_twins_alike(sql: str, view: CatalogView, twins: tuple[Twin, Twin]):
    query = guarded(sql, view)
    first, second = twins
    for settings in SETTINGS:
        assert first.answer(query.sql, settings) == second.answer(query.sql, settings), query.sql
