"""Which language a question is in: English or French."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.planner.tokens import Token

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
            "quelle", "quels", "quelles", "qui", "dont", "ou", "est", "sont", "etait", "ont", "a", "eu",
            "avec", "sans", "dans", "depuis", "pour", "sur", "au", "aux", "nos", "notre", "mon", "ma",
            "mes", "ce", "cette", "ces", "dernier", "derniere", "derniers", "dernieres", "plus",
            "moins", "que", "qu", "moyen", "moyenne", "nombre", "chaque", "tous", "toutes", "entre",
            "avant", "apres", "montre", "montrez", "affiche", "affichez", "liste", "donne", "donnez",
            "seulement", "mois", "annee", "annees", "semaine", "jour", "jours", "trimestre",
            "aujourdhui", "hier", "meilleur", "meilleurs", "pire", "pires", "en", "s'il", "te", "moi",
            "nous", "n", "pas", "y", "il", "elle", "chiffre", "affaires",
        ]
    ),
}  # fmt: skip
_ONLY_FRENCH = frozenset("éèêàùçôîûœâëï")


def detect_language(text: str, tokens: Sequence[Token], default: str) -> str:
    """“en” or "fr"; `default` (the asker's own) where the words do not tell."""
    norms = [token.norm for token in tokens]
    english: float = sum(norm in _MARKS[ENGLISH] for norm in norms)
    french: float = sum(norm in _MARKS[FRENCH] for norm in norms)
    french += 0.6 * sum(char in _ONLY_FRENCH for char in text.lower()[:300])
    if english == french:
        return default if default in (ENGLISH, FRENCH) else ENGLISH
    return ENGLISH if english > french else FRENCH
