"""Nouns as they are shown: one or many, with the article a sentence needs. Each language by its own rules."""

from __future__ import annotations

from knowledge.planner.tokens import normalise
from knowledge.planner.words import singular

_UNCOUNTABLE_TEXT = """
weather equipment staff inventory feedback news data information meteo materiel personnel stock
"""
# French nouns whose singular ends like a plural.
_SAME_IN_FRENCH_TEXT = """
acces avis bras bus campus colis concours corps cours devis discours dos fils fois mois pas parcours pays
permis poids prix proces recours rendez-vous repas statut succes taux temps tapis univers virus vis voix choix
"""
_FEMININE_TEXT = """
valeur médiane durée distance note température part marge remise amende vente somme commande ligne page
dépense dette taxe recette largeur hauteur longueur vitesse charge prime perte ressource
heure minute seconde semaine
"""
_FEMININE_ENDS_TEXT = """
tion sion xion té ance ence ure ée ette esse ise ie ade ude euse trice ine ande nne elle
"""
_FRENCH_LINKS_TEXT = "de du des à au aux en par pour sans avec ayant"
_FIRST_WITH_ARTICLE_TEXT = "average mean median maximum minimum total highest lowest number share"
_LAST_WITH_ARTICLE_TEXT = "rate amount value share ratio percentage score price balance delay number"

_UNCOUNTABLE = frozenset(_UNCOUNTABLE_TEXT.split())
_SAME_IN_FRENCH = frozenset(_SAME_IN_FRENCH_TEXT.split())
_FEMININE = frozenset(_FEMININE_TEXT.split())
_FEMININE_ENDS = tuple(_FEMININE_ENDS_TEXT.split())
_MASCULINE = frozenset({"nombre", "panier", "âge", "score", "litre", "musée", "lycée", "poste"})
# Where a French noun phrase goes on after its noun and adjectives: "lignes de commande" has one plural.
_FRENCH_LINKS = frozenset(_FRENCH_LINKS_TEXT.split())
_ENGLISH_LINKS = frozenset(
    {"in", "on", "at", "of", "with", "without", "from", "for", "to", "under", "over", "who"}
)
_FIRST_WITH_ARTICLE = frozenset(_FIRST_WITH_ARTICLE_TEXT.split())
_LAST_WITH_ARTICLE = frozenset(_LAST_WITH_ARTICLE_TEXT.split())
_FRENCH_SINGULARS = {"travaux": "travail", "yeux": "œil", "baux": "bail", "vitraux": "vitrail"}
_VOWELS = tuple("aeiouyhœ")


def is_uncountable(phrase: str) -> bool:
    """Whether the phrase has no plural and can't be counted by itself: weather, météo."""
    return normalise(phrase.split(" ")[-1]) in _UNCOUNTABLE


def one_of(phrase: str, language: str) -> str:
    """The singular of a noun phrase in lower case: order lines -> order line, compagnies -> compagnie."""
    words = phrase.split(" ")
    if language != "fr":
        last = next(
            (place for place, word in enumerate(words) if word in ("of", "with", "who", "at")), len(words)
        )
        head = max(last - 1, 0)
        return " ".join([*words[:head], singular(words[head]), *words[head + 1 :]])
    end = next((place for place, word in enumerate(words) if _links(word) and place), len(words))
    return " ".join([*(_french_singular(word) for word in words[:end]), *words[end:]])


def _links(word: str) -> bool:
    return word in _FRENCH_LINKS or word.startswith(("d'", "d’", "l'", "l’"))


def _french_singular(word: str) -> str:
    if word in _FRENCH_SINGULARS:
        return _FRENCH_SINGULARS[word]
    if normalise(word) in _SAME_IN_FRENCH or len(word) < 4:
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        return f"{word[:-3]}al"
    if word.endswith(("eaux", "eux", "oux")) or (word.endswith("s") and not word.endswith("ss")):
        return word[:-1]
    return word


def of_french(name: str) -> str:
    """“de vols”, "d'avions"."""
    return f"d'{name}" if _starts_with_vowel(name) else f"de {name}"


def the_french(name: str) -> str:
    """A French noun phrase with its article: "le chiffre d'affaires", "l'utilisation", "les dépenses"."""
    if is_plural(name, "fr"):
        return f"les {name}"
    if _starts_with_vowel(name):
        return f"l'{name}"
    return f"{'la' if is_feminine(name) else 'le'} {name}"


def is_feminine(name: str) -> bool:
    """The gender of a French noun, by its ending where it is not known."""
    head = name.split(" ")[0].lower()
    return head in _FEMININE or (head.endswith(_FEMININE_ENDS) and head not in _MASCULINE)


def with_adjective(name: str, adjective: str) -> str:
    """A French noun phrase with its adjective behind the noun: "retard moyen à l'arrivée", "durée moyenne".

    Nothing for a plural, of which an average is said otherwise.
    """
    if is_plural(name, "fr"):
        return ""
    head, space, rest = name.partition(" ")
    agreed = {"moyen": "moyenne", "total": "totale"}.get(adjective, f"{adjective}e")
    return f"{head} {agreed if is_feminine(name) else adjective}{space}{rest}"


def qualified(noun: str, words: str, language: str) -> str:
    """A plural noun with what qualifies it: "cancelled flights", "goods in stock", « vols annulés ».

    Words that are a plural noun themselves stand alone: "buyers", "active users".
    """
    if is_plural(words, language):
        return words
    first, *more = words.split(" ")
    if language != "fr":
        return f"{noun} {words}" if first.lower() in _ENGLISH_LINKS else f"{words} {noun}"
    return f"{noun} {words if more else _plural_adjective(words, is_feminine(one_of(noun, 'fr')))}"


def _plural_adjective(adjective: str, feminine: bool) -> str:
    if feminine:
        ends = (
            ("if", "ive"),
            ("eux", "euse"),
            ("er", "ère"),
            ("el", "elle"),
            ("en", "enne"),
            ("e", "e"),
            ("", "e"),
        )
        old, new = next((old, new) for old, new in ends if adjective.endswith(old))
        adjective = adjective.removesuffix(old) + new
    if adjective.endswith("al"):
        return f"{adjective[:-2]}aux"
    return adjective if adjective.endswith(("s", "x")) else f"{adjective}s"


def _starts_with_vowel(name: str) -> bool:
    return normalise(name[:1]).startswith(_VOWELS)


def the_english(name: str) -> str:
    """An English noun phrase with "the" where one says it: "the average delay", but "revenue"."""
    words = name.lower().split(" ")
    return f"the {name}" if words[0] in _FIRST_WITH_ARTICLE or words[-1] in _LAST_WITH_ARTICLE else name


def is_plural(name: str, language: str) -> bool:
    """Whether the phrase takes a plural verb: "expenses", "units sold", "dépenses"."""
    words = name.lower().split(" ")
    if language == "fr":
        return _french_singular(words[0]) != words[0]
    end = next(
        (place for place, word in enumerate(words) if word in ("of", "per", "at", "by", "in", "on")),
        len(words),
    )
    head = words[:end] or words
    if len(head) > 1 and head[-1].endswith(("ed", "sold", "made")):
        head = head[:-1]
    return head[-1] != singular(head[-1]) and head[0] not in (
        "average",
        "median",
        "maximum",
        "minimum",
        "total",
    )
