"""Askings as the log holds them: run once for real, then as often as wanted, on days gone by."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from accounts.actor import Actor
from querying import cache, valkey
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.ready import rests
from querying.services import execute

COUNT = "SELECT count(*) FROM orders"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def rested():
    """Nothing is left alone because of another test."""
    yield
    for key in valkey.client().scan_iter(match=f"{rests.PREFIX}*"):
        valkey.client().delete(key)


def ask(actor: Actor, source: DataSource, sql: str = COUNT, *, times: int = 3, **more) -> AnalyticsQuery:
    """The last of so many askings, one a day, each of 900 ms; nothing is kept of them."""
    milliseconds = more.pop("milliseconds", 900)
    now = timezone.now()
    more = {"purpose": Purpose.WORKBENCH, "clock": now} | more
    ran = AnalyticsQuery.objects.get(pk=execute(actor=actor, source=source, sql=sql, **more).id)
    cache.drop(source.pk)
    return repeat(ran, times=times, milliseconds=milliseconds)


def repeat(ran: AnalyticsQuery, *, times: int, milliseconds: float) -> AnalyticsQuery:
    """The same execution once a day until now, each of so long a time."""
    AnalyticsQuery.objects.filter(pk=ran.pk).update(milliseconds=milliseconds, cached=False)
    first = AnalyticsQuery.objects.get(pk=ran.pk)
    for number in range(1, times):
        copy = AnalyticsQuery.objects.get(pk=first.pk)
        copy.pk, copy._state.adding = uuid.uuid4(), True
        copy.save(force_insert=True)
        AnalyticsQuery.objects.filter(pk=copy.pk).update(created_at=first.created_at - number * DAY)
    return first


def refreshes(**more) -> list[AnalyticsQuery]:
    return list(AnalyticsQuery.objects.filter(purpose=Purpose.REFRESH, **more).order_by("created_at"))


def finds_it_ready(actor: Actor, source: DataSource, sql: str = COUNT) -> bool:
    """Whether the next asker waits for nothing."""
    ran = execute(
        actor=actor, source=source, sql=sql, purpose=Purpose.CHAT, clock=timezone.now().astimezone(dt.UTC)
    )
    return ran.cached_age is not None
