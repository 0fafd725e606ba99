"""The language of a question is its own, whatever the asker's pages are in."""

import pytest

from knowledge.planner.language import detect_language
from knowledge.planner.tokens import tokenise


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("members without a passport", "en"),
        ("longest delay", "en"),
        ("refund rate", "en"),
        ("unpaid invoices", "en"),
        ("customers Paris", "en"),
        ("factures impayees", "fr"),
        ("clients Berlin", None),
        ("retard moyen", "fr"),
        ("ventes par pays", "fr"),
        ("panier moyen", "fr"),
        ("Hockey 2025", None),
    ],
)
def test_the_language_is_the_question_s_own(question: str, language: str | None) -> None:
    found = {default: detect_language(question, tokenise(question), default) for default in ("en", "fr")}
    assert found == ({"en": language, "fr": language} if language else {"en": "en", "fr": "fr"})
