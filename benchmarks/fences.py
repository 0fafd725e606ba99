"""Guarded SQL against the same with its scope written by hand, on a million rows; FENCES_ROWS for more.

A fence keeps what may raise an error from rows that are not the asker's; the guard puts one only where it
must. What needs none must cost as much as what a person would write.
"""

from __future__ import annotations

import datetime as dt
import os
import time

import psycopg

from benchmarks.fences_queries import QUERIES, Query
from benchmarks.fences_shop import make_database, make_view
from benchmarks.measure import Measurement
from querying.catalog import CatalogView
from querying.guard import guard
from querying.limits import Purpose

CLOCK = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
ROWS = int(os.environ.get("FENCES_ROWS", "1000000"))
MOST_TIMES = 1.2
ROUNDS = 5
SECONDS = 0.5
"""Short queries run on for so long, since a busy machine disturbs each of them more."""


def measure_fences() -> list[Measurement]:
    """Each query both ways, in turns, the best of some rounds; without a limit on rows, as by hand."""
    from django.conf import settings  # set up by now; the rest of this file needs none

    view = make_view()
    with psycopg.connect(make_database(settings.DEMO_ADMIN_URL, ROWS), autocommit=True) as connection:
        connection.prepare_threshold = None
        connection.execute("SET search_path = pg_catalog, public")
        connection.execute("SET jit = off")
        return [measure_query(connection, view, query) for query in QUERIES]


def measure_query(connection: psycopg.Connection, view: CatalogView, query: Query) -> Measurement:
    """A query guarded and by hand; both must give the same rows."""
    guarded = guard(query.asked, view, purpose=Purpose.AUDIENCE, clock=CLOCK).sql
    if ("OFFSET 0" in guarded) != query.fenced:
        raise AssertionError(f"{query.what}: a fence where none was expected, or none: {guarded}")
    best = dict.fromkeys((guarded, query.by_hand), float("inf"))
    rows = {}
    rounds, began = 0, time.perf_counter()
    while rounds < ROUNDS or time.perf_counter() - began < SECONDS:
        rounds += 1
        for sql in best if rounds % 2 else reversed(best):
            started = time.perf_counter()
            rows[sql] = connection.execute(sql.encode(), binary=True).fetchall()
            best[sql] = min(best[sql], time.perf_counter() - started)
    if sorted(map(repr, rows[guarded])) != sorted(map(repr, rows[query.by_hand])):
        raise AssertionError(f"{query.what}: not the same rows")
    ours, reference = best[guarded], best[query.by_hand]
    size = f"{ROWS / 1e6:g}M rows"
    if query.fenced:
        return Measurement(f"{query.what}, fenced, {size}", ours, reference, "by hand", ours, None, "")
    budget = MOST_TIMES * reference
    return Measurement(
        f"{query.what}, {size}", ours, reference, "by hand", ours, budget, f"{MOST_TIMES}x by hand"
    )
