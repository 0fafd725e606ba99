"""What the guard takes never to raise does not, on real PostgreSQL and on values that much stumbles over.

Each so manieth comparison and expression around another here; all by `python -m benchmarks.raising`.
"""

import itertools
from collections.abc import Iterator, Sequence

import psycopg
import pytest

from querying.guard import GuardRefusal
from tests.querying.guard import nasty
from tests.querying.guard.generated.asking import Lane
from tests.querying.guard.shop import guarded
from tests.querying.guard.twins import Twin

FENCED = "OFFSET 0)"
STEP = 11
AT_ONCE = 200


def is_taken_to_be_safe(expression: str) -> bool:
    """Whether it may be tried on rows of others: in WHERE, without a fence."""
    try:
        sql = guarded(f"SELECT 1 FROM nasty a, nasty b WHERE ({expression}) IS NOT NULL", nasty.VIEW).sql
    except GuardRefusal:
        return False
    return FENCED not in sql


def safe_ones(connection: psycopg.Connection, step: int = 1) -> Iterator[str]:
    """All that is taken to be safe: expressions, and what may be done to their values."""
    alone = filter(is_taken_to_be_safe, nasty.expressions(connection))
    compared = filter(is_taken_to_be_safe, itertools.islice(nasty.comparisons(), 0, None, step))
    inner = [*alone, *compared]
    yield from inner
    around = (each for expression in inner for each in nasty.around(expression))
    yield from filter(is_taken_to_be_safe, itertools.islice(around, 0, None, step))


def failing(lane: Lane, expressions: Sequence[str], table: str) -> list[str]:
    """Those that fail on rows of the table."""
    found = []
    for start in range(0, len(expressions), AT_ONCE):
        asked = expressions[start : start + AT_ONCE]
        answers = lane.ask(
            [f"SELECT count(*) FROM {table} a, {table} b WHERE ({each}) IS NOT NULL" for each in asked]
        )
        found += [each for each, answer in zip(asked, answers, strict=True) if isinstance(answer, str)]
    return found


def telling(lane: Lane, expressions: Sequence[str]) -> list[str]:
    """Those that fail for what stands in the rows; what is no SQL fails without any row."""
    on_rows = failing(lane, expressions, "nasty")
    without = set(failing(lane, on_rows, "nothing"))
    return [expression for expression in on_rows if expression not in without]


@pytest.fixture
def lane(twins: tuple[Twin, Twin]) -> Iterator[Lane]:
    with psycopg.connect(twins[0].url, autocommit=True) as connection:
        nasty.fill(connection)
    lane = Lane(twins[0].url, "public, pg_catalog")
    yield lane
    lane.close()


def test_what_stands_without_a_fence_never_raises(lane: Lane, twins: tuple[Twin, Twin]) -> None:
    safe = list(safe_ones(twins[0].connection, STEP))
    assert len(safe) > 1_000
    assert telling(lane, safe) == []
