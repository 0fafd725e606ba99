"""Answers in words: from the result's numbers alone, in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from knowledge.planner import examples, follow_ups, tell
from knowledge.planner.plan import Planned
from knowledge.planner.telling import Telling
from knowledge.semantic.compiler import compile_query
from querying.catalog import ColumnType
from querying.results import ResultColumn, ResultSet
from tests.knowledge.planner import worlds
from tests.knowledge.planner.models import NOW, ask


def _told(
    question: str,
    rows: list[tuple[object, ...]],
    world: str = "LIBRARY",
    currency: str = "",
    now: dt.datetime | None = None,
    **more: object,
) -> Telling:
    model, values = getattr(worlds, world), getattr(worlds, f"{world}_VALUES")
    plan = ask(question, model, values)
    assert isinstance(plan, Planned)
    compiled = compile_query(plan.query, model, language=plan.language)
    columns = tuple(ResultColumn(column.name, ColumnType.TEXT) for column in compiled.columns)
    assert all(len(row) == len(columns) for row in rows)
    result = ResultSet(columns, tuple(rows), **more)  # type: ignore[arg-type]
    return tell(plan.query, compiled, model, result, language=plan.language, currency=currency, now=now)


@pytest.mark.parametrize(
    ("question", "rows", "text"),
    [
        ("How many books are there?", [(1284310,)], "There are **1,284,310** books."),
        ("How many books are there?", [(1,)], "There is **1** book."),
        ("How many books are there?", [(0,)], "There are no books."),
        ("How many loans in March 2025?", [(150,)], "There were **150** loans in March 2025."),
        ("How many readers live in Lyon?", [(30,)], "There are **30** readers (city: Lyon)."),
        ("Combien de livres y a-t-il ?", [(1284310,)], "Il y a **1\u202f284\u202f310** books."),
        (
            "average price of novels",
            [(Decimal("23.90964"),)],
            "The average price is **23.91** (genre: Novel).",
        ),
        ("total fines in 2025", [(Decimal("690.9"),)], "The total fine in 2025 came to **690.9**."),
        ("total fines in 2025", [(None,)], "No data answers this question."),
        ("average price of books by genre", [], "No data answers this question."),
        ("Prix moyen des livres par genre", [], "Aucune donnée ne répond à cette question."),
    ],
)
def test_one_number_is_a_sentence(question: str, rows: list[tuple[object, ...]], text: str) -> None:
    assert _told(question, rows).text == text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "books by genre",
            "There are **100** books. Novel leads with **50** (50%), followed by Comics (**30**) and "
            "Poetry (**15**); History comes last with **5**.",
        ),
        (
            "nombre de livres par genre",
            "Il y a **100** books. Novel arrive en tête avec **50** (50\u202f%), devant Comics (**30**) et "
            "Poetry (**15**) ; History ferme la marche avec **5**.",
        ),
        (
            "average price of books by genre",
            "The average price is highest for Novel with **50**, followed by Comics (**30**) and "
            "Poetry (**15**); it is lowest for History with **5**.",
        ),
        (
            "Top 4 genres by number of books",
            "Novel has the most books, **50**, followed by Comics (**30**) and Poetry (**15**).",
        ),
    ],
)
def test_groups_tell_total_leader_next_and_last(question: str, text: str) -> None:
    assert _told(question, [("Novel", 50), ("Comics", 30), ("Poetry", 15), ("History", 5)]).text == text


def test_numbers_told_are_kept() -> None:
    told = _told("books by genre", [("Novel", 50), ("Comics", 30), ("Poetry", 15), ("History", 5)])
    assert sorted(told.numbers) == [5, 15, 30, 50, 100]


def test_ties_lead_together() -> None:
    assert _told("books by genre", [("Novel", 40), ("Comics", 40), ("Poetry", 15)]).text == (
        "There are **95** books. Novel and Comics lead with **40** each, then Poetry (**15**)."
    )
    assert _told("books by genre", [("Novel", 4), ("Comics", 4)]).text == (
        "There are **8** books. All have the same: **4**."
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "loans per month in 2025",
            "There were **60** loans in 2025. The highest was **30** in February 2025, the lowest **10** "
            "in January 2025. The number rose from **10** in January 2025 to **20** in March 2025.",
        ),
        (
            "average fine by month in 2025",
            "The average fine was highest in February 2025 with **30** and lowest in January 2025 "
            "with **10**. It rose from **10** in January 2025 to **20** in March 2025.",
        ),
        (
            "nombre de prêts par mois en 2025",
            "Il y a eu **60** loans en 2025. Le maximum est de **30** en février 2025, le minimum de **10** "
            "en janvier 2025. On passe de **10** en janvier 2025 à **20** en mars 2025, en hausse.",
        ),
    ],
)
def test_series_tell_total_extremes_and_trend(question: str, text: str) -> None:
    rows = [(dt.date(2025, month, 1), count) for month, count in ((1, 10), (2, 30), (3, 20))]
    assert _told(question, rows).text == text


def test_a_month_that_is_not_over_is_not_compared() -> None:
    rows = [(dt.date(2025, month, 1), count) for month, count in ((1, 10), (2, 30), (3, 2))]
    in_march = dt.datetime(2025, 3, 4, 12, tzinfo=dt.UTC)
    assert _told("loans per month in 2025", rows, now=in_march).text == (
        "There were **42** loans in 2025. The number rose from **10** in January 2025 to **30** in February "
        "2025. In March 2025, not over yet: **2**."
    )
    assert (
        "En mars 2025, encore en cours\xa0: **2**."
        in _told("prêts par mois en 2025", rows, now=in_march).text
    )
    after = dt.datetime(2025, 4, 1, tzinfo=dt.UTC)
    assert "not over" not in _told("loans per month in 2025", rows, now=after).text


@pytest.mark.parametrize(
    ("question", "currency", "text"),
    [
        (
            "revenue by country",
            "EUR",
            "In EUR: revenue comes to **€40.00**. Germany leads with **€30.00** (75%), followed by "
            "France (**€10.00**).\n\nIn USD: the only one is United States, with **$99.00**.",
        ),
        (
            "chiffre d'affaires par pays",
            "USD",
            "En USD : seul United States apparaît, avec **99,00\xa0$US**.\n\nEn EUR : le chiffre d'affaires "
            "s'élève à **40,00\xa0€**. Germany arrive en tête avec **30,00\xa0€** (75\u202f%), devant "
            "France (**10,00\xa0€**).",
        ),
    ],
)
def test_currencies_are_told_apart_the_own_first(question: str, currency: str, text: str) -> None:
    rows = [
        ("United States", "USD", Decimal(99)),
        ("Germany", "EUR", Decimal(30)),
        ("France", "EUR", Decimal(10)),
    ]
    assert _told(question, rows, "SHOP", currency=currency).text == text


def test_what_has_no_name_is_told_apart() -> None:
    assert _told("loans by author country", [("France", 5), (None, 3)]).text == (
        "There are **8** loans. France leads with **5** (62.5%). Not stated: **3**."
    )


def test_lists_are_counted_and_named() -> None:
    rows = [(n, f"Ann{n}", "Lee", None, "Lyon", None, True) for n in range(5)]
    assert _told("readers without email", rows).text == (
        "There are **5** readers (email: missing), among them Ann0 Lee, Ann1 Lee and Ann2 Lee."
    )


def test_cut_results_make_no_totals() -> None:
    assert _told("books by genre", [("Novel", 50), ("Comics", 30)], truncated=True).text == (
        "Novel has the most books, **50**, followed by Comics (**30**).\n\n"
        "Only the first rows are counted here; the data has more."
    )


def test_follow_ups_and_examples_are_answered_by_the_planner() -> None:
    for world in ("FLIGHTS", "SHOP", "LIBRARY", "SUPPORT"):
        model = getattr(worlds, world)
        for language in ("en", "fr"):
            offered = examples(model, language, now=NOW)
            assert len(offered) >= 3
            for text in offered:
                plan = ask(text, model)
                assert isinstance(plan, Planned), text
            offered = follow_ups(plan.query, model, language=language, now=NOW)
            for text in offered:
                assert isinstance(ask(text, model, previous=plan.query), Planned), text


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        (
            "What was our revenue by country last quarter?",
            ["And by month?", "And by channel?", "And in Q3 2025?"],
        ),
        (
            "Quel a été le chiffre d'affaires par pays le trimestre dernier ?",
            ["Et par mois ?", "Et par channel ?", "Et au T3 2025 ?"],
        ),
        ("How many users are there?", ["And by month?", "And by country?"]),
    ],
)
def test_follow_ups_are_one_step_away(question: str, offered: list[str]) -> None:
    plan = ask(question, worlds.SHOP, worlds.SHOP_VALUES)
    assert isinstance(plan, Planned)
    assert follow_ups(plan.query, worlds.SHOP, language=plan.language, now=NOW) == offered
