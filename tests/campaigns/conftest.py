"""A club of two organizations that look alike: members with addresses, and what they bought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from accounts.actor import Actor
from accounts.models import Organization
from accounts.roles import Role
from campaigns import services
from campaigns.models import Campaign, Segment
from copilot_site.embedded.state import ServiceState
from knowledge.bundles import import_bundle
from querying import services as querying
from querying.engines import ENGINES
from querying.models import DataSource
from tests.campaigns.mail_server import MailServer
from tests.querying.conftest import drop_database, make_database, member, north, south  # noqa: F401

CLUB = """
CREATE TABLE people (
    id int PRIMARY KEY, tenant_id int NOT NULL, email text, full_name text, language text,
    joined date NOT NULL
);
CREATE TABLE purchases (
    id int PRIMARY KEY, tenant_id int NOT NULL, person_id int NOT NULL REFERENCES people,
    amount numeric(10, 2) NOT NULL, bought_at timestamptz NOT NULL
);
INSERT INTO people SELECT i, 1 + i % 2, 'person' || i || '@example.com', 'First' || i || ' Last' || i,
    CASE WHEN i % 4 = 0 THEN 'fr' ELSE 'en' END, date '2025-01-01' + i FROM generate_series(1, 40) i;
INSERT INTO purchases SELECT i, 1 + i % 2, i, i * 10, timestamptz '2025-06-01 00:00Z' + i * interval '1 day'
FROM generate_series(1, 40) i;
ANALYZE;
"""
BUNDLE = """
version: 1
tables:
  - {name: people, label: {en: people, fr: personnes}, scope: tenant_id, columns: [
      {name: email, pii: masked}, {name: full_name, pii: masked}, {name: joined, role: time}]}
  - {name: purchases, label: {en: purchases, fr: achats}, scope: tenant_id}
audience: {table: people, id: id, email: email, name: full_name, locale: language}
"""
CLOCK = dt.datetime(2025, 7, 10, 12, tzinfo=dt.UTC)
EVERYBODY = "SELECT id FROM people"
CONTENT = {"subject": "Hello {{ first_name }}", "body": "We miss you, {{ first_name }}."}


@pytest.fixture(scope="session")
def club_url(embedded_services: ServiceState) -> Iterator[str]:
    yield make_database("campaigns_club", CLUB)
    drop_database("campaigns_club")


@pytest.fixture
def club(club_url: str, north: Organization, south: Organization) -> Iterator[DataSource]:  # noqa: F811
    """The club, shared by north (tenant 1: even ids) and south; addresses and names are masked."""
    source = querying.connect("Club", club_url, organization=north, scope_column="tenant_id").source
    querying.share_with(source, organization=south)
    for organization in (north, south):
        import_bundle(BUNDLE, source=source, organization=organization)
    yield source
    ENGINES["postgresql"].forget(source.reader_url)


@pytest.fixture
def manager(north: Organization) -> Actor:  # noqa: F811
    return member(north, Role.MANAGER)


@pytest.fixture
def stranger(south: Organization) -> Actor:  # noqa: F811
    """A manager of the other organization."""
    return member(south, Role.MANAGER)


@pytest.fixture
def segment(manager: Actor, club: DataSource) -> Segment:
    """Everybody of north: 20 people with even ids."""
    return services.create_segment(manager, source=club, name="All", sql=EVERYBODY, clock=CLOCK)


@pytest.fixture
def campaign(manager: Actor, segment: Segment) -> Campaign:
    return services.create_campaign(manager, name="Hello", segment=segment, content=CONTENT)


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A mail server, and the settings that lead to it."""
    with MailServer() as server:
        settings.MAIL_TRANSPORT = "smtp"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


def start(actor: Actor, campaign: Campaign) -> None:
    """Send it now, as far as its deliveries waiting."""
    services.send_now(actor, campaign)
    assert services.start_campaign(campaign.pk)
    campaign.refresh_from_db()
