"""The segment of requirements section 9: inactive buyers, counted as plain SQL does, masked, with cards."""

from __future__ import annotations

import psycopg
import pytest

from conversations.models import Suggestion
from tests.copilot_site.demo.test_answers import NOW, ask, load_source

WISHES = (
    "Create a segment of buyers who have been inactive for 30 days and draft a win-back e-mail",
    "Crée un segment des acheteurs inactifs depuis 30 jours et rédige un e-mail de reconquête",
)
# By the orders themselves, not by the counter that the knowledge reads: cancelled ones buy nothing.
INACTIVE_BUYERS = """
SELECT count(*) FROM users u WHERE organization_id = 1
AND EXISTS (SELECT FROM orders o WHERE o.user_id = u.id AND o.status <> 'cancelled')
AND (last_seen_at IS NULL OR last_seen_at < %s::timestamptz - interval '30 days')
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_inactive_buyers_become_cards_with_the_right_count(
    demo_databases: str, shop: psycopg.Connection
) -> None:
    load_source(demo_databases, "shop")
    row = shop.execute(INACTIVE_BUYERS, [NOW]).fetchone()
    assert row is not None
    for wish in WISHES:
        answer = ask(wish, source="shop", email="manager@nordwind.example")
        assert answer["outcome"] == "answered", answer
        names = [column["name"] for column in answer["columns"]]
        seen = {name: {shown[names.index(name)] for shown in answer["rows"]} for name in ("email", "phone")}
        assert seen == {"email": {"***"}, "phone": {"***"}}
        segment, mail = Suggestion.objects.filter(message=answer["message"]).order_by("position")
        assert (segment.kind, mail.kind, mail.segment_id) == ("segment", "email", segment.pk)
        assert segment.content["count"] == row[0] > 20
