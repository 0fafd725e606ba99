"""What the compiler writes is run, and compared with SQL written by hand."""

import datetime as dt
from collections import Counter

import pytest
from django.db import connection

from knowledge.semantic.compiled import CannotCompile, CompiledQuery
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    DimensionField,
    Function,
    Grain,
    Grouping,
    MeasureCondition,
    MetricMeasure,
    Operator,
    Order,
    Period,
    SegmentCondition,
    SemanticQuery,
)
from tests.knowledge.semantic.shop import COUNTRIES, EVENTS, ITEMS, ORDERS, TABLES, USERS, shop

PARIS = "Europe/Paris"
STATUS = ColumnField(ORDERS, "status")
AMOUNT = ColumnField(ORDERS, "amount")
CREATED = ColumnField(ORDERS, "created_at")
COUNTRY = ColumnField(COUNTRIES, "name", ("order_user", "user_country"))
ORDER_COUNT = AggregateMeasure(Function.COUNT, ORDERS)
FEBRUARY = Period(
    dt.datetime.fromisoformat("2026-02-01"), dt.datetime.fromisoformat("2026-03-01"), grain=Grain.MONTH
)


@pytest.fixture
def run(db):
    """Compile a query of the shop, run its SQL, and give the rows."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)

        def rows(query: SemanticQuery | str, **options) -> list[tuple]:
            cursor.execute(query if isinstance(query, str) else compiled(query, **options).sql)
            return cursor.fetchall()

        yield rows


def compiled(query: SemanticQuery, **options) -> CompiledQuery:
    return compile_query(query, shop(), **({"time_zone": PARIS} | options))


def names(query: SemanticQuery) -> list[str]:
    return [column.name for column in compiled(query).columns]


def test_count_of_rows_reads_as_a_person_would_write_it(run):
    query = SemanticQuery(measures=(ORDER_COUNT,), where=(Condition(STATUS, Operator.EQUALS, ("paid",)),))
    assert compiled(query).sql == "SELECT\n  count(*) AS orders_count\nFROM orders\nWHERE status = 'paid'"
    assert run(query) == [(5,)]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (Function.COUNT, "count(quantity)"),
        (Function.COUNT_DISTINCT, "count(DISTINCT quantity)"),
        (Function.SUM, "sum(quantity)"),
        (Function.AVERAGE, "avg(quantity)"),
        (Function.MINIMUM, "min(quantity)"),
        (Function.MAXIMUM, "max(quantity)"),
        (Function.MEDIAN, "percentile_cont(0.5) WITHIN GROUP (ORDER BY quantity)"),
    ],
)
def test_every_function_by_a_grouping(run, function, expected):
    measure = AggregateMeasure(function, ITEMS, ColumnField(ITEMS, "quantity"))
    query = SemanticQuery(measures=(measure,), group_by=(Grouping(ColumnField(ITEMS, "product")),))
    by_hand = f"SELECT product, {expected} FROM order_items GROUP BY product ORDER BY 2 DESC, 1"
    assert run(query) == run(by_hand)


def test_grouping_through_joins_keeps_unmatched_rows(run):
    query = SemanticQuery(measures=(ORDER_COUNT,), group_by=(Grouping(COUNTRY),))
    assert run(query) == [("France", 3), (None, 2), ("United States", 1)]
    assert compiled(query).joins == (
        "orders to users N:1: no row multiplied",
        "users to countries N:1: no row multiplied",
    )
    assert [column.label for column in compiled(query).columns] == [
        {"en": "Country", "fr": "Pays"},
        {"en": "Number of orders", "fr": "Nombre de commandes"},
    ]


def test_joins_never_multiply_the_measure(run):
    quantity = AggregateMeasure(Function.SUM, ITEMS, ColumnField(ITEMS, "quantity"))
    query = SemanticQuery(measures=(MetricMeasure("orders"), quantity))
    assert run(query) == [(6, 12)]
    by_items = SemanticQuery(measures=(ORDER_COUNT,), group_by=(Grouping(ColumnField(ITEMS, "product")),))
    with pytest.raises(CannotCompile, match="without multiplying"):
        compiled(by_items)


def test_amounts_are_kept_apart_by_currency(run):
    total = SemanticQuery(measures=(MetricMeasure("revenue"),))
    assert run(total) == [("EUR", 230), ("USD", 200)]
    assert names(total) == ["currency", "revenue"]
    raw = SemanticQuery(measures=(AggregateMeasure(Function.MAXIMUM, ORDERS, AMOUNT),))
    assert run(raw) == [("EUR", 100), ("USD", 200)]
    price = SemanticQuery(measures=(AggregateMeasure(Function.SUM, ITEMS, ColumnField(ITEMS, "price")),))
    assert run(price) == [("EUR", 210), ("USD", 50)]


def test_one_currency_needs_no_grouping(run):
    held = Condition(ColumnField(ORDERS, "currency"), Operator.EQUALS, ("EUR",))
    assert run(SemanticQuery(measures=(MetricMeasure("revenue"),), where=(held,))) == [(230,)]
    assert run(SemanticQuery(measures=(MetricMeasure("euros"),))) == [(230,)]
    by_currency = (Grouping(ColumnField(ORDERS, "currency")),)
    assert names(SemanticQuery(measures=(MetricMeasure("revenue"),), group_by=by_currency)) == [
        "currency",
        "revenue",
    ]


def test_top_n_counts_within_each_currency(run):
    query = SemanticQuery(
        measures=(MetricMeasure("revenue"),),
        group_by=(Grouping(COUNTRY),),
        order=(Order(measure=0),),
        limit=1,
    )
    assert run(query) == [("France", "EUR", 150), ("United States", "USD", 200)]


def test_metric_filters_stand_beside_each_other(run):
    query = SemanticQuery(
        measures=(MetricMeasure("orders"), MetricMeasure("paid_orders"), MetricMeasure("paid_share")),
        group_by=(Grouping(STATUS),),
    )
    assert "count(*) FILTER (WHERE status = 'paid')" in compiled(query).sql
    assert run(query) == [("paid", 5, 5, 1), ("cancelled", 1, 0, 0)]


def test_ratio_is_made_from_its_parts_and_never_divides_by_zero(run):
    share = SemanticQuery(measures=(MetricMeasure("paid_share"),))
    assert [round(float(value), 4) for (value,) in run(share)] == [0.8333]
    nobody = SemanticQuery(
        measures=(MetricMeasure("paid_share"),), where=(Condition(STATUS, Operator.EQUALS, ("lost",)),)
    )
    assert run(nobody) == [(None,)]


def test_what_is_missing_in_a_sum_counts_as_zero(run):
    by_user = (Grouping(ColumnField(USERS, "fullName")),)
    gap = SemanticQuery(measures=(MetricMeasure("gap"),), group_by=by_user)
    assert run(gap) == [("Bob", 200), ("Cléo", 70), ("Ann", 20), (None, -10)]
    several = SemanticQuery(measures=(MetricMeasure("per_user"),), group_by=by_user)
    assert run(several) == [("Bob", 199), ("Ann", 99), ("Cléo", 69), ("Dan O'Neil", -1)]


def test_months_are_those_of_the_askers_clock(run):
    query = SemanticQuery(measures=(ORDER_COUNT,), group_by=(Grouping(CREATED, Grain.MONTH),))
    assert run(query) == [(dt.date(2026, 1, 1), 1), (dt.date(2026, 2, 1), 4), (dt.date(2026, 3, 1), 1)]
    in_utc = [(dt.date(2026, 1, 1), 2), (dt.date(2026, 2, 1), 3), (dt.date(2026, 3, 1), 1)]
    assert run(query, time_zone="UTC") == in_utc


@pytest.mark.parametrize("grain", list(Grain))
def test_every_grain_agrees_with_postgresql(run, grain):
    query = SemanticQuery(measures=(ORDER_COUNT,), group_by=(Grouping(CREATED, grain),))
    truncated = f"date_trunc('{grain.value}', created_at AT TIME ZONE 'Europe/Paris')"
    by_hand = run(f"SELECT {truncated}, count(*) FROM orders GROUP BY 1 ORDER BY 1")
    if grain is not Grain.HOUR:
        by_hand = [(moment.date(), count) for moment, count in by_hand]
    assert run(query) == by_hand


def test_weeks_may_start_on_sunday(run):
    query = SemanticQuery(
        measures=(AggregateMeasure(Function.COUNT, USERS),),
        group_by=(Grouping(ColumnField(USERS, "registered_on"), Grain.WEEK),),
    )
    sundays = [dt.date(2026, 1, 25), dt.date(2026, 2, 8), dt.date(2026, 3, 1)]
    assert run(query, week_start=6) == list(zip(sundays, (1, 2, 1), strict=True))
    mondays = [dt.date(2026, 1, 26), dt.date(2026, 2, 9), dt.date(2026, 2, 23)]
    assert [week for week, _count in run(query)] == mondays


def test_period_is_half_open_in_local_time(run):
    query = SemanticQuery(measures=(ORDER_COUNT,), period=FEBRUARY)
    assert "created_at >= TIMESTAMPTZ '2026-02-01 00:00:00+01:00'" in compiled(query).sql
    assert run(query) == [(4,)]
    assert run(query, time_zone="UTC") == [(3,)]
    users = SemanticQuery(measures=(MetricMeasure("signups"),), period=FEBRUARY)
    assert "registered_on >= DATE '2026-02-01'" in compiled(users).sql
    assert run(users) == [(2,)]


def test_each_measure_has_its_own_time(run):
    query = SemanticQuery(
        measures=(MetricMeasure("orders"), MetricMeasure("payments"), MetricMeasure("signups")),
        group_by=(Grouping(CREATED, Grain.MONTH),),
        period=FEBRUARY,
    )
    assert run(query) == [(dt.date(2026, 2, 1), 4, 2, 2)]


def test_time_may_stand_in_the_table_a_row_points_to(run):
    quantity = AggregateMeasure(Function.SUM, ITEMS, ColumnField(ITEMS, "quantity"))
    assert run(SemanticQuery(measures=(quantity,), period=FEBRUARY)) == [(8,)]


def test_measures_of_several_tables_meet_by_group(run):
    query = SemanticQuery(
        measures=(MetricMeasure("orders"), MetricMeasure("active_users"), MetricMeasure("orders_per_active")),
        group_by=(Grouping(ColumnField(COUNTRIES, "name"), None),),
    )
    assert Counter(run(query)) == Counter(
        [("France", 3, 1, 3), (None, 2, 0, None), ("United States", 1, 1, 1), ("Japan", 0, 1, 0)]
    )


def test_several_tables_without_groups(run):
    query = SemanticQuery(measures=(MetricMeasure("revenue"), MetricMeasure("active_users")))
    assert run(query) == [("EUR", 230, 3), ("USD", 200, 3)]


def test_dimension_and_segment_of_the_knowledge_base(run):
    query = SemanticQuery(
        measures=(ORDER_COUNT,),
        group_by=(Grouping(DimensionField("size")),),
        where=(SegmentCondition("big_order"), SegmentCondition("american", ("order_user",), negated=True)),
    )
    assert run(query) == [("big", 1), ("small", 1)]
    assert [(item.kind, item.name) for item in compiled(query).definitions] == [
        ("segment", "big_order"),
        ("segment", "american"),
        ("dimension", "size"),
    ]


def test_definitions_name_the_metrics_and_events_used():
    event = Condition(ColumnField(EVENTS, "name"), Operator.EQUALS, ("login",))
    query = SemanticQuery(measures=(AggregateMeasure(Function.COUNT, EVENTS),), where=(event,))
    assert [(item.kind, item.name) for item in compiled(query).definitions] == [("event", "login")]
    revenue = compiled(SemanticQuery(measures=(MetricMeasure("revenue"),))).definitions
    assert [(item.name, item.version, item.text) for item in revenue] == [
        ("revenue", 3, "sum(amount) WHERE status = 'paid'")
    ]


@pytest.mark.parametrize(
    ("field", "operator", "values", "expected"),
    [
        (STATUS, Operator.NOT_EQUALS, ("paid",), [3]),
        (STATUS, Operator.IN, ("cancelled", "lost"), [3]),
        (STATUS, Operator.NOT_IN, ("paid", "lost"), [3]),
        (STATUS, Operator.CONTAINS, ("AI",), [1, 2, 4, 5, 6]),
        (STATUS, Operator.CONTAINS, ("%",), []),
        (AMOUNT, Operator.LESS, (50,), [3, 6]),
        (AMOUNT, Operator.LESS_OR_EQUAL, ("50",), [2, 3, 6]),
        (AMOUNT, Operator.GREATER, (99.5,), [1, 4]),
        (AMOUNT, Operator.BETWEEN, (50, 70), [2, 5]),
        (CREATED, Operator.EQUALS, (dt.date(2026, 2, 1),), [3]),
        (CREATED, Operator.LESS_OR_EQUAL, (dt.date(2026, 2, 1),), [1, 3]),
        (CREATED, Operator.GREATER, (dt.date(2026, 2, 20),), [5, 6]),
        (CREATED, Operator.BETWEEN, (dt.date(2026, 2, 10), dt.date(2026, 2, 20)), [2, 4]),
        (ColumnField(ORDERS, "paid_at"), Operator.IS_NULL, (), [3]),
        (COUNTRY, Operator.IS_NULL, (), [5, 6]),
        (COUNTRY, Operator.EQUALS, ("France",), [1, 2, 3]),
        (ColumnField(USERS, "fullName", ("order_user",)), Operator.EQUALS, ("Dan O'Neil",), []),
        (ColumnField(USERS, "fullName", ("order_user", "inviter")), Operator.EQUALS, ("Ann",), [4, 5]),
    ],
)
def test_conditions_pick_the_right_rows(run, field, operator, values, expected):
    condition = Condition(field, operator, values)
    query = SemanticQuery(table=ORDERS, columns=(ColumnField(ORDERS, "id"),), where=(condition,))
    assert [row[0] for row in run(query)] == expected


def test_having_bounds_an_aggregate(run):
    bound = MeasureCondition(0, Operator.GREATER_OR_EQUAL, (2,))
    query = SemanticQuery(measures=(ORDER_COUNT,), group_by=(Grouping(COUNTRY),), having=(bound,))
    assert run(query) == [("France", 3), (None, 2)]
    measures = (MetricMeasure("orders"), MetricMeasure("signups"))
    several = SemanticQuery(measures=measures, group_by=query.group_by, having=(bound,))
    assert run(several) == [("France", 3, 1), (None, 2, 1)]


def test_rows_are_listed_with_what_they_point_to(run):
    query = SemanticQuery(
        table=ORDERS,
        columns=(ColumnField(ORDERS, "id"), ColumnField(USERS, "fullName", ("order_user",)), CREATED),
        order=(Order(grouping=2),),
        limit=2,
    )
    assert [row[:2] for row in run(query)] == [(6, None), (5, "Cléo")]
    assert names(query) == ["id", "order_user_full_name", "created_at"]


def test_distinct_rows(run):
    query = SemanticQuery(table=ORDERS, columns=(STATUS,), distinct=True)
    assert run(query) == [("cancelled",), ("paid",)]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (SemanticQuery(), "nothing to measure"),
        (SemanticQuery(measures=(MetricMeasure("nope"),)), "no metric called nope"),
        (SemanticQuery(measures=(MetricMeasure("loop"),)), "leads back to itself"),
        (SemanticQuery(measures=(AggregateMeasure(Function.SUM, ORDERS, STATUS),)), "not a number"),
        (SemanticQuery(measures=(AggregateMeasure(Function.COUNT, ("public", "x")),)), "no table called x"),
        (SemanticQuery(measures=(ORDER_COUNT,), order=(Order(measure=1),)), "inconsistent"),
        (SemanticQuery(measures=(ORDER_COUNT,), limit=0), "inconsistent"),
        (SemanticQuery(measures=(ORDER_COUNT,), group_by=(Grouping(STATUS, Grain.DAY),)), "not a date"),
        (
            SemanticQuery(measures=(ORDER_COUNT,), where=(Condition(AMOUNT, Operator.EQUALS, ("1; DROP",)),)),
            "can't be compared",
        ),
        (
            SemanticQuery(measures=(ORDER_COUNT,), where=(Condition(STATUS, Operator.EQUALS, ("a\0b",)),)),
            "can't be compared",
        ),
        (
            SemanticQuery(measures=(ORDER_COUNT,), where=(Condition(CREATED, Operator.EQUALS, ("soon",)),)),
            "can't be compared",
        ),
        (SemanticQuery(measures=(ORDER_COUNT,), where=(SegmentCondition("x"),)), "no segment called x"),
    ],
)
def test_what_cannot_be_compiled_says_why(query, message):
    with pytest.raises(CannotCompile, match=message):
        compiled(query)


def test_refusals_speak_the_askers_language():
    with pytest.raises(CannotCompile, match="Rien ne s'appelle nope"):
        compiled(SemanticQuery(measures=(MetricMeasure("nope"),)), language="fr")


def test_text_cannot_leave_its_quotes(run):
    query = SemanticQuery(
        measures=(ORDER_COUNT,), where=(Condition(STATUS, Operator.EQUALS, ("' OR '1'='1",)),)
    )
    assert run(query) == [(0,)]
    backslash = SemanticQuery(
        measures=(ORDER_COUNT,), where=(Condition(STATUS, Operator.EQUALS, ("\\' OR 1=1 --",)),)
    )
    assert run(backslash) == [(0,)]
