"""Greetings, thanks, questions about the assistant, and what it does not do: patterns over whole sentences.

A sentence that says anything more is a question, and goes to the planner as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from conversations.agent.context import TurnContext
from conversations.agent.events import Event, MessageCompleted, Token
from conversations.agent.planner_path import NO_USAGE
from conversations.agent.words import say
from knowledge.planner.plan import Declined
from knowledge.planner.tokens import normalise

MOST_CHIPS = 4


class Talk(StrEnum):
    HELLO = "hello"
    THANKS = "thanks"
    ABILITIES = "abilities"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class SmallTalk:
    kind: Talk
    language: str


_PATTERNS: tuple[tuple[Talk, str, str], ...] = (
    (
        Talk.HELLO,
        "en",
        r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there| all| everyone)?(?: how are you)?",
    ),
    (
        Talk.HELLO,
        "fr",
        r"(?:bonjour|bonsoir|salut|coucou)(?: a tous| a toutes)?"
        r"(?: (?:comment )?ca va| comment vas tu| comment allez vous)?",
    ),
    (
        Talk.THANKS,
        "en",
        r"(?:ok |great |perfect |cool )?(?:thanks|thank you|thx|many thanks)"
        r"(?: so much| very much| a lot| again)?",
    ),
    (Talk.THANKS, "fr", r"(?:ok |super |parfait )?merci(?: beaucoup| bien| encore| a toi| a vous)?"),
    (
        Talk.ABILITIES,
        "en",
        r"help(?: me)?|who are you|what are you"
        r"|(?:so )?what (?:can|could) (?:you|i) (?:do|ask|answer)(?: (?:for me|here|you|me))?"
        r"|how (?:does this|do you|can you) (?:work|help)(?: me)?"
        r"|what (?:kind|sort) of questions can (?:i ask|you answer)",
    ),
    (
        Talk.ABILITIES,
        "fr",
        r"aide(?: moi)?|qui es tu|qui etes vous|comment ca marche|a quoi sers tu"
        r"|(?:que|qu est ce que) (?:peux tu|pouvez vous|sais tu|tu peux|tu sais|vous pouvez) faire"
        r"(?: pour moi)?|que puis je (?:te |vous )?demander|tu (?:peux|sais) faire quoi",
    ),
    (Talk.GOODBYE, "en", r"good ?bye|bye(?: bye)?|see you(?: later| soon)?"),
    (Talk.GOODBYE, "fr", r"au revoir|a bientot|a plus(?: tard)?|bonne (?:journee|soiree)"),
)
_COMPILED = tuple((kind, language, re.compile(pattern)) for kind, language, pattern in _PATTERNS)

_FORECAST = re.compile(
    r"\b(?:forecasts?|predict(?:ion|ions|ed|s)?|projections?"
    r"|will (?:we|our|the|it|there|they|be|sales|revenue)"
    r"|(?:next|coming) (?:week|month|quarter|year)|tomorrow"
    r"|previsions?|prevoir|prevois|predire|predis"
    r"|(?:le |la )?(?:mois|semaine|annee|trimestre) prochaine?|demain)\b"
)
_WRITING = re.compile(
    r"\b(?:write|compose|sing|tell|make|give|ecris|ecrivez|raconte|racontez|redige|chante|invente)\b.*"
    r"\b(?:poems?|stor(?:y|ies)|jokes?|songs?|essays?|haikus?|limericks?|poemes?|histoires?|blagues?|chansons?)\b"
)
_WEATHER = re.compile(r"\b(?:weather|temperature outside|meteo|quel temps)\b")


def small_talk(text: str) -> SmallTalk | None:
    """What the whole text is, if it is nothing but that."""
    bare = " ".join(re.findall(r"[^\W_]+", normalise(text)))
    for kind, language, pattern in _COMPILED:
        if pattern.fullmatch(bare):
            return SmallTalk(kind, language)
    return None


def answer_small_talk(talk: SmallTalk, context: TurnContext) -> Iterator[Event]:
    """A short honest word, with questions that can be answered. No data is in it: it counts as no answer."""
    context.note("language", talk.language)
    context.note("outcome", "declined")
    context.note("small_talk", talk.kind.value)
    sources = ", ".join(source.name for source in context.sources)
    key = talk.kind.value if sources else f"{talk.kind.value}_without_data"
    text = say(key, talk.language, sources=sources, organization=context.actor.organization_name)
    chips = context.starters(talk.language)[:MOST_CHIPS] if talk.kind in (Talk.HELLO, Talk.ABILITIES) else []
    yield Token(text)
    yield MessageCompleted(
        status="completed", text=text, usage=NO_USAGE, latency_ms=context.elapsed_ms(), follow_ups=chips
    )


def beyond_us(plan: Declined, question: str) -> Declined:
    """The refusal, with its reason told better where it is of a kind that we do not do at all."""
    folded = normalise(question)
    for key, pattern in (("no_writing", _WRITING), ("no_weather", _WEATHER), ("no_forecast", _FORECAST)):
        if pattern.search(folded):
            return replace(plan, reason=say(key, plan.language))
    return plan
