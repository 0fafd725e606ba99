"""Every address of the site, asked by people it is not for.

An address that is new and names a thing must be told here what stands for it, or the test fails.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import ApiKey, Organization, User
from accounts.roles import Role
from accounts.services import make_member
from campaigns.models import Campaign, Segment
from conversations.models import Conversation, Message, Suggestion
from knowledge.models import BusinessMetric, EventDefinition, KnowledgeEntry
from providers.models import Provider
from querying.models import AnalyticsQuery, DataSource, SavedQuery, Upload
from tests.copilot_site.holdings import Rows, hold, make_private, told

pytestmark = pytest.mark.django_db
THEIRS, OURS, HUSH = "Zanzibar", "Quebec", "Xanadu"

THINGS: dict[str, type[models.Model]] = {
    "api/v1/auth/keys/": ApiKey,
    "api/v1/chatbot/config/": Provider,
    "api/v1/knowledge/business-metrics/": BusinessMetric,
    "api/v1/knowledge/event-definitions/": EventDefinition,
    "api/v1/knowledge/entries/": KnowledgeEntry,
    "api/v1/queries/": AnalyticsQuery,
    "api/v1/saved-queries/": SavedQuery,
    "queries/": AnalyticsQuery,
    "workbench/charts/": AnalyticsQuery,
    "workbench/saved/": SavedQuery,
    "workbench/words/": DataSource,
    "api/v1/suggestions/": Suggestion,
    "api/v1/segments/": Segment,
    "api/v1/campaigns/": Campaign,
    "chat/answers/": Message,
    "chat/suggestions/": Suggestion,
    "chat/": Conversation,
    "keys/": ApiKey,
    "data/uploads/": Upload,
    "data/": DataSource,
    "segments/": Segment,
    "campaigns/": Campaign,
}
"""What an address's first parameter stands for, by how the address begins; the admin's are found by model."""
OTHERS = {
    "name": "1.eml",
    "extension": "csv",
    "kind": "bar",
    "key": str(uuid.uuid4()),
    "uidb36": "1",
    "url": "no/such/page",
}
"""Parameters that name nothing of the database."""
OPEN = {
    *(
        "admin/login/",
        "accounts/login/",
        "accounts/signup/",
        "accounts/inactive/",
        "accounts/login/code/confirm/",
    ),
    *("api/schema/", "api/docs/", "language/", "accounts/logout/", "admin/jsi18n/"),
}
"""For anybody, and about nobody; so is all of `accounts/` that is for who has forgotten a password."""
FORGOTTEN = re.compile(r"accounts/(confirm-email|password|2fa/authenticate)")
NAMES = re.compile(r"<(?!url|app_label)")
SIGNS_OUT = {"admin/logout/", "accounts/logout/"}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        route = (before + str(one.pattern)).replace("^", "").removesuffix("$")
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        else:
            yield route, one


def addresses(rows: Rows) -> Iterator[tuple[str, str]]:
    """Each pattern and an address of it, with the ids of these rows."""
    for route, _pattern in patterns(get_resolver()):
        if route.startswith("unsubscribe/"):
            continue  # the signed link is the permission: tests/campaigns
        for address in _filled(route, rows):
            yield route, "/" + address


def _filled(route: str, rows: Rows) -> list[str]:
    # Of words to choose between, each; of anything else the thing that the address is about.
    choices = re.findall(r"\(\?P<\w+>([a-z_]+(?:\|[a-z_]+)+)\)", route)
    texts = [re.sub(r"\(\?P<\w+>[a-z_]+(?:\|[a-z_]+)+\)", "{}", route.replace("{", "{{").replace("}", "}}"))]
    texts = [texts[0].format(*each) for each in itertools.product(*(words.split("|") for words in choices))]
    return [re.sub(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)", _stand_in(route, rows), text) for text in texts]


def _stand_in(route: str, rows: Rows) -> Any:
    def fill(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(2)
        if name in OTHERS and not (name == "key" and "accounts/" not in route and "preview" not in route):
            return OTHERS[name]
        if name == "content_type_id":
            return str(ContentType.objects.get_for_model(KnowledgeEntry).pk)
        return str(_thing(route, rows).pk)

    return fill


def _thing(route: str, rows: Rows) -> models.Model:
    if route.startswith("admin/"):
        for model in admin.site._registry:
            if route.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
                # What is not ours (mail addresses, jobs) superusers alone may open: any id will do.
                return rows.get(model, rows[User])
        assert route.startswith("admin/r/"), f"Say what stands in {route}"
        return rows[KnowledgeEntry]
    found = next((model for start, model in THINGS.items() if route.startswith(start)), None)
    assert found is not None, f"THINGS must say what the parameter of {route} stands for."
    return rows[found]


def body(rows: Rows) -> dict[str, Any]:
    """All that a request could name of theirs, and a little of what it needs."""
    source, tomorrow = rows[DataSource], timezone.now() + dt.timedelta(days=1)
    return {
        "at": f"{tomorrow:%Y-%m-%dT%H:%M}",
        "source": source.pk,
        "segment": rows[Segment].pk,
        "organization": rows[Organization].pk,
        "data_source": source.name,
        "context": {"data_source": source.name},
        "datasource": source.pk,
        "conversation": str(rows[Conversation].pk),
        "query_id": str(rows[Message].pk),
        "rating": 3,
        "name": "x",
        "title": "x",
        "text": "x",
        "table": "x",
        "sql": "SELECT 1",
        "content": {},
        "user": 1,
    }


def ask(client: Client, method: str, address: str, wanted: dict[str, Any]) -> HttpResponse:
    if method == "GET":
        return client.get(address)
    if address.startswith(("/api/", "/chat/")):
        return client.generic(method, address, json.dumps(wanted), content_type="application/json")
    return client.post(
        address, {name: value for name, value in wanted.items() if not isinstance(value, dict)}
    )


def said_by(method: str, answer: HttpResponse) -> str:
    text = (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")
    # What is sent may be told back; what is only asked for may not be told.
    return text if method == "GET" else text.replace(f"{THEIRS} data", "")


def around(text: str) -> str:
    """Where the marker stands, to find out how it got there."""
    at = text.find(THEIRS)
    return text[max(0, at - 60) : at + 60] if at >= 0 else ""


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def walk(client: Client, rows: Rows) -> Iterator[tuple[str, str, HttpResponse]]:
    """Every address with the ids of these rows, by every method that it might take, and what it answers."""
    for route, address in addresses(rows):
        for method in methods(route):
            yield route, method, ask(client, method, address, body(rows))


def methods(route: str) -> tuple[str, ...]:
    if route.startswith("api/v1/"):
        return ("GET", "POST", "PUT", "DELETE")
    # Lists of the admin do what is posted to the ids that are ticked, which are those of the list itself.
    is_list = route.startswith("admin/") and not (NAMES.search(route) or route.endswith("add/"))
    return ("GET",) if is_list or route in SIGNS_OUT else ("GET", "POST")


REFUSED = (403, 404, 405)


def test_another_organizations_owner_finds_nothing_and_changes_nothing() -> None:
    theirs, ours = hold("south", THEIRS), hold("north", OURS)
    before, faults, mine = told(theirs), [], 0
    for route, method, answer in walk(signed_in(ours[User]), theirs):
        text = said_by(method, answer)
        mine += OURS in text
        # The admin leads whoever asks for what is not there to its first page.
        allowed = (302, *REFUSED) if route.startswith("admin/") else REFUSED[1:]
        names_theirs = NAMES.search(route) and not route.startswith("accounts/")
        if (
            THEIRS in text
            or answer.status_code >= 500
            or (names_theirs and answer.status_code not in allowed)
        ):
            faults.append(f"{method} {route}: {answer.status_code} {around(text)}")
    assert not faults, "\n".join(faults)
    assert told(theirs) == before
    assert mine > 60  # they do see their own


def test_a_viewer_of_the_same_organization_finds_nothing_of_others() -> None:
    rows = hold("south", THEIRS)
    viewer = make_member("vic@south.example", organization=rows[Organization], role=Role.VIEWER).user
    before, faults = told(rows), []
    for route, method, answer in walk(signed_in(viewer), rows):
        allowed = range(500)
        if route.startswith("admin/") and route not in OPEN:
            allowed = (302, *REFUSED)
        elif NAMES.search(route) and not route.startswith("accounts/"):
            # What the organization knows is there for its viewers to read.
            allowed = (200, *REFUSED) if method == "GET" and "knowledge" in route else REFUSED
        if answer.status_code not in allowed:
            faults.append(f"{method} {route}: {answer.status_code}")
    assert not faults, "\n".join(faults)
    assert told(rows) == before


def test_nobody_finds_anything() -> None:
    rows = hold("south", THEIRS)
    before, faults = told(rows), []
    for route, method, answer in walk(Client(), rows):
        allowed = (302, *REFUSED)
        if route in OPEN or FORGOTTEN.match(route):
            allowed = range(500)
        elif route.startswith("api/"):
            allowed = (400, 401, 404, 405, 429)
        if answer.status_code not in allowed or THEIRS in said_by(method, answer):
            faults.append(f"{method} {route}: {answer.status_code}")
    assert not faults, "\n".join(faults)
    assert told(rows) == before


def test_what_is_one_persons_alone_is_nobody_elses() -> None:
    rows = hold("south", THEIRS)
    make_private(rows, THEIRS, HUSH)
    boss = make_member("boss@south.example", organization=rows[Organization], role=Role.OWNER).user
    User.objects.filter(pk=boss.pk).update(is_staff=True, is_superuser=True)
    client, faults = signed_in(boss), []
    for route, address in addresses(rows):
        if re.match(r"accounts/|admin/(django_|account/|logout|.*history/)", route):
            continue  # about none of it, or told by another page already
        text = said_by("GET", client.get(address))
        if HUSH in text:
            at = text.find(HUSH)
            faults.append(f"{route}: {text[max(0, at - 60) : at + 60]}")
    assert not faults, "\n".join(faults)
