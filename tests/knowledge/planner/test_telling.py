"""Answers in words: from the result's numbers alone, in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from knowledge.planner import examples, follow_ups, tell
from knowledge.planner.plan import Planned
from knowledge.planner.telling import Telling
from knowledge.semantic.compiler import compile_query
from querying.catalog import ColumnType
from querying.results import ResultColumn, ResultSet
from tests.knowledge.planner import worlds
from tests.knowledge.planner.models import NOW, ask


def _told(question: str, rows: list[tuple[object, ...]], world: str = "LIBRARY", **more: object) -> Telling:
    model, values = getattr(worlds, world), getattr(worlds, f"{world}_VALUES")
    plan = ask(question, model, values)
    assert isinstance(plan, Planned)
    compiled = compile_query(plan.query, model, language=plan.language)
    columns = tuple(ResultColumn(column.name, ColumnType.TEXT) for column in compiled.columns)
    assert all(len(row) == len(columns) for row in rows)
    result = ResultSet(columns, tuple(rows), **more)  # type: ignore[arg-type]
    return tell(plan.query, compiled, model, result, language=plan.language)


def test_one_number_is_told_with_its_question() -> None:
    told = _told("How many books are there?", [(1284310,)])
    assert told == Telling("Number of books: **1,284,310**.", (1284310,))


def test_french_numbers_have_narrow_spaces() -> None:
    told = _told("Combien de livres y a-t-il ?", [(1284310,)])
    assert "**1\u202f284\u202f310**" in told.text


def test_categories_tell_leader_share_and_last() -> None:
    rows = [("Novel", 50), ("Comics", 30), ("Poetry", 15), ("History", 5)]
    told = _told("books by genre", rows)
    assert told.text == (
        "Number of books by genre. Novel comes first with **50**, 50% of **100**. "
        "Then Comics (**30**) and Poetry (**15**). History comes last with **5**."
    )
    assert told.numbers == (50, 100, 30, 15, 5)


def test_averages_have_no_share_and_no_total() -> None:
    told = _told(
        "average price of books by genre", [("Novel", Decimal("20.126")), ("Comics", Decimal("10.5"))]
    )
    assert told.text == "Average price by genre. Novel comes first with **20.13**. Then Comics (**10.5**)."


def test_series_tell_total_extremes_and_trend() -> None:
    rows = [(dt.date(2025, month, 1), count) for month, count in ((1, 10), (2, 30), (3, 20))]
    told = _told("loans per month in 2025", rows)
    assert told.text == (
        "Number of loans by month in 2025. In total **60**. The highest is **30** (February 2025), "
        "the lowest **10** (January 2025). It went from **10** (January 2025) to **20** (March 2025)."
    )


def test_currencies_are_never_added() -> None:
    rows = [
        ("Germany", "EUR", Decimal(30)),
        ("France", "EUR", Decimal(10)),
        ("United States", "USD", Decimal(99)),
    ]
    told = _told("revenue by country", rows, "SHOP")
    assert "€30.00" in told.text
    assert "75% of **€40.00**" in told.text
    assert "United States: **$99.00**" in told.text
    assert "139" not in told.text


def test_nothing_found_is_said() -> None:
    assert _told("average price of books by genre", []).text.endswith("there is no data for this.")
    assert _told("total fines in 2025", [(None,)]).text == "Total fine in 2025: there is no data for this."
    assert _told("Prix moyen des livres par genre", []).text.endswith("il n'y a pas de données pour cela.")


def test_a_group_without_a_name_is_unknown() -> None:
    told = _told("loans by author country", [("France", 5), (None, 3)])
    assert "unknown (**3**)" in told.text


def test_lists_are_counted_and_named() -> None:
    told = _told("readers without email", [(n, f"Ann{n}", "Lee", None, "Lyon", None, True) for n in range(5)])
    assert (
        told.text
        == "List of readers where email is missing: **5** rows, Ann0 Lee, Ann1 Lee and Ann2 Lee among them."
    )


def test_cut_results_make_no_totals() -> None:
    told = _told("books by genre", [("Novel", 50), ("Comics", 30)], truncated=True)
    assert "%" not in told.text
    assert "the data has more" in told.text


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
            assert all(isinstance(ask(text, model), Planned) for text in offered)
