"""A segment of a million people, counted and filled, and what filling adds to the process's memory."""

from __future__ import annotations

import time

import psycopg

from accounts.actor import Actor
from accounts.services import actor_by_email
from benchmarks.measure import ROUNDS, Measurement, Unit, best_of
from benchmarks.memory import peak_growth
from benchmarks.people import EVERYBODY, PEOPLE, people_source
from campaigns import services
from querying.models import DataSource


def measure_segments(email: str) -> list[Measurement]:
    """On a source of their own."""
    actor = actor_by_email(email, organization_slug="nordwind")
    with people_source(actor) as (source, url):
        return measure_segment(actor, source, url)


def measure_segment(actor: Actor, source: DataSource, url: str) -> list[Measurement]:
    """Counting, and filling from nothing, beside the bare count and a copy of the keys into a bare table."""
    counting = best_of(lambda: services.propose_segment(actor, source=source, sql=EVERYBODY))
    segment = services.create_segment(actor, source=source, name="Bench", sql=EVERYBODY)

    def fill() -> float:
        segment.members.all()._raw_delete(segment.members.db)
        started = time.perf_counter()
        if not services.refresh_segment(segment.pk):
            segment.refresh_from_db()
            raise RuntimeError(segment.error)
        return time.perf_counter() - started

    filling = min(fill() for _round in range(ROUNDS))
    growth = peak_growth(fill)
    with psycopg.connect(url) as database:
        bare_count = best_of(lambda: database.execute("SELECT count(*) FROM people").fetchone())
        bare_fill = best_of(lambda: copy_keys(database))
    name = f"segment of {PEOPLE:,}"
    return [
        Measurement(f"{name}: count", counting, bare_count, "SELECT count(*)", counting, 2, "2 s"),
        Measurement(f"{name}: fill", filling, bare_fill, "INSERT ... SELECT", filling, 10, "10 s"),
        Measurement(
            f"{name}: memory to fill", growth, None, "", growth, 50e6, "50 MB (as an export)", Unit.BYTES
        ),
    ]


def copy_keys(database: psycopg.Connection[tuple[object, ...]]) -> None:
    """The same keys into a table with the same kind of unique index, within the database."""
    database.execute(
        "CREATE TEMPORARY TABLE keys (id bigserial PRIMARY KEY, segment int, person varchar(200))"
    )
    database.execute("CREATE UNIQUE INDEX ON keys (segment, person)")
    database.execute("INSERT INTO keys (segment, person) SELECT 1, id::text FROM people")
    database.rollback()
