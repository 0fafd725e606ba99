"""The rows of a logged query over the API: typed, sorted, filtered, by pages, guarded with today's rights."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from accounts.actor import Actor
from accounts.models import Membership, Organization
from accounts.roles import Role
from querying import api
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.services import execute
from tests.api import send, with_key
from tests.querying.conftest import member

CLOCK = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)
TYPED = """
SELECT id, email, joined, joined > DATE '2025-01-10' AS late, 9007199254740993::bigint AS big,
    1.10::numeric(4, 2) AS price, 'NaN'::float8 AS odd, now() AS at, NULL::text AS nothing FROM users
"""


def run(actor: Actor, source: DataSource, sql: str) -> UUID:
    return execute(actor=actor, source=source, sql=sql, purpose=Purpose.WORKBENCH, clock=CLOCK).id


def test_rows_come_with_their_types_as_of_when_the_query_ran(shop: DataSource, owner: Actor) -> None:
    query = run(owner, shop, TYPED)
    status, said = send(with_key(owner), "GET", f"queries/{query}/rows?sort=-id&filter=email:user1")
    assert (status, said["truncated"], said["next"]) == (200, False, None)
    assert {column["name"]: column["type"] for column in said["columns"]} == {
        "id": "integer",
        "email": "text",
        "joined": "date",
        "late": "boolean",
        "big": "integer",
        "price": "number",
        "odd": "number",
        "at": "timestamptz",
        "nothing": "text",
    }
    rows = said["rows"]
    # North holds even ids; the filter leaves those whose address begins with a one.
    assert [row[0] for row in rows] == [18, 16, 14, 12, 10]
    assert said["row_count"] == len(rows)
    # The same by the column's place, and by a text in any column.
    assert send(with_key(owner), "GET", f"queries/{query}/rows?sort=-%231&search=USER1")[1]["rows"] == rows
    first = dict(zip((column["name"] for column in said["columns"]), rows[-1], strict=True))
    moment = dt.datetime.fromisoformat(first.pop("at"))
    assert first == {
        "id": 10,
        "email": "user10@example.com",
        "joined": "2025-01-11",
        "late": True,
        "big": "9007199254740993",
        "price": 1.1,
        "odd": "NaN",
        "nothing": None,
    }
    assert moment == AnalyticsQuery.objects.get(pk=query).created_at


def test_rows_are_read_by_pages(shop: DataSource, owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "SHOWN_ROWS", 7)
    client, query = with_key(owner), run(owner, shop, "SELECT id FROM orders")
    ids, address = [], f"queries/{query}/rows?sort=id"
    while address:
        said = send(client, "GET", address)[1]
        ids += [row[0] for row in said["rows"]]
        address = f"queries/{query}/rows?sort=id&cursor={said['next']}" if said["next"] else ""
    assert ids == list(range(2, 41, 2))
    for wrong in ("sort=none", "filter=none:x", "cursor=x", f"sort=-id&cursor={_cursor_of(client, query)}"):
        assert send(client, "GET", f"queries/{query}/rows?{wrong}")[0] == 400


def _cursor_of(client, query: UUID) -> str:
    return send(client, "GET", f"queries/{query}/rows?sort=id")[1]["next"]


def test_rows_are_cut_to_what_the_reader_may_see_today(
    shop: DataSource, owner: Actor, north: Organization, south: Organization
) -> None:
    query = run(owner, shop, "SELECT id, email FROM users")
    place = f"queries/{query}/rows"
    for other in (member(north, Role.ADMIN), member(south, Role.OWNER)):
        assert send(with_key(other), "GET", place)[0] == 404
    Membership.objects.filter(user=owner.user_id).update(role=Role.MANAGER)
    assert {row[1] for row in send(with_key(owner), "GET", place)[1]["rows"]} == {"***"}
