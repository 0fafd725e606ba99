"""Running guarded queries: kept results, many askers at once, and the pool, beside the driver alone."""

from __future__ import annotations

import datetime as dt
import queue
import threading
import time
from collections.abc import Callable

import psycopg

from accounts.actor import Actor
from accounts.services import actor_by_email
from benchmarks.measure import ROUNDS, Measurement, Unit, best_of
from querying import services
from querying.cache import Caching
from querying.engines import ENGINES
from querying.guard import GuardedQuery, guard
from querying.limits import LIMITS, Purpose
from querying.models import DataSource

HEAVY = "SELECT name, count(*), count(DISTINCT user_id) FROM events GROUP BY name ORDER BY 2 DESC"
LIGHT = "SELECT count(*) FROM products"
ASKERS = 50
CONNECTIONS = 16
QUERIES = 600


def measure_running(email: str) -> list[Measurement]:
    """On the demo's shop, asked as one of its owners."""
    actor = actor_by_email(email, organization_slug="nordwind")
    source = DataSource.objects.get(name="shop")
    clock = dt.datetime.now(dt.UTC)
    view = services.catalog_view(actor, source)
    heavy, light = (guard(sql, view, purpose=Purpose.CHAT, clock=clock) for sql in (HEAVY, LIGHT))
    ask = Asking(actor, source, clock)
    return [*measure_kept(ask, heavy), *(measure_pool(source, light, threads) for threads in (1, 10, 50))]


class Asking:
    """One question asked by one person, as a page does."""

    def __init__(self, actor: Actor, source: DataSource, clock: dt.datetime) -> None:
        self.actor, self.source, self.clock = actor, source, clock

    def __call__(self, caching: Caching, purpose: Purpose = Purpose.CHAT) -> None:
        services.execute(
            actor=self.actor,
            source=self.source,
            sql=HEAVY,
            purpose=purpose,
            clock=self.clock,
            caching=caching,
        )
        services.release_connection()  # as at the end of a request: threads share a few


def measure_kept(ask: Asking, heavy: GuardedQuery) -> list[Measurement]:
    """The same query run, kept, and asked by many at once while nobody has run it yet."""
    url = ask.source.reader_url
    with psycopg.connect(url, autocommit=True) as connection:
        bare = best_of(lambda: connection.execute(heavy.sql.encode(), prepare=False).fetchall())
    run = best_of(lambda: ask(Caching.NONE))
    ask(Caching.RENEW)
    kept = best_of(lambda: ask(Caching.USE), calls=20)
    together = min(askers_at_once(ask) for _round in range(ROUNDS))
    bare_together = min(
        at_once(ASKERS, 1, bare_runner(url, heavy.sql, CONNECTIONS)) for _round in range(ROUNDS)
    )
    name = "1M events by name"
    return [
        Measurement(f"{name}: run, logged", run, bare, "psycopg alone", run - bare, 0.030, "30 ms beyond"),
        Measurement(f"{name}: kept, logged", kept, bare, "psycopg alone", kept, 0.020, "20 ms"),
        Measurement(
            f"{name}: {ASKERS} at once", together, bare_together, "psycopg alone", together, 2 * run, "2 runs"
        ),
    ]


def askers_at_once(ask: Asking) -> float:
    """Seconds until all have the rows of a query that nobody has run before."""
    services.drop_cache(ask.source)
    return at_once(ASKERS, 1, lambda: ask(Caching.USE))


def measure_pool(source: DataSource, light: GuardedQuery, threads: int) -> Measurement:
    """Short queries through the pool, beside as many plain connections that threads hand each other."""
    url, engine = source.reader_url, ENGINES[source.engine]
    each = QUERIES // threads
    ours = min(
        at_once(threads, each, lambda: engine.run(url, light, LIMITS[Purpose.CHAT], None))
        for _round in range(ROUNDS)
    )
    runner = bare_runner(url, light.sql, min(threads, CONNECTIONS))
    bare = min(at_once(threads, each, runner) for _round in range(ROUNDS))
    count = threads * each
    return Measurement(
        f"short queries, {threads} thread{'s' if threads > 1 else ''}",
        ours / count,
        bare / count,
        "psycopg alone",
        ours / count,
        None,
        "",
        Unit.SECONDS_EACH,
    )


def bare_runner(url: str, sql: str, connections: int) -> Callable[[], object]:
    """What a person would write: a few open connections in a queue, each query rolled back, nothing else."""
    idle: queue.Queue[psycopg.Connection[tuple[object, ...]]] = queue.Queue()
    for _number in range(connections):
        idle.put(psycopg.connect(url, prepare_threshold=None))

    def run() -> object:
        connection = idle.get()
        try:
            rows = connection.execute(sql.encode()).fetchall()
            connection.rollback()
            return rows
        finally:
            idle.put(connection)

    return run


def at_once(threads: int, calls: int, function: Callable[[], object]) -> float:
    """Seconds until so many threads, which start together, have made so many calls each. Raises their first
    failure.
    """
    failures: list[Exception] = []
    ready = threading.Barrier(threads + 1)

    def work() -> None:
        ready.wait()
        try:
            for _call in range(calls):
                function()
        except Exception as error:  # noqa: BLE001  raised again below
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    ready.wait()
    started = time.perf_counter()
    for worker in workers:
        worker.join()
    if failures:
        raise failures[0]
    return time.perf_counter() - started
