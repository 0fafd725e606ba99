from __future__ import annotations

import datetime as dt

import psycopg
import pytest

from copilot_site.demo.databases import connect_to, make_database
from copilot_site.demo.shop import load_shop
from tests.copilot_site.demo.conftest import DAY, EVENTS, be_quiet

TABLES = ("users", "products", "orders", "order_items", "events")


def one(connection: psycopg.Connection, query: str):
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def test_shop_has_as_many_events_as_asked_for(shop: psycopg.Connection):
    assert one(shop, "SELECT count(*) FROM events") == EVENTS


def test_shop_covers_18_months_up_to_the_day_before(shop: psycopg.Connection):
    first, last = one(shop, "SELECT min(occurred_at)::date, max(occurred_at)::date FROM events")
    assert dt.date(2024, 12, 15) <= first <= dt.date(2024, 12, 18)
    assert last == DAY - dt.timedelta(days=1)
    assert one(shop, "SELECT max(ordered_at)::date < '2026-06-15' FROM orders")


def test_shop_adds_up(shop: psycopg.Connection):
    assert one(shop, "SELECT count(*) FROM order_items WHERE amount <> quantity * unit_price") == 0
    differing = """
        SELECT count(*) FROM orders
        WHERE NOT EXISTS (
            SELECT FROM order_items WHERE order_id = orders.id
            GROUP BY currency, status, ordered_at
            HAVING (sum(amount), currency, status, ordered_at)
                 = (orders.total_amount, orders.currency, orders.status, orders.ordered_at)
        )"""
    assert one(shop, differing) == 0
    placed = one(shop, "SELECT count(*) FROM events WHERE name = 'order_placed'")
    assert placed == one(shop, "SELECT count(*) FROM orders") > 400


def test_shop_keeps_organizations_apart(shop: psycopg.Connection):
    assert one(shop, "SELECT array_agg(DISTINCT organization_id ORDER BY organization_id) FROM orders") == [
        1,
        2,
        3,
    ]
    crossing = """
        SELECT count(*)
        FROM order_items
            JOIN orders ON orders.id = order_id
            JOIN products ON products.id = product_id
            JOIN users ON users.id = user_id
        WHERE orders.organization_id <> products.organization_id
           OR orders.organization_id <> users.organization_id"""
    assert one(shop, crossing) == 0


def test_shop_sells_in_two_currencies_in_each_organization(shop: psycopg.Connection):
    assert (
        one(shop, "SELECT count(DISTINCT (organization_id, currency)) FROM orders WHERE status = 'paid'") == 6
    )


def test_shop_has_the_planted_outage(shop: psycopg.Connection):
    share = """
        SELECT 1.0 * count(*) FILTER (WHERE name = 'order_placed')
            / count(*) FILTER (WHERE name = 'checkout_started')
        FROM events WHERE occurred_at::date {} date '2026-06-15' - 40"""
    assert one(shop, share.format("=")) < 0.3 < 0.6 < one(shop, share.format("<>"))


def test_shop_nobody_acts_before_signing_up(shop: psycopg.Connection):
    early = "SELECT count(*) FROM events JOIN users ON users.id = user_id WHERE occurred_at < signed_up_at"
    assert one(shop, early) == 0


def checksums(admin_url: str, day: dt.date) -> list[str]:
    make_database(
        admin_url,
        "demo_scratch",
        {"day": day.isoformat()},
        lambda connection, report: load_shop(connection, report, day=day, events=2_000),
        be_quiet,
    )
    with connect_to(admin_url, "demo_scratch") as connection:
        return [
            one(connection, f"SELECT md5(string_agg({table}::text, ',' ORDER BY id)) FROM {table}")
            for table in TABLES
        ]


@pytest.mark.slow
def test_shop_is_a_function_of_the_day(scratch_url: str):
    first = checksums(scratch_url, DAY)
    other = checksums(scratch_url, DAY + dt.timedelta(days=30))
    assert checksums(scratch_url, DAY) == first
    assert first[-1] != other[-1]
