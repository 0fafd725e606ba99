"""Rows told by other rows, through the guard: another organization's or person's rows tell nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from accounts.actor import Actor
from accounts.models import Organization
from accounts.roles import Role
from accounts.services import actor_for, make_member
from knowledge.planner import plan
from knowledge.planner.plan import Planned, Question
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.query import AggregateMeasure, ColumnField, Function, Operator, RelatedCondition
from knowledge.semantic.query import SemanticQuery as Query
from knowledge.services import semantic_model
from querying import services
from querying.engines import ENGINES
from querying.limits import Purpose
from querying.models import DataSource
from tests.knowledge.planner.models import PlainValues
from tests.querying.conftest import drop_database, make_database

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
CUSTOMERS, BOOKINGS = ("public", "customers"), ("public", "bookings")
# Customers 1 to 4 are north's. South has a booking that points at customer 2 of north, and one of its own.
CROSSED = """
CREATE TABLE customers (id int PRIMARY KEY, tenant int NOT NULL, name text NOT NULL);
CREATE TABLE bookings (
    id int PRIMARY KEY, tenant int NOT NULL, customer_id int NOT NULL REFERENCES customers, agent int
);
INSERT INTO customers SELECT n, 1 + n / 5, 'Person ' || n FROM generate_series(1, 6) n;
INSERT INTO bookings VALUES (1, 1, 1, 7), (2, 2, 2, 7), (3, 1, 3, 8), (4, 1, 3, 8), (5, 2, 5, 7);
"""


@pytest.fixture(scope="module")
def crossed_url(embedded_services: object) -> Iterator[str]:
    yield make_database("knowledge_related", CROSSED)
    drop_database("knowledge_related")


@pytest.fixture
def crossed(crossed_url: str, north: Organization, south: Organization) -> Iterator[DataSource]:
    source = services.connect("crossed", crossed_url, organization=north, scope_column="tenant").source
    services.share_with(source, organization=south)
    services.introspect(source)
    yield DataSource.objects.get(pk=source.pk)
    ENGINES["postgresql"].forget(source.reader_url)


def person(organization: Organization, role: Role, external_id: str = "") -> Actor:
    email = f"{role.value}{external_id}@{organization.slug}.example"
    return actor_for(make_member(email, organization=organization, role=role, external_id=external_id))


def told(actor: Actor, source: DataSource, **more: object) -> list[object]:
    """Ids of the customers that the condition keeps, checked to be as many as a count tells."""
    model = semantic_model(actor, source)
    (join,) = [one for one in model.joins_from(BOOKINGS) if one.to_table == CUSTOMERS]
    condition = RelatedCondition(CUSTOMERS, BOOKINGS, (join.name,), **more)  # type: ignore[arg-type]
    listed = Query(table=CUSTOMERS, columns=(ColumnField(CUSTOMERS, "id"),), where=(condition,))
    counted = Query(measures=(AggregateMeasure(Function.COUNT, CUSTOMERS),), where=(condition,))
    ids = [row[0] for row in rows(actor, source, listed)]
    assert rows(actor, source, counted) == [(len(ids),)]
    return ids


def rows(actor: Actor, source: DataSource, query: Query) -> list[tuple[object, ...]]:
    sql = compile_query(query, semantic_model(actor, source)).sql
    run = services.execute(
        actor=actor, source=source, sql=sql, purpose=Purpose.CHAT, clock=NOW, generated_by="planner"
    )
    return list(run.result.rows)


def test_rows_of_another_organization_tell_nothing(
    crossed: DataSource, north: Organization, south: Organization
) -> None:
    ours, theirs = person(north, Role.MANAGER), person(south, Role.MANAGER)
    assert told(ours, crossed) == [1, 3]  # south's booking of customer 2 is not seen
    assert told(ours, crossed, negated=True) == [2, 4]
    assert told(ours, crossed, operator=Operator.GREATER_OR_EQUAL, values=(2,)) == [3]
    assert told(ours, crossed, operator=Operator.LESS, values=(1,)) == [2, 4]
    assert told(theirs, crossed) == [5]
    assert told(theirs, crossed, negated=True) == [6]


def test_rows_of_another_person_tell_nothing(crossed: DataSource, north: Organization) -> None:
    services.set_table_policy(crossed, "bookings", owner_column="agent")
    assert told(person(north, Role.USER, "7"), crossed) == [1]
    assert told(person(north, Role.USER, "8"), crossed) == [3]
    assert told(person(north, Role.USER, "9"), crossed) == []
    assert told(person(north, Role.SUPPORT), crossed) == [1, 3]


def test_who_belongs_to_no_organization_of_the_data_is_told_nothing(
    crossed: DataSource, north: Organization
) -> None:
    nobody = dataclasses.replace(person(north, Role.MANAGER), organization_external_id=None)
    assert told(nobody, crossed) == []
    assert told(nobody, crossed, negated=True) == []


def test_question_comes_to_the_same_rows(crossed: DataSource, north: Organization) -> None:
    actor = person(north, Role.MANAGER)
    model = semantic_model(actor, crossed)
    for text, expected in (
        ("customers without bookings", {"Person 2", "Person 4"}),
        ("customers with at least 2 bookings", {"Person 3"}),
        ("clients sans bookings", {"Person 2", "Person 4"}),
    ):
        planned = plan(Question(text, NOW, "UTC"), model, PlainValues({}))
        assert isinstance(planned, Planned)
        found = rows(actor, crossed, planned.query)
        assert {value for row in found for value in row if isinstance(value, str)} == expected
