"""The semantic model is within what its asker may see, and follows every change of the knowledge."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from accounts.services import make_organization
from knowledge.enums import Status
from knowledge.models import BusinessMetric, KnowledgeChange, SegmentDefinition
from knowledge.probing import probe
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Function,
    Grain,
    Grouping,
    MetricMeasure,
    Order,
    SemanticQuery,
)
from knowledge.services import approve, delete_definition, save_definition, semantic_model
from querying import services
from querying.errors import SourceNotFound
from tests.knowledge.conftest import member

BOOKINGS = ("public", "bookings")


def metric(organization, source, **fields) -> BusinessMetric:
    found = {
        "name": "revenue",
        "table": "bookings",
        "sql": "sum(total_amount)",
        "currency_column": "currency",
    }
    made = BusinessMetric(organization=organization, source=source, **(found | fields))
    save_definition(made)
    return made


def test_masked_and_hidden_columns_cut_definitions_out(agency, north, manager, owner):
    services.set_column_policy(agency, "bookings", "status", pii="hidden")
    metric(north, agency, filters=["status = 'paid'"])
    metric(north, agency, name="bookings", sql="count(*)", currency_column="")
    metric(
        north, agency, name="per_booking", table="", sql="", formula="revenue / bookings", currency_column=""
    )
    save_definition(
        SegmentDefinition(
            organization=north, source=agency, name="paid", table="bookings", filter="status = 'paid'"
        )
    )
    seen = semantic_model(manager, agency)
    assert set(seen.metrics) == {"bookings"}
    assert seen.segments == {}
    assert seen.tables[BOOKINGS].column("status") is None
    assert set(semantic_model(owner, agency).metrics) == {"bookings", "revenue", "per_booking"}
    assert seen.tables["public", "customers"].column("email").masked


def test_knowledge_of_one_organization_is_not_anothers(agency, north, south, manager):
    metric(north, agency)
    assert set(semantic_model(manager, agency).metrics) == {"revenue"}
    assert semantic_model(member(south, Role.OWNER), agency).metrics == {}


def test_a_strangers_model_is_refused(agency):
    stranger = member(make_organization("east", external_id="1"), Role.OWNER)
    with pytest.raises(SourceNotFound):
        semantic_model(stranger, agency)


def test_an_organization_that_came_later_gets_drafts(agency):
    later = make_organization("later", external_id="1")
    services.share_with(agency, organization=later)
    model = semantic_model(member(later, Role.VIEWER), agency)
    assert model.joins["booking_origin"].to_table == ("public", "airports")


def test_model_is_kept_until_something_changes(agency, north, manager):
    first = semantic_model(manager, agency)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert semantic_model(manager, agency) is first
    assert len(queries) == 2
    made = metric(north, agency)
    assert semantic_model(manager, agency).metrics["revenue"].version == 1
    made.sql = "avg(total_amount)"
    save_definition(made)
    assert semantic_model(manager, agency).metrics["revenue"].version == 2
    services.set_column_policy(agency, "bookings", "total_amount", pii="hidden")
    assert semantic_model(manager, agency).metrics == {}


def test_every_change_is_in_the_history(agency, north, owner):
    from accounts.models import User

    person = User.objects.get(pk=owner.user_id)
    made = metric(north, agency)
    assert not save_definition(made, user=person)
    made.description = "All bookings"
    assert save_definition(made, user=person)
    assert approve(made, user=person)
    assert not approve(made, user=person)
    delete_definition(made, user=person)
    history = KnowledgeChange.objects.filter(name="revenue").order_by("pk")
    assert [(entry.action, entry.version, entry.user) for entry in history] == [
        ("created", 1, None),
        ("changed", 2, person),
        ("approved", 3, person),
        ("deleted", 3, person),
    ]
    assert history[1].fields == {"description": ["", "All bookings"]}
    assert history[2].fields == {"status": [Status.DRAFT, Status.APPROVED]}


def answers(organization, source, actor, query):
    """Rows of a compiled query, through the guard."""
    sql = compile_query(query, semantic_model(actor, source)).sql
    return list(probe(organization, source, sql).rows)


def test_compiled_queries_pass_the_guard(agency, north, manager):
    metric(north, agency, filters=["status = 'paid'"])
    metric(north, agency, name="bookings", sql="count(*)", currency_column="")
    metric(north, agency, name="average", table="", sql="", formula="revenue / bookings", currency_column="")
    origin = ColumnField(("public", "airports"), "name", ("booking_origin",))
    top = SemanticQuery(
        measures=(MetricMeasure("revenue"),), group_by=(Grouping(origin),), order=(Order(measure=0),), limit=1
    )
    assert answers(north, agency, manager, top) == [
        ("John F Kennedy Intl", "EUR", 240),
        ("Paris Orly", "USD", 100),
    ]
    by_month = SemanticQuery(
        measures=(
            MetricMeasure("bookings"),
            MetricMeasure("average"),
            AggregateMeasure(
                Function.COUNT_DISTINCT, ("public", "customers"), ColumnField(("public", "customers"), "city")
            ),
            AggregateMeasure(Function.MEDIAN, BOOKINGS, ColumnField(BOOKINGS, "total_amount")),
        ),
        group_by=(Grouping(ColumnField(BOOKINGS, "booked_at"), Grain.QUARTER),),
    )
    assert [row[1] for row in answers(north, agency, manager, by_month)] == ["EUR", "USD"]
    items = SemanticQuery(
        measures=(
            AggregateMeasure(
                Function.SUM, ("public", "booking_items"), ColumnField(("public", "booking_items"), "price")
            ),
        ),
        group_by=(Grouping(ColumnField(BOOKINGS, "booked_at"), Grain.WEEK),),
    )
    assert answers(north, agency, manager, items)
