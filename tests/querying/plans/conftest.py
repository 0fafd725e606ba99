"""A database large enough for PostgreSQL to choose between ways: shared, cut and parted tables."""

from collections.abc import Iterator

import pytest

from accounts.models import Organization
from querying import services
from querying.engines import ENGINES
from querying.models import DataSource
from tests.querying.conftest import drop_database, make_database

STREETS = """
CREATE TABLE cities (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE visits (
    id int PRIMARY KEY, city_id int NOT NULL, seen_at timestamptz NOT NULL, kind text NOT NULL,
    amount int NOT NULL
);
CREATE INDEX visits_by_time ON visits (seen_at);
CREATE TABLE sales (
    id int PRIMARY KEY, tenant_id int NOT NULL, city_id int NOT NULL, sold_at timestamptz NOT NULL,
    voucher text NOT NULL, password_hash text
);
CREATE INDEX sales_by_time ON sales (tenant_id, sold_at);
CREATE TABLE sale_lines (sale_id int NOT NULL REFERENCES sales, sku text NOT NULL);
CREATE TABLE readings (taken_on date NOT NULL, value int NOT NULL) PARTITION BY RANGE (taken_on);
CREATE TABLE readings_2024 PARTITION OF readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE readings_2025 PARTITION OF readings FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO cities SELECT i, 'City ' || i FROM generate_series(1, 50) i;
INSERT INTO visits SELECT i, 1 + i % 50, timestamptz '2025-01-01Z' + i * interval '1 minute', 'k' || i % 7,
    i % 9973 FROM generate_series(1, 40000) i;
INSERT INTO sales SELECT i, 1 + i % 2, 1 + i % 50, timestamptz '2025-01-01Z' + i * interval '1 minute',
    CASE i % 2 WHEN 0 THEN 'own' ELSE 'theirs' || i % 3 END, 'hash' FROM generate_series(1, 30000) i;
INSERT INTO sale_lines SELECT 1 + i % 30000, 's' || i % 5 FROM generate_series(1, 30000) i;
INSERT INTO readings SELECT date '2024-01-01' + i % 700, i FROM generate_series(1, 3000) i;
ANALYZE;
"""


@pytest.fixture(scope="session")
def streets_url(embedded_services) -> Iterator[str]:
    yield make_database("querying_streets", STREETS)
    drop_database("querying_streets")


@pytest.fixture
def streets(streets_url: str, north: Organization, south: Organization) -> Iterator[DataSource]:
    """`sales` is cut by `tenant_id`, `sale_lines` through it; the rest is shared."""
    source = services.connect("Streets", streets_url, organization=north, scope_column="tenant_id").source
    services.share_with(source, organization=south)
    for table in ("cities", "visits", "readings"):
        services.mark_shared(source, table)
    services.refresh_grants(source)
    yield source
    ENGINES["postgresql"].forget(source.reader_url)
