"""A million people in a database of their own, connected, with where their addresses stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from accounts.actor import Actor
from accounts.models import Organization
from campaigns.models import Campaign, Segment
from knowledge.bundles import import_bundle
from querying import services as querying
from querying.models import DataSource

DATABASE = "bench_people"
PEOPLE = 1_000_000
EVERYBODY = "SELECT id FROM people"

TABLE = """
CREATE TABLE people (
    id bigint PRIMARY KEY, email text NOT NULL, full_name text NOT NULL, language text NOT NULL
);
INSERT INTO people SELECT i, 'person' || i || '@example.com', 'First' || i || ' Last' || i,
    CASE WHEN i % 4 = 0 THEN 'fr' ELSE 'en' END FROM generate_series(1, {people}) i;
"""
BUNDLE = """
version: 1
tables: [{name: people, label: people, scope: shared, columns: [{name: email, pii: masked}]}]
audience: {table: people, id: id, email: email, name: full_name, locale: language}
"""


@contextmanager
def people_source(actor: Actor) -> Iterator[tuple[DataSource, str]]:
    """A million people in a database of their own: the source and its address; removed in the end."""
    name = sql.Identifier(DATABASE)
    url = urlunsplit(urlsplit(settings.DEMO_ADMIN_URL)._replace(path=f"/{DATABASE}"))
    with psycopg.connect(settings.DEMO_ADMIN_URL, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(TABLE.format(people=PEOPLE).encode())
        database.execute("VACUUM ANALYZE people")
    organization = Organization.objects.get(pk=actor.organization_id)
    source = querying.connect("Bench people", url, organization=organization).source
    import_bundle(BUNDLE, source=source, organization=organization)
    try:
        yield source, url
    finally:
        Campaign.objects.filter(segment__source=source).delete()
        Segment.objects.filter(source=source).delete()
        source.delete()
