"""What the API's schema says is what the API does: asked with made-up requests, the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import Settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.api_keys import make_key
from accounts.enums import ApiScope
from accounts.models import Membership, Organization
from accounts.services import actor_for
from campaigns.models import Segment
from conversations.models import Conversation, Message
from knowledge.models import Audience, KnowledgeRevision
from querying.models import DataSource, DataSourceAccess
from tests.campaigns.conftest import club, club_url  # noqa: F401
from tests.copilot_site.holdings import Rows, hold
from tests.copilot_site.test_every_address import THINGS
from tests.querying.conftest import north, south  # noqa: F401

CHECKS = [
    *(not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance),
]
ONCE_EACH = settings(
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def rows(club: DataSource) -> Rows:  # noqa: F811
    """North, with a row of everything, and the club's data to ask."""
    organization = Organization.objects.get(slug="north")
    there = [
        model.objects.get(organization=organization, source=club)
        for model in (Audience, DataSourceAccess, KnowledgeRevision)
    ]
    return hold("north", "Quebec", club, *there)


@pytest.fixture
def schema(rows: Rows) -> Iterator[Any]:
    """The schema; what is asked by it leaves the test's connection alone, as Django's own client does."""
    said = Client().get("/api/schema/", headers={"accept": "application/json"}).json()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_dict(said)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
def test_every_operation_answers_as_the_schema_says(rows: Rows, schema: Any, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = settings.API_SIGN_INS_A_MINUTE = 100_000
    _key, text = make_key(actor_for(rows[Membership]), name="Test", scopes=ApiScope.values)
    app = get_wsgi_application()
    faults: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        # Only a body can be wrong in a way that is worth its time: all else is text.
        for mode in GenerationMode if operation.body else (GenerationMode.POSITIVE,):
            try:
                _ask(operation, mode, app, text, rows)
            except (Exception, BaseExceptionGroup) as fault:  # noqa: BLE001 - all are told, not the first alone
                faults.append(f"{operation.label}: {fault}")
    assert not faults, "\n\n".join(faults)


def _ask(operation: Any, mode: GenerationMode, app: Any, key: str, rows: Rows) -> None:
    @ONCE_EACH
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def one(case: Any, known: bool) -> None:
        if known:
            _name_known(case, operation.path, rows)
        with transaction.atomic():
            answer = case.call(app=app, headers={"Authorization": f"Api-Key {key}"})
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    one()


def _name_known(case: Any, path: str, rows: Rows) -> None:
    """Put in the ids of what is there."""
    if case.path_parameters:
        start = path.removeprefix("/")
        thing = next(model for begin, model in THINGS.items() if start.startswith(begin))
        case.path_parameters["id" if "id" in case.path_parameters else "pk"] = rows[thing].pk
    if isinstance(case.body, dict):
        source = rows[DataSource]
        known = {
            "source": source.pk,
            "data_source": source.name,
            "segment": rows[Segment].pk,
            "conversation": str(rows[Conversation].pk),
            "query_id": str(rows[Message].pk),
        }
        case.body.update({name: value for name, value in known.items() if name in case.body})
