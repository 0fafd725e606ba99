"""The workbench: a plan in words against the bare EXPLAIN, and the words that the editor completes."""

from __future__ import annotations

import psycopg
from django.utils import timezone

from accounts.actor import Actor
from accounts.services import actor_by_email
from benchmarks.measure import Measurement, best_of
from querying.engines.postgresql.addresses import connection_string
from querying.models import DataSource
from querying.plans import explain
from querying.workbench.completions import completions

SQL = """
SELECT c.name, count(*) AS flights, avg(f.arr_delay) AS delay
FROM flights f JOIN airlines c ON c.carrier = f.carrier
WHERE f.distance = 4983 GROUP BY c.name ORDER BY flights DESC
"""
EXPLAIN_SECONDS, WORDS_SECONDS = 0.05, 0.05


def measure_workbench(email: str) -> list[Measurement]:
    """Both on the flights, which everybody sees whole."""
    actor = actor_by_email(email, organization_slug="nordwind")
    source = DataSource.objects.visible_to(actor).get(name="flights")
    return [_plan(actor, source), _words(actor, source)]


def _plan(actor: Actor, source: DataSource) -> Measurement:
    ours = best_of(lambda: explain(actor, source, SQL, timezone.now()), calls=5)
    with psycopg.connect(connection_string(source.reader_url), autocommit=True) as connection:
        statement = f"EXPLAIN (VERBOSE, FORMAT JSON) {SQL}".encode()
        bare = best_of(lambda: connection.execute(statement).fetchone(), calls=5)
    return Measurement("plan in words", ours, bare, "bare EXPLAIN", ours, EXPLAIN_SECONDS, "50 ms")


def _words(actor: Actor, source: DataSource) -> Measurement:
    ours = best_of(lambda: completions(actor, source), calls=5)
    return Measurement("words to complete", ours, None, "", ours, WORDS_SECONDS, "50 ms")
