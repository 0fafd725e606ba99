"""Attacks in DuckDB's own words, honest questions and oracles, on real DuckDB files."""

import pytest

from querying.engines import ENGINES
from tests.querying.guard.generic.answers import Shops, honest_failures, oracle_failures
from tests.querying.guard.generic.corpora import statements
from tests.querying.guard.generic.data import rows, visible_rows
from tests.querying.guard.generic.duckdb_twins import make_file
from tests.querying.guard.generic.test_attacks import outcome


@pytest.fixture(scope="module")
def duckdb_shops(tmp_path_factory) -> Shops:
    folder = tmp_path_factory.mktemp("duckdb")
    shops = Shops(
        "duckdb",
        make_file(folder / "first.duckdb", rows(second=False)),
        make_file(folder / "second.duckdb", rows(second=True)),
        make_file(folder / "visible.duckdb", visible_rows(), cut=True),
    )
    yield shops
    for url in (shops.first, shops.second, shops.visible):
        ENGINES["duckdb"].forget(url)


def test_attacks_are_refused():
    tried = statements("attacks_duckdb.sql")
    assert {sql: code for sql in tried if not (code := outcome("duckdb", sql)).startswith("sql.")} == {}
    assert len(tried) >= 290


def test_honest_statements_run_tell_nothing_hidden_and_mean_what_they_say(duckdb_shops: Shops):
    tried, failures = honest_failures(duckdb_shops)
    assert failures == {}
    assert tried >= 180


def test_oracles_tell_nothing(duckdb_shops: Shops):
    tried, failures = oracle_failures(duckdb_shops)
    assert failures == {}
    assert tried >= 80
