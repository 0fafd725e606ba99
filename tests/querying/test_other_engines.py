"""Data sources that are not PostgreSQL, through the services: connected, scoped by organization, asked."""

import datetime as dt
import sqlite3

import pytest

from accounts.roles import Role
from querying import services
from querying.engines.base import SourceError
from querying.engines.sqlite import addresses
from querying.engines.sqlite.addresses import url_of
from querying.guard import GuardRefusal
from querying.limits import Purpose
from tests.querying.conftest import member

NOW = dt.datetime(2026, 11, 20, 10, 30, tzinfo=dt.UTC)


@pytest.fixture
def shop_file(tmp_path):
    before = addresses._folders
    addresses.allow_folders([tmp_path])
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.executescript("""
        CREATE TABLE users
            (id INTEGER PRIMARY KEY, tenant_id INTEGER, name TEXT, email TEXT, password_hash TEXT);
        CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users, total DECIMAL(8,2));
        INSERT INTO users VALUES (1, 1, 'Ann', 'ann@example.org', 'x'), (2, 2, 'Bob', 'bob@example.org', 'y');
        INSERT INTO orders VALUES (1, 1, 10.5), (2, 2, 99);
    """)
    connection.close()
    yield url_of(tmp_path / "shop.db")
    addresses.allow_folders(before)


def test_each_organization_sees_its_own_rows_of_a_file(shop_file, north, south):
    source = services.connect("File", shop_file, organization=north, scope_column="tenant_id").source
    services.share_with(source, organization=south)
    asked = {}
    for organization in (north, south):
        actor = member(organization, Role.MANAGER)
        ran = services.execute(
            actor=actor, source=source, sql="SELECT * FROM users", purpose=Purpose.CHAT, clock=NOW
        )
        asked[organization.slug] = ran.result.rows
        with pytest.raises(GuardRefusal):
            services.execute(
                actor=actor,
                source=source,
                sql="SELECT password_hash FROM users",
                purpose=Purpose.CHAT,
                clock=NOW,
            )
    assert (source.engine, asked) == (
        "sqlite",
        {"north": ((1, 1, "Ann", "***"),), "south": ((2, 2, "Bob", "***"),)},
    )


def test_a_name_stays_with_its_kind_of_database(shop_file, north, shop):
    with pytest.raises(SourceError, match="another kind"):
        services.connect("Shop", shop_file, organization=north)
