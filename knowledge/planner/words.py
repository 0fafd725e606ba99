"""Words as the planner compares them: singular, stem, translation, near spelling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import snowballstemmer
from babel import Locale

from knowledge.planner.tokens import normalise
from knowledge.planner.translations import IRREGULAR, NOUN_PAIRS, SAME

_ENGLISH = snowballstemmer.stemmer("english")
_FRENCH = snowballstemmer.stemmer("french")
# A stemmer keeps the word it works on in itself: two threads at once give wrong stems or an IndexError.
_stemming = Lock()

# French words that look inflected and are not: "pays" (country) has nothing to do with "payé" or "pay".
_WHOLE = frozenset({"pays"})

EXACT, TRANSLATED, STEMMED, SIMILAR = 1.0, 0.94, 0.93, 0.92


@dataclass(frozen=True, slots=True)
class WordForms:
    """All by which a word may be recognised, strongest first."""

    singulars: frozenset[str]
    translations: frozenset[str]
    stems: frozenset[str]
    synonyms: frozenset[str]


@lru_cache(maxsize=20_000)
def forms(word: str) -> WordForms:
    """The forms of a normalised word, as English and as French."""
    singulars = _singulars(word) if word not in _WHOLE else frozenset({word})
    with _stemming:
        stems = frozenset(
            {f"en:{_ENGLISH.stemWord(one)}" for one in singulars}
            | {f"fr:{_FRENCH.stemWord(one)}" for one in singulars}
        )
    if word in _WHOLE:
        stems = frozenset()
    translations = frozenset(other for one in singulars for other in _PAIRS.get(one, ()))
    synonyms = frozenset(other for one in singulars | translations for other in _SAME.get(one, ()))
    return WordForms(singulars, translations, stems, synonyms)


@lru_cache(maxsize=200_000)
def likeness(asked: str, known: str) -> float:
    """How surely two normalised words mean the same: 1.0 the same word, 0.0 no relation."""
    if asked == known:
        return EXACT
    left, right = forms(asked), forms(known)
    if left.singulars & right.singulars:
        return EXACT
    if left.translations & right.singulars or right.translations & left.singulars:
        return TRANSLATED
    if len(asked) > 3 and len(known) > 3 and left.stems & right.stems:
        return STEMMED
    if left.synonyms & (right.singulars | right.translations):
        return SIMILAR
    return 0.0


@lru_cache(maxsize=1)
def _countries() -> dict[str, frozenset[str]]:
    """Names of countries by their name in the other language."""
    names: dict[str, set[str]] = {}
    english, french = Locale("en").territories, Locale("fr").territories
    for code, name in english.items():
        if len(code) == 2 and code in french and normalise(name) != normalise(french[code]):
            names.setdefault(normalise(name), set()).add(french[code])
            names.setdefault(normalise(french[code]), set()).add(name)
    return {name: frozenset(others) for name, others in names.items()}


def in_the_other_language(phrase: str) -> tuple[str, ...]:
    """What the data may call what the question calls `phrase`: Allemagne -> Germany, romans -> novel."""
    bare = normalise(phrase)
    return tuple(sorted(_countries().get(bare, frozenset()) | forms(bare).translations))


def keys(word: str) -> frozenset[str]:
    """Keys under which a word is indexed or looked up: two like words share at least one."""
    form = forms(word)
    return form.singulars | form.translations | form.stems | form.synonyms


@lru_cache(maxsize=20_000)
def _singulars(word: str) -> frozenset[str]:
    found = {word}
    if word in IRREGULAR:
        return frozenset({word, IRREGULAR[word]})
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return frozenset(found)
    if word.endswith("ies"):
        found.add(word[:-3] + "y")
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        found.add(word[:-2])
    if word.endswith("aux"):
        found.add(word[:-3] + "al")
    if word.endswith(("eux", "eaux", "oux", "s")):
        found.add(word[:-1])
    return frozenset(found)


def singular(word: str) -> str:
    """The likeliest singular of a normalised word, for showing."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _both_ways() -> dict[str, frozenset[str]]:
    pairs: dict[str, set[str]] = {}
    for english, french in NOUN_PAIRS:
        for one in english.split("/"):
            for other in french.split("/"):
                pairs.setdefault(normalise(one), set()).add(normalise(other))
                pairs.setdefault(normalise(other), set()).add(normalise(one))
    return {word: frozenset(others) for word, others in pairs.items()}


def _same() -> dict[str, frozenset[str]]:
    same: dict[str, set[str]] = {}
    for group in SAME:
        words = group.split()
        for word in words:
            same.setdefault(word, set()).update(other for other in words if other != word)
    return {word: frozenset(others) for word, others in same.items()}


_PAIRS = _both_ways()
_SAME = _same()
