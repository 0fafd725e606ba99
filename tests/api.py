"""A program that uses the REST API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.test import Client

from accounts.actor import Actor
from accounts.api_keys import make_key
from accounts.enums import ApiScope


def with_key(actor: Actor, scopes: Sequence[str] = ApiScope.values) -> Client:
    """A client that sends a new key of the actor."""
    _key, text = make_key(actor, name="Test", scopes=scopes)
    return Client(headers={"Authorization": f"Api-Key {text}"})


def send(client: Client, method: str, address: str, body: Any = None) -> tuple[int, Any]:
    """The status and the JSON of an answer; whatever is refused is a problem detail."""
    answer = client.generic(method, f"/api/v1/{address}", json.dumps(body), content_type="application/json")
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json", answer.content
        assert set(answer.json()) >= {"type", "title", "status", "detail", "code"}
    return answer.status_code, answer.json() if answer.content else None
