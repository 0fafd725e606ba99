"""What counts as a wish for a segment, and what does not."""

from __future__ import annotations

import pytest

from conversations.agent.drafting import draft_email
from conversations.agent.intent import SegmentWish, segment_wish

INACTIVE = "buyers who have been inactive for 30 days"
INACTIFS = "acheteurs inactifs depuis 30 jours"


@pytest.mark.parametrize(
    ("question", "wish"),
    [
        ("Create a segment of customers in France", SegmentWish("customers in France", "en")),
        ("Please make an audience of customers in France.", SegmentWish("customers in France", "en")),
        (f"create a new segment of {INACTIVE}?", SegmentWish(INACTIVE, "en")),
        (
            f"Create a segment of {INACTIVE} and draft a win-back e-mail.",
            SegmentWish(INACTIVE, "en", "email", "win_back"),
        ),
        (
            "Build a segment of customers in France and create a campaign",
            SegmentWish("customers in France", "en", "campaign"),
        ),
        (f"Crée un segment des {INACTIFS}", SegmentWish(INACTIFS, "fr")),
        (
            f"Créez un segment des {INACTIFS} et rédigez un e-mail de reconquête",
            SegmentWish(INACTIFS, "fr", "email", "win_back"),
        ),
        ("Crée un segment d'utilisateurs en France", SegmentWish("utilisateurs en France", "fr")),
        ("Crée un segment\u00a0: utilisateurs en France", SegmentWish("utilisateurs en France", "fr")),
    ],
)
def test_a_wish_is_recognised(question, wish):
    assert segment_wish(question) == wish


@pytest.mark.parametrize(
    "question",
    [
        "How many customers in France?",
        "segment of customers",
        "Create a dashboard of customers",
        "revenue by segment",
    ],
)
def test_other_questions_are_not_wishes(question):
    assert segment_wish(question) is None


def test_what_is_not_understood_stays_in_the_question():
    wish = segment_wish("Create a segment of customers in France and send them an SMS tomorrow")
    assert wish == SegmentWish("customers in France and send them an SMS tomorrow", "en")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("template", ["win_back", "welcome", "announcement"])
def test_drafts_keep_the_variables_of_the_sending_and_take_none_from_a_name(template, language):
    mail = draft_email(template, language, "Nord {{ secret }}\nBcc: x")
    assert "Nord secret Bcc: x" in mail["body"]
    assert mail["body"].count("{{ first_name }}") == 1
    assert "{{{" not in str(mail)
    assert "\n" not in mail["subject"]
