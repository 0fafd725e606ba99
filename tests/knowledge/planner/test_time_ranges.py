"""Periods in words, as of Saturday, 21 November 2026."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.planner.time_ranges import Clock, find_time_ranges
from knowledge.planner.tokens import tidy, tokenise

NOW = dt.datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local)


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "today", "2026-11-21", "2026-11-22"),
        ("en", "yesterday", "2026-11-20", "2026-11-21"),
        ("fr", "aujourd'hui", "2026-11-21", "2026-11-22"),
        ("fr", "hier", "2026-11-20", "2026-11-21"),
        ("en", "this week", "2026-11-16", "2026-11-23"),
        ("en", "last week", "2026-11-09", "2026-11-16"),
        ("en", "last month", "2026-10-01", "2026-11-01"),
        ("fr", "le mois dernier", "2026-10-01", "2026-11-01"),
        ("en", "last quarter", "2026-07-01", "2026-10-01"),
        ("fr", "le trimestre dernier", "2026-07-01", "2026-10-01"),
        ("en", "this year", "2026-01-01", "2027-01-01"),
        ("fr", "cette année", "2026-01-01", "2027-01-01"),
        ("fr", "l'an dernier", "2025-01-01", "2026-01-01"),
        ("en", "last 30 days", "2026-10-22", "2026-11-22"),
        ("fr", "ces 30 derniers jours", "2026-10-22", "2026-11-22"),
        ("en", "the past 3 months", "2026-08-21", "2026-11-22"),
        ("fr", "au cours des 12 derniers mois", "2025-11-21", "2026-11-22"),
        ("en", "since March", "2026-03-01", None),
        ("fr", "depuis mars", "2026-03-01", None),
        ("en", "in December", "2025-12-01", "2026-01-01"),
        ("en", "in 2013", "2013-01-01", "2014-01-01"),
        ("fr", "en mars 2013", "2013-03-01", "2013-04-01"),
        ("en", "in March of last year", "2025-03-01", "2025-04-01"),
        ("en", "in Q3 2026", "2026-07-01", "2026-10-01"),
        ("en", "in the first quarter of 2013", "2013-01-01", "2013-04-01"),
        ("fr", "au 1er trimestre 2013", "2013-01-01", "2013-04-01"),
        ("en", "before 2010", None, "2010-01-01"),
        ("en", "after 5 March 2013", "2013-03-06", None),
        ("fr", "jusqu'à hier", None, "2026-11-21"),
        ("fr", "à partir de 2012", "2012-01-01", None),
        ("en", "between March and May 2013", "2013-03-01", "2013-06-01"),
        ("en", "from 2012 to 2013", "2012-01-01", "2014-01-01"),
        ("fr", "entre 2010 et 2012", "2010-01-01", "2013-01-01"),
        ("fr", "du 5 au 12 mars 2013", "2013-03-05", "2013-03-13"),
        ("en", "on 2013-03-05", "2013-03-05", "2013-03-06"),
        ("en", "on March 5, 2013", "2013-03-05", "2013-03-06"),
        ("fr", "le 5 mars 2013", "2013-03-05", "2013-03-06"),
        ("en", "on 03/05/2013", "2013-03-05", "2013-03-06"),
        ("fr", "le 03/05/2013", "2013-05-03", "2013-05-04"),
        ("en", "on 25/12/2013", "2013-12-25", "2013-12-26"),
        ("en", "3 days ago", "2026-11-18", "2026-11-19"),
        ("fr", "il y a 2 semaines", "2026-11-02", "2026-11-09"),
        ("en", "year to date", "2026-01-01", "2026-11-22"),
    ],
)
def test_words_name_a_period(language: str, text: str, start: str | None, end: str | None) -> None:
    tokens = tokenise(tidy(text))
    matches = find_time_ranges(tokens, Clock(NOW, 0, language))
    longest = max(matches, key=lambda match: match.end - match.start)
    assert longest.end == len(tokens)
    assert [
        moment and moment.date().isoformat() for moment in (longest.period.start, longest.period.end)
    ] == [start, end]


def test_weeks_begin_when_the_asker_says() -> None:
    (match,) = find_time_ranges(tokenise("last week"), Clock(NOW, 6, "en"))
    assert match.period.start == dt.datetime(2026, 11, 8)  # noqa: DTZ001  (a Sunday)


@pytest.mark.parametrize("text", ["31/02/2026", "more than 5 seats", "the last few days", "in 99999", ""])
def test_what_is_no_period_gives_none(text: str) -> None:
    assert find_time_ranges(tokenise(text), Clock(NOW, 0, "en")) == []
