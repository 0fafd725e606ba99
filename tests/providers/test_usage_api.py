"""Use of models over the API: one's own for everybody, the organization's for who administers it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Membership, Organization
from accounts.services import actor_for, make_organization
from tests.api import send, with_key
from tests.providers.used import person, used

pytestmark = pytest.mark.django_db
ONE = {
    "requests": 1,
    "errors": 0,
    "input_tokens": 100,
    "cached_tokens": 0,
    "output_tokens": 10,
    "cost_cents": "1.500000",
    "unpriced": 0,
}
NONE = dict.fromkeys(ONE, 0) | {"cost_cents": "0.000000"}


def client_of(organization: Organization, name: str, role: str):
    user = person(name, organization, role)
    return with_key(actor_for(Membership.objects.get(user=user))), user


@pytest.fixture
def north() -> Organization:
    return make_organization("north")


def test_everybody_reads_their_own_use(north: Organization) -> None:
    client, ann = client_of(north, "ann", "viewer")
    used(north, ann, timezone.now().isoformat())
    used(north, person("bob", north), timezone.now().isoformat())
    used(make_organization("south"), ann, timezone.now().isoformat())
    status, said = send(client, "GET", "usage")
    assert (status, said["today"], said["month"]) == (200, ONE, ONE)
    assert said["day_ends_at"] <= said["month_ends_at"]
    assert send(client, "GET", "usage/organization")[0] == 403


def test_who_administers_reads_the_organizations_month(north: Organization) -> None:
    client, ann = client_of(north, "ann", "admin")
    used(north, ann, "2026-02-03T12:00:00+00:00")
    used(north, None, "2026-02-04T12:00:00+00:00", model="large")
    south = make_organization("south")
    used(south, person("secret", south), "2026-02-03T12:00:00+00:00", model="secret")
    status, said = send(client, "GET", "usage/organization?month=2026-02")
    assert (status, said["month"], said["total"]["requests"]) == (200, "2026-02", 2)
    assert [len(said["days"]), said["days"][2]] == [28, ONE | {"day": "2026-02-03"}]
    assert said["days"][0] == NONE | {"day": "2026-02-01"}
    assert {one["email"] for one in said["people"]} == {ann.email, None}
    assert {(one["provider"], one["model"]) for one in said["models"]} == {
        ("OpenAI", "small"),
        ("OpenAI", "large"),
    }


@pytest.mark.parametrize("month", ["2999-01", "x", "2026-13", "2026-1", "%00"])
def test_a_month_that_has_not_begun_or_is_none_is_refused(north: Organization, month: str) -> None:
    client, _ann = client_of(north, "ann", "owner")
    assert send(client, "GET", f"usage/organization?month={month}")[0] == 400
