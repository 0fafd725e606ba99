"""After introspection alone, tables and columns have words, roles, joins and metrics to start from."""

import pytest
from django.db import connection

from accounts.services import make_organization
from knowledge.drafting.drafts import draft_knowledge
from knowledge.enums import Status
from knowledge.models import BusinessMetric, JoinDefinition, KnowledgeRevision, TableNote
from knowledge.semantic.model import ColumnRole
from knowledge.services import save_definition, semantic_model
from querying import services
from querying.models import DataSource


def test_joins_come_from_foreign_keys_names_and_values(model):
    joins = {name: (join.from_table[1], join.to_table[1], join.on) for name, join in model.joins.items()}
    assert joins == {
        "booking_customer": ("bookings", "customers", (("customer_id", "id"),)),
        "booking_item_booking": ("booking_items", "bookings", (("booking_id", "id"),)),
        "booking_origin": ("bookings", "airports", (("origin", "faa"),)),
        "booking_dest": ("bookings", "airports", (("dest", "faa"),)),
        "review_customer": ("reviews", "customers", (("customer_id", "id"),)),
        "review_airport": ("reviews", "airports", (("airportCode", "faa"),)),
    }
    assert {join.cardinality for join in model.joins.values()} == {"N:1"}


def test_joined_tables_are_named_by_their_role(model):
    assert model.joins["booking_origin"].words.label == {"en": "Origin airport", "fr": "Aéroport d'origine"}
    assert model.joins["booking_dest"].words.label["fr"] == "Aéroport de destination"
    assert model.joins["booking_customer"].words.label == {"en": "Customer", "fr": "Client"}


def test_columns_have_words_roles_and_units(model):
    bookings = model.tables["public", "bookings"]
    assert bookings.words.label == {"en": "Bookings", "fr": "Réservations"}
    assert bookings.words.description["en"] == "Trips that were booked"
    assert bookings.time_column == "booked_at"
    assert bookings.currency_column == "currency"
    amount = bookings.column("total_amount")
    assert (amount.role, amount.unit, amount.words.label["fr"]) == (
        ColumnRole.MEASURE,
        "currency",
        "Montant total",
    )
    roles = {column.name: column.role.value for column in bookings.columns}
    assert roles == {
        "id": "key",
        "tenant": "key",
        "customer_id": "key",
        "origin": "dimension",
        "dest": "dimension",
        "status": "dimension",
        "total_amount": "measure",
        "currency": "dimension",
        "booked_at": "time",
        "cancelled_at": "dimension",
    }


def test_parts_have_the_time_and_currency_of_their_whole(model):
    items = model.tables["public", "booking_items"]
    assert items.time_column == "booking_item_booking.booked_at"
    assert items.currency_column == "booking_item_booking.currency"


def test_a_birthday_is_not_when_a_row_happened(model):
    assert model.tables["public", "customers"].time_column == "joined_on"


def test_metrics_are_drafted_for_review_and_do_not_answer_yet(agency, north, model):
    drafts = BusinessMetric.objects.about(north.pk, agency.pk)
    found = {metric.name: (metric.sql, metric.status) for metric in drafts.filter(table="bookings")}
    assert found == {
        "bookings_count": ("count(*)", Status.DRAFT),
        "total_total_amount": ("sum(total_amount)", Status.DRAFT),
    }
    assert model.metrics == {}


def test_what_a_person_wrote_survives_the_next_introspection(agency, north, manager):
    note = TableNote.objects.get(organization=north, table="bookings")
    note.label = "Trips"
    assert save_definition(note)
    join = JoinDefinition.objects.get(organization=north, name="booking_dest")
    join.name = "destination"
    save_definition(join)
    services.introspect(agency)
    model = semantic_model(manager, agency)
    assert model.tables["public", "bookings"].words.label == {"en": "Trips", "fr": "Trips"}
    assert "destination" in model.joins
    assert "booking_dest" not in model.joins


@pytest.mark.django_db(transaction=True)
def test_describing_does_not_wait_for_who_stores_rows_of_the_source():
    """They hold the revision that describing raises: each would wait for the other."""
    organization, source = make_organization("north"), DataSource.objects.create(name="Any")
    storing = connection.copy()
    storing.set_autocommit(False)
    try:
        with storing.cursor() as cursor:
            # What a foreign key does to the row it points to when a transaction that stored rows ends.
            cursor.execute("SELECT 1 FROM querying_datasource WHERE id = %s FOR KEY SHARE", [source.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout TO '2s'")
        draft_knowledge(source, organization, [])
    finally:
        storing.close()
        connection.close()
    assert KnowledgeRevision.objects.filter(source=source, organization=organization).exists()
