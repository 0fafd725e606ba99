"""Figures as people read them, and the place in the docs that they go to."""

from __future__ import annotations

import pytest

from benchmarks.measure import Measurement, Unit, note, quantile, show, show_table
from benchmarks.saving import BEGIN, END, PAGE, save

SENDS = Measurement("sends", 1 / 2000, 1 / 4000, "bare", 1 / 2000, 1 / 1500, "1,500/s", Unit.SECONDS_EACH)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.854, Unit.SECONDS, "1.85 s"),
        (0.00024, Unit.SECONDS, "240 µs"),
        (1 / 1234, Unit.SECONDS_EACH, "1,234/s"),
        (2.0, Unit.SECONDS_EACH, "0.5/s"),
        (41_200, Unit.BYTES, "41.2 kB"),
        (151_000_000, Unit.BYTES, "151.0 MB"),
    ],
)
def test_show_writes_few_digits(value, unit, text):
    assert show(value, unit) == text


def test_a_measurement_is_judged_by_what_its_budget_is_about():
    assert (SENDS.verdict, SENDS.ratio) == ("within", "0.5x")
    assert Measurement("turn", 2.0, 1.9, "SQL", 0.1, 0.05, "50 ms beyond").verdict == "OVER"
    assert note("turns", 0.1).verdict == ""


def test_quantile_is_a_time_that_was_measured():
    assert quantile([3.0, 1.0, 2.0, 4.0], 0.5) == 3.0
    assert quantile([1.0], 0.95) == 1.0


def test_show_table_has_a_line_for_each():
    assert show_table([SENDS]).splitlines()[1].split() == [
        *("sends", "2,000/s", "4,000/s", "bare", "0.5x", "1,500/s", "within")
    ]


def test_save_replaces_what_stood_between_the_marks(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{BEGIN}old\n{END}\nafter\n")
    save([SENDS], "2 cores", page)
    save([SENDS], "2 cores", page)
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith(f"| sends | 2,000/s | 4,000/s | bare | 0.5x | 1,500/s | within |\n{END}\nafter\n")
    assert "old" not in text
    assert text.count("| sends |") == 1


def test_the_page_has_a_place_for_what_is_measured(tmp_path):
    assert PAGE.read_text().count(BEGIN) == PAGE.read_text().count(END) == 1
    page = tmp_path / "other.md"
    page.write_text("no marks")
    with pytest.raises(ValueError, match="no place"):
        save([], "", page)
