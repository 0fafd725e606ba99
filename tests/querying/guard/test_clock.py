"""The turn's clock stands where the database's would."""

import pytest

from tests.querying.guard.shop import guarded


@pytest.mark.parametrize(
    ("written", "run"),
    [
        ("now()", "'2026-11-20 11:30:15.250000+01:00'::timestamp with time zone AS now"),
        ("current_date", "'2026-11-20'::pg_catalog.date AS \"current_date\""),
        ("localtimestamp(0)", "'2026-11-20 11:30:15'::timestamp AS \"localtimestamp\""),
        ("'yesterday'::date AS d", "'2026-11-19'::pg_catalog.date AS d"),
        ("clock_timestamp() AS c", "'2026-11-20 11:30:15.250000+01:00'::timestamp with time zone AS c"),
    ],
)
def test_clock_becomes_a_literal(written: str, run: str):
    assert guarded(f"SELECT {written}").sql == f"SELECT {run} LIMIT 10001"


def test_clock_in_a_comparison_and_in_age():
    sql = guarded("SELECT age(created_at) FROM orders WHERE created_at > 'today'").sql
    assert "age('2026-11-20', created_at)" in sql
    assert "created_at > '2026-11-20 00:00:00+01:00'" in sql
