from __future__ import annotations

import psycopg
import pytest


@pytest.mark.parametrize(
    ("table", "rows"),
    [("flights", 336_776), ("airlines", 16), ("airports", 1_458), ("planes", 3_322), ("weather", 26_115)],
)
def test_flights_has_every_row_of_the_package(flights: psycopg.Connection, table: str, rows: int):
    assert flights.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,)


def test_flight_date_is_the_local_day(flights: psycopg.Connection):
    late = flights.execute(
        "SELECT flight_date::text, year, month, day FROM flights "
        "WHERE time_hour = '2013-02-01 04:00+00' LIMIT 1"
    ).fetchone()
    assert late == ("2013-01-31", 2013, 1, 31)


def test_flights_keeps_missing_values(flights: psycopg.Connection):
    # Known of this data set: 8,255 flights never left, 9,430 have no arrival delay.
    found = flights.execute(
        "SELECT count(*) FILTER (WHERE dep_time IS NULL), count(*) FILTER (WHERE arr_delay IS NULL) "
        "FROM flights"
    ).fetchone()
    assert found == (8_255, 9_430)
