"""The first of each group, running totals, changes and shares, run through the guard with a scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from accounts.actor import Actor
from accounts.models import Organization
from accounts.roles import Role
from accounts.services import actor_for, make_member
from knowledge.planner import plan, tell, understood
from knowledge.planner.plan import Planned, Question
from knowledge.semantic.compiled import CannotCompile
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.derivation import ChangeByUnit, RunningTotal, TopPerGroup
from knowledge.semantic.query import AggregateMeasure, ColumnField, Function, Grouping, Order, SemanticQuery
from knowledge.services import semantic_model, value_index
from querying import services
from querying.engines import ENGINES
from querying.limits import Purpose
from querying.models import DataSource
from querying.results import ResultSet
from tests.querying.conftest import drop_database, make_database

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
# Tenant 2's sales are the largest by far; seller "b" belongs to the person 9.
SALES = """
CREATE TABLE shops (id int PRIMARY KEY, tenant int NOT NULL, name text NOT NULL);
CREATE TABLE sales (
    id int PRIMARY KEY, tenant int NOT NULL, shop_id int NOT NULL REFERENCES shops, seller text NOT NULL,
    sold_on date NOT NULL, amount numeric(8,2) NOT NULL, status text NOT NULL, person int NOT NULL
);
INSERT INTO shops VALUES (1, 1, 'Hill'), (2, 1, 'Lake'), (3, 2, 'Moon');
INSERT INTO sales VALUES
    (1, 1, 1, 'a', '2026-01-05', 10, 'paid', 8), (2, 1, 1, 'a', '2026-01-09', 20, 'paid', 8),
    (3, 1, 1, 'b', '2026-03-01', 5, 'void', 9), (4, 1, 1, 'c', '2026-03-02', 7, 'paid', 8),
    (5, 1, 2, 'b', '2026-03-03', 50, 'paid', 9), (6, 1, 2, 'c', '2026-04-01', 1, 'void', 8),
    (7, 2, 3, 'z', '2026-01-01', 999, 'paid', 8), (8, 2, 3, 'z', '2026-02-01', 999, 'void', 9);
"""


@pytest.fixture(scope="module")
def sales_url(embedded_services: object) -> Iterator[str]:
    yield make_database("knowledge_windows", SALES)
    drop_database("knowledge_windows")


@pytest.fixture
def sales(sales_url: str, north: Organization, south: Organization) -> Iterator[DataSource]:
    source = services.connect("sales", sales_url, organization=north, scope_column="tenant").source
    services.share_with(source, organization=south)
    services.introspect(source)
    yield DataSource.objects.get(pk=source.pk)
    ENGINES["postgresql"].forget(source.reader_url)


@pytest.fixture
def manager(north: Organization) -> Actor:
    return actor_for(make_member("manager@north.example", organization=north, role=Role.MANAGER))


def asked(actor: Actor, source: DataSource, question: str) -> tuple[list[tuple[object, ...]], str]:
    """The rows that answer a question, and the answer in words."""
    model = semantic_model(actor, source)
    found = plan(Question(question, NOW), model, value_index(actor, source))
    assert isinstance(found, Planned), found
    compiled = compile_query(found.query, model, language=found.language)
    result = services.execute(
        actor=actor, source=source, sql=compiled.sql, purpose=Purpose.CHAT, clock=NOW, generated_by="planner"
    ).result
    assert [column.name for column in result.columns] == [column.name for column in compiled.columns]
    words = tell(
        found.query, compiled, model, ResultSet(result.columns, result.rows), language=found.language
    )
    assert understood(found.query, model, found.language)
    return list(result.rows), words.text


@pytest.mark.django_db
def test_the_first_of_each_group_keeps_to_the_askers_rows_and_tells_ties(sales: DataSource, manager: Actor):
    rows, words = asked(manager, sales, "for each shop, the seller with the most sales")
    assert rows == [("Hill", "a", 2, 1, 0), ("Lake", "b", 1, 1, 1)]
    assert words.splitlines() == [
        "Hill: a (**2**).",
        "Lake: b (**1**).",
        "Lake: **1** more are tied with the last one shown.",
    ]


@pytest.mark.django_db
def test_rows_are_ranked_within_their_group_too(sales: DataSource, manager: Actor):
    rows, _ = asked(manager, sales, "latest sale of each shop")
    assert [(row[0], row[1]) for row in rows] == [("Hill", 4), ("Lake", 6)]


@pytest.mark.django_db
def test_a_running_total_adds_up_month_by_month(sales: DataSource, manager: Actor):
    rows, words = asked(manager, sales, "cumulative number of sales by month in 2026")
    assert rows == [
        (dt.date(2026, 1, 1), 2, 2),
        (dt.date(2026, 3, 1), 3, 5),
        (dt.date(2026, 4, 1), 1, 6),
    ]
    assert words == "The number of sales in 2026 adds up to **6** by April 2026."


@pytest.mark.django_db
def test_a_change_after_a_month_without_rows_is_one_from_nothing(sales: DataSource, manager: Actor):
    rows, words = asked(manager, sales, "number of sales month over month")
    assert [row[1:4] for row in rows] == [(2, None, None), (3, 0, 3), (1, 3, -2)]
    assert [row[4] for row in rows] == [None, None, pytest.approx(Decimal("-66.67"), abs=Decimal("0.01"))]
    assert "**1** in April 2026, **−2** from the one before" in words


@pytest.mark.django_db
def test_shares_of_a_part_stand_by_group(sales: DataSource, manager: Actor):
    rows, words = asked(manager, sales, "what percentage of sales was void by shop?")
    assert [(row[0], float(row[1]), *row[2:]) for row in rows] == [("Lake", 50.0, 1, 2), ("Hill", 25.0, 1, 4)]
    assert words.splitlines()[0] == "Lake, **50%** of the number of sales: **1** of **2**."


@pytest.mark.django_db
def test_owners_see_only_their_own_rows_ranked(sales: DataSource, north: Organization):
    services.set_table_policy(sales, "sales", owner_column="person")
    member = make_member("user9@north.example", organization=north, role=Role.USER, external_id="9")
    rows, _ = asked(actor_for(member), sales, "for each shop, the seller with the most sales")
    assert rows == [("Hill", "b", 1, 1, 0), ("Lake", "b", 1, 1, 0)]


SALES_KEY = ("public", "sales")
BY_SELLER = SemanticQuery(
    table=SALES_KEY,
    measures=(AggregateMeasure(Function.COUNT, SALES_KEY),),
    group_by=(Grouping(ColumnField(SALES_KEY, "seller")),),
)


@pytest.mark.django_db
@pytest.mark.parametrize("derived", [RunningTotal(), ChangeByUnit(), TopPerGroup(1, 1), TopPerGroup(0, 1)])
def test_what_does_not_fit_a_query_is_refused(sales: DataSource, manager: Actor, derived: object):
    query = SemanticQuery(
        table=SALES_KEY,
        measures=BY_SELLER.measures,
        group_by=BY_SELLER.group_by,
        order=(Order(measure=0),),
        derived=derived,  # type: ignore[arg-type]
    )
    with pytest.raises(CannotCompile):
        compile_query(query, semantic_model(manager, sales))
