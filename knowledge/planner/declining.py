"""Saying no well: why a question can't be answered, and questions near it that can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.planner.lexicon import TagKind
from knowledge.planner.plan import Declined, Question, ValueIndex
from knowledge.semantic.model import SemanticModel

if TYPE_CHECKING:
    from knowledge.planner.planning import Understanding

_SENTENCES = {
    "en": {
        "empty": "Please type a question about the data.",
        "long": "That question is too long for me. Please ask one thing at a time.",
        "unknown": "I don't know what {detail} means in this data.",
        "reason": "I can show what happened in the data, but not why.",
        "future": "I can only tell what is in the data, not what will happen.",
        "write": "I can only read the data; I change and delete nothing.",
        "chat": "I answer questions about the data. For example:",
        "unsupported": "I understand the words, but I can't work out “{detail}” reliably.",
        "nested": "That needs a calculation on top of another one, which I can't do reliably.",
        "absence": "I can't reliably find what has no matching rows elsewhere.",
        "no_time": "There is no date in that data that I could look at a period by.",
        "many_times": "There are several dates ({detail}); please say which one you mean.",
        "two_times": "Please ask about one period at a time.",
        "no_measure": "Please say what to measure or rank by.",
        "polarity": "I can't tell whether more is {detail} or not; please ask for the highest or the lowest.",
        "unreachable": "These things are not connected in the data in a way that I can trust.",
        "nameless": "The rows of {detail} have nothing to tell them apart by.",
        "new": "Please say in which period they are new.",
        "which_aggregate": "Please say whether you mean the total or the average of {detail}.",
        "aggregated_metric": "{detail} is defined as it is; I can't aggregate it in another way.",
        "many_columns": "That may mean several things: {detail}.",
        "unused": "I understand the words, but not how they belong together.",
        "no_owner": "I don't know which of these rows are yours.",
        "which": "I can read that in more than one way. Which do you mean?",
    },
    "fr": {
        "empty": "Posez une question sur les données.",
        "long": "Cette question est trop longue pour moi. Posez une seule question à la fois.",
        "unknown": "Je ne sais pas ce que {detail} veut dire dans ces données.",
        "reason": "Je peux montrer ce qui s'est passé dans les données, mais pas pourquoi.",
        "future": "Je ne connais que ce qui est dans les données, pas ce qui va arriver.",
        "write": "Je ne fais que lire les données ; je ne modifie ni ne supprime rien.",
        "chat": "Je réponds aux questions sur les données. Par exemple :",
        "unsupported": "Je comprends les mots, mais je ne sais pas calculer « {detail} » de façon fiable.",
        "nested": "Il faudrait un calcul sur un autre calcul, ce que je ne sais pas faire de façon fiable.",
        "absence": "Je ne sais pas trouver de façon fiable ce qui n'a rien de correspondant ailleurs.",
        "no_time": "Ces données n'ont pas de date pour regarder une période.",
        "many_times": "Il y a plusieurs dates ({detail}) ; dites laquelle.",
        "two_times": "Posez la question pour une seule période à la fois.",
        "no_measure": "Dites ce qu'il faut mesurer, ou d'après quoi classer.",
        "polarity": "Je ne sais pas si plus est « {detail} » ; demandez le plus élevé ou le plus bas.",
        "unreachable": "Ces choses ne sont pas reliées dans les données d'une façon fiable.",
        "nameless": "Rien ne distingue les lignes de {detail}.",
        "new": "Dites dans quelle période ils sont nouveaux.",
        "which_aggregate": "Dites si vous voulez le total ou la moyenne de {detail}.",
        "aggregated_metric": "{detail} est défini tel quel ; je ne peux pas l'agréger autrement.",
        "many_columns": "Cela peut vouloir dire plusieurs choses : {detail}.",
        "unused": "Je comprends les mots, mais pas comment ils vont ensemble.",
        "no_owner": "Je ne sais pas lesquelles de ces lignes sont les vôtres.",
        "which": "Je peux comprendre cela de plusieurs façons. Laquelle ?",
    },
}
_ASSUMPTIONS = {
    "en": {
        "summed": "The total of {detail} is meant.",
        "averaged": "The average of {detail} is meant.",
        "ranked_by": "Ranked by {detail}.",
        "assumed_year": "No year was said: the latest one is meant.",
        "own_rows": "Only your own rows are meant.",
        "replaced_grouping": "In place of the grouping before.",
    },
    "fr": {
        "summed": "Il s'agit du total de {detail}.",
        "averaged": "Il s'agit de la moyenne de {detail}.",
        "ranked_by": "Classé par {detail}.",
        "assumed_year": "Aucune année n'est dite : il s'agit de la dernière.",
        "own_rows": "Il s'agit de vos propres lignes seulement.",
        "replaced_grouping": "À la place du regroupement précédent.",
    },
}
_BY_TAG = {
    TagKind.REASON: "reason",
    TagKind.FUTURE: "future",
    TagKind.WRITE: "write",
    TagKind.CHAT: "chat",
}
_TELLING = (
    "polarity",
    "nested",
    "absence",
    "aggregated_metric",
    "many_times",
    "many_columns",
    "which_aggregate",
    "two_times",
    "new",
    "no_measure",
    "no_time",
    "nameless",
    "unreachable",
)


def sentence(key: str, language: str, detail: str = "") -> str:
    return _SENTENCES[language][key].format(detail=detail)


def assumption(key: str, detail: str, language: str) -> str:
    return _ASSUMPTIONS[language][key].format(detail=detail)


def corrected(typed: str, taken: str, language: str) -> str:
    """Says which word a typing error was taken for."""
    return f"« {typed} » lu comme « {taken} »." if language == "fr" else f"I read “{typed}” as “{taken}”."


def decline(
    understanding: Understanding, model: SemanticModel, question: Question, values: ValueIndex
) -> Declined:
    """Why not, and what comes near and can be answered."""
    from knowledge.planner.suggesting import near_questions  # it plans its own suggestions

    reason = _reason(understanding)
    near = near_questions(understanding, model, question, values) if question.suggests else ()
    known = 1 - len(understanding.unknown) / max(1, len(understanding.tokens))
    return Declined(understanding.language, reason, near, round(known, 3))


def _reason(understanding: Understanding) -> str:
    language = understanding.language
    if not understanding.tokens:
        return sentence("empty", language)
    if not understanding.fragments and not understanding.unknown and understanding.hopeless is None:
        return sentence("long" if len(understanding.tokens) > 40 else "unused", language)
    if understanding.hopeless is not None and understanding.hopeless.kind in _BY_TAG:
        return sentence(_BY_TAG[understanding.hopeless.kind], language)
    if understanding.disowned:
        return sentence("no_owner", language)
    if understanding.unknown:
        quote = "« {} »" if language == "fr" else "“{}”"
        return sentence(
            "unknown", language, ", ".join(quote.format(word) for word in understanding.unknown[:5])
        )
    for key in _TELLING:
        for misfit in understanding.misfits:
            if misfit.key == key:
                return sentence(key, language, misfit.detail)
    return sentence("unused", language)
