"""How many rows come back."""

import pytest

from tests.querying.guard.shop import guarded


@pytest.mark.parametrize(
    ("written", "run"),
    [
        ("", "LIMIT 10001"),
        (" LIMIT 7", "LIMIT 7"),
        (" LIMIT 10001", "LIMIT 10001"),
        (" LIMIT 10002", "LIMIT 10001"),
        (" LIMIT 99999999999", "LIMIT 10001"),
        (" LIMIT ALL", "LIMIT 10001"),
        (" LIMIT NULL", "LIMIT 10001"),
        (" LIMIT 2 * 9999999", "LIMIT LEAST(2 * 9999999, 10001)"),
        (" OFFSET 3", "LIMIT 10001 OFFSET 3"),
    ],
)
def test_limit_is_at_most_one_more_than_the_cap(written: str, run: str):
    assert guarded("SELECT 1" + written).sql == f"SELECT 1 {run}"


def test_limit_with_ties_is_wrapped():
    sql = guarded("SELECT id FROM products ORDER BY id FETCH FIRST 3 ROWS WITH TIES").sql
    assert sql.endswith("FETCH FIRST 3 ROWS WITH TIES) result LIMIT 10001")
