"""Segments over the API: made, filled, listed by pages, refreshed, renamed, deleted, each by who may."""

from __future__ import annotations

import pytest

from accounts.actor import Actor
from accounts.models import AuditEntry, Organization
from accounts.roles import Role
from campaigns import services
from campaigns.models import Campaign, Segment
from querying.models import DataSource
from tests.api import send, with_key
from tests.campaigns.conftest import CLOCK, EVERYBODY
from tests.querying.conftest import member

WANTED = {"name": "Everybody", "data_source": "Club", "sql": EVERYBODY}


def test_a_segment_is_made_filled_and_read_by_pages(manager: Actor, club: DataSource) -> None:
    client = with_key(manager)
    status, made = send(client, "POST", "segments", WANTED | {"refresh_every": "day"})
    assert (status, made["status"], made["member_count"]) == (201, "ready", 20)
    assert (made["data_source"], made["sql"], made["refresh_every"]) == ("Club", EVERYBODY, "day")
    assert send(client, "GET", f"segments/{made['id']}") == (200, made)
    assert [one["id"] for one in send(client, "GET", "segments")[1]["results"]] == [made["id"]]
    first = send(client, "GET", f"segments/{made['id']}/members?limit=12")[1]
    second = client.get(first["next"]).json()
    keys = [one["person_key"] for page in (first, second) for one in page["results"]]
    assert sorted(map(int, keys)) == list(range(2, 41, 2))
    assert second["next"] is None
    assert AuditEntry.objects.filter(action="segment.exported").count() == 1


def test_it_is_renamed_rescheduled_refreshed_and_deleted(manager: Actor, segment: Segment) -> None:
    client, place = with_key(manager), f"segments/{segment.pk}"
    wanted = {"name": "Other", "description": "All of them", "refresh_every": "week"}
    changed = send(client, "PUT", place, wanted)[1]
    assert {name: changed[name] for name in wanted} == wanted
    refreshed = send(client, "POST", f"{place}/refresh")[1]
    assert (refreshed["added_count"], refreshed["removed_count"]) == (0, 0)
    assert send(client, "DELETE", place) == (204, None)
    assert send(client, "GET", place)[0] == 404


def test_a_segment_that_a_campaign_stands_on_stays(manager: Actor, campaign: Campaign) -> None:
    status, said = send(with_key(manager), "DELETE", f"segments/{campaign.segment_id}")
    assert (status, said["code"]) == (400, "segment.invalid")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sql": "SELECT 1"}, "sql.column"),
        ({"sql": "DELETE FROM people"}, "sql.statement"),
        ({"sql": "SELECT id FROM pg_catalog.pg_class"}, "sql.relation"),
        ({"sql": ""}, "input.invalid"),
        ({"data_source": "None such"}, "input.invalid"),
        ({"refresh_every": "never ever"}, "input.invalid"),
        ({"name": " "}, "input.invalid"),
    ],
)
def test_what_names_no_people_is_refused(manager: Actor, club: DataSource, change: dict, code: str) -> None:
    status, said = send(with_key(manager), "POST", "segments", WANTED | change)
    assert (status, said["code"]) == (400, code)
    assert not Segment.objects.exists()


def test_users_have_their_own_and_viewers_none(north: Organization, segment: Segment) -> None:
    user, viewer = with_key(member(north, Role.USER)), with_key(member(north, Role.VIEWER))
    assert send(user, "GET", "segments")[1]["results"] == []
    assert send(user, "GET", f"segments/{segment.pk}/members")[0] == 404
    assert send(user, "POST", "segments", WANTED)[0] == 201
    for method, place, body in (
        ("GET", "segments", None),
        ("POST", "segments", WANTED | {"name": "Mine"}),
        ("GET", f"segments/{segment.pk}/members", None),
    ):
        assert send(viewer, method, place, body)[0] == 403
    reader = with_key(member(north, Role.SUPPORT), ["read"])
    assert send(reader, "POST", f"segments/{segment.pk}/refresh")[0] == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    manager: Actor, club: DataSource, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        services.create_segment(manager, source=club, name=f"S{number}", sql=EVERYBODY, clock=CLOCK)
    client = with_key(manager)
    with django_assert_num_queries(4):
        assert len(send(client, "GET", "segments")[1]["results"]) == rows
