"""Values are found however they are written, and only where every member may see them."""

import time

import pytest

from knowledge.models import ColumnValue
from knowledge.services import value_index
from knowledge.tasks import refresh_values_of
from knowledge.values import Values
from querying import services
from tests.knowledge.conftest import member

CITY, CODE, NAME = ((("public", "t"), column) for column in ("city", "code", "name"))


@pytest.fixture
def values() -> Values:
    rows = [
        (CITY, "Orléans"),
        (CITY, "New York"),
        (CODE, "JFK"),
        (CITY, "Tents"),
        (CODE, "paid"),
        (CODE, "unpaid"),
    ]
    return Values([*rows, (NAME, "United Air Lines Inc."), (NAME, "Delta Air Lines"), (NAME, "Delta Queen")])


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("orleans", [("city", "Orléans", 1.0)]),
        ("ORLÉANS", [("city", "Orléans", 1.0)]),
        ("new-york", [("city", "New York", 1.0)]),
        ("jfk", [("code", "JFK", 1.0)]),
        ("tent", [("city", "Tents", 1.0)]),
        ("paid", [("code", "paid", 1.0)]),
        ("United", []),
        ("jfc", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_phrase_finds_the_value_it_names(values, phrase, expected):
    assert [(match.column, match.value, match.score) for match in values.find(phrase)] == expected


def test_near_spellings_score_less(values):
    (match,) = values.find("Orleens")
    assert (match.value, match.score < 1) == ("Orléans", True)
    assert match.score >= 0.85


def test_finding_is_fast():
    values = Values((CITY, f"Product {n * 7919 % 20011} of kind {n % 97}") for n in range(20_000))
    started = time.perf_counter()
    for number in range(50):
        list(values.find(f"Produkt {number} of kind"))
    assert (time.perf_counter() - started) / 50 < 0.005


def places(organization) -> set[str]:
    stored = ColumnValue.objects.filter(organization=organization)
    return {f"{table}.{column}" for table, column in stored.values_list("table", "column")}


def test_only_what_every_member_sees_is_indexed(agency, north, owner):
    assert places(north) == {
        "airports.faa",
        "airports.name",
        "bookings.origin",
        "bookings.dest",
        "bookings.status",
        "bookings.currency",
        "customers.city",
        "reviews.airportCode",
        "reviews.body",
    }
    index = value_index(owner, agency)
    assert {(match.table[1], match.column) for match in index.find("jfk")} == {
        ("airports", "faa"),
        ("bookings", "origin"),
        ("bookings", "dest"),
        ("reviews", "airportCode"),
    }
    assert list(index.find("Person 2")) == []
    assert list(index.find("calm")) == []


def test_a_column_masked_later_is_found_no_more(agency, manager):
    assert list(value_index(manager, agency).find("paid"))
    services.set_column_policy(agency, "bookings", "status", pii="masked")
    assert list(value_index(manager, agency).find("paid")) == []


def test_values_are_each_organizations_own_and_refreshed(agency, north, south):
    ColumnValue.objects.filter(organization=south).delete()
    assert list(value_index(member(south, "manager"), agency).find("jfk")) == []
    access = agency.accesses.get(organization=south)
    assert refresh_values_of(access.pk) > 0
    assert list(value_index(member(south, "manager"), agency).find("jfk"))
    assert refresh_values_of(0) == 0
