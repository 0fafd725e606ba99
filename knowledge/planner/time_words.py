"""The words of time: calendar units, months, and what points back, forward, in and out of a period."""

from __future__ import annotations

from knowledge.semantic.query import Grain

UNITS: dict[str, Grain] = {
    "hour": Grain.HOUR,
    "hours": Grain.HOUR,
    "heure": Grain.HOUR,
    "heures": Grain.HOUR,
    "day": Grain.DAY,
    "days": Grain.DAY,
    "jour": Grain.DAY,
    "jours": Grain.DAY,
    "journee": Grain.DAY,
    "week": Grain.WEEK,
    "weeks": Grain.WEEK,
    "semaine": Grain.WEEK,
    "semaines": Grain.WEEK,
    "month": Grain.MONTH,
    "months": Grain.MONTH,
    "mois": Grain.MONTH,
    "quarter": Grain.QUARTER,
    "quarters": Grain.QUARTER,
    "trimestre": Grain.QUARTER,
    "trimestres": Grain.QUARTER,
    "year": Grain.YEAR,
    "years": Grain.YEAR,
    "an": Grain.YEAR,
    "ans": Grain.YEAR,
    "annee": Grain.YEAR,
    "annees": Grain.YEAR,
}

_MONTH_NAMES = (
    "january jan janvier janv", "february feb fevrier fevr", "march mar mars", "april apr avril avr",
    "may mai", "june jun juin", "july jul juillet juil", "august aug aout",
    "september sep sept septembre", "october oct octobre", "november nov novembre",
    "december dec decembre",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
UNSURE_MONTHS = {"may", "mar", "jan", "sep", "sept", "dec", "jun", "jul"}

LAST = {"last", "previous", "past", "prior"}
LAST_FRENCH = {
    "dernier",
    "derniere",
    "derniers",
    "dernieres",
    "passe",
    "passee",
    "precedent",
    "precedente",
    "precedents",
}
THIS = {"this", "current"}
NEXT = {"next"}
INTO = {
    "in", "during", "for", "of", "on", "en", "au", "dans", "durant", "pendant", "le", "du", "de", "d",
    "the", "l", "la", "les", "within", "over", "ces", "pour", "sur", "cours", "year", "annee", "des",
    "from", "mois",
}  # fmt: skip
SINCE = {"since", "depuis", "starting"}
BEFORE = {"before", "avant", "until", "till", "jusqu"}
AFTER = {"after", "apres"}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "premier": 1,
    "deuxieme": 2,
    "troisieme": 3,
    "quatrieme": 4,
    "1er": 1,
    "2e": 2,
    "3e": 3,
    "4e": 4,
    "2eme": 2,
    "3eme": 3,
    "4eme": 4,
}
WEAK = {"of", "de", "du", "des", "year", "mois", "the", "le", "la", "les", "l", "from"}
ARTICLES = frozenset(
    {"the", "le", "la", "les", "l", "du", "de", "des", "au", "a", "en", "in", "on", "of", "d", "ce"}
)
