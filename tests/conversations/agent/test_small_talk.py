"""What is small talk, what is asked to be defined, and what is a question after all."""

from __future__ import annotations

import pytest

from conversations.agent.small_talk import SmallTalk, Talk, beyond_us, small_talk
from conversations.agent.words import say
from knowledge.planner.defining import asked_definition
from knowledge.planner.plan import Declined


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("Hello!", SmallTalk(Talk.HELLO, "en")),
        ("bonjour, ça va ?", SmallTalk(Talk.HELLO, "fr")),
        ("Thank you very much.", SmallTalk(Talk.THANKS, "en")),
        ("Merci !", SmallTalk(Talk.THANKS, "fr")),
        ("What can you do for me?", SmallTalk(Talk.ABILITIES, "en")),
        ("Qu'est-ce que tu peux faire ?", SmallTalk(Talk.ABILITIES, "fr")),
        ("Au revoir", SmallTalk(Talk.GOODBYE, "fr")),
    ],
)
def test_a_sentence_that_says_nothing_more_is_small_talk(text: str, talk: SmallTalk):
    assert small_talk(text) == talk


@pytest.mark.parametrize(
    "text",
    ["Hello, how many users do we have?", "help tickets", "Thanks to whom did sales grow?", "Merci par mois"],
)
def test_a_question_with_a_greeting_is_a_question(text: str):
    assert small_talk(text) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("What counts as an active user?", ("an active user", "en")),
        ("what does AOV mean?", ("aov", "en")),
        ("How is the conversion rate calculated?", ("the conversion rate", "en")),
        ("c'est quoi un utilisateur actif ?", ("un utilisateur actif", "fr")),
        ("Comment est calculé le panier moyen ?", ("le panier moyen", "fr")),
        ("Que veut dire « impayé » ?", ("impaye", "fr")),
        ("What is the conversion rate?", None),
        ("Quel est le taux de conversion ?", None),
        ("How are users by country?", None),
        ("How do you count?", None),
    ],
)
def test_a_definition_is_asked_for_in_so_many_words(text: str, asked: tuple[str, str] | None):
    assert asked_definition(text) == asked


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("What will our revenue be?", "no_forecast"),
        ("Quelles ventes le mois prochain ?", "no_forecast"),
        ("Write me a poem about sales", "no_writing"),
        ("What's the weather like?", "no_weather"),
    ],
)
def test_what_is_not_done_at_all_is_refused_in_a_sentence(question: str, key: str):
    refused = beyond_us(Declined("fr", "?", ("Combien de clients ?",)), question)
    assert refused == Declined("fr", say(key, "fr"), ("Combien de clients ?",))
    assert beyond_us(Declined("en", "why"), "How many unicorns?") == Declined("en", "why")
