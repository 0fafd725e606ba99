"""A travel agency of two organizations: some foreign keys, some joins that only names and values tell of."""

from collections.abc import Iterator

import pytest

from accounts.actor import Actor
from accounts.models import Organization
from accounts.roles import Role
from accounts.services import actor_for, make_member, make_organization
from knowledge import services as knowledge
from querying import services
from querying.engines import ENGINES
from querying.models import DataSource
from tests.querying.conftest import drop_database, make_database

AGENCY = """
CREATE TABLE customers (
    id int PRIMARY KEY, tenant int NOT NULL, full_name text, email text, city text, birth_date date,
    joined_on date
);
CREATE TABLE airports (faa text PRIMARY KEY, name text NOT NULL, elevation_m int);
CREATE TABLE bookings (
    id int PRIMARY KEY, tenant int NOT NULL, customer_id int REFERENCES customers, origin text, dest text,
    status text, total_amount numeric, currency text, booked_at timestamptz, cancelled_at timestamptz
);
CREATE TABLE booking_items (
    id int PRIMARY KEY, booking_id int NOT NULL REFERENCES bookings, seat_count int, price numeric
);
-- No foreign key says whose reviews these are, nor that the code is an airport's.
CREATE TABLE reviews (
    review_id int PRIMARY KEY, tenant int NOT NULL, customer_id int, rating int, "airportCode" text, body text
);
CREATE TABLE diary (id int PRIMARY KEY, tenant int NOT NULL, customer_id int, mood text);
COMMENT ON TABLE bookings IS 'Trips that were booked';

INSERT INTO customers SELECT n, 1 + n % 2, 'Person ' || n, 'p' || n || '@example.org',
    (ARRAY['Paris', 'Orléans', 'New York'])[1 + n % 3], date '1990-01-01', date '2026-01-01' + n
    FROM generate_series(1, 30) n;
INSERT INTO airports VALUES ('CDG', 'Paris Charles de Gaulle', 119), ('ORY', 'Paris Orly', 89),
    ('JFK', 'John F Kennedy Intl', 4), ('LHR', 'London Heathrow', 25);
INSERT INTO bookings SELECT n, 1 + n % 2, n, (ARRAY['CDG', 'ORY', 'JFK'])[1 + n % 3],
    (ARRAY['JFK', 'LHR'])[1 + n / 2 % 2], (ARRAY['paid', 'open'])[1 + n / 16], n * 10,
    CASE WHEN n % 5 = 0 THEN 'USD' ELSE 'EUR' END, timestamptz '2026-02-01 00:00Z' + n * interval '1 day',
    NULL
    FROM generate_series(1, 30) n;
INSERT INTO booking_items SELECT n, n, 1 + n % 3, n * 10 FROM generate_series(1, 30) n;
INSERT INTO reviews SELECT n, 1 + n % 2, n, 1 + n % 5,
    (ARRAY['CDG', 'JFK', 'LHR'])[1 + n % 3], 'Fine'
    FROM generate_series(1, 30) n;
INSERT INTO diary
SELECT n, 1 + n % 2, n, (ARRAY['calm', 'cross'])[1 + n % 2]
    FROM generate_series(1, 30) n;
ANALYZE;
"""


@pytest.fixture(scope="session")
def agency_url(embedded_services) -> Iterator[str]:
    """The superuser's URL of the agency's database."""
    yield make_database("knowledge_agency", AGENCY)
    drop_database("knowledge_agency")


@pytest.fixture
def north(db) -> Organization:
    return make_organization("north", name="North", external_id="1")


@pytest.fixture
def south(db) -> Organization:
    return make_organization("south", name="South", external_id="2")


@pytest.fixture
def agency(agency_url: str, north: Organization, south: Organization) -> Iterator[DataSource]:
    """The agency's data, cut by `tenant`, for both organizations, drafted."""
    source = services.connect("agency", agency_url, organization=north, scope_column="tenant").source
    services.share_with(source, organization=south)
    services.mark_shared(source, "airports")
    services.set_table_policy(source, "diary", owner_column="customer_id")
    services.introspect(source)
    yield DataSource.objects.get(pk=source.pk)
    ENGINES["postgresql"].forget(source.reader_url)


def member(organization: Organization, role: Role) -> Actor:
    """An actor of this role."""
    return actor_for(make_member(f"{role}@{organization.slug}.example", organization=organization, role=role))


@pytest.fixture
def manager(north: Organization) -> Actor:
    """Sees the organization's rows, but no personal data."""
    return member(north, Role.MANAGER)


@pytest.fixture
def owner(north: Organization) -> Actor:
    """Sees personal data too."""
    return member(north, Role.OWNER)


@pytest.fixture
def model(agency, manager):
    """The agency as a manager sees it."""
    return knowledge.semantic_model(manager, agency)
