from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from knowledge.evaluation import Answer, Case, GoldFailed, Outcome, Rows, evaluate, judge, match, totals

GOLD = [["fr", 10], ["de", 20]]


@pytest.mark.parametrize(
    ("given", "mapping"),
    [
        ([["de", 20], ["fr", 10]], (0, 1)),
        ([[20, "de"], [10, "fr"]], (1, 0)),
        ([["x", "de", 20.00001], ["y", "fr", 10]], (1, 2)),
        ([["de", "20.0"], ["fr", Decimal("10")]], (0, 1)),
        ([["de", 10], ["fr", 20]], None),  # each column alone agrees, the rows do not
        ([["de", 20]], None),
        ([["de", 20], ["fr", 10], ["fr", 10]], None),
        ([["de", 20.01], ["fr", 10]], None),
    ],
)
def test_match_compares_rows_not_names_or_order(given: Rows, mapping: tuple[int, ...] | None) -> None:
    assert match(GOLD, given) == mapping


def test_order_counts_only_when_asked() -> None:
    assert match(GOLD, list(reversed(GOLD)), ordered=True) is None
    assert match(GOLD, GOLD, ordered=True) == (0, 1)


def test_a_column_is_not_used_twice() -> None:
    assert match([[1, 1]], [[1]]) is None


@pytest.mark.parametrize(
    "given", ["2025-03-01", "2025-03-01T00:00:00", "2025-03-01T00:00:00+01:00", dt.date(2025, 3, 1)]
)
def test_a_date_equals_its_midnight(given: Any) -> None:
    assert match([["2025-03-01T00:00:00"]], [[given]]) == (0,)


def test_no_rows_match_no_rows() -> None:
    assert match([], []) == ()
    assert match([], [[1]]) is None


@pytest.mark.parametrize(
    ("case", "answer", "outcome"),
    [
        (Case("1", "q", ("gold",)), Answer("answered", ("a", "b"), GOLD), Outcome.RIGHT),
        (Case("1", "q", ("gold",)), Answer("answered", ("a",), [["fr"]]), Outcome.WRONG),
        (Case("1", "q", ("gold",)), Answer("answered"), Outcome.WRONG),
        (Case("1", "q", ("gold",)), Answer("declined"), Outcome.DECLINED),
        (Case("1", "q", ("gold",)), Answer("clarify"), Outcome.DECLINED),
        (Case("1", "q", ("gold",)), Answer("error", error="x"), Outcome.ERROR),
        (Case("1", "q", unanswerable=True), Answer("declined"), Outcome.RIGHT),
        (Case("1", "q", unanswerable=True), Answer("answered", ("a",), [[1]]), Outcome.WRONG),
    ],
)
def test_judge_gives_the_outcome(case: Case, answer: Answer, outcome: Outcome) -> None:
    assert judge(case, answer, lambda _sql: GOLD)[0] == outcome


def test_any_gold_query_will_do_and_extra_columns_are_listed() -> None:
    case = Case("1", "q", ("first", "second"))
    answer = Answer("answered", ("share", "country", "revenue"), [[0.3, "fr", 10], [0.7, "de", 20]])
    rows = {"first": [["other", 1]], "second": GOLD}
    assert judge(case, answer, rows.__getitem__) == (Outcome.RIGHT, ("share",))


def test_evaluate_counts_a_failing_gold_query_as_an_error() -> None:
    def fail(sql: str) -> Rows:
        raise GoldFailed("no such table")

    cases = [Case("1", "a", ("gold",)), Case("2", "b", unanswerable=True)]
    answers = {"a": Answer("answered", ("a",), [[1]]), "b": Answer("declined")}
    scored = list(evaluate(cases, answers.__getitem__, fail))
    assert [item.outcome for item in scored] == [Outcome.ERROR, Outcome.RIGHT]
    summary = totals(scored)
    assert (summary["asked"], summary["precision"], summary["accuracy"]) == (2, 1.0, 0.5)


def test_totals_of_nothing_are_empty_not_wrong() -> None:
    assert totals([])["precision"] is None
