"""Whose query runs next: an organization's by purpose, in all processes; nobody is held up by the dead."""

import dataclasses
import threading
import time
import uuid

import pytest

from querying import queues, services, valkey
from querying.limits import LIMITS, Purpose
from querying.models import AnalyticsQuery
from querying.queues import Queue, are_people_waiting, turn
from querying.results import QueryFailed, QueryStopped
from tests.querying.test_cache import CLOCK, valkey_away

__all__ = ["valkey_away"]


@pytest.fixture
def queue(settings):
    settings.CHAT_QUERIES = 2
    yield (made := Queue(0, uuid.uuid4().int, Purpose.CHAT))
    valkey.ask(lambda server: server.delete(made.key), None)


def enter(queue: Queue, **more):
    return turn(queue, **{"seconds": 0} | more)


def elsewhere(queue: Queue, count: int, *, seconds: float) -> None:
    """Leases of another process."""
    now, _micros = valkey.client().time()
    valkey.client().zadd(queue.key, {f"other {n}": now + 1 + seconds for n in range(count)})


def test_an_organization_has_its_bound_and_others_have_theirs(queue):
    other = Queue(0, queue.organization_id + 1, Purpose.CHAT)
    export = Queue(0, queue.organization_id, Purpose.EXPORT)
    with enter(queue), enter(queue):
        with pytest.raises(QueryFailed, match="Your organization runs many") as failed, enter(queue):
            pass
        assert failed.value.code == "db.unavailable"
        with enter(other), enter(export):
            pass
    with enter(queue), enter(queue):
        pass
    assert valkey.client().zcard(queue.key) == 0


def test_other_processes_count_until_their_leases_end(queue):
    elsewhere(queue, 2, seconds=0.3)
    with pytest.raises(QueryFailed), enter(queue):
        pass
    with enter(queue, seconds=10):  # they were killed, and did not come back
        pass


def test_a_lease_is_renewed_as_long_as_somebody_looks(queue, monkeypatch):
    monkeypatch.setattr(queues, "RENEW_SECONDS", 0.0)
    with enter(queue) as stopped:
        (token,) = valkey.client().zrange(queue.key, 0, -1)
        before = valkey.client().zscore(queue.key, token)
        time.sleep(0.02)
        assert stopped() is False
        assert valkey.client().zscore(queue.key, token) > before


def test_who_waits_is_told_so_and_may_stop(queue, monkeypatch):
    monkeypatch.setattr(queues, "TOLD_AFTER_SECONDS", 0.1)
    told, began = [], time.monotonic()
    elsewhere(queue, 2, seconds=60)
    with (
        pytest.raises(QueryStopped),
        enter(queue, seconds=30, stopped=lambda: time.monotonic() - began > 0.4, waiting=told.append),
    ):
        pass
    assert time.monotonic() - began < 1.4
    assert told == [True]

    def free(is_waiting: bool) -> None:
        told.append(is_waiting)
        valkey.client().delete(queue.key)

    with enter(queue, seconds=30, waiting=free):
        pass
    assert told == [True, True, False]


def test_without_valkey_each_process_counts_for_itself(queue, valkey_away):
    with enter(queue), enter(queue), pytest.raises(QueryFailed), enter(queue):
        pass
    with enter(queue):
        pass


def test_many_at_once_never_exceed_the_bound(queue):
    running, most, lock = set(), [], threading.Lock()

    def work(number: int) -> None:
        with enter(queue, seconds=20):
            with lock:
                running.add(number)
                most.append(len(running))
            time.sleep(0.01)
            with lock:
                running.remove(number)

    threads = [threading.Thread(target=work, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (len(most), max(most)) == (12, 2)


def test_a_query_that_finds_no_place_is_told_and_logged(shop, manager, settings, monkeypatch):
    settings.CHAT_QUERIES = 1
    queue = Queue(shop.pk, manager.organization_id, Purpose.CHAT)
    monkeypatch.setitem(LIMITS, Purpose.CHAT, dataclasses.replace(LIMITS[Purpose.CHAT], seconds=0.2))
    asked = {"actor": manager, "source": shop, "sql": "SELECT count(*) FROM orders", "clock": CLOCK}
    with enter(queue):
        with pytest.raises(QueryFailed, match="Your organization runs many"):
            services.execute(**asked, purpose=Purpose.CHAT)
        assert services.execute(**asked, purpose=Purpose.WORKBENCH).result.row_count == 1
    codes = AnalyticsQuery.objects.order_by("created_at").values_list("purpose", "code")
    assert list(codes) == [("chat", "db.unavailable"), ("workbench", "")]


def test_what_nobody_waits_for_is_told_that_people_do(settings):
    settings.CHAT_QUERIES, source = 2, 987_654
    assert not are_people_waiting(source, 1)
    with turn(Queue(source, 1, Purpose.CHAT), seconds=1):
        assert are_people_waiting(source, 1)
        assert not are_people_waiting(source, 2)
    assert not are_people_waiting(source, 1)
