"""The compiler's own words, in English and French: labels of what no one has named, proofs, refusals."""

from __future__ import annotations

from knowledge.semantic.query import Function, Grain

GRAINS: dict[Grain, dict[str, str]] = {
    Grain.HOUR: {"en": "Hour", "fr": "Heure"},
    Grain.DAY: {"en": "Day", "fr": "Jour"},
    Grain.WEEK: {"en": "Week", "fr": "Semaine"},
    Grain.MONTH: {"en": "Month", "fr": "Mois"},
    Grain.QUARTER: {"en": "Quarter", "fr": "Trimestre"},
    Grain.YEAR: {"en": "Year", "fr": "Année"},
}

FUNCTIONS: dict[Function, dict[str, str]] = {
    Function.COUNT: {"en": "Number of {what}", "fr": "Nombre de {what}"},
    Function.COUNT_DISTINCT: {"en": "Distinct {what}", "fr": "{what} : valeurs distinctes"},
    Function.SUM: {"en": "Total {what}", "fr": "{what} : total"},
    Function.AVERAGE: {"en": "Average {what}", "fr": "{what} : moyenne"},
    Function.MINIMUM: {"en": "Minimum {what}", "fr": "{what} : minimum"},
    Function.MAXIMUM: {"en": "Maximum {what}", "fr": "{what} : maximum"},
    Function.MEDIAN: {"en": "Median {what}", "fr": "{what} : médiane"},
}

CURRENCY = {"en": "Currency", "fr": "Devise"}

_SENTENCES = {
    "proof": {
        "en": "{from_table} to {to_table} {cardinality}: no row multiplied",
        "fr": "{from_table} vers {to_table} {cardinality} : aucune ligne multipliée",
    },
    "no_measure": {
        "en": "There is nothing to measure or list.",
        "fr": "Il n'y a rien à mesurer ni à lister.",
    },
    "unknown": {"en": "There is no {kind} called {name}.", "fr": "Rien ne s'appelle {name} ({kind})."},
    "no_path": {
        "en": "{from_table} can't be looked at by {to_table}: no join leads there without multiplying rows.",
        "fr": "{from_table} ne peut pas être vu par {to_table} : aucune jointure n'y mène sans multiplier.",
    },
    "many_paths": {
        "en": "{from_table} leads to {to_table} in several ways: {names}.",
        "fr": "{from_table} mène à {to_table} de plusieurs façons : {names}.",
    },
    "bad_join": {
        "en": "The join {name} does not start at {table}.",
        "fr": "La jointure {name} ne part pas de {table}.",
    },
    "no_time": {
        "en": "{name} has no date to look at a period by.",
        "fr": "{name} n'a pas de date pour regarder une période.",
    },
    "not_time": {"en": "{name} is not a date.", "fr": "{name} n'est pas une date."},
    "not_number": {"en": "{name} is not a number.", "fr": "{name} n'est pas un nombre."},
    "bad_value": {
        "en": "{value} can't be compared with {name}.",
        "fr": "{value} ne peut pas être comparé à {name}.",
    },
    "formula": {
        "en": "The formula of {name} can't be used: {why}",
        "fr": "La formule de {name} n'est pas utilisable : {why}",
    },
    "circle": {"en": "it leads back to itself.", "fr": "elle se contient elle-même."},
    "not_carried": {
        "en": "This kind of database has no sure way to compute this ({what}).",
        "fr": "Ce type de base de données n'a pas de moyen sûr de calculer cela ({what}).",
    },
    "bad_query": {"en": "The request is inconsistent: {why}", "fr": "La demande est incohérente : {why}"},
}

_KINDS = {
    "table": "table",
    "column": "colonne",
    "metric": "indicateur",
    "dimension": "dimension",
    "segment": "segment",
    "join": "jointure",
}


def sentence(key: str, language: str, **parts: object) -> str:
    """One of our sentences in `language` (English where there is no other), with its parts filled in."""
    if language == "fr" and "kind" in parts:
        parts["kind"] = _KINDS.get(str(parts["kind"]), parts["kind"])
    texts = _SENTENCES[key]
    return texts.get(language, texts["en"]).format(**parts)
