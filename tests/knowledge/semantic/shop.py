"""A small shop: its tables, a few rows with every trap in them, and its semantic model."""

from __future__ import annotations

from knowledge.semantic.model import (
    ColumnRole,
    Dimension,
    EventKind,
    Join,
    Metric,
    NamedFilter,
    SemanticColumn,
    SemanticModel,
    SemanticTable,
    Words,
)
from querying.catalog import ColumnType as T

USERS, ORDERS, ITEMS, EVENTS = (("public", name) for name in ("users", "orders", "order_items", "events"))
COUNTRIES = ("geo", "countries")

TABLES = """
CREATE SCHEMA geo;
CREATE TABLE geo.countries (code text PRIMARY KEY, name text);
CREATE TABLE public.users (
    id int PRIMARY KEY, "fullName" text, country text REFERENCES geo.countries, registered_on date,
    invited_by int REFERENCES public.users
);
CREATE TABLE public.orders (
    id int PRIMARY KEY, user_id int REFERENCES public.users, status text, amount numeric, currency text,
    created_at timestamptz, paid_at timestamptz
);
CREATE TABLE public.order_items (
    id int PRIMARY KEY, order_id int REFERENCES public.orders, product text, quantity int, price numeric
);
CREATE TABLE public.events (
    id int PRIMARY KEY, user_id int REFERENCES public.users, name text, at timestamptz
);

INSERT INTO geo.countries VALUES ('FR', 'France'), ('US', 'United States'), ('JP', 'Japan');
INSERT INTO public.users VALUES
    (1, 'Ann', 'FR', '2026-01-31', NULL), (2, 'Bob', 'US', '2026-02-10', 1),
    (3, 'Cléo', NULL, '2026-02-11', 1), (4, 'Dan O''Neil', 'JP', '2026-03-01', NULL);
-- Order 3 is made at 23:30 UTC on January 31st: February in Paris. Order 6 has no user.
INSERT INTO public.orders VALUES
    (1, 1, 'paid', 100, 'EUR', '2026-01-10 10:00+00', '2026-01-11 10:00+00'),
    (2, 1, 'paid', 50, 'EUR', '2026-02-10 10:00+00', '2026-02-10 10:00+00'),
    (3, 1, 'cancelled', 30, 'EUR', '2026-01-31 23:30+00', NULL),
    (4, 2, 'paid', 200, 'USD', '2026-02-20 10:00+00', '2026-03-01 10:00+00'),
    (5, 3, 'paid', 70, 'EUR', '2026-02-28 12:00+00', '2026-02-28 12:00+00'),
    (6, NULL, 'paid', 10, 'EUR', '2026-03-05 12:00+00', '2026-03-05 12:00+00');
INSERT INTO public.order_items VALUES
    (1, 1, 'tea', 2, 25), (2, 1, 'cup', 1, 50), (3, 2, 'tea', 2, 25), (4, 3, 'tea', 1, 30),
    (5, 4, 'pot', 4, 50), (6, 5, 'cup', 1, 70), (7, 6, 'tea', 1, 10);
INSERT INTO public.events VALUES
    (1, 1, 'login', '2026-01-10 09:00+00'), (2, 1, 'login', '2026-02-10 09:00+00'),
    (3, 2, 'login', '2026-02-20 09:00+00'), (4, 4, 'visit', '2026-03-02 09:00+00'), (5, NULL, 'visit', NULL);
"""


def words(en: str, fr: str) -> Words:
    return Words(label={"en": en, "fr": fr})


def column(name: str, type: T, role: ColumnRole = ColumnRole.DIMENSION, unit: str = "") -> SemanticColumn:
    label = name.replace("_", " ").capitalize()
    return SemanticColumn(name, type, role, words(label, label), unit)


def _tables() -> tuple[SemanticTable, ...]:
    key, measure, time = ColumnRole.KEY, ColumnRole.MEASURE, ColumnRole.TIME
    return (
        SemanticTable(
            COUNTRIES, words("Countries", "Pays"), (column("code", T.TEXT, key), column("name", T.TEXT))
        ),
        SemanticTable(
            USERS,
            words("Users", "Utilisateurs"),
            (
                column("id", T.INTEGER, key),
                column("fullName", T.TEXT),
                column("country", T.TEXT, key),
                column("registered_on", T.DATE, time),
                column("invited_by", T.INTEGER, key),
            ),
            primary_key=("id",),
            time_column="registered_on",
        ),
        SemanticTable(
            ORDERS,
            words("Orders", "Commandes"),
            (
                column("id", T.INTEGER, key),
                column("user_id", T.INTEGER, key),
                column("status", T.TEXT),
                column("amount", T.NUMBER, measure),
                column("currency", T.TEXT),
                column("created_at", T.TIMESTAMPTZ, time),
                column("paid_at", T.TIMESTAMPTZ, time),
            ),
            primary_key=("id",),
            time_column="created_at",
            currency_column="currency",
        ),
        SemanticTable(
            ITEMS,
            words("Order items", "Lignes de commande"),
            (
                column("id", T.INTEGER, key),
                column("order_id", T.INTEGER, key),
                column("product", T.TEXT),
                column("quantity", T.INTEGER, measure),
                column("price", T.NUMBER, measure),
            ),
            primary_key=("id",),
            time_column="item_order.created_at",
            currency_column="item_order.currency",
        ),
        SemanticTable(
            EVENTS,
            words("Events", "Événements"),
            (
                column("id", T.INTEGER, key),
                column("user_id", T.INTEGER, key),
                column("name", T.TEXT),
                column("at", T.TIMESTAMPTZ, time),
            ),
            primary_key=("id",),
            time_column="at",
        ),
    )


def _metrics() -> tuple[Metric, ...]:
    return (
        Metric("orders", words("Orders", "Commandes"), ORDERS, "count(*)", approved=True),
        Metric(
            "paid_orders", words("Paid orders", "Payées"), ORDERS, "count(*)", filters=("status = 'paid'",)
        ),
        Metric(
            "revenue",
            words("Revenue", "Chiffre d'affaires"),
            ORDERS,
            "sum(amount)",
            filters=("status = 'paid'",),
            currency_column="currency",
            version=3,
        ),
        Metric(
            "euros",
            words("Euros", "Euros"),
            ORDERS,
            "sum(amount)",
            filters=("status = 'paid' AND currency = 'EUR'",),
            unit="EUR",
        ),
        Metric("payments", words("Payments", "Paiements"), ORDERS, "count(paid_at)", time_column="paid_at"),
        Metric("signups", words("Sign-ups", "Inscriptions"), USERS, "count(*)"),
        Metric("active_users", words("Active", "Actifs"), EVENTS, "count(DISTINCT user_id)"),
        Metric("paid_share", words("Paid share", "Part payée"), formula="paid_orders / orders", unit="%"),
        Metric("orders_per_active", words("Frequency", "Fréquence"), formula="orders / active_users"),
        Metric("big_paid", words("Big", "Gros"), ORDERS, "sum(amount)", filters=("amount > 60",), unit="EUR"),
        Metric(
            "small_paid",
            words("Small", "Petit"),
            ORDERS,
            "sum(amount)",
            filters=("amount <= 60",),
            unit="EUR",
        ),
        Metric("gap", words("Gap", "Écart"), formula="big_paid - small_paid"),
        Metric("per_user", words("Per user", "Par tête"), formula="big_paid - signups"),
        Metric("loop", words("Loop", "Boucle"), formula="loop + 1"),
    )


def _joins() -> tuple[Join, ...]:
    return (
        Join("order_user", ORDERS, USERS, (("user_id", "id"),), words=words("customer", "client")),
        Join("item_order", ITEMS, ORDERS, (("order_id", "id"),)),
        Join("event_user", EVENTS, USERS, (("user_id", "id"),)),
        Join("user_country", USERS, COUNTRIES, (("country", "code"),), words=words("country", "pays")),
        Join("inviter", USERS, USERS, (("invited_by", "id"),), words=words("inviter", "parrain")),
    )


def shop() -> SemanticModel:
    """The shop as its owner sees it."""
    return SemanticModel(
        data_source_id=1,
        data_source_name="shop",
        default_schema="public",
        tables={table.key: table for table in _tables()},
        joins={join.name: join for join in _joins()},
        dimensions={
            "size": Dimension(
                "size", ORDERS, "CASE WHEN amount >= 100 THEN 'big' ELSE 'small' END", words("Size", "Taille")
            )
        },
        metrics={metric.name: metric for metric in _metrics()},
        segments={
            "big_order": NamedFilter(
                "big_order", ORDERS, "amount > 60 OR amount IS NULL", words("Big", "Gros")
            ),
            "american": NamedFilter("american", USERS, "country = 'US'", words("American", "Américain")),
        },
        events={
            "login": EventKind("login", EVENTS, "name", "login", "at", "user_id", words("Login", "Connexion"))
        },
    )
