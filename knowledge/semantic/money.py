"""What is money, and in which currency: amounts of different currencies are never added or compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlglot
from sqlglot import exp

from knowledge.semantic.compiled import OutputColumn
from knowledge.semantic.fragments import DIALECT, BadFragment, parse_fragment
from knowledge.semantic.model import Metric, SemanticColumn, SemanticModel, SemanticTable
from knowledge.semantic.query import ColumnField

CURRENCY_UNITS = frozenset({"currency", "money", "cents"})

_ISO_CODE = re.compile(r"[A-Z]{3}")

_MONEY_WORDS_TEXT = """
amount price total revenue cost fee fees paid due balance subtotal tax discount salary budget income spend
spent turnover sales refund refunded refunds margin profit payment expense expenses charge value montant
prix chiffre cout tarif frais solde taxe remise salaire revenu depense depenses paiement marge
"""
_MONEY_WORDS = frozenset(_MONEY_WORDS_TEXT.split())


def is_money(column: SemanticColumn) -> bool:
    """Whether it holds amounts whose currency stands elsewhere. A unit of its own (EUR, km) settles it."""
    if column.unit:
        return column.unit.lower() in CURRENCY_UNITS
    return any(word in _MONEY_WORDS for word in re.split(r"[^a-z]+", _split_camel(column.name)))


def currency_place(columns: Sequence[OutputColumn], model: SemanticModel) -> int | None:
    """Which result column tells the currency of the amounts beside it; None where they need none."""
    for place, column in enumerate(columns):
        field = column.grouping.field if column.grouping else None
        table = model.tables.get(field.table) if isinstance(field, ColumnField) else None
        if table is None or table.currency_column is None or not isinstance(field, ColumnField):
            continue
        if table.currency_column.split(".")[-1] == field.column:
            return place
    return None


def is_currency_code(unit: str) -> bool:
    return _ISO_CODE.fullmatch(unit) is not None


def _split_camel(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def metric_currency(metric: Metric, table: SemanticTable) -> str | None:
    """The column that tells the currency of the metric's amounts; None where it adds up no money.

    A metric that names none is held to its table's if it adds money and its unit is no fixed currency.
    """
    column = metric.currency_column
    if column is None and not is_currency_code(metric.unit) and _adds_money(metric, table):
        column = table.currency_column
    if column is None or any(fixes(condition, column) for condition in metric.filters):
        return None
    return column


def _adds_money(metric: Metric, table: SemanticTable) -> bool:
    fragment = parse_fragment(metric.sql)
    columns = [table.column(name) for name in fragment.column_names]
    return not fragment.counts and any(column is not None and is_money(column) for column in columns)


def fixes(condition: str, column: str) -> bool:
    """Whether a filter holds `column` to one value: `currency = 'EUR'`, alone or beside others."""
    try:
        parse_fragment(condition)
    except BadFragment:
        return False
    tree = sqlglot.parse_one(condition, dialect=DIALECT)
    parts = tree.flatten() if isinstance(tree, exp.And) else [tree]
    return any(
        isinstance(part, exp.EQ)
        and isinstance(part.this, exp.Column)
        and part.this.name == column
        and isinstance(part.expression, exp.Literal)
        for part in parts
    )
