"""Words and their forms."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from knowledge.planner.words import forms, likeness


def test_forms_are_the_same_in_many_threads() -> None:
    endings = ("s", "es", "ing", "")
    words = [f"{start}{end}" for start in ("pay", "compagni", "voyag", "airline") for end in endings]
    alone = {word: forms.__wrapped__(word) for word in words}
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(forms.__wrapped__, words * 200))
    assert together == [alone[word] for word in words] * 200


def test_pays_is_a_country_and_nothing_paid() -> None:
    assert likeness("pays", "country") > 0
    assert likeness("pays", "paid") == likeness("pays", "paye") == likeness("pays", "pay") == 0
