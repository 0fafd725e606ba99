"""Turns run in threads of the test's process: each test waits for its own."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from accounts.models import Organization
from conversations import keeper, relay, stop_signals
from copilot_site.embedded.state import ServiceState
from querying import services as querying
from querying.engines import ENGINES
from querying.models import DataSource
from tests.conversations.people import make_actor
from tests.conversations.trips import TRIPS
from tests.querying.conftest import drop_database, make_database


@pytest.fixture(autouse=True)
def turns_end() -> Iterator[None]:
    yield
    end = time.monotonic() + 10
    for turn_id in stop_signals.watched():
        stop_signals.set_here(turn_id)
    while stop_signals.watched() and time.monotonic() < end:
        time.sleep(0.02)
    keeper.stop()
    relay.drain()
    # The runner's thread closes its connection just after the turn is over.
    time.sleep(0.05)


@pytest.fixture(scope="session")
def trips_url(embedded_services: ServiceState) -> Iterator[str]:
    yield make_database("conversations_trips", TRIPS)
    drop_database("conversations_trips")


@pytest.fixture
def trips(trips_url: str, db: None) -> Iterator[DataSource]:
    """The trips, connected and introspected, shared by north (tenant 1) and south (tenant 2)."""
    north, south = make_actor("north"), make_actor("south", email="ann@south.example")
    organizations = Organization.objects.in_bulk([north.organization_id, south.organization_id])
    source = querying.connect(
        "Trips", trips_url, organization=organizations[north.organization_id], scope_column="tenant_id"
    ).source
    querying.share_with(source, organization=organizations[south.organization_id])
    querying.mark_shared(source, "carriers")
    querying.introspect(source)
    yield source
    ENGINES["postgresql"].forget(source.reader_url)
