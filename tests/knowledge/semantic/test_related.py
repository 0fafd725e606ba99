"""Conditions on the rows that point at a row, run and compared with SQL written by hand."""

import datetime as dt

import pytest

from knowledge.semantic.compiled import CannotCompile
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Function,
    Operator,
    Period,
    RelatedCondition,
    SemanticQuery,
)
from tests.knowledge.semantic.shop import ITEMS, ORDERS, USERS
from tests.knowledge.semantic.test_compiler import compiled, run  # noqa: F401  a fixture

PAID = Condition(ColumnField(ORDERS, "status"), Operator.EQUALS, ("paid",))
MARCH = Period(dt.datetime.fromisoformat("2026-03-01"), dt.datetime.fromisoformat("2026-04-01"))


@pytest.mark.parametrize(
    ("condition", "by_hand"),
    [
        (
            RelatedCondition(USERS, ORDERS, ("order_user",), negated=True),
            "NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)",
        ),
        (
            RelatedCondition(USERS, ORDERS, ("order_user",), where=(PAID,)),
            "EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND status = 'paid')",
        ),
        (
            RelatedCondition(USERS, ORDERS, ("order_user",), operator=Operator.GREATER_OR_EQUAL, values=(2,)),
            "(SELECT count(*) FROM orders o WHERE o.user_id = u.id) >= 2",
        ),
        (
            RelatedCondition(USERS, ORDERS, ("order_user",), operator=Operator.LESS, values=(2,)),
            "(SELECT count(*) FROM orders o WHERE o.user_id = u.id) < 2",
        ),
        (
            RelatedCondition(USERS, ORDERS, ("order_user",), period=MARCH, negated=True),
            "NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id"
            " AND created_at >= '2026-03-01 00:00+01' AND created_at < '2026-04-01 00:00+02')",
        ),
    ],
)
def test_rows_are_those_of_plain_sql_and_stay_single(run, condition, by_hand):  # noqa: F811
    query = SemanticQuery(table=USERS, columns=(ColumnField(USERS, "id"),), where=(condition,))
    assert run(query) == run(f"SELECT id FROM users u WHERE {by_hand} ORDER BY id")
    count = SemanticQuery(measures=(AggregateMeasure(Function.COUNT, USERS),), where=(condition,))
    assert run(count) == run(f"SELECT count(*) FROM users u WHERE {by_hand}")


def test_path_that_leads_elsewhere_is_refused():
    condition = RelatedCondition(USERS, ITEMS, ("order_user",))
    with pytest.raises(CannotCompile):
        compiled(SemanticQuery(table=USERS, where=(condition,)))


def test_money_of_several_currencies_is_not_added():
    condition = RelatedCondition(
        USERS,
        ORDERS,
        ("order_user",),
        operator=Operator.GREATER,
        values=(100,),
        amount=ColumnField(ORDERS, "amount"),
    )
    with pytest.raises(CannotCompile):
        compiled(SemanticQuery(table=USERS, where=(condition,)))
