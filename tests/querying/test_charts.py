"""Charts: the kind follows from the columns, the data stand in the specification, doubt gives none."""

import datetime as dt
import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from querying.catalog import ColumnType
from querying.charts import MOST_BARS, chart_for
from querying.results import ResultColumn, ResultSet

DATE, TEXT, INTEGER, NUMBER = ColumnType.DATE, ColumnType.TEXT, ColumnType.INTEGER, ColumnType.NUMBER
ZONED = ColumnType.TIMESTAMPTZ


def result(columns, rows) -> ResultSet:
    return ResultSet(tuple(ResultColumn(name, kind) for name, kind in columns), tuple(rows))


def months(count):
    return [(dt.date(2025, month, 1), month * 10) for month in range(1, count + 1)]


def values(spec):
    return [{key: value[key] for key in ("x", "y")} for value in spec["data"]["values"]]


def test_time_and_a_number_make_a_line_in_order_of_time():
    spec = chart_for(
        result([("month", DATE), ("revenue", NUMBER)], reversed(months(3))), title="T", units=("", "EUR")
    )
    assert spec["mark"]["type"] == "line"
    assert (spec["width"], spec["title"]) == ("container", "T")
    assert spec["encoding"]["y"]["title"] == "revenue (EUR)"
    assert spec["encoding"]["x"]["axis"] == {"format": "%b %Y"}
    assert values(spec)[0] == {"x": "2025-01-01T00:00:00.000Z", "y": 10}
    assert "color" not in spec["encoding"]


def test_times_are_told_in_the_asked_language():
    spec = chart_for(result([("month", DATE), ("n", INTEGER)], months(2)), language="fr")
    assert [value["when"] for value in spec["data"]["values"]] == ["janvier 2025", "février 2025"]


def test_a_zoned_midnight_stays_on_its_day():
    midnight = dt.datetime(2025, 3, 1, tzinfo=ZoneInfo("Europe/Paris"))
    spec = chart_for(
        result([("day", ZONED), ("n", INTEGER)], [(midnight, 1), (midnight + dt.timedelta(days=1), 2)])
    )
    assert [value["x"] for value in values(spec)] == ["2025-03-01T00:00:00.000Z", "2025-03-02T00:00:00.000Z"]


def test_time_and_a_name_make_a_line_each():
    rows = [(day, name, 1) for day, _n in months(3) for name in ("FR", None)]
    spec = chart_for(result([("month", DATE), ("country", TEXT), ("n", INTEGER)], rows))
    assert spec["encoding"]["color"]["title"] == "country"
    assert {value["s"] for value in spec["data"]["values"]} == {"FR", "–"}


def test_names_make_bars_in_the_order_given():
    spec = chart_for(
        result([("airline", TEXT), ("delay", NUMBER)], [("B", Decimal("2.5")), ("A", 9), ("C", None)])
    )
    assert spec["mark"]["type"] == "bar"
    assert spec["encoding"]["y"]["sort"] is None
    assert values(spec) == [{"x": 2.5, "y": "B"}, {"x": 9, "y": "A"}]


def test_a_code_beside_its_name_is_left_out():
    rows = [("AA", "American", 1), ("UA", "United", 2)]
    spec = chart_for(result([("carrier", TEXT), ("name", TEXT), ("n", INTEGER)], rows))
    assert [value["y"] for value in values(spec)] == ["American", "United"]


def test_two_names_make_groups():
    rows = [(country, year, 1) for country in ("FR", "SI") for year in (2024, 2025)]
    spec = chart_for(result([("country", TEXT), ("year", INTEGER), ("n", INTEGER)], rows))
    assert spec["encoding"]["yOffset"]["field"] == "s"
    assert spec["encoding"]["color"]["title"] == "year"


def test_a_long_ranking_shows_its_head_and_says_so():
    columns = [("product", TEXT), ("n", INTEGER)]
    ranking = [(f"p{i}", 100 - i) for i in range(50)]
    spec = chart_for(result(columns, ranking))
    assert len(values(spec)) == MOST_BARS
    assert spec["encoding"]["y"]["title"] == "product (30 / 50)"
    assert chart_for(result(columns, [(f"p{i}", i * 7 % 50) for i in range(50)])) is None


def test_two_numbers_make_points():
    spec = chart_for(
        result([("distance", INTEGER), ("delay", NUMBER)], [(1, 2.0), (2, 3.0), (3, float("nan")), (4, 1.0)])
    )
    assert spec["mark"]["type"] == "point"
    assert len(values(spec)) == 3


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        ([("n", INTEGER)], [(1,)]),
        ([("n", INTEGER)], [(1,), (2,)]),
        ([("a", TEXT)], [("x",), ("y",)]),
        ([("a", TEXT), ("n", INTEGER)], []),
        ([("a", TEXT), ("n", INTEGER)], [("x", 1)]),
        ([("a", TEXT), ("user_id", INTEGER)], [("x", 1), ("y", 2)]),
        ([("at", DATE), ("n", INTEGER)], [("infinity", 1), (dt.date(2025, 1, 1), 2)]),
        (
            [("a", TEXT), ("b", TEXT), ("c", TEXT), ("n", INTEGER)],
            [("x", "y", "z", 1), ("x", "y", "w", 1)] * 2,
        ),
        (
            [("at", DATE), ("a", TEXT), ("n", INTEGER)],
            [(d, f"s{i}", 1) for i in range(9) for d, _n in months(2)],
        ),
        ([("x", INTEGER), ("y", INTEGER)], [(i, i) for i in range(201)]),
    ],
)
def test_what_does_not_fit_has_no_chart(columns, rows):
    assert chart_for(result(columns, rows)) is None


def test_specifications_are_json_without_addresses():
    spec = chart_for(
        result([("month", DATE), ("a", NUMBER), ("b", INTEGER)], [(d, Decimal(n), n) for d, n in months(4)])
    )
    text = json.dumps(spec, allow_nan=False)
    assert '"url"' not in text
    assert {value["s"] for value in spec["data"]["values"]} == {"a", "b"}


def test_amounts_of_two_currencies_never_share_an_axis() -> None:
    columns = (
        ResultColumn("country", ColumnType.TEXT),
        ResultColumn("currency", ColumnType.TEXT),
        ResultColumn("revenue", ColumnType.NUMBER),
    )
    rows = (("Germany", "EUR", 20.0), ("France", "EUR", 10.0), ("United States", "USD", 99.0))
    spec = chart_for(ResultSet(columns, rows), title="Revenue", apart=1)
    assert spec is not None
    assert spec["title"] == "Revenue (EUR)"
    assert [value["x"] for value in spec["data"]["values"]] == [20.0, 10.0]
