"""The knowledge that matters comes first, and none that the asker may not see."""

import pytest

from knowledge.models import KnowledgeEntry, VerifiedQuery
from knowledge.services import save_definition, search
from querying import services
from tests.knowledge.conftest import member
from tests.knowledge.test_bundles import BUNDLE, bring


@pytest.fixture
def described(agency, north):
    bring(BUNDLE, agency, north)
    entry = {
        "title": "What counts as a frequent traveller?",
        "text": "More than one trip.",
        "tags": ["regulars"],
    }
    save_definition(KnowledgeEntry(organization=north, source=agency, category="definition", **entry))
    return agency


def first(actor, source, text) -> tuple[str, str]:
    hit = search(actor, source, text)[0]
    return hit.kind, hit.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What was our revenue?", ("metric", "revenue")),
        ("Quel est le chiffre d'affaires ?", ("metric", "revenue")),
        ("revenu per month", ("metric", "revenue")),
        ("how many trips", ("verified_query", "How many trips?")),
        ("what counts as a frequent traveller", ("entry", "What counts as a frequent traveller?")),
    ],
)
def test_the_best_fit_comes_first(described, owner, text, expected):
    assert first(owner, described, text) == expected


def test_nothing_fits_nonsense(described, owner):
    assert search(owner, described, "xyzzy plugh") == []


def test_entries_by_category_and_tag(described, owner):
    assert [hit.name for hit in search(owner, described, "trips", category="domain")] == ["Trips"]
    assert [hit.name for hit in search(owner, described, "trip", tag="regulars")] == [
        "What counts as a frequent traveller?"
    ]


def test_hidden_knowledge_is_not_found(described, north, manager):
    leak = VerifiedQuery(
        organization=north, source=described, question="Wages?", sql="SELECT rating FROM reviews"
    )
    save_definition(leak)
    assert first(manager, described, "wages") == ("verified_query", "Wages?")
    services.set_column_policy(described, "reviews", "rating", pii="hidden")
    assert search(manager, described, "wages") == []


def test_another_organizations_knowledge_is_not_found(described, south):
    assert {hit.kind for hit in search(member(south, "owner"), described, "revenue trips travellers")} <= {
        "table"
    }
