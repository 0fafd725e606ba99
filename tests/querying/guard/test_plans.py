"""Where no fence stands, PostgreSQL plans a guarded query as it plans the same with its scope by hand."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from benchmarks.fences_queries import QUERIES
from benchmarks.fences_shop import make_database, make_view
from copilot_site.embedded.state import ServiceState
from querying.guard import guard
from querying.limits import Purpose
from tests.querying.guard.shop import NOW

VIEW = make_view()


@pytest.fixture(scope="module")
def shop(embedded_services: ServiceState) -> Iterator[psycopg.Connection]:
    """The benchmark's shop, of 20,000 events."""
    with psycopg.connect(make_database(embedded_services.admin_url, 20_000), autocommit=True) as connection:
        connection.execute("SET search_path = pg_catalog, public")
        yield connection


def plan(connection: psycopg.Connection, sql: str) -> list[tuple[Any, ...]]:
    """The steps of a plan, the outer before the inner, with the tables and indexes that they read."""
    row = connection.execute(f"EXPLAIN (FORMAT JSON, COSTS OFF) {sql}").fetchone()
    waiting = [row[0][0]["Plan"]]
    steps = []
    while waiting:
        step = waiting.pop()
        steps.append(
            tuple(step.get(key) for key in ("Node Type", "Join Type", "Relation Name", "Index Name"))
        )
        waiting += step.get("Plans", [])
    return steps


def test_a_query_without_a_fence_is_planned_as_by_hand(shop):
    for query in QUERIES:
        guarded = guard(query.asked, VIEW, purpose=Purpose.AUDIENCE, clock=NOW).sql
        assert ("OFFSET 0" in guarded) == query.fenced, query.what
        if not query.fenced:
            assert plan(shop, guarded) == plan(shop, query.by_hand), query.what


def test_both_give_the_same_rows(shop):
    for query in QUERIES:
        guarded = guard(query.asked, VIEW, purpose=Purpose.AUDIENCE, clock=NOW).sql
        rows, by_hand = (sorted(map(repr, shop.execute(sql))) for sql in (guarded, query.by_hand))
        assert rows == by_hand, query.what
        assert rows
