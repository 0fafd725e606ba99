"""What is warm when the first question comes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs

from conversations import starters, warming
from conversations.services import create_conversation
from knowledge.services import known_source
from querying.models import AnalyticsQuery
from tests.conversations.people import make_actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("has_asked", [True, False])
def test_warm_reads_what_people_ask_about_and_runs_no_query(trips, has_asked):
    actor = make_actor("north")
    if has_asked:
        create_conversation(actor)
    before = AnalyticsQuery.objects.count()
    warming.warm()
    with CaptureQueriesContext(connection) as queries:
        known = known_source(actor, trips)
    assert len(queries) == 2
    assert any(model is known.model for model, _questions in starters._kept.values())
    assert AnalyticsQuery.objects.count() == before


def test_warm_without_anybody_has_nothing_to_complain_of(db):
    with capture_logs() as logged:
        warming.warm()
    assert not [entry for entry in logged if entry["event"] == "not_warmed"]
