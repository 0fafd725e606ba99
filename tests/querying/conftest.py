"""A shop of two organizations with look-alike data, in a database of its own on the embedded server."""

import dataclasses
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from accounts.actor import Actor
from accounts.models import Organization
from accounts.roles import Role
from accounts.services import actor_for, make_member, make_organization
from querying import services
from querying.engines import ENGINES
from querying.models import DataSource

SHOP = """
CREATE TYPE mood AS ENUM ('calm', 'cross');
CREATE TABLE tenants (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE users (
    id int PRIMARY KEY, tenant_id int NOT NULL REFERENCES tenants, "userId" text NOT NULL UNIQUE, email text,
    first_name text, phone text, password_hash text, contact text, mood mood, joined date
);
CREATE TABLE orders (
    id int PRIMARY KEY, tenant_id int NOT NULL REFERENCES tenants, user_id int NOT NULL REFERENCES users,
    total numeric(10, 2) NOT NULL, placed_at timestamptz NOT NULL
);
CREATE TABLE order_items (
    order_id int NOT NULL REFERENCES orders, line int NOT NULL, sku text NOT NULL, quantity int NOT NULL,
    PRIMARY KEY (order_id, line)
);
CREATE TABLE notes (id int PRIMARY KEY, order_id int REFERENCES orders, body text);
CREATE TABLE countries (code text PRIMARY KEY, name text NOT NULL);
CREATE VIEW order_view AS SELECT * FROM orders;
COMMENT ON TABLE orders IS 'What was bought';
COMMENT ON COLUMN orders.total IS 'With tax';
INSERT INTO tenants VALUES (1, 'North'), (2, 'South');
INSERT INTO users SELECT i, 1 + i % 2, 'u' || i, 'user' || i || '@example.com', 'First' || i,
    '+33 1 23 45 67 ' || 10 + i,
    'hash', 'user' || i || '@example.com', 'calm',
    date '2025-01-01' + i FROM generate_series(1, 20) i;
INSERT INTO orders SELECT i, 1 + i % 2, 1 + (i - 1) % 20, i * 10,
    timestamptz '2025-06-01 00:00Z' + i * interval '1 day'
    FROM generate_series(1, 40) i;
INSERT INTO order_items SELECT i, 1, 'sku' || i % 3, i FROM generate_series(1, 40) i;
INSERT INTO countries VALUES ('FR', 'France'), ('SI', 'Slovenia');
ANALYZE;
"""


def url_of(database: str) -> str:
    """The superuser's URL of a database on the embedded server."""
    return urlunsplit(urlsplit(settings.DEMO_ADMIN_URL)._replace(path=f"/{database}"))


def make_database(name: str, script: str) -> str:
    """A fresh database filled by a script; its URL."""
    with psycopg.connect(settings.DEMO_ADMIN_URL, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with psycopg.connect(url_of(name), autocommit=True) as database:
        database.execute(script.encode())
    return url_of(name)


def drop_database(name: str) -> None:
    """Remove a test's database, if it is still there, and the readers that were made for it."""
    with psycopg.connect(settings.DEMO_ADMIN_URL, autocommit=True) as admin:
        if admin.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            return
    with psycopg.connect(url_of(name), autocommit=True) as database:
        # Those with rights in this database alone: dropping what others own would cut them off theirs.
        readers = database.execute(
            r"SELECT rolname FROM pg_roles WHERE rolname LIKE 'insight\_reader\_%' AND EXISTS "
            "(SELECT FROM pg_shdepend WHERE refobjid = pg_roles.oid AND refclassid = 'pg_authid'::regclass"
            " AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        for (reader,) in readers.fetchall():
            database.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(reader)))
    with psycopg.connect(settings.DEMO_ADMIN_URL, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        for (reader,) in admin.execute(
            r"SELECT rolname FROM pg_roles WHERE rolname LIKE 'insight\_reader\_%' AND NOT EXISTS "
            "(SELECT FROM pg_shdepend WHERE refobjid = pg_roles.oid AND refclassid = 'pg_authid'::regclass)"
        ).fetchall():
            admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(reader)))


@pytest.fixture(scope="session")
def shop_url(embedded_services) -> Iterator[str]:
    """The superuser's URL of the shop."""
    yield make_database("querying_shop", SHOP)
    drop_database("querying_shop")


@pytest.fixture
def north(db) -> Organization:
    return make_organization("north", name="North", external_id="1")


@pytest.fixture
def south(db) -> Organization:
    return make_organization("south", name="South", external_id="2")


@pytest.fixture
def shop(shop_url: str, north: Organization, south: Organization) -> Iterator[DataSource]:
    """The shop, read by a reader of its own and cut by `tenant_id`, shared by north and south."""
    source = services.connect("Shop", shop_url, organization=north, scope_column="tenant_id").source
    services.share_with(source, organization=south)
    yield source
    ENGINES["postgresql"].forget(source.reader_url)


def member(organization: Organization, role: Role, external_id: str = "") -> Actor:
    """An actor of this role."""
    email = f"{role.value}{external_id}@{organization.slug}.example"
    membership = make_member(email, organization=organization, role=role, external_id=external_id)
    return dataclasses.replace(actor_for(membership), time_zone="UTC")


@pytest.fixture
def manager(north: Organization) -> Actor:
    """Sees the organization's rows, but no personal data."""
    return member(north, Role.MANAGER)


@pytest.fixture
def owner(north: Organization) -> Actor:
    """Sees personal data too."""
    return member(north, Role.OWNER)
