"""Labels from names: `sched_arr_time` -> "Scheduled arrival time", `orders` -> "Orders", "Commandes"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from knowledge.drafting.lexicon import (
    ABBREVIATIONS,
    ADJECTIVES,
    FRENCH_FIRST,
    JOINED,
    NOUNS,
    PHRASES,
    STAMPS,
    french_plural,
    french_singular,
    plural,
    singular,
)

Texts = dict[str, str]

_UNITS = frozenset({"minutes", "seconds", "km", "kg", "eur", "usd", "ms"})
_FRENCH_ACCENTS = {"prenom": "prénom", "rdv": "rendez-vous", "tel": "téléphone"}


def words_in(name: str) -> list[str]:
    """The words of a name: `userId` -> user, id; `ORDER_ITEMS2` -> order, items, 2."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])", " ", name)
    words = [word for word in re.split(r"[^0-9A-Za-zÀ-ÿ]+", split.lower()) if word]
    pairs = (" ".join(words[start : start + 2]) for start in range(len(words)))
    joined = [JOINED.get(pair, word) for pair, word in zip(pairs, words, strict=True)]
    swallowed = [number + 1 for number, word in enumerate(joined) if word != words[number]]
    return [word for number, word in enumerate(joined) if number not in swallowed]


@cache
def french_words() -> dict[str, tuple[str, str]]:
    """French words without accents: (with accents, English)."""
    known = {
        _bare(french): (french, english)
        for english, french in (NOUNS | ADJECTIVES).items()
        if " " not in french
    }
    for bare, english in FRENCH_FIRST.items():
        accented = known[bare][0] if bare in known else _FRENCH_ACCENTS.get(bare, bare)
        known[bare] = (accented, english)
    return known


def is_french(words: list[str]) -> bool:
    """Whether a name is written in French: all its words are, and not all of them are English too."""
    bare = [
        _bare(french_singular(word)) for word in words if word not in ("id", "de", "du", "des", "la", "le")
    ]
    french = all(word in french_words() for word in bare)
    english = all(singular(word) in NOUNS or word in ADJECTIVES or word in ABBREVIATIONS for word in words)
    return bool(bare) and french and not english


def column_label(name: str) -> Texts:
    """The label of a column, by language; French where every word is known, else as the name has it."""
    words = words_in(name)
    if len(words) > 1 and words[0] in ("is", "has"):
        words = words[1:]
    if len(words) > 1 and words[0] == "id":
        words = [*words[1:], "id"]
    if len(words) > 1 and words[-1] in _UNITS:
        words = words[:-1]  # the unit is told with the number
    if is_french(words):
        return _from_french(words)
    expanded = _expanded(words)
    return _capital({"en": " ".join(expanded), "fr": _to_french(expanded) or " ".join(expanded)})


def table_words(name: str) -> tuple[Texts, dict[str, list[str]]]:
    """The label of a table in the plural, and its singular as a synonym, by language."""
    words = words_in(name)
    if is_french(words):
        label = _from_french(words)
        one = {
            "fr": _from_french([french_singular(word) for word in words])["fr"].lower(),
            "en": _english_singular(label["en"].lower()),
        }
        label = _capital({"fr": label["fr"], "en": _english_plural(one["en"])})
    else:
        expanded = _expanded(words)
        ones = [*expanded[:-1], singular(expanded[-1])] if expanded else words
        french = _to_french(ones)
        one = {"en": " ".join(ones), "fr": french or " ".join(ones)}
        many = french_plural(french) if french and plural(ones[-1]) != ones[-1] else one["fr"]
        label = _capital(
            {"en": _english_plural(one["en"]), "fr": many if french else _english_plural(one["en"])}
        )
    synonyms = {language: _others(label[language], [one[language], " ".join(words)]) for language in label}
    return label, {language: texts for language, texts in synonyms.items() if texts}


def singular_words(name: str) -> list[str]:
    """The words of a table's name, the last in the singular: order_items -> order, item."""
    words = words_in(name)
    if not words:
        return []
    last = french_singular(words[-1]) if is_french(words) else singular(words[-1])
    return [*words[:-1], last]


def role_label(role: list[str], target: str) -> Texts:
    """The part a table plays for another: origin + airports -> "Origin airport", "Aéroport d'origine"."""
    one = singular_words(target)
    words = role if set(one) <= set(role) or role[-1:] == ["manager"] else [*role, *one]
    if is_french(words):
        return _from_french(role or one)
    expanded = _expanded(words)
    return _capital({"en": " ".join(expanded), "fr": _to_french(expanded) or " ".join(expanded)})


def of_what(what: str) -> str:
    """French "of": de commande, d'arrivée."""
    return f"d'{what}" if _bare(what[:1]) in "aeiouh" else f"de {what}"


def _expanded(words: list[str]) -> list[str]:
    """Words with abbreviations written out; a time's trailing `at` or `on` stays."""
    return " ".join(ABBREVIATIONS.get(word, word) for word in words).split() or words


def _to_french(words: list[str]) -> str:
    """The phrase in French, or nothing unless every word is known."""
    phrase = " ".join(words)
    if phrase in PHRASES:
        return PHRASES[phrase]
    if len(words) > 1 and words[-1] in ("at", "on"):
        return STAMPS.get(" ".join(words[:-1]), "")
    if words[-1:] == ["ID"]:
        owner = _to_french(words[:-1])
        return f"identifiant {of_what(owner)}" if owner else "identifiant" if len(words) == 1 else ""
    nouns = [word for word in words if singular(word) in NOUNS]
    adjectives = [word for word in words if word not in nouns and word in ADJECTIVES]
    if len(nouns) + len(adjectives) != len(words) or (not nouns and len(adjectives) != 1):
        return ""
    french = [NOUNS[singular(noun)] for noun in reversed(nouns)]
    parts = [*french[:1], *(of_what(owner) for owner in french[1:])]
    return " ".join([*parts, *(ADJECTIVES[word] for word in adjectives)])


def _from_french(words: list[str]) -> Texts:
    """Labels of a French name: accents put back, and its words turned around in English."""
    if words[-1:] == ["id"] and len(words) > 1:
        owner = _from_french(words[:-1])
        return {"en": f"{owner['en']} ID", "fr": f"Identifiant {of_what(owner['fr'].lower())}"}
    translated = [
        _french_word(word) for word in words if word not in ("de", "du", "des", "la", "le", "l", "d")
    ]
    french = [translated[0][0]] if translated else list(words)
    for accented, english in translated[1:]:
        french.append(accented if english in ADJECTIVES else of_what(accented))
    return _capital(
        {"en": " ".join(english for _fr, english in reversed(translated)), "fr": " ".join(french)}
    )


def _french_word(word: str) -> tuple[str, str]:
    """A French word with its accents, in the number it stands in, and in English."""
    if word == "id":
        return "identifiant", "ID"
    accented, english = french_words().get(_bare(french_singular(word)), (word, word))
    many = french_plural(accented)
    return (many if _bare(many) == _bare(word) else accented), english


def _english_plural(phrase: str) -> str:
    *before, last = phrase.split(" ")
    return " ".join([*before, plural(last)])


def _english_singular(phrase: str) -> str:
    *before, last = phrase.split(" ")
    return " ".join([*before, singular(last)])


def _others(label: str, texts: list[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text.lower() != label.lower()]


def _capital(texts: Texts) -> Texts:
    return {language: text[:1].upper() + text[1:] for language, text in texts.items()}


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
