"""How a question was understood, in words for people."""

from __future__ import annotations

import pytest

from knowledge.planner import understood
from knowledge.planner.plan import Planned
from tests.knowledge.planner import worlds
from tests.knowledge.planner.models import ask


@pytest.mark.parametrize(
    ("world", "question", "text"),
    [
        (
            "SHOP",
            "What was our revenue by country last quarter?",
            "Understood as **revenue** (status: paid) by **country**, "
            "**Q3 2026, Jul 1\u2009–\u2009Sep 30, 2026**",
        ),
        (
            "SHOP",
            "Quel a été le chiffre d'affaires par pays le trimestre dernier ?",
            "Compris comme **chiffre d'affaires** (status : paid) par **pays**, "
            "**T3 2026, 1 juil.\u2009–\u200930 sept. 2026**",
        ),
        (
            "FLIGHTS",
            "Combien de vols par compagnie ?",
            "Compris comme **nombre de vols** par **compagnie aérienne**",
        ),
        (
            "FLIGHTS",
            "Average departure delay by origin airport",
            "Understood as **average departure delay** by **origin airport**",
        ),
        (
            "LIBRARY",
            "How many poetry books do we have?",
            "Understood as **number of books** where genre is Poetry",
        ),
        ("LIBRARY", "Average number of pages", "Understood as **average number of pages**"),
        (
            "LIBRARY",
            "Quel genre a le plus de livres ?",
            "Compris comme **nombre de books** par **genre**, le premier",
        ),
        ("LIBRARY", "How many loans in March 2025?", "Understood as **number of loans**, **March 2025**"),
    ],
)
def test_a_question_is_told_as_understood(world: str, question: str, text: str) -> None:
    model = getattr(worlds, world)
    plan = ask(question, model, getattr(worlds, f"{world}_VALUES".replace("FLIGHTS_", "FLIGHT_")))
    assert isinstance(plan, Planned)
    assert understood(plan.query, model, plan.language) == text
