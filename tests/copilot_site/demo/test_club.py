"""Each question of the requirements' section 9 has an answer that is neither empty nor everything."""

from __future__ import annotations

import psycopg
import pytest

FOR_HOCKEY = "activity_id IN (SELECT id FROM activities WHERE name = 'Hockey 2025')"


@pytest.mark.parametrize("organization", [1, 2, 3])
@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (
            f"signups WHERE {FOR_HOCKEY} AND payment_status = 'in arrears'",
            f"signups WHERE {FOR_HOCKEY}",
        ),
        ("members WHERE signup_completed_on IS NULL", "members WHERE true"),
        ("signups WHERE duplicate_of IS NOT NULL", "signups WHERE true"),
        ("activities WHERE status = 'active'", "activities WHERE true"),
        (
            "activities WHERE status <> 'cancelled' AND places_taken < 0.4 * capacity",
            "activities WHERE status <> 'cancelled'",
        ),
        ("payments WHERE status = 'open' AND due_on < '2026-06-15'", "payments WHERE status = 'open'"),
        (
            "invoices WHERE member_id IN (SELECT id FROM members WHERE customer_code = 'ABC123')",
            "invoices WHERE true",
        ),
        ("check_ins WHERE country = 'Slovenia'", "check_ins WHERE true"),
    ],
)
def test_club_part_is_neither_empty_nor_all(
    club: psycopg.Connection, organization: int, part: str, whole: str
):
    def count(what: str) -> int:
        table = what.split(" ", 1)[0]
        row = club.execute(
            f"SELECT count(*) FROM {what} AND {table}.organization_id = %s", [organization]
        ).fetchone()
        assert row is not None
        return row[0]

    assert 0 < count(part) < count(whole)


@pytest.mark.parametrize("organization", [1, 2, 3])
def test_club_has_activities_that_gain_and_that_lose(club: psycopg.Connection, organization: int):
    profits = club.execute(
        """
        SELECT coalesce((SELECT sum(amount) FROM payments WHERE activity_id = a.id AND status = 'paid'), 0)
             - coalesce((SELECT sum(amount) FROM expenses WHERE activity_id = a.id), 0)
        FROM activities a WHERE organization_id = %s""",
        [organization],
    ).fetchall()
    assert min(profits)[0] < 0 < max(profits)[0]


def test_club_has_days_without_check_ins(club: psycopg.Connection):
    days = club.execute(
        "SELECT count(DISTINCT checked_in_at::date) FROM check_ins "
        "WHERE member_id = 5 AND checked_in_at < '2023-01-01'"
    ).fetchone()
    assert days is not None
    assert 50 < days[0] < 365


def test_club_has_money_in_every_month(club: psycopg.Connection):
    gaps = club.execute(
        """
        SELECT o, month::date
        FROM generate_series(1, 3) AS o, generate_series(date '2022-06-01', '2026-05-01', '1 month') AS month
        WHERE NOT EXISTS (
                SELECT FROM payments WHERE organization_id = o AND date_trunc('month', received_on) = month
            )
            OR NOT EXISTS (
                SELECT FROM expenses WHERE organization_id = o AND date_trunc('month', spent_on) = month
            )"""
    ).fetchall()
    assert gaps == []
