"""Sentences of answers, in both languages. They begin in lower case: the teller puts the capitals."""

from __future__ import annotations

_SENTENCES = {
    "en": {
        "nothing": "no data answers this question.",
        "count": "there {are} {value} {noun}{when}{note}{names}.",
        "count_none": "there {are} no {noun}{when}{note}.",
        "value": "{subject}{when} {be} {value}{note}.",
        "value_of_day": "{subject}{when} {be} {value}{note}.",
        "sum": "{subject}{when} {amounts} {value}{note}.",
        "line": "- {label}: {value}",
        "names": ": {names}",
        "names_among": ", among them {names}",
        "list_values": "there are {count} different values{names}.",
        "and": "and",
        "unknown": "unknown",
        "yes": "yes",
        "no": "no",
        "in_currency": "In {currency}: ",
        "always": "{it} stayed at {value} throughout.",
        "always_of": "{subject} {be} {value} throughout{note}.",
        "peak": "the highest was {high} {high_when}, the lowest {low} {low_when}.",
        "peak_of": "{subject} {be} highest {high_when} with {high} and lowest {low_when} with {low}{note}.",
        "rose": "{it} rose from {first} {first_when} to {last} {last_when}.",
        "fell": "{it} fell from {first} {first_when} to {last} {last_when}.",
        "same": "{it} came to {first} both {first_when} and {last_when}.",
        "same_of": "{subject} {be} {first} both {first_when} and {last_when}{note}.",
        "rose_of": "{subject} rose from {first} {first_when} to {last} {last_when}{note}.",
        "fell_of": "{subject} fell from {first} {first_when} to {last} {last_when}{note}.",
        "so_far": "{when}, not over yet: {value}.",
        "one_moment": "all of it {when}: {value}{note}.",
        "leads": "{name} leads with {value}{share}{then}{last}.",
        "tied": "{names} lead with {value} each{then}{last}.",
        "last": "; {name} comes last with {value}",
        "most": "{name} {has} the most {noun}{when}, {value}{then}{note}.",
        "fewest": "{name} {has} the fewest {noun}{when}, {value}{then}{note}.",
        "tied_most": "{names} {have} the most {noun}{when}, {value} each{then}{note}.",
        "tied_fewest": "{names} {have} the fewest {noun}{when}, {value} each{then}{note}.",
        "highest": "{subject} {be} highest for {name} with {value}{then}{low}{note}.",
        "lowest": "{subject} {be} lowest for {name} with {value}{then}{note}.",
        "low": "; {it} lowest for {name} with {value}",
        "followed": ", followed by {names}",
        "then": ", then {names}",
        "all_same": "all have the same: {value}.",
        "only": "the only one is {name}, with {value}{note}.",
        "not_stated": "not stated: {value}.",
        "list_more": "more than {count} {noun} match; the first {count} are shown.",
        "list_ranked": "{name} comes first ({field}: {value}){then}.",
        "list_place": "**{name}** ({field}: {value}).",
        "truncated": "Only the first rows are counted here; the data has more.",
        "more_currencies": "The table has the other currencies.",
    },
    "fr": {
        "nothing": "aucune donnée ne répond à cette question.",
        "count": "il y a{eu} {value} {noun}{when}{note}{names}.",
        "count_none": "il n'y a{eu} pas {de_noun}{when}{note}.",
        "value": "{subject} {be} de {value}{when}{note}.",
        "value_of_day": "{subject}{when}{note} : {value}.",
        "sum": "{subject} {amounts} {value}{when}{note}.",
        "line": "- {label} : {value}",
        "names": " : {names}",
        "names_among": ", dont {names}",
        "list_values": "il y a {count} valeurs différentes{names}.",
        "and": "et",
        "unknown": "inconnu",
        "yes": "oui",
        "no": "non",
        "in_currency": "En {currency} : ",
        "always": "la valeur est partout de {value}.",
        "always_of": "{subject} {be} partout de {value}{note}.",
        "peak": "le maximum est de {high} {high_when}, le minimum de {low} {low_when}.",
        "peak_of": (
            "{subject} {be} au plus haut {high_when} avec {high} et au plus bas {low_when} avec {low}{note}."
        ),
        "rose": "on passe de {first} {first_when} à {last} {last_when}, en hausse.",
        "fell": "on passe de {first} {first_when} à {last} {last_when}, en baisse.",
        "same": "la valeur est de {first} {first_when} comme {last_when}.",
        "same_of": "{subject} {be} de {first} {first_when} comme {last_when}{note}.",
        "rose_of": "{subject} passe{nt} de {first} {first_when} à {last} {last_when}, en hausse{note}.",
        "fell_of": "{subject} passe{nt} de {first} {first_when} à {last} {last_when}, en baisse{note}.",
        "so_far": "{when}, encore en cours : {value}.",
        "one_moment": "tout est {when} : {value}{note}.",
        "leads": "{name} arrive en tête avec {value}{share}{then}{last}.",
        "tied": "{names} arrivent en tête avec {value} chacun{then}{last}.",
        "last": " ; {name} ferme la marche avec {value}",
        "most": "{name} {has} le plus {de_noun}{when}, {value}{then}{note}.",
        "fewest": "{name} {has} le moins {de_noun}{when}, {value}{then}{note}.",
        "tied_most": "{names} {have} le plus {de_noun}{when}, {value} chacun{then}{note}.",
        "tied_fewest": "{names} {have} le moins {de_noun}{when}, {value} chacun{then}{note}.",
        "highest": "{subject} {be} au plus haut pour {name} avec {value}{then}{low}{note}.",
        "lowest": "{subject} {be} au plus bas pour {name} avec {value}{then}{note}.",
        "low": " ; au plus bas pour {name} avec {value}",
        "followed": ", devant {names}",
        "then": ", puis {names}",
        "all_same": "tous ont la même valeur : {value}.",
        "only": "seul {name} apparaît, avec {value}{note}.",
        "not_stated": "non renseigné : {value}.",
        "list_more": "plus de {count} {noun} correspondent ; les {count} premières lignes sont affichées.",
        "list_ranked": "{name} arrive en tête ({field} : {value}){then}.",
        "list_place": "**{name}** ({field} : {value}).",
        "truncated": "Seules les premières lignes sont comptées ici ; les données en ont plus.",
        "more_currencies": "Le tableau contient les autres devises.",
    },
}


def say(key: str, language: str, **parts: str) -> str:
    """One sentence of an answer with its parts filled in."""
    return _SENTENCES[language][key].format(**parts)


def to_be(language: str, *, plural: bool, past: bool) -> str:
    """The verb: is, are, was, were; est, sont, a été, ont été."""
    forms = {"en": ("is", "are", "was", "were"), "fr": ("est", "sont", "a été", "ont été")}
    return forms[language][plural + 2 * past]


def capital(text: str) -> str:
    """A sentence with its first letter large."""
    return text[:1].upper() + text[1:]
