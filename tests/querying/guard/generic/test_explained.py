"""Plans of the twins: what is told of one, in words and hints, is told of the other."""

from __future__ import annotations

import re

import pytest

from querying.engines import ENGINES
from querying.guard import GuardedQuery, GuardRefusal
from querying.plans import PlanExplained
from querying.plans.explaining import tell_plan
from querying.results import QueryFailed
from tests.querying.guard.generic.answers import LIMIT, Shops
from tests.querying.guard.generic.corpora import honest, oracles
from tests.querying.guard.generic.data import rows
from tests.querying.guard.generic.duckdb_twins import make_file
from tests.querying.guard.generic.shop import view

# Columns that the asker must not see, and those that cut the tables for them.
UNSEEN = re.compile(r"password_hash|salary|salaries|organization = |#\d|__")
# The order in which tables are joined is the database's choice, by all that it knows (docs/workbench.md).
READING = re.compile("Reads|Finds|Looks")
EVERY = 25
"""One in so many is explained, which takes as long as running it."""


@pytest.fixture(scope="module")
def duckdb_shops(tmp_path_factory):
    folder = tmp_path_factory.mktemp("duckdb")
    first, second = (make_file(folder / f"{number}.duckdb", rows(second=number == 1)) for number in range(2))
    yield Shops("duckdb", first, second, first)
    for url in (first, second):
        ENGINES["duckdb"].forget(url)


def told(shops: Shops, url: str, query: GuardedQuery, schema: str) -> PlanExplained | str:
    try:
        plan = ENGINES[shops.engine].explain(url, query, LIMIT)
    except QueryFailed as failure:
        return failure.code
    return tell_plan(plan, view(shops.engine, schema), query, own_only=False)


def failures_of(shops: Shops) -> tuple[int, dict[str, str]]:
    """How many statements were explained, and of which the plans tell the twins apart, or what is hidden."""
    failures = {}
    explained = 0
    for sql in (*honest(shops.engine)[::EVERY], *oracles(shops.engine)[::EVERY]):
        try:
            queries = shops.guarded(sql)
        except GuardRefusal:
            continue
        first, second = (
            told(shops, url, query, schema)
            for url, query, schema in zip((shops.first, shops.second), queries, shops.schemas, strict=True)
        )
        explained += 1
        if isinstance(first, str) or isinstance(second, str):
            failures[sql] = "" if first == second else f"{first} {second}"
            continue
        one, other = (
            (sorted(filter(READING.match, each.sentences)), each.costly, each.hints, each.rows)
            for each in (first, second)
        )
        if one != other:
            failures[sql] = f"{one}\n{other}"
        elif UNSEEN.search(" ".join(first.sentences)) and not UNSEEN.search(sql):
            failures[sql] = str(first.sentences)
    return explained, {sql: failure for sql, failure in failures.items() if failure}


@pytest.mark.parametrize("engine", ["sqlite", "mysql", "duckdb"])
def test_plans_tell_nothing_hidden(request, engine):
    explained, failures = failures_of(request.getfixturevalue(f"{engine}_shops"))
    assert failures == {}
    assert explained >= 10
