"""execute(): each organization gets its own rows and nothing else, within limits, and all of it is logged."""

import dataclasses
import datetime as dt
import time
from decimal import Decimal

import psycopg
import pytest
from django.db import connections

from accounts.crypto import encrypt
from accounts.models import Organization, User
from accounts.roles import Role
from querying import services
from querying.enums import Scope
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.limits import LIMITS, Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.results import QueryFailed, QueryStopped
from tests.querying.conftest import member

CLOCK = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)


def run(actor, source, sql, **more):
    return services.execute(
        actor=actor, source=source, sql=sql, purpose=Purpose.CHAT, clock=CLOCK, generated_by="person", **more
    )


def rows(actor, source, sql):
    return list(run(actor, source, sql).result.rows)


def test_each_organization_gets_its_own_rows(shop, manager, south):
    other = member(south, Role.MANAGER)
    for actor, parity in ((manager, 0), (other, 1)):
        own = [i for i in range(1, 41) if i % 2 == parity]
        assert rows(actor, shop, "SELECT id FROM orders ORDER BY id") == [(i,) for i in own]
        items = "SELECT order_id FROM order_items ORDER BY 1"
        assert rows(actor, shop, items) == [(i,) for i in own]
        assert rows(actor, shop, "SELECT sum(total) FROM orders") == [(Decimal(sum(own) * 10),)]
        assert rows(actor, shop, 'SELECT count(DISTINCT "userId") FROM users') == [(10,)]


def test_a_text_asked_before_is_judged_by_who_asks_and_by_the_policies_of_now(shop, manager, owner, south):
    """The guard keeps its answers: never for somebody else, never beyond a policy."""
    sql = "SELECT id, email FROM users WHERE id < 5 ORDER BY id"
    stranger = member(south, Role.OWNER)
    for _again in range(2):
        assert rows(manager, shop, sql) == [(2, "***"), (4, "***")]
        assert rows(owner, shop, sql) == [(2, "user2@example.com"), (4, "user4@example.com")]
        assert rows(stranger, shop, sql) == [(1, "user1@example.com"), (3, "user3@example.com")]
    services.set_column_policy(shop, "users", "email", pii="hidden")
    with pytest.raises(GuardRefusal):
        rows(manager, shop, sql)
    services.set_column_policy(shop, "users", "email", pii="none")
    assert rows(manager, shop, sql) == [(2, "user2@example.com"), (4, "user4@example.com")]


def test_an_organization_without_external_id_sees_no_row(shop, north):
    nobody = dataclasses.replace(member(north, Role.OWNER), organization_external_id=None)
    assert rows(nobody, shop, "SELECT count(*) FROM orders") == [(0,)]
    assert rows(nobody, shop, "SELECT count(*) FROM order_items") == [(0,)]


def test_another_organizations_source_is_not_found(shop, db):
    from accounts.services import make_organization

    stranger = member(make_organization("east", external_id="1"), Role.OWNER)
    with pytest.raises(SourceNotFound):
        rows(stranger, shop, "SELECT count(*) FROM orders")


def test_masked_values_are_masked_for_managers_and_shown_to_owners(shop, manager, owner):
    query = "SELECT email FROM users WHERE id = 2"
    assert rows(manager, shop, query) == [("***",)]
    assert run(manager, shop, query).guarded.masked == ("users.email",)
    assert rows(owner, shop, query) == [("user2@example.com",)]


def test_secrets_are_hidden_from_everybody(shop, owner):
    with pytest.raises(GuardRefusal) as refused:
        rows(owner, shop, "SELECT password_hash FROM users")
    assert refused.value.code == "sql.column"


def test_user_owned_tables_show_users_their_own_rows(shop, north):
    services.set_table_policy(shop, "orders", owner_column="user_id")
    own = member(north, Role.USER, external_id="2")
    assert rows(own, shop, "SELECT id FROM orders ORDER BY id") == [(2,), (22,)]
    assert rows(own, shop, "SELECT count(*) FROM order_items") == [(2,)]
    assert rows(member(north, Role.VIEWER), shop, "SELECT count(*) FROM orders") == [(0,)]
    assert rows(member(north, Role.SUPPORT), shop, "SELECT count(*) FROM orders") == [(20,)]


def test_a_policy_holds_from_the_next_query_on(shop, manager):
    assert rows(manager, shop, "SELECT max(total) FROM orders") == [(Decimal("400.00"),)]
    services.set_column_policy(shop, "orders", "total", pii="hidden")
    with pytest.raises(GuardRefusal):
        rows(manager, shop, "SELECT max(total) FROM orders")
    services.set_table_policy(shop, "orders", scope=Scope.HIDDEN)
    with pytest.raises(GuardRefusal) as refused:
        rows(manager, shop, "SELECT count(*) FROM orders")
    assert refused.value.code == "sql.relation"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM tenants",
        "SELECT * FROM order_view",
        "SELECT * FROM pg_catalog.pg_roles",
        "DELETE FROM orders",
        "SELECT pg_sleep(1)",
        "SELECT 1; SELECT 2",
        "SELECT 'a\0b'",
    ],
)
def test_what_the_guard_refuses_is_logged_as_blocked(shop, manager, sql):
    with pytest.raises(GuardRefusal) as refused:
        run(manager, shop, sql, question="Who is user2@example.com?")
    entry = AnalyticsQuery.objects.get()
    assert (entry.status, entry.code, entry.sql_run) == ("blocked", refused.value.code, "")
    assert entry.question == "Who is [email]?"
    assert entry.sql == sql.replace("\0", "\ufffd")


def test_a_success_is_logged_with_what_was_run(shop, manager):
    done = run(manager, shop, "SELECT id FROM orders", question="Which orders?", provider="p", model="m")
    entry = AnalyticsQuery.objects.get(pk=done.id)
    assert entry.status == "success"
    assert (entry.user_id, entry.organization_id, entry.source) == (
        manager.user_id,
        manager.organization_id,
        shop,
    )
    assert (entry.sql, entry.sql_run, entry.row_count) == ("SELECT id FROM orders", done.guarded.sql, 20)
    assert (entry.question, entry.provider, entry.model, entry.role) == ("Which orders?", "p", "m", "manager")
    assert entry.milliseconds > 0


def test_the_query_log_shows_people_their_own_queries(shop, manager, owner, south):
    run(manager, shop, "SELECT 1")
    run(owner, shop, "SELECT 2")
    run(member(south, Role.OWNER), shop, "SELECT 3")
    assert AnalyticsQuery.objects.visible_to(manager).count() == 1
    assert AnalyticsQuery.objects.visible_to(owner).count() == 2


def test_a_failure_tells_our_sentence_and_logs_the_sqlstate(shop, manager):
    with pytest.raises(QueryFailed) as failed:
        run(manager, shop, 'SELECT max("userId"::int) FROM users')
    assert (failed.value.code, failed.value.sqlstate) == ("db.error", "22P02")
    assert "u2" not in failed.value.message
    entry = AnalyticsQuery.objects.get()
    assert (entry.status, entry.code, entry.sqlstate) == ("error", "db.error", "22P02")


def test_stop_ends_the_query_within_a_second(shop, manager):
    started = time.monotonic()
    slow = "SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e, orders f"
    with pytest.raises(QueryStopped):
        run(manager, shop, slow, stopped=lambda: time.monotonic() - started > 0.2)
    assert time.monotonic() - started < 1.2
    assert AnalyticsQuery.objects.get().code == "db.stopped"


def test_a_query_that_takes_too_long_is_cancelled(shop, manager, monkeypatch):
    monkeypatch.setitem(LIMITS, Purpose.CHAT, dataclasses.replace(LIMITS[Purpose.CHAT], seconds=0.3))
    started = time.monotonic()
    with pytest.raises(QueryFailed) as failed:
        run(manager, shop, "SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e, orders f")
    assert failed.value.code == "db.timeout"
    assert time.monotonic() - started < 1.3


def test_more_rows_than_the_limit_are_cut_and_told(shop, manager, monkeypatch):
    monkeypatch.setitem(LIMITS, Purpose.CHAT, dataclasses.replace(LIMITS[Purpose.CHAT], rows=5))
    result = run(manager, shop, "SELECT id FROM orders ORDER BY id").result
    assert (result.rows, result.truncated) == (((2,), (4,), (6,), (8,), (10,)), True)
    assert not run(manager, shop, "SELECT id FROM orders ORDER BY id LIMIT 5").result.truncated


def test_a_source_that_is_down_is_told_as_such(shop, manager):
    DataSource.objects.filter(pk=shop.pk).update(
        encrypted_reader_url=encrypt("postgresql://a:b@127.0.0.1:1/x")
    )
    shop.refresh_from_db()
    with pytest.raises(QueryFailed) as failed:
        run(manager, shop, "SELECT 1")
    assert failed.value.code == "db.unavailable"


def test_a_connection_that_died_is_replaced(shop, shop_url, manager):
    run(manager, shop, "SELECT 1")
    with psycopg.connect(shop_url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [shop.reader_role]
        )
    assert rows(manager, shop, "SELECT 1") == [(1,)]


def test_now_is_the_turns_clock_in_the_actors_zone(shop, manager):
    paris = dataclasses.replace(manager, time_zone="Europe/Paris")
    (value,) = rows(paris, shop, "SELECT now()")[0]
    assert value == CLOCK
    assert value.isoformat() == "2025-07-01T14:00:00+02:00"


@pytest.mark.django_db(transaction=True)
def test_no_application_connection_is_held_while_the_query_runs(shop, manager):
    held = []
    ours = connections["default"]  # this thread's: the watchdog that looks has one of its own

    def look() -> bool:
        held.append(ours.connection is not None)
        return False

    slow = "SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e"
    run(manager, shop, slow, stopped=look)
    assert held
    assert not any(held)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", [DataSource, User, Organization], ids=lambda model: model.__name__)
def test_what_is_deleted_while_a_query_runs_is_logged_without(shop, manager, gone):
    keys = {DataSource: shop.pk, User: manager.user_id, Organization: manager.organization_id}

    def delete() -> bool:
        gone.objects.filter(pk=keys[gone]).delete()
        return False

    slow = "SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e"
    ran = run(manager, shop, slow, stopped=delete)
    assert ran.result.rows == ((20**5,),)
    logged = list(AnalyticsQuery.objects.filter(pk=ran.id).values_list("source", "user"))
    expected = {DataSource: [(None, manager.user_id)], User: [(shop.pk, None)], Organization: []}
    assert logged == expected[gone]
