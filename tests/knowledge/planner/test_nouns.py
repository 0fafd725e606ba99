"""Singulars, articles and agreement, by language."""

from __future__ import annotations

import pytest

from knowledge.planner.nouns import is_plural, one_of, qualified, the_english, the_french, with_adjective


@pytest.mark.parametrize(
    ("language", "many", "one"),
    [
        ("fr", "compagnies", "compagnie"),
        ("fr", "compagnies aériennes", "compagnie aérienne"),
        ("fr", "lignes de commande", "ligne de commande"),
        ("fr", "journaux", "journal"),
        ("fr", "bureaux", "bureau"),
        ("fr", "pays", "pays"),
        ("fr", "rendez-vous", "rendez-vous"),
        ("en", "companies", "company"),
        ("en", "order lines", "order line"),
        ("en", "weather", "weather"),
        ("en", "branches", "branch"),
    ],
)
def test_singular_by_language(language: str, many: str, one: str) -> None:
    assert one_of(many, language) == one


def test_french_articles_and_adjectives_agree() -> None:
    names = ["chiffre d'affaires", "utilisation des passeports", "dépenses", "durée moyenne", "panier moyen"]
    assert [the_french(name) for name in names] == [
        "le chiffre d'affaires",
        "l'utilisation des passeports",
        "les dépenses",
        "la durée moyenne",
        "le panier moyen",
    ]
    assert with_adjective("retard à l'arrivée", "moyen") == "retard moyen à l'arrivée"
    assert with_adjective("durée", "total") == "durée totale"


def test_english_articles_stand_where_one_says_them() -> None:
    names = ["average delay", "revenue", "cancellation rate", "expenses"]
    assert [the_english(name) for name in names] == [
        "the average delay",
        "revenue",
        "the cancellation rate",
        "expenses",
    ]


def test_plural_names_take_a_plural_verb() -> None:
    plural = ["expenses", "units sold", "active users"]
    assert [
        name for name in [*plural, "revenue", "average fees", "status"] if is_plural(name, "en")
    ] == plural


@pytest.mark.parametrize(
    ("noun", "words", "language", "phrase"),
    [
        ("flights", "cancelled", "en", "cancelled flights"),
        ("users", "buyers", "en", "buyers"),
        ("flights", "cancelled flights", "en", "cancelled flights"),
        ("products", "in stock", "en", "products in stock"),
        ("vols", "annulé", "fr", "vols annulés"),
        ("inscriptions", "impayé", "fr", "inscriptions impayées"),
        ("personnes", "inactif", "fr", "personnes inactives"),
        ("clients", "régional", "fr", "clients régionaux"),
        ("paiements", "en retard", "fr", "paiements en retard"),
    ],
)
def test_a_filter_s_name_qualifies_the_noun(noun: str, words: str, language: str, phrase: str) -> None:
    assert qualified(noun, words, language) == phrase
