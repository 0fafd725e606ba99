"""Common queries kept ready: which are, as whom, within which bounds, and what is left alone."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from querying import cache, services
from querying.cache import Caching
from querying.enums import GeneratedBy
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource, DataSourceAccess, SavedQuery
from querying.queues import Queue, turn
from querying.ready import readings, rests
from querying.ready.rounds import keep_ready, sources_to_keep_ready
from tests.querying.conftest import member
from tests.querying.ready.conftest import COUNT, ask, finds_it_ready, refreshes
from tests.querying.test_cache import valkey_away

__all__ = ["valkey_away"]

TODAY = "SELECT current_date AS day, count(*) FROM orders"


def test_what_is_asked_often_is_there_for_the_next_who_asks(shop, manager, north):
    ask(manager, shop)
    assert sources_to_keep_ready() == [shop.pk]
    assert keep_ready(shop.pk) == 1
    (refresh,) = refreshes()
    assert (refresh.user_id, refresh.role, refresh.status) == (manager.user_id, "manager", "success")
    assert finds_it_ready(member(north, Role.SUPPORT), shop)


def test_what_is_kept_for_long_is_left_and_what_ends_soon_is_run_again(shop, manager):
    ask(manager, shop)
    assert [keep_ready(shop.pk), keep_ready(shop.pk)] == [1, 0]
    DataSource.objects.filter(pk=shop.pk).update(cache_seconds=900)
    cache.drop(shop.pk)
    assert keep_ready(shop.pk) == 1
    for key in cache.valkey.client().scan_iter(match=f"{cache.PREFIX}{shop.pk}:*"):
        cache.valkey.client().expire(key, 300)
    before = len(refreshes(cached=False))
    assert keep_ready(shop.pk) == 1
    assert len(refreshes(cached=False)) == before + 1  # run, though it was still kept


def test_refreshes_are_no_askings(shop, manager):
    ask(manager, shop, times=2)
    services.execute(actor=manager, source=shop, sql=COUNT, purpose=Purpose.REFRESH, clock=timezone.now())
    cache.drop(shop.pk)
    assert keep_ready(shop.pk) == 0


def test_what_refreshes_took_still_counts_once_nobody_waits_any_more(shop, manager):
    ask(manager, shop)
    AnalyticsQuery.objects.update(cached=True, milliseconds=3)
    assert keep_ready(shop.pk) == 0
    services.execute(actor=manager, source=shop, sql=COUNT, purpose=Purpose.REFRESH, clock=timezone.now())
    AnalyticsQuery.objects.filter(purpose=Purpose.REFRESH).update(milliseconds=900)
    cache.drop(shop.pk)
    assert keep_ready(shop.pk) == 1


@pytest.mark.parametrize(
    "change",
    [{"times": 2}, {"milliseconds": 150}, {"generated_by": "model"}, {"purpose": Purpose.EXPORT}],
    ids=str,
)
def test_what_is_seldom_quick_or_never_the_same_is_not_kept_ready(shop, manager, change):
    ask(manager, shop, **change)
    assert keep_ready(shop.pk) == 0


def test_a_query_that_is_saved_need_not_be_asked_often(shop, manager, north):
    ask(manager, shop, f"{COUNT} ;\n", times=1)
    saved = SavedQuery.objects.create(
        organization=north, owner_id=manager.user_id, source=shop, name="Orders", sql=COUNT
    )
    assert keep_ready(shop.pk) == 0  # nobody's favourite, and not shared
    saved.favourites.add(manager.user_id)
    assert keep_ready(shop.pk) == 1


def test_evaluations_volatile_queries_and_those_of_the_moment_are_not_kept_ready(shop, manager):
    ask(manager, shop, caching=Caching.NONE)
    ask(manager, shop, "SELECT count(*), random() FROM orders")
    ask(manager, shop, "SELECT count(*) FROM orders WHERE placed_at < now()")
    assert keep_ready(shop.pk) == 0


def test_dates_move(shop, manager):
    """Today's SQL is made of the text, never that of the last asking as it was run."""
    yesterday = timezone.now() - dt.timedelta(days=1)
    ran = ask(manager, shop, TODAY, clock=yesterday)
    AnalyticsQuery.objects.filter(pk=ran.pk).update(created_at=yesterday)
    for copy in AnalyticsQuery.objects.exclude(pk=ran.pk):
        AnalyticsQuery.objects.filter(pk=copy.pk).update(created_at=copy.created_at - dt.timedelta(days=1))
    assert keep_ready(shop.pk) == 1
    (refresh,) = refreshes()
    assert str(timezone.now().date()) in refresh.sql_run
    assert str(yesterday.date()) not in refresh.sql_run
    assert finds_it_ready(manager, shop, TODAY)


def test_words_are_read_again_by_who_reads_them(shop, manager, monkeypatch):
    ask(manager, shop, generated_by=GeneratedBy.PLANNER, purpose=Purpose.CHAT, question="How many orders?")
    monkeypatch.setattr(readings, "_readers", {})
    assert keep_ready(shop.pk) == 0
    readings.offer_reader(GeneratedBy.PLANNER, lambda *_asked: "SELECT count(*) FROM orders WHERE id > 0")
    assert keep_ready(shop.pk) == 1
    assert [(each.question, each.sql[-6:]) for each in refreshes()] == [("How many orders?", "id > 0")]


# --- as whom ---------------------------------------------------------------------------------------


def test_two_organizations_that_ask_the_same_each_have_their_own(shop, manager, south):
    other = member(south, Role.MANAGER)
    ask(manager, shop)
    ask(other, shop, times=2)
    assert keep_ready(shop.pk) == 1  # together they asked five times, but nothing is counted together
    assert finds_it_ready(manager, shop)
    assert not finds_it_ready(other, shop)
    AnalyticsQuery.objects.filter(organization=south).delete()
    cache.drop(shop.pk)
    ask(other, shop)
    cache.drop(shop.pk)
    assert keep_ready(shop.pk) == 2
    found = {each.organization_id: each for each in refreshes()}
    assert "tenant_id = '1'" in found[manager.organization_id].sql_run
    assert "tenant_id = '2'" in found[south.pk].sql_run
    assert {each.organization_id: each.user_id for each in refreshes()} == {
        manager.organization_id: manager.user_id,
        south.pk: other.user_id,
    }


def test_people_who_see_the_same_are_counted_together_and_run_once(shop, manager, north):
    for actor in (manager, member(north, Role.SUPPORT), member(north, Role.USER)):
        ask(actor, shop, times=1)
    assert keep_ready(shop.pk) == 1


def test_own_rows_are_for_their_person_alone(shop, manager, north):
    services.set_table_policy(shop, "orders", owner_column="user_id")
    ann, bob = (member(north, Role.USER, external_id=one) for one in ("2", "4"))
    ask(ann, shop)
    ask(bob, shop, times=2)
    assert keep_ready(shop.pk) == 1
    assert [finds_it_ready(actor, shop) for actor in (ann, bob, manager)] == [True, False, False]


def test_who_was_demoted_is_not_run_for_as_they_were(shop, owner):
    query = "SELECT email FROM users"
    ask(owner, shop, query)
    Membership.objects.filter(user=owner.user_id).update(role=Role.USER)
    assert keep_ready(shop.pk) == 0
    Membership.objects.filter(user=owner.user_id).update(role=Role.OWNER)
    assert keep_ready(shop.pk) == 1


def left(user: User) -> None:
    Membership.objects.filter(user=user).delete()


def locked(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("gone", [left, locked, User.delete], ids=lambda gone: gone.__name__)
def test_who_is_gone_is_not_run_for(shop, manager, gone):
    ask(manager, shop)
    gone(User.objects.get(pk=manager.user_id))
    assert keep_ready(shop.pk) == 0
    assert refreshes() == []


def test_another_scope_or_policy_waits_until_somebody_asks_with_it(shop, manager, north):
    ask(manager, shop, "SELECT email FROM users")
    north.external_id = "2"
    north.save()
    assert keep_ready(shop.pk) == 0
    north.external_id = "1"
    north.save()
    services.set_column_policy(shop, "users", "email", pii="none")
    assert keep_ready(shop.pk) == 0


def test_an_organization_that_no_longer_shares_the_source_is_left_out(shop, manager, north):
    ask(manager, shop)
    DataSourceAccess.objects.filter(organization=north).delete()
    assert keep_ready(shop.pk) == 0


def test_a_private_source_is_kept_ready_for_its_owner_alone(shop, manager, owner):
    ask(manager, shop)
    ask(owner, shop)
    DataSource.objects.filter(pk=shop.pk).update(owner=manager.user_id)
    assert keep_ready(shop.pk) == 1
    assert [(each.user_id, each.private) for each in refreshes()] == [(manager.user_id, True)]


# --- bounds ----------------------------------------------------------------------------------------


def test_staff_and_settings_may_switch_it_off(shop, manager, settings):
    ask(manager, shop)
    for change in ({"keeps_ready": False}, {"cache_seconds": 600}, {"is_active": False}):
        before = {name: getattr(shop, name) for name in change}
        DataSource.objects.filter(pk=shop.pk).update(**change)
        assert (sources_to_keep_ready(), keep_ready(shop.pk)) == ([], 0)
        DataSource.objects.filter(pk=shop.pk).update(**before)
    settings.READY_QUERIES = 0
    assert (sources_to_keep_ready(), keep_ready(shop.pk)) == ([], 0)


def test_it_ends_when_nobody_asks_any_more(shop, manager):
    ask(manager, shop)
    for query in AnalyticsQuery.objects.all():
        AnalyticsQuery.objects.filter(pk=query.pk).update(created_at=query.created_at - dt.timedelta(days=7))
    assert (sources_to_keep_ready(), keep_ready(shop.pk)) == ([], 0)


def test_only_at_hours_in_which_it_was_asked(shop, manager):
    ask(manager, shop)
    for query in AnalyticsQuery.objects.all():
        AnalyticsQuery.objects.filter(pk=query.pk).update(created_at=query.created_at - dt.timedelta(hours=6))
    assert keep_ready(shop.pk) == 0
    for query in AnalyticsQuery.objects.all():
        AnalyticsQuery.objects.filter(pk=query.pk).update(
            created_at=query.created_at - dt.timedelta(hours=17)  # 23 h ago: in an hour of tomorrow
        )
    assert keep_ready(shop.pk) == 1


def test_the_worthiest_are_chosen_within_the_database_time_of_an_hour(shop, manager, settings):
    ask(manager, shop, "SELECT count(*) FROM users", milliseconds=2_000)
    ask(manager, shop, milliseconds=900)
    settings.READY_QUERIES = 1
    assert keep_ready(shop.pk) == 1
    assert [each.sql for each in refreshes()] == ["SELECT count(*) FROM users"]
    settings.READY_QUERIES, settings.READY_SECONDS = 20, 2
    AnalyticsQuery.objects.filter(purpose=Purpose.REFRESH).update(milliseconds=1_500)
    assert keep_ready(shop.pk) == 0
    settings.READY_SECONDS, settings.READY_SOURCE_SECONDS = 60, 2
    assert keep_ready(shop.pk) == 0
    AnalyticsQuery.objects.filter(purpose=Purpose.REFRESH).update(
        created_at=timezone.now() - dt.timedelta(hours=2)
    )
    assert keep_ready(shop.pk) == 1


def test_a_quicker_query_goes_where_a_slower_one_does_not_fit(shop, manager, settings):
    settings.READY_SECONDS = 2
    ask(manager, shop, "SELECT count(*) FROM users", milliseconds=5_000)
    ask(manager, shop)
    assert keep_ready(shop.pk) == 1
    assert [each.sql for each in refreshes()] == [COUNT]


def test_people_go_first(shop, manager, settings):
    ask(manager, shop)
    settings.WORKBENCH_QUERIES = 2
    with turn(Queue(shop.pk, manager.organization_id, Purpose.WORKBENCH), seconds=1):
        assert keep_ready(shop.pk) == 0
    assert keep_ready(shop.pk) == 1


def test_one_process_at_a_time_and_none_without_valkey(shop, manager):
    ask(manager, shop)
    with rests.alone(shop.pk) as is_alone:
        assert is_alone
        assert keep_ready(shop.pk) == 0
    assert keep_ready(shop.pk) == 1


def test_without_valkey_nothing_is_run(shop, manager, valkey_away):
    ask(manager, shop)
    assert keep_ready(shop.pk) == 0
    assert refreshes() == []


# --- what fails ------------------------------------------------------------------------------------


def test_a_source_that_is_down_is_left_alone_longer_each_time(shop, manager):
    ask(manager, shop)
    ask(manager, shop, "SELECT count(*) FROM users")
    there = shop.encrypted_reader_url
    away = services.connecting.encrypt("postgresql://reader:secret@127.0.0.1:1/shop")
    DataSource.objects.filter(pk=shop.pk).update(encrypted_reader_url=away)
    assert keep_ready(shop.pk) == 0
    (failed,) = refreshes()  # the second is not even tried
    assert (failed.status, failed.code) == ("error", "db.unavailable")
    DataSource.objects.filter(pk=shop.pk).update(encrypted_reader_url=there)
    assert keep_ready(shop.pk) == 0
    assert rests.let_rest(f"source:{shop.pk}") == 600
    rests.went_well(f"source:{shop.pk}")
    assert keep_ready(shop.pk) == 2
    assert rests.let_rest(f"source:{shop.pk}") == 300


def test_a_query_that_fails_is_left_alone_and_others_go_on(shop, manager, monkeypatch):
    ask(
        manager,
        shop,
        generated_by=GeneratedBy.PLANNER,
        purpose=Purpose.CHAT,
        question="?",
        milliseconds=5_000,
    )
    ask(manager, shop, "SELECT count(*) FROM users")
    monkeypatch.setattr(readings, "_readers", {})
    readings.offer_reader(GeneratedBy.PLANNER, lambda *_asked: 'SELECT max("userId"::int) FROM users')
    assert keep_ready(shop.pk) == 1
    assert [each.status for each in refreshes()] == ["error", "success"]
    assert keep_ready(shop.pk) == 0
    assert len(refreshes()) == 2


def test_what_is_too_large_to_be_kept_is_not_run_each_time(shop, manager, monkeypatch):
    ask(manager, shop)
    monkeypatch.setattr(cache, "MOST_BYTES", 1)
    assert [keep_ready(shop.pk), keep_ready(shop.pk)] == [0, 0]
    assert len(refreshes()) == 1


@pytest.mark.parametrize("change", [DataSource.delete, lambda source: None], ids=["deleted", "off"])
def test_a_source_that_vanishes_on_the_way_harms_nobody(shop, manager, monkeypatch, change):
    ask(manager, shop, generated_by=GeneratedBy.PLANNER, purpose=Purpose.CHAT, question="How many?")

    def vanish(_actor, source, asked, _now):
        DataSource.objects.filter(pk=source.pk).update(is_active=False)
        change(DataSource.objects.get(pk=source.pk))
        return asked.sql

    monkeypatch.setattr(readings, "_readers", {GeneratedBy.PLANNER: vanish})
    assert keep_ready(shop.pk) == 0
    assert refreshes() == []
    assert keep_ready(shop.pk) == 0
