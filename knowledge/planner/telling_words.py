"""Sentences of answers, in both languages."""

from __future__ import annotations

_SENTENCES = {
    "en": {
        "nothing": "{title}: there is no data for this.",
        "single": "{title}: {value}.",
        "heading": "{title}.",
        "and": "and",
        "unknown": "unknown",
        "yes": "yes",
        "no": "no",
        "total": "In total {value}.",
        "range": "The highest is {high} ({high_name}), the lowest {low} ({low_name}).",
        "trend": "It went from {first} ({first_name}) to {last} ({last_name}).",
        "only": "{name}: {value}.",
        "leader": "{name} comes first with {value}.",
        "lowest": "{name} has the lowest with {value}.",
        "leader_share": "{name} comes first with {value}, {share} of {total}.",
        "then": "Then {names}.",
        "last": "{name} comes last with {value}.",
        "one_row": "{title}: {names}.",
        "few_rows": "{title}: {names}.",
        "rows": "{title}: {count} rows, {names} among them.",
        "rows_more": "{title}: {count} rows are shown, there are more; {names} among them.",
        "some_unknown": "Where the data names nothing, it says unknown.",
        "truncated": "Only the first rows are counted here; the data has more.",
        "more_currencies": "The table has the other currencies.",
    },
    "fr": {
        "nothing": "{title} : il n'y a pas de données pour cela.",
        "single": "{title} : {value}.",
        "heading": "{title}.",
        "and": "et",
        "unknown": "inconnu",
        "yes": "oui",
        "no": "non",
        "total": "Au total {value}.",
        "range": "Le plus haut est {high} ({high_name}), le plus bas {low} ({low_name}).",
        "trend": "On passe de {first} ({first_name}) à {last} ({last_name}).",
        "only": "{name} : {value}.",
        "leader": "{name} arrive en tête avec {value}.",
        "lowest": "{name} a le plus bas avec {value}.",
        "leader_share": "{name} arrive en tête avec {value}, soit {share} de {total}.",
        "then": "Ensuite {names}.",
        "last": "{name} ferme la marche avec {value}.",
        "one_row": "{title} : {names}.",
        "few_rows": "{title} : {names}.",
        "rows": "{title} : {count} lignes, dont {names}.",
        "rows_more": "{title} : {count} lignes sont affichées, il y en a d'autres ; dont {names}.",
        "some_unknown": "Là où les données ne nomment rien, il est écrit inconnu.",
        "truncated": "Seules les premières lignes sont comptées ici ; les données en ont plus.",
        "more_currencies": "Le tableau contient les autres devises.",
    },
}


def say(key: str, language: str, **parts: str) -> str:
    """One sentence of an answer with its parts filled in."""
    return _SENTENCES[language][key].format(**parts)
