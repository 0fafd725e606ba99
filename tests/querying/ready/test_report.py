"""What the query log's page tells of queries kept ready."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from querying.limits import Purpose
from querying.models import AnalyticsQuery
from querying.ready.report import kept_ready
from querying.ready.rounds import keep_ready
from tests.querying.conftest import member
from tests.querying.ready.conftest import COUNT, ask, finds_it_ready


def moved(query: AnalyticsQuery, **ago: float) -> None:
    AnalyticsQuery.objects.filter(pk=query.pk).update(created_at=timezone.now() - dt.timedelta(**ago))


def test_waits_that_were_spared_are_told_low_rather_than_high(shop, manager, owner):
    ask(manager, shop)
    assert keep_ready(shop.pk) == 1
    AnalyticsQuery.objects.filter(purpose=Purpose.REFRESH).update(milliseconds=800)
    assert kept_ready(owner, days=7).spared == 0
    for _asking in range(2):  # the second would have found what the first had run
        assert finds_it_ready(manager, shop)
    AnalyticsQuery.objects.filter(cached=True).update(milliseconds=10)
    for query in AnalyticsQuery.objects.filter(cached=False, purpose=Purpose.WORKBENCH):
        AnalyticsQuery.objects.filter(pk=query.pk).update(created_at=query.created_at - dt.timedelta(hours=2))
    report = kept_ready(owner, days=7)
    assert (report.spared, report.saved, report.spent) == (1, 790, 800)
    (ready,) = report.queries
    assert (ready.query.sql, ready.refreshes, ready.mean, ready.spared) == (COUNT, 1, 800, 1)
    assert kept_ready(owner, days=7, source_id=shop.pk + 1).queries == ()


def test_the_page_tells_each_their_own(shop, manager, owner, north, south):
    ask(manager, shop)
    keep_ready(shop.pk)
    seen = {}
    for actor in (manager, owner, member(north, Role.SUPPORT), member(south, Role.OWNER)):
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        seen[actor.email] = client.get("/queries/").content.decode()
    assert {email: "Kept ready" in page for email, page in seen.items()} == {
        "manager@north.example": True,
        "owner@north.example": True,
        "support@north.example": False,
        "owner@south.example": False,
    }
    # It is no query that somebody asked: the lists and sums leave it out.
    refresh = AnalyticsQuery.objects.get(purpose=Purpose.REFRESH)
    listed = seen["owner@north.example"].partition('class="log-list"')[2].partition("</ol>")[0]
    assert str(refresh.pk) not in listed
