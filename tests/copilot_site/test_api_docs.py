"""The examples of docs/api.md are run, in their order, each with the ids that those before it gave."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.api_keys import make_key
from accounts.enums import ApiScope
from accounts.models import Organization
from accounts.roles import Role
from accounts.services import actor_for, make_member
from conversations import services
from conversations.agent.events import SuggestionMade
from querying.limits import Purpose
from querying.models import DataSource
from querying.services import execute
from tests.campaigns.conftest import CLOCK, EVERYBODY, club, club_url  # noqa: F401
from tests.conversations.people import answer_of, ask
from tests.querying.conftest import north, south  # noqa: F401

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "api.md"
URL = "http://localhost:8000"
GIVES = {
    "chatbot/query": ("QUERY_ID", "query_id"),
    "saved-queries": ("SAVED_ID", "id"),
    "segments": ("SEGMENT_ID", "id"),
    "campaigns": ("CAMPAIGN_ID", "id"),
    "knowledge/entries": ("ENTRY_ID", "id"),
    "auth/token/": ("eyJ...", "refresh"),
}
"""What later examples take from the answer to a post."""


def run(command: str) -> tuple[str, str, int, Any]:
    """What curl would do: the method, the address, the status and the answer."""
    words = shlex.split(command, comments=True)
    address, headers, data, method = "", {}, None, ""
    for before, word in pairwise(words):
        if before == "-H":
            name, _colon, value = word.partition(": ")
            headers[name] = value
        elif before == "-d":
            data = word
        elif before == "-X":
            method = word
        elif word.startswith(URL):
            address = word.removeprefix(URL)
    method = method or ("GET" if data is None else "POST")
    sent = headers.pop("Content-Type", "application/octet-stream")
    answer = Client(headers=headers).generic(method, address, data or "", content_type=sent)
    return method, address.removeprefix("/api/v1/"), answer.status_code, answer.json()


@pytest.mark.django_db
def test_every_example_works(club: DataSource) -> None:  # noqa: F811
    organization = Organization.objects.get(slug="north")
    member = make_member(
        "you@acme.example", organization=organization, role=Role.ADMIN, password="correct horse"
    )
    actor = actor_for(member)
    answer = answer_of(ask(actor, services.create_conversation(actor)))
    content = {"name": "Proposed", "query": EVERYBODY, "count": 20}
    wish = SuggestionMade(id=str(uuid4()), kind="segment", title="x", content=content, datasource=club.pk)
    services.suggest(answer, suggestion=wish)
    logged = execute(actor=actor, source=club, sql=EVERYBODY, purpose=Purpose.WORKBENCH, clock=CLOCK)
    known = {
        "$URL": URL,
        "$KEY": make_key(actor, name="Docs", scopes=ApiScope.values)[1],
        "SOURCE_ID": str(club.pk),
        "SUGGESTION_ID": wish.id,
        "LOGGED_ID": str(logged.id),
        '"shop"': '"Club"',
        "users": "people",
    }
    ran = 0
    for block in re.findall(r"```sh\n(curl.*?)```", PAGE.read_text(), re.S):
        for name, value in known.items():
            block = block.replace(name, value)
        method, address, status, said = run(block.replace("\\\n", " "))
        assert status < 300, (block, said)
        if method == "POST" and address in GIVES:
            name, field = GIVES[address]
            known[name] = str(said[field])
        ran += 1
    assert ran > 20
