"""Knowledge over the API: made, read, changed, approved, found, deleted; what does not run is never kept."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actor import Actor
from accounts.models import Organization
from accounts.roles import Role
from knowledge.models import KnowledgeChange, KnowledgeEntry
from querying.models import DataSource
from tests.api import send, with_key
from tests.knowledge.conftest import member

METRIC = {"name": "booked_value", "table": "bookings", "sql": "sum(total_amount)", "time_column": "booked_at"}
EVENT = {
    "name": "paid",
    "table": "bookings",
    "name_column": "status",
    "value": "paid",
    "time_column": "booked_at",
    "actor_column": "customer_id",
}
ENTRY = {"title": "Season", "text": "A season lasts from June to September.", "tags": ["time"]}


@pytest.mark.parametrize(
    ("kind", "wanted", "change"),
    [
        ("business-metrics", METRIC, {"sql": "avg(total_amount)"}),
        ("event-definitions", EVENT, {"value": "open"}),
        ("entries", ENTRY, {"text": "A season lasts from May to September."}),
    ],
)
def test_a_definition_is_made_changed_approved_and_deleted(
    agency: DataSource, owner: Actor, kind: str, wanted: dict[str, Any], change: dict[str, Any]
) -> None:
    client, place = with_key(owner), f"knowledge/{kind}"
    status, made = send(client, "POST", place, wanted | {"source": agency.pk})
    assert (status, made["status"], made["version"]) == (201, "draft", 1)
    assert {name: made[name] for name in wanted} == wanted
    one = f"{place}/{made['id']}"
    assert send(client, "GET", one) == (200, made)
    assert made in send(client, "GET", f"{place}?limit=100")[1]["results"]
    assert send(client, "POST", f"{one}/approve")[1]["status"] == "approved"
    changed = send(client, "PUT", one, wanted | change | {"source": agency.pk})[1]
    # The approved one answers on until the change is approved too.
    assert (changed["status"], changed["version"] > made["version"]) == ("draft", True)
    assert {name: changed[name] for name in change} == change
    assert send(client, "DELETE", one) == (204, None)
    assert send(client, "GET", one)[0] == 404
    actions = KnowledgeChange.objects.filter(name=wanted.get("name") or wanted["title"]).order_by("pk")
    assert list(actions.values_list("action", flat=True))[:1] == ["created"]
    assert actions.last().action == "deleted"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sql": "sum(no_such_column)"}, "sql"),
        ({"sql": "pg_sleep(9)"}, "sql"),
        ({"table": "no_such_table"}, "table"),
        ({"name": ""}, "name"),
        ({"source": 0}, "source"),
    ],
)
def test_what_does_not_run_is_refused_at_its_field(
    agency: DataSource, owner: Actor, change: dict[str, Any], field: str
) -> None:
    status, said = send(
        with_key(owner), "POST", "knowledge/business-metrics", METRIC | {"source": agency.pk} | change
    )
    assert (status, list(said["errors"])) == (400, [field])


def test_members_read_and_find_what_admins_write(
    agency: DataSource, owner: Actor, north: Organization, south: Organization
) -> None:
    wanted = ENTRY | {"source": agency.pk}
    made = send(with_key(owner), "POST", "knowledge/entries", wanted)[1]
    send(with_key(owner), "POST", f"knowledge/entries/{made['id']}/approve")
    viewer, stranger = with_key(member(north, Role.VIEWER)), with_key(member(south, Role.OWNER))
    asked = {"text": "How long is a season?", "source": agency.pk}
    found = send(viewer, "POST", "knowledge/query", asked)[1]["results"]
    assert [hit["title"] for hit in found] == ["Season"]
    assert send(stranger, "POST", "knowledge/query", asked)[1]["results"] == []
    assert send(viewer, "POST", "knowledge/entries", wanted | {"title": "Other"})[0] == 403
    assert send(stranger, "DELETE", f"knowledge/entries/{made['id']}")[0] == 404
    assert KnowledgeEntry.objects.count() == 1
