"""Which language a question is in: English or French."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from knowledge.planner.lexicon import single_words
from knowledge.planner.tokens import Token, normalise
from knowledge.planner.translations import NOUN_PAIRS
from knowledge.planner.words import singular

ENGLISH, FRENCH = "en", "fr"

_MARKS = {
    ENGLISH: frozenset(
        [
            "the", "of", "and", "by", "per", "how", "many", "much", "what", "which", "who", "whose",
            "where", "when", "is", "are", "was", "were", "do", "did", "does", "have", "has", "had",
            "with", "without", "in", "from", "to", "for", "on", "at", "our", "my", "your", "this",
            "last", "past", "most", "least", "more", "than", "top", "average", "number", "each",
            "every", "all", "between", "since", "before", "after", "show", "list", "give", "me", "only",
            "over", "under", "about", "there", "not", "than", "it", "its", "monthly", "daily", "weekly",
            "yearly", "highest", "lowest", "best", "worst", "year", "month", "week", "day", "quarter",
            "days", "months", "weeks", "years", "today", "yesterday",
        ]
    ),
    FRENCH: frozenset(
        [
            "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "et", "par", "combien", "quel",
            "quelle", "quels", "quelles", "qui", "dont", "ou", "est", "sont", "etait", "ont", "eu",
            "avec", "sans", "dans", "depuis", "pour", "sur", "au", "aux", "nos", "notre", "mon", "ma",
            "mes", "ce", "cette", "ces", "dernier", "derniere", "derniers", "dernieres", "plus",
            "moins", "que", "qu", "moyen", "moyenne", "nombre", "chaque", "tous", "toutes", "entre",
            "avant", "apres", "montre", "montrez", "affiche", "affichez", "liste", "donne", "donnez",
            "seulement", "mois", "annee", "annees", "semaine", "jour", "jours", "trimestre",
            "aujourdhui", "hier", "meilleur", "meilleurs", "pire", "pires", "en", "s'il", "te", "moi",
            "bilan", "rapport", "synthese", "mensuel", "mensuelle", "hebdomadaire", "taux",
            "nous", "n", "pas", "y", "il", "elle", "chiffre", "affaires",
        ]
    ),
}  # fmt: skip
_ONLY_FRENCH = frozenset("éèêàùçôîûœâëï")
WORD = 0.4
"""What a word counts that only one language has: less than the small words, which names rarely hold."""


def detect_language(text: str, tokens: Sequence[Token], default: str) -> str:
    """“en” or "fr"; `default` (the asker's own) where the words do not tell."""
    norms = [token.norm for token in tokens]
    english: float = sum(norm in _MARKS[ENGLISH] for norm in norms)
    french: float = sum(norm in _MARKS[FRENCH] for norm in norms)
    french += 0.6 * sum(char in _ONLY_FRENCH for char in text.lower()[:300])
    english += WORD * sum(_is_of(norm, ENGLISH) for norm in norms)
    french += WORD * sum(_is_of(norm, FRENCH) for norm in norms)
    if english == french:
        return default if default in (ENGLISH, FRENCH) else ENGLISH
    return ENGLISH if english > french else FRENCH


def _is_of(norm: str, language: str) -> bool:
    other = FRENCH if language == ENGLISH else ENGLISH
    known, elsewhere = _words(language), _words(other)
    return any(form in known and form not in elsewhere for form in {norm, singular(norm)})


@cache
def _words(language: str) -> frozenset[str]:
    """What questions and databases are made of, in one language, normalised."""
    nouns = (pair[language == FRENCH] for pair in NOUN_PAIRS)
    return single_words(language) | {
        normalise(word) for noun in nouns for word in noun.replace("/", " ").split()
    }
