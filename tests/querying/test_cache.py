"""Kept results: who gets them, who never does, and what happens when many ask at once or Valkey is away."""

import base64
import dataclasses
import datetime as dt
import logging
import os
import threading
import time
import uuid

import pytest

from accounts.roles import Role
from querying import services, valkey
from querying.cache import BOOKS, Caching, Kept, Place, drop, is_volatile, run_once, seconds_left
from querying.catalog import ColumnType
from querying.guard import guard
from querying.guard.postgresql.functions import VOLATILE
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.results import QueryFailed, QueryStopped, ResultColumn, ResultSet
from querying.services import executing, visible
from tests.querying.conftest import member

CLOCK = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)
RESULT = ResultSet((ResultColumn("a", ColumnType.INTEGER),), ((1,),))
COUNT = "SELECT count(*) FROM orders"


@pytest.fixture
def place():
    yield (place := Place(f"copilot:result:0:{uuid.uuid4().hex}", 60))
    valkey.client().delete(place.key, place.lead_key)


@pytest.fixture
def valkey_away(settings):
    """No server behind the address; the real one is back afterwards."""
    there, settings.REDIS_URL = settings.REDIS_URL, "redis://127.0.0.1:1/0"
    valkey.client.cache_clear()
    yield
    settings.REDIS_URL = there  # now: what is torn down later asks it
    valkey.client.cache_clear()
    valkey.forget_absence()


def run(actor, source, sql, **more):
    more = {"purpose": Purpose.CHAT, "clock": CLOCK} | more
    return services.execute(actor=actor, source=source, sql=sql, **more)


def is_kept(actor, source, sql, **more) -> bool:
    return run(actor, source, sql, **more).cached_age is not None


# --- whose result it is ----------------------------------------------------------------------------


def test_the_same_query_is_run_once_and_the_log_tells_which(shop, manager):
    first, second = run(manager, shop, COUNT), run(manager, shop, COUNT, purpose=Purpose.WORKBENCH)
    assert (first.cached_age, first.result.rows) == (None, ((20,),))
    assert 0 <= second.cached_age < 60
    assert second.result == first.result
    kept = dict(AnalyticsQuery.objects.values_list("pk", "cached"))
    assert kept == {first.id: False, second.id: True}


def test_people_with_the_same_rights_share_and_organizations_do_not(shop, manager, north, south):
    run(manager, shop, COUNT)
    assert is_kept(member(north, Role.SUPPORT), shop, COUNT)
    assert not is_kept(member(south, Role.MANAGER), shop, COUNT)
    twin = dataclasses.replace(manager, organization_id=south.pk)  # the same external id, elsewhere
    assert not is_kept(twin, shop, COUNT)


def test_shared_tables_are_not_shared_by_way_of_the_cache(shop, manager, south):
    services.mark_shared(shop, "countries")
    services.refresh_grants(shop)
    assert not is_kept(manager, shop, "SELECT name FROM countries")
    assert not is_kept(member(south, Role.MANAGER), shop, "SELECT name FROM countries")


def test_masks_and_owners_are_told_apart(shop, manager, owner, north):
    query = "SELECT email FROM users WHERE id = 2"
    assert run(owner, shop, query).result.rows == (("user2@example.com",),)
    assert run(manager, shop, query).result.rows == (("***",),)
    services.set_table_policy(shop, "orders", owner_column="user_id")
    ann, bob = (member(north, Role.USER, external_id=one) for one in ("2", "4"))
    for actor, rows in ((manager, 20), (ann, 2), (bob, 2)):
        ran = run(actor, shop, "SELECT id FROM orders")
        assert (ran.cached_age, ran.result.row_count) == (None, rows)
    assert is_kept(ann, shop, "SELECT id FROM orders")


def test_zones_are_told_apart(shop, manager):
    query = "SELECT max(placed_at) FROM orders"
    run(manager, shop, query)
    paris = dataclasses.replace(manager, time_zone="Europe/Paris")
    assert not is_kept(paris, shop, query)
    again = run(paris, shop, query)
    assert again.cached_age is not None
    assert again.result.json_rows() == [["2025-07-11T02:00:00+02:00"]]


def test_a_policy_is_seen_at_once(shop, manager):
    run(manager, shop, COUNT)
    services.set_column_policy(shop, "orders", "total", pii="hidden")
    assert not is_kept(manager, shop, COUNT)


@pytest.mark.parametrize("change", [services.introspect, services.drop_cache])
def test_introspection_and_staff_drop_what_is_kept(shop, manager, change, django_capture_on_commit_callbacks):
    run(manager, shop, COUNT)
    assert list(valkey.client().scan_iter(match=f"copilot:result:{shop.pk}:*"))
    with django_capture_on_commit_callbacks(execute=True):
        change(shop)
    assert not list(valkey.client().scan_iter(match=f"copilot:result:{shop.pk}:*"))
    assert not is_kept(manager, shop, COUNT)


def test_one_sources_results_are_dropped_alone(shop, manager, place):
    run(manager, shop, COUNT)
    run_once(place, lambda _stopped: RESULT, caching=Caching.USE, patience=1)
    drop(0)
    assert is_kept(manager, shop, COUNT)


# --- what is not kept ------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", [Purpose.EXPORT, Purpose.AUDIENCE])
def test_exports_and_audiences_are_run_each_time(shop, manager, purpose):
    for _time in range(2):
        assert not is_kept(manager, shop, COUNT, purpose=purpose)


def test_the_systems_own_queries_are_run_each_time(shop, manager):
    for _time in range(2):
        assert not is_kept(manager, shop, COUNT, generated_by="system")


def test_a_source_may_forbid_it(shop, manager):
    DataSource.objects.filter(pk=shop.pk).update(cache_seconds=0)
    for _time in range(2):
        assert not is_kept(manager, shop, COUNT)


def test_failures_are_not_kept(shop, manager):
    failing = 'SELECT max("userId"::int) FROM users'
    for _time in range(2):
        with pytest.raises(QueryFailed):
            run(manager, shop, failing)
    assert set(AnalyticsQuery.objects.values_list("status", "cached")) == {("error", False)}


def test_what_is_asked_anew_replaces_what_is_kept(shop, manager):
    run(manager, shop, COUNT)
    assert not is_kept(manager, shop, COUNT, caching=Caching.NONE)
    time.sleep(0.05)
    before = run(manager, shop, COUNT).cached_age
    assert not is_kept(manager, shop, COUNT, caching=Caching.RENEW)
    assert run(manager, shop, COUNT).cached_age < before


@pytest.mark.parametrize("name", sorted(VOLATILE))
def test_what_the_guard_knows_as_volatile_is_not_kept(name):
    assert is_volatile(f"SELECT pg_catalog.{name}(1)")
    assert is_volatile(f'SELECT "pg_catalog"."{name.upper()}" (1)')


def test_volatile_queries_are_run_each_time(shop, manager):
    query = "SELECT random() FROM orders"
    assert run(manager, shop, query).result.rows != run(manager, shop, query).result.rows


@pytest.mark.parametrize(
    "sql", ["SELECT uuid, sample, now FROM t", "SELECT pg_catalog.count(*) FROM changes", "SELECT brand (1)"]
)
def test_names_alone_are_not_volatile(sql):
    assert not is_volatile(sql)


# --- many at once ----------------------------------------------------------------------------------


class Runs:
    """A query that takes a while, and counts how often it ran; `fails` so many times first."""

    def __init__(self, seconds: float = 0.2, fails: int = 0) -> None:
        self.count, self.seconds, self.fails = 0, seconds, fails
        self._lock = threading.Lock()

    def __call__(self, stopped) -> ResultSet:
        with self._lock:
            self.count += 1
            number = self.count
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            if stopped and stopped():
                raise QueryStopped
            time.sleep(0.02)
        if number <= self.fails:
            raise QueryFailed("db.error", "no")
        return RESULT


def ask_at_once(place: Place, run: Runs, askers: int, **more) -> list[Kept | QueryFailed]:
    answers = []

    def ask() -> None:
        try:
            answers.append(run_once(place, run, caching=Caching.USE, **{"patience": 10} | more))
        except QueryFailed as failure:
            answers.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


def test_fifty_who_ask_at_once_run_it_once(place):
    runs = Runs()
    answers = ask_at_once(place, runs, 50)
    assert [answer.result for answer in answers] == [RESULT] * 50
    assert runs.count == 1
    assert sum(answer.age is None for answer in answers) == 1


def test_when_it_fails_the_others_try_one_after_the_other(place):
    runs = Runs(0.05, fails=2)
    answers = ask_at_once(place, runs, 10)
    assert runs.count == 3
    assert sum(isinstance(answer, QueryFailed) for answer in answers) == 2


def test_a_leader_that_died_holds_nobody_up_for_long(place):
    valkey.client().set(place.lead_key, "somebody", px=300)
    started = time.monotonic()
    assert run_once(place, Runs(0), caching=Caching.USE, patience=30).result == RESULT
    assert time.monotonic() - started > 0.25


def test_a_leader_that_lives_keeps_the_lead(place, monkeypatch):
    monkeypatch.setattr("querying.cache.LEASE_SECONDS", 0.3)
    monkeypatch.setattr("querying.cache.RENEW_SECONDS", 0.05)
    runs = Runs(1.0)
    ask_at_once(place, runs, 3)
    assert runs.count == 1


def test_who_waits_may_stop(place):
    valkey.client().set(place.lead_key, "somebody", px=5000)
    started = time.monotonic()
    with pytest.raises(QueryStopped):
        run_once(
            place, Runs(), caching=Caching.USE, patience=30, stopped=lambda: time.monotonic() - started > 0.1
        )
    assert time.monotonic() - started < 1


def test_patience_ends(place):
    valkey.client().set(place.lead_key, "somebody", px=5000)
    assert run_once(place, Runs(0), caching=Caching.USE, patience=0.1).result == RESULT


def test_the_oldest_results_make_room(settings):
    valkey.client().delete(*BOOKS)
    settings.RESULT_CACHE_MB = 1
    text = base64.b64encode(os.urandom(300_000)).decode()
    large = ResultSet((ResultColumn("a", ColumnType.TEXT),), ((text,),))
    places = [Place(f"copilot:result:0:{uuid.uuid4().hex}", 60) for _number in range(4)]
    for place in (*places, places[-1]):  # the last one twice, which counts once
        run_once(place, lambda _stopped: large, caching=Caching.RENEW, patience=1)
    kept = [valkey.client().exists(place.key) for place in places]
    assert kept == [0, 1, 1, 1]
    total = sum(valkey.client().strlen(place.key) for place in places)
    assert int(valkey.client().get(BOOKS[2])) == total <= 1_000_000
    valkey.client().delete(*BOOKS, *(place.key for place in places))


def test_bytes_that_are_not_ours_are_run_over(place):
    valkey.client().set(place.key, b"\x80\x04cos\nsystem\n")
    assert run_once(place, Runs(0), caching=Caching.USE, patience=1) == Kept(RESULT)
    assert run_once(place, Runs(0), caching=Caching.USE, patience=1).age is not None


def test_without_valkey_queries_run_and_it_is_said_once(place, valkey_away, caplog):
    runs = Runs(0)
    with caplog.at_level(logging.WARNING):
        for _time in range(3):
            assert run_once(place, runs, caching=Caching.USE, patience=1) == Kept(RESULT)
    assert runs.count == 3
    assert len([record for record in caplog.records if "Valkey is away" in record.message]) == 1


def test_a_refresh_keeps_the_rows_of_those_who_ask(shop, manager):
    kept = place_of(manager, shop, "SELECT count(*) FROM orders")
    assert seconds_left(kept) is None
    run(manager, shop, COUNT, purpose=Purpose.REFRESH)
    assert 3590 < seconds_left(kept) <= 3600
    assert is_kept(manager, shop, COUNT)
    assert is_kept(manager, shop, COUNT, purpose=Purpose.WORKBENCH)
    asked = AnalyticsQuery.objects.visible_to(manager).asked()
    assert [query.purpose for query in asked.order_by("purpose")] == ["chat", "workbench"]


def place_of(actor, source, sql) -> Place:
    seen = visible.seen_by(actor, source)
    place = executing.place_of(
        actor, source, seen, guard(sql, seen.view, purpose=Purpose.REFRESH, clock=CLOCK)
    )
    assert place is not None
    return place


def test_the_log_tells_what_may_be_kept(shop, manager):
    run(manager, shop, COUNT)
    run(manager, shop, COUNT, caching=Caching.NONE)
    run(manager, shop, COUNT, generated_by="system")
    assert list(AnalyticsQuery.objects.order_by("created_at").values_list("keepable", flat=True)) == [
        True,
        False,
        False,
    ]
