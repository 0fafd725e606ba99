"""The query log's pages: who sees which queries, in constant effort, with sums that are right."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from querying.enums import ExecutionStatus
from querying.fingerprints import fingerprint, normalised
from querying.guard import GuardRefusal
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.query_log import Asked, View, read_log, same_queries
from querying.services import execute, fingerprint_earlier, fingerprinting
from tests.querying.conftest import member


def add(
    actor: Actor, source: DataSource | None, sql: str, milliseconds: float = 10, **more
) -> AnalyticsQuery:
    days = more.pop("days_ago", 0)
    row = AnalyticsQuery.objects.create(
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        source=source,
        sql=sql,
        milliseconds=milliseconds,
        **{
            "fingerprint": fingerprint(sql),
            "status": ExecutionStatus.SUCCESS,
            "purpose": Purpose.CHAT,
            "row_count": 1,
        }
        | more,
    )
    AnalyticsQuery.objects.filter(pk=row.pk).update(created_at=timezone.now() - dt.timedelta(days=days))
    row.refresh_from_db()
    return row


def page(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT 1 FROM t WHERE a = 'x'", "select  2\nfrom T where A = 'it''s' -- why\n;"),
        ("SELECT a FROM t WHERE a IN (1, 2, 3)", "SELECT a FROM t WHERE a IN (7)"),
        ("SELECT E'\\'; DROP' FROM t", "SELECT 'x' FROM /* 'y' */ t"),
        ("SELECT 1.5e-3", "SELECT 2"),
    ],
)
def test_queries_that_differ_in_values_alone_are_the_same(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


def test_other_columns_and_names_in_quotes_make_another_query() -> None:
    texts = ["SELECT a1 FROM t", "SELECT a2 FROM t", 'SELECT "A1" FROM t', "SELECT a1, a1 FROM t", "SELECT '"]
    assert len({fingerprint(text) for text in texts}) == len(texts)
    assert normalised("SELECT 'a' || b1, 3") == "select ? | | b1 , ?"


def test_hostile_text_takes_no_longer_than_any_other() -> None:
    for hostile in ("'" * 10_000, "e'\\" * 3_000, "/*" * 5_000, '"' * 9_999, "$$" * 5_000, "1e" * 5_000):
        assert len(fingerprint(hostile)) == 16


def test_executions_are_fingerprinted_when_they_are_logged(shop: DataSource, owner: Actor) -> None:
    for number in (3, 4):
        sql = f"SELECT count(*) FROM orders WHERE id > {number}"
        execute(actor=owner, source=shop, sql=sql, purpose=Purpose.CHAT, clock=timezone.now())
    with pytest.raises(GuardRefusal):
        execute(actor=owner, source=shop, sql="DROP TABLE orders", purpose=Purpose.CHAT, clock=timezone.now())
    log = read_log(owner, Asked(View.FREQUENT, 7))
    assert [(group.count, group.query.sql[-1]) for group in log.groups] == [(2, "4"), (1, "s")]


def test_what_ran_before_fingerprints_were_kept_is_grouped_too(
    shop: DataSource, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprinting, "BATCH", 2)
    for number in range(5):
        add(owner, shop, f"SELECT {number} FROM orders", fingerprint="", days_ago=number)
    add(owner, shop, "SELECT 5 FROM orders", fingerprint="", days_ago=31)
    assert read_log(owner, Asked(View.FREQUENT, 30)).groups == ()
    # A cut-off task has done its newest; the next goes on.
    assert [fingerprint_earlier(seconds=0), fingerprint_earlier(), fingerprint_earlier()] == [2, 3, 0]
    (group,) = read_log(owner, Asked(View.FREQUENT, 30)).groups
    assert (group.count, group.query.sql) == (5, "SELECT 0 FROM orders")
    assert AnalyticsQuery.objects.filter(fingerprint="").count() == 1


def test_sums_lists_and_groups_of_a_period(shop: DataSource, owner: Actor) -> None:
    for milliseconds in (10, 20, 30, 40):
        add(owner, shop, f"SELECT {milliseconds} FROM orders", milliseconds)
    add(owner, shop, "SELECT 1 FROM orders", 0.1, cached=True)
    add(owner, shop, "SELECT id FROM users", 900, days_ago=2)
    add(owner, shop, "SELECT x FROM users", 5, status=ExecutionStatus.ERROR, code="db.timeout")
    add(owner, None, "DROP TABLE x", 1, status=ExecutionStatus.BLOCKED, code="sql.statement")
    add(owner, shop, "SELECT old FROM users", 9_000, days_ago=9)
    log = read_log(owner, Asked(View.SLOWEST, 7))
    today, before = log.days[-1], log.days[-3]
    assert (today.count, today.failed, today.refused, today.median) == (7, 1, 1, 25.0)
    assert today.slow == pytest.approx(38.5)
    assert (before.count, before.median, len(log.days)) == (1, 900.0, 7)
    assert [query.milliseconds for query in log.queries] == [900, 40, 30, 20, 10]
    assert [(row["name"], row["count"], row["failed"]) for row in log.sources] == [("Shop", 7, 1)]
    groups = read_log(owner, Asked(View.FREQUENT, 7)).groups
    assert (groups[0].count, groups[0].total, groups[0].mean) == (5, 100, 25)
    failing = read_log(owner, Asked(View.FAILING, 7))
    assert ([row["code"] for row in failing.codes], len(failing.queries)) == (["db.timeout"], 1)
    assert read_log(owner, Asked(View.REFUSED, 7, code="sql.syntax")).queries == ()
    assert read_log(owner, Asked(View.SLOWEST, 30)).queries[0].milliseconds == 9_000
    assert same_queries(owner, groups[0].query)["count"] == 5


@pytest.mark.parametrize("view", list(View))
def test_a_page_takes_as_many_queries_for_three_rows_as_for_one(shop, north, owner, view: View) -> None:
    client = page(owner)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(f"/queries/?view={view}").status_code == 200
        return len(captured)

    for status in ExecutionStatus:
        add(owner, shop, f"SELECT {status} FROM t", status=status, code="x.y")
    client.get("/queries/")
    before = count()
    for number in range(3):
        other = member(north, Role.USER, external_id=f"u{number}")
        for status in ExecutionStatus:
            add(other, shop, f"SELECT a{number}, {status} FROM t", status=status, code=f"x.{number}")
    assert count() == before


def test_everybody_sees_their_own_and_admins_the_organizations_without_personal_data(
    shop: DataSource, owner: Actor, manager: Actor, south
) -> None:
    theirs = add(manager, shop, "SELECT 1 FROM users WHERE email = 'ann@example.org'", 50)
    foreign = add(member(south, Role.OWNER), shop, "SELECT zanzibar FROM users", 99)
    mine = add(owner, shop, "SELECT 2 FROM users WHERE email = 'bob@example.org'", 40)
    seen = page(owner).get("/queries/").content.decode()
    assert ("ann@example.org" in seen, "bob@example.org" in seen, "zanzibar" in seen) == (False, True, False)
    assert f"/queries/{theirs.pk}/" in seen
    seen = page(manager).get("/queries/").content.decode()
    assert (f"/queries/{theirs.pk}/" in seen, f"/queries/{mine.pk}/" in seen) == (True, False)
    assert "ann@example.org" not in page(owner).get(f"/queries/{theirs.pk}/").content.decode()
    assert page(owner).get(f"/queries/{foreign.pk}/").status_code == 404
    assert page(manager).get(f"/queries/{mine.pk}/plan/").status_code == 404
    # A file is for whoever ran the query.
    assert page(owner).get(f"/queries/{theirs.pk}/export.csv").status_code == 404


def test_a_query_tells_its_plan_and_what_would_help(shop: DataSource, owner: Actor) -> None:
    row = add(owner, shop, "SELECT count(*) FROM orders WHERE placed_at > now() - interval '1 day'")
    client = page(owner)
    told = client.get(f"/queries/{row.pk}/plan/").content.decode()
    assert "log-steps" in told
    refused = add(owner, shop, "DROP TABLE x", status=ExecutionStatus.BLOCKED, code="sql.statement")
    shown = client.get(f"/queries/{refused.pk}/").content.decode()
    assert ("No single SELECT" in shown, "/plan/" in shown) == (True, False)
    assert "log-steps" not in client.get(f"/queries/{refused.pk}/plan/").content.decode()


def test_whatever_the_address_says_there_is_a_page(owner: Actor) -> None:
    client = page(owner)
    for odd in ("view=x&days=8&source=y&page=-1", "page=99999999999", "code=%00&view=refused", "source=²"):
        assert client.get(f"/queries/?{odd}").status_code == 200
