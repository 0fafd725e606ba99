"""The rows of two shops that differ only in what "north" must not see: other organizations', masked columns.

Other organizations are spelled so that a comparison which is not exact takes them for "north". Their rows
hold what makes expressions fail: the largest numbers, text that is no JSON, no pattern, no date.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

OTHERS = ("south", "North", "NORTH", "north ", "nörth", "north%", "0")
TABLES = {
    "users": (
        "id INTEGER PRIMARY KEY, organization VARCHAR(80), name VARCHAR(80), email VARCHAR(80),"
        " password_hash VARCHAR(80), birth_date DATE, country VARCHAR(80), score BIGINT,"
        " signed_up_at {moment}"
    ),
    "products": "id INTEGER PRIMARY KEY, name VARCHAR(80), category VARCHAR(80), price DECIMAL(10,2)",
    "orders": (
        "id INTEGER PRIMARY KEY, organization VARCHAR(80), user_id INTEGER, status VARCHAR(80),"
        " total DECIMAL(10,2), note VARCHAR(80), created_at {moment}, shipped_on DATE"
    ),
    "order_items": (
        "id INTEGER PRIMARY KEY, order_id INTEGER, product_id INTEGER, quantity BIGINT, weight DOUBLE,"
        " extra {json}"
    ),
    "salaries": "id INTEGER PRIMARY KEY, amount INTEGER",
}
HIDDEN_COLUMNS = (("users", "password_hash"),)
LARGEST = 9223372036854775807
_START = dt.datetime(2026, 1, 1, 8, 0, tzinfo=dt.UTC).replace(tzinfo=None)


def rows(*, second: bool) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table; `second` changes whatever is not for "north"."""
    key = 7 if second else 1
    users, orders, items = [], [], []
    for n in range(1, 121):
        own = n % 3 != 0
        organization = "north" if own else OTHERS[(n // 3 + key) % len(OTHERS)]
        signed = _START + dt.timedelta(days=n, hours=n % 24)
        users.append((
            n, organization, f"user {n}", f"mail{n * key}@example.org", f"hash {n * key}",
            dt.date(1970 + n % 30, 1 + (n * key) % 12, 1 + (n * key) % 28), ("FR", "US", "DE", "SI")[n % 4],
            6 + n % 90 if own else (LARGEST if second else -LARGEST), signed,
        ))  # fmt: skip
    for n in range(1, 601):
        user = users[n * 7 % 120]
        own = user[1] == "north"
        hidden = ("not a date", "{", "[[[", "9" * 40)[n % 4] if second else str(n)
        shipped = (_START + dt.timedelta(days=n // 4)).date() if n % 4 > 1 else None
        orders.append((
            n, user[1], user[0], ("new", "paid", "shipped", "cancelled")[n % 4],
            10 + n % 300 if own else 99_999_999 - key * n, str(n % 50) if own else hidden,
            _START + dt.timedelta(hours=7 * n), shipped,
        ))  # fmt: skip
    for n in range(1, 1501):
        order = orders[n * 11 % 600]
        own = order[1] == "north"
        items.append((
            n, order[0], 1 + n % 23, 1 + n % 5 if own else LARGEST - key, 0.5 * (n % 9) if own else 1.7e308,
            f'{{"gift": {str(n % 2 == 0).lower()}, "n": {n % 7}}}' if own else ("{" if second else "[1]"),
        ))  # fmt: skip
    if second:
        users += [
            (1000 + n, OTHERS[n % 7], f"more {n}", None, "", None, "FR", LARGEST, _START) for n in range(30)
        ]
        orders += [(5000 + n, OTHERS[n % 7], 1000 + n % 30, "paid", 11, "[", _START, None) for n in range(90)]
        items += [(9000 + n, 5000 + n, 24, LARGEST, 1.7e308, "nonsense") for n in range(90)]
    return {
        "users": users,
        "products": [(n, f"product {n}", ("toys", "books", "food")[n % 3], 3.5 * n) for n in range(1, 25)],
        "orders": orders,
        "order_items": items,
        "salaries": [(n, n * key) for n in range(1, 10)],
    }


def visible_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Nothing but what "north" sees, masks in place."""
    everything = rows(second=False)
    own_orders = {row[0] for row in everything["orders"] if row[1] == "north"}
    return {
        "users": [(*row[:3], "***", "", None, *row[6:]) for row in everything["users"] if row[1] == "north"],
        "products": everything["products"],
        "orders": [row for row in everything["orders"] if row[1] == "north"],
        "order_items": [row for row in everything["order_items"] if row[1] in own_orders],
        "salaries": [],
    }
