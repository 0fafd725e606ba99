"""The demo databases on the test server, small and of a fixed day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings

from copilot_site.demo.club import make_club
from copilot_site.demo.databases import connect_to, database_url
from copilot_site.demo.flights import make_flights
from copilot_site.demo.shop import make_shop
from copilot_site.embedded.state import ServiceState

DAY = dt.date(2026, 6, 15)
EVENTS = 20_000


def be_quiet(line: str) -> None:
    """Report to nobody."""


@pytest.fixture(scope="session")
def demo_databases(embedded_services: ServiceState) -> str:
    """The admin's URL of the server that holds the three databases."""
    admin_url = settings.DEMO_ADMIN_URL
    make_flights(admin_url, be_quiet)
    make_shop(admin_url, be_quiet, day=DAY, events=EVENTS)
    make_club(admin_url, be_quiet, day=DAY)
    return admin_url


@pytest.fixture(scope="session")
def flights(demo_databases: str) -> Iterator[psycopg.Connection]:
    with connect_to(demo_databases, "insight_flights") as connection:
        yield connection


@pytest.fixture(scope="session")
def shop(demo_databases: str) -> Iterator[psycopg.Connection]:
    with connect_to(demo_databases, "insight_shop") as connection:
        yield connection


@pytest.fixture(scope="session")
def club(demo_databases: str) -> Iterator[psycopg.Connection]:
    with connect_to(demo_databases, "insight_club") as connection:
        yield connection


@pytest.fixture
def scratch_url(embedded_services: ServiceState) -> Iterator[str]:
    """The admin's URL; a database `demo_scratch` made in the test is dropped."""
    yield settings.DEMO_ADMIN_URL
    with connect_to(settings.DEMO_ADMIN_URL, "postgres") as admin:
        admin.execute("DROP DATABASE IF EXISTS demo_scratch WITH (FORCE)")
        admin.execute("DROP DATABASE IF EXISTS demo_scratch_loading WITH (FORCE)")


__all__ = ["DAY", "EVENTS", "be_quiet", "database_url"]
