"""Sums of requests: a person's, an organization's, and those of the days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from accounts.models import Membership, Organization, User
from accounts.services import actor_for, make_organization
from providers.enums import Outcome
from providers.models import DailyTokenUsage, ModelRequest
from providers.services import roll_up_usage, usage_of
from providers.services.reporting import MonthReport, Share, month_report
from providers.services.usage import Used
from tests.providers.used import person, used

pytestmark = pytest.mark.django_db
# Half past one in the morning of the 21st in Paris.
NOW = dt.datetime(2026, 11, 21, 0, 30, tzinfo=dt.UTC)


@pytest.fixture
def north() -> Organization:
    organization = make_organization("north")
    Organization.objects.update(time_zone="Europe/Paris")
    organization.refresh_from_db()
    return organization


@pytest.fixture
def ann(north: Organization) -> User:
    return person("ann", north)


def actor(user: User) -> Actor:
    return actor_for(Membership.objects.select_related("user", "organization").get(user=user))


def sums(**fields: object) -> Used:
    known = {"requests": 1, "input_tokens": 100, "output_tokens": 10, "cost_cents": Decimal("1.500000")}
    return Used(**(known | fields))  # type: ignore[arg-type]


def rolled() -> list[tuple[object, ...]]:
    names = "day", "requests", "errors", "unpriced", "input_tokens", "output_tokens", "cost_cents"
    return list(DailyTokenUsage.objects.order_by("day", "user", "model").values_list(*names))


def november(organization: Organization) -> MonthReport:
    return month_report(organization, first=dt.date(2026, 11, 1), now=NOW)


def test_usage_of_counts_the_actors_own_days_in_its_organizations_zone(
    north: Organization, ann: User
) -> None:
    bob = person("bob", north)
    used(north, ann, "2026-10-31T22:59:00+00:00")  # still October in Paris
    used(north, ann, "2026-10-31T23:00:00+00:00")
    used(north, ann, "2026-11-20T22:59:00+00:00", outcome=Outcome.FAILED, cost_cents=None)
    used(north, ann, "2026-11-20T23:00:00+00:00", outcome=Outcome.OPEN, cost_cents=None, output_tokens=0)
    used(north, bob, "2026-11-20T23:00:00+00:00")
    found = usage_of(actor(ann), now=NOW)
    assert found.today == sums(output_tokens=0, cost_cents=Decimal(0))
    assert found.month == sums(requests=3, errors=1, unpriced=1, input_tokens=300, output_tokens=20)
    assert found.month.tokens == 320
    assert found.day_ends_at == dt.datetime(2026, 11, 21, 23, 0, tzinfo=dt.UTC)
    assert found.month_ends_at == dt.datetime(2026, 11, 30, 23, 0, tzinfo=dt.UTC)


def test_usage_of_never_counts_another_organizations(north: Organization, ann: User) -> None:
    used(make_organization("south"), ann, "2026-11-20T23:10:00+00:00")
    assert usage_of(actor(ann), now=NOW).month == Used()


def test_requests_are_visible_to_their_person_and_to_admins(north: Organization, ann: User) -> None:
    south, boss = make_organization("south"), person("boss", north, "admin")
    hers, others = used(north, ann, NOW.isoformat()), used(north, boss, NOW.isoformat())
    used(south, ann, NOW.isoformat())
    assert list(ModelRequest.objects.visible_to(actor(ann))) == [hers]
    assert set(ModelRequest.objects.visible_to(actor(boss))) == {hers, others}
    roll_up_usage()
    assert DailyTokenUsage.objects.visible_to(actor(ann)).get().user_id == ann.pk
    assert DailyTokenUsage.objects.visible_to(actor(boss)).count() == 2


def test_the_roll_up_sums_days_of_the_organizations_zone_and_may_run_twice(
    north: Organization, ann: User
) -> None:
    used(north, ann, "2026-11-01T22:59:00+00:00")
    used(north, ann, "2026-11-01T23:00:00+00:00", outcome=Outcome.LOST, cost_cents=None)
    used(north, ann, "2026-11-02T10:00:00+00:00")
    used(north, ann, "2026-11-02T10:00:00+00:00", outcome=Outcome.OPEN)
    used(north, None, "2026-11-02T10:00:00+00:00", model="large")
    assert roll_up_usage() == 3
    expected = [
        (dt.date(2026, 11, 1), 1, 0, 0, 100, 10, Decimal("1.5")),
        (dt.date(2026, 11, 2), 2, 1, 1, 200, 20, Decimal("1.5")),
        (dt.date(2026, 11, 2), 1, 0, 0, 100, 10, Decimal("1.5")),
    ]
    assert rolled() == expected
    assert roll_up_usage() == 0
    assert rolled() == expected


def test_the_roll_up_takes_in_late_ends_and_missed_days(north: Organization, ann: User) -> None:
    late = used(north, ann, "2026-11-01T10:00:00+00:00", outcome=Outcome.OPEN)
    used(north, ann, "2026-11-02T10:00:00+00:00")
    roll_up_usage()
    ModelRequest.objects.filter(pk=late.pk).update(outcome=Outcome.OK)
    used(north, ann, "2026-11-09T10:00:00+00:00")
    used(north, ann, "2026-11-19T10:00:00+00:00")
    assert roll_up_usage() == 3
    assert [(row[0].day, row[1]) for row in rolled()] == [(1, 1), (2, 1), (9, 1), (19, 1)]


def test_a_moved_time_zone_counts_nothing_twice(north: Organization, ann: User) -> None:
    used(north, ann, "2026-11-20T23:30:00+00:00")
    roll_up_usage()
    Organization.objects.update(time_zone="UTC")
    roll_up_usage()
    assert [(row[0].day, row[1]) for row in rolled()] == [(20, 1), (21, 0)]


def test_sums_outlive_the_person(north: Organization, ann: User) -> None:
    used(north, ann, "2026-11-20T10:00:00+00:00")
    roll_up_usage()
    number = ann.pk
    ann.delete()
    assert roll_up_usage() == 0
    assert november(north).people == (Share(sums(), user_id=number),)


def test_the_months_report_joins_daily_sums_and_live_requests_once(
    north: Organization, ann: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bob, south = person("bob", north), make_organization("south")
    for when in ("2026-10-31T22:59:00+00:00", "2026-11-01T10:00:00+00:00", "2026-11-18T23:30:00+00:00"):
        used(north, ann, when)
    used(south, ann, "2026-11-19T10:00:00+00:00")
    roll_up_usage()
    used(north, bob, "2026-11-20T23:10:00+00:00", model="large", input_tokens=900, cost_cents=None)
    with django_assert_num_queries(1):
        report = november(north)
    big = sums(input_tokens=900, cost_cents=Decimal(0), unpriced=1)
    assert [(day.day, of) for day, of in report.days if of.requests] == [(1, sums()), (19, sums()), (21, big)]
    assert len(report.days) == 21
    twice = sums(requests=2, input_tokens=200, output_tokens=20, cost_cents=Decimal(3))
    assert report.people == (Share(big, user_id=bob.pk), Share(twice, user_id=ann.pk))
    assert report.models == (Share(big, None, "OpenAI", "large"), Share(twice, None, "OpenAI", "small"))
    assert report.total == Used(3, 0, 1, 1100, 0, 30, Decimal(3))


def test_the_report_is_the_same_whether_the_sums_were_made_or_not(north: Organization, ann: User) -> None:
    for day in range(1, 21):
        used(north, ann, f"2026-11-{day:02}T23:30:00+00:00", input_tokens=day)
    before = november(north)
    DailyTokenUsage.objects.all().delete()
    ModelRequest.objects.filter(created_at__day__gt=10).update(outcome=Outcome.OPEN)
    roll_up_usage()  # as if beat had been down since the 10th
    ModelRequest.objects.update(outcome=Outcome.OK)
    assert november(north) == before


def test_a_month_without_a_request_is_empty_not_missing(north: Organization) -> None:
    report = month_report(north, first=dt.date(2026, 10, 1), now=NOW)
    assert (report.total, len(report.days), report.people, report.models) == (Used(), 31, (), ())


def test_usage_of_takes_now_by_itself(north: Organization, ann: User) -> None:
    used(north, ann, timezone.now().isoformat())
    assert usage_of(actor(ann)).today.requests == 1
