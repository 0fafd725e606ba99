"""A kind of chart that is asked for: drawn from the result, or refused with what is missing."""

from __future__ import annotations

import pytest

from querying.catalog import ColumnType
from querying.chart_kinds import ChartKind, ChartUnfit, Wording, chart_of_kind, kind_of, kinds_for
from tests.querying.test_charts import months, result

DATE, TEXT, INTEGER = ColumnType.DATE, ColumnType.TEXT, ColumnType.INTEGER
COUNTRIES = result([("country", TEXT), ("n", INTEGER)], [("FR", 3), ("SI", 2), ("DE", 1)])
MONTHS = result([("month", DATE), ("n", INTEGER)], months(3))
APART = [(month, name, number) for month, number in months(2) for name in "ab"]


TWICE = [(one, other, number) for number, one in enumerate("ab") for other in "xy"]


def values(spec):
    return spec["data"]["values"]


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        (COUNTRIES, ("bar", "pie")),
        (MONTHS, ("line", "bar", "area")),
        (result([("a", INTEGER), ("b", INTEGER)], [(1, 2), (2, 3), (3, 5)]), ("scatter",)),
        (result([("month", DATE), ("c", TEXT), ("n", INTEGER)], APART), ("line", "area")),
        (result([("a", TEXT), ("b", TEXT), ("n", INTEGER)], TWICE), ("bar", "stacked")),
        (result([("country", TEXT), ("n", INTEGER)], [("FR", 3), ("SI", -2)]), ("bar",)),
        (result([("country", TEXT), ("n", INTEGER)], [(str(i), 1) for i in range(9)]), ("bar", "pie")),
        (result([("country", TEXT), ("n", INTEGER)], [("FR", 3), ("FR", 2)]), ()),
        (result([("n", INTEGER)], [(3,)]), ()),
    ],
)  # fmt: skip
def test_the_kinds_that_fit_follow_from_types_and_cardinality(given, kinds):
    assert kinds_for(given, Wording()) == kinds
    for kind in kinds:
        assert kind_of(chart_of_kind(ChartKind(kind), given, Wording())) == kind


def test_a_pie_holds_the_rows_in_their_order():
    spec = chart_of_kind(ChartKind.PIE, COUNTRIES, Wording("People", ("", "people")))
    assert [(value["s"], value["x"]) for value in values(spec)] == [("FR", 3), ("SI", 2), ("DE", 1)]
    assert (spec["title"], spec["encoding"]["theta"]["title"]) == ("People", "n (people)")


def test_bars_of_months_stand_in_the_order_of_time_and_say_them_in_words():
    spec = chart_of_kind(
        ChartKind.BAR, result([("month", DATE), ("n", INTEGER)], reversed(months(3))), Wording(language="fr")
    )
    assert [value["x"] for value in values(spec)] == ["janvier 2025", "février 2025", "mars 2025"]


def test_chosen_columns_are_drawn_alone():
    wide = result([("c", TEXT), ("n", INTEGER), ("m", INTEGER)], [("a", 1, 5), ("b", 2, 6)])
    spec = chart_of_kind(ChartKind.BAR, wide, Wording(units=("", "", "EUR")), columns=("c", "m"))
    assert [value["x"] for value in values(spec)] == [5, 6]
    assert spec["encoding"]["x"]["title"] == "m (EUR)"


@pytest.mark.parametrize(
    ("kind", "given", "columns", "why"),
    [
        ("line", COUNTRIES, (), "dates or times"),
        ("pie", MONTHS, (), "names"),
        ("scatter", COUNTRIES, (), "two columns"),
        ("bar", COUNTRIES, ("planet", "n"), "no column planet"),
        ("bar", COUNTRIES, ("country",), "no column of numbers"),
        ("bar", result([("c", TEXT), ("n", INTEGER)], [("a", 1), ("a", 2)]), (), "same c"),
        ("pie", result([("c", TEXT), ("n", INTEGER)], [("a", 0), ("b", 0)]), (), "all nothing"),
        ("stacked", COUNTRIES, (), "two columns of names"),
        (
            "area",
            result([("month", DATE), ("n", INTEGER)], [(month, -n) for month, n in months(3)]),
            (),
            "negative",
        ),
        ("bar", result([("c", TEXT), ("n", INTEGER)], [("a", 1)]), (), "two rows"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(kind, given, columns, why):
    with pytest.raises(ChartUnfit, match=why):
        chart_of_kind(ChartKind(kind), given, Wording(), columns=columns)


def test_currencies_are_drawn_one_at_a_time():
    rows = [("FR", "EUR", 1), ("SI", "EUR", 2), ("US", "USD", 3)]
    given = result([("country", TEXT), ("currency", TEXT), ("n", INTEGER)], rows)
    spec = chart_of_kind(ChartKind.PIE, given, Wording("Revenue", apart=1))
    assert ([value["s"] for value in values(spec)], spec["title"]) == (["FR", "SI"], "Revenue (EUR)")


def test_many_parts_of_a_pie_are_the_largest_and_one_of_all_others():
    many = result([("c", TEXT), ("n", INTEGER)], [(f"c{number}", number) for number in range(1, 21)])
    drawn = [(value["s"], value["x"]) for value in values(chart_of_kind(ChartKind.PIE, many, Wording()))]
    assert drawn == [*((f"c{number}", number) for number in range(20, 13, -1)), ("Other (13)", 91)]


def test_many_areas_are_the_largest_and_one_of_all_others_at_each_moment():
    rows = [(month, f"c{size}", size) for month, _n in months(3) for size in range(1, 12)]
    given = result([("month", DATE), ("c", TEXT), ("n", INTEGER)], rows)
    spec = chart_of_kind(ChartKind.AREA, given, Wording(language="fr"))
    assert {value["s"] for value in values(spec)} == {"Autres (4)", *(f"c{size}" for size in range(5, 12))}
    assert sum(value["y"] for value in values(spec)) == 3 * sum(range(12))
    assert spec["encoding"]["y"]["stack"] is True


def test_what_adds_parts_up_is_offered_only_of_a_whole():
    assert kinds_for(COUNTRIES, Wording(), is_whole=False) == ("bar",)
    assert kinds_for(MONTHS, Wording(), is_whole=False) == ("line", "bar", "area")
