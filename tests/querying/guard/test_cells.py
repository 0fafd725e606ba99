"""Collected values are cut before they leave the database."""

import pytest

from querying.limits import CELL_BYTES
from tests.querying.guard.shop import guarded
from tests.querying.guard.twins import Twin

MANY = "FROM order_items a CROSS JOIN products b"


def first_cell(twin: Twin, sql: str) -> object:
    return twin.connection.execute(guarded(sql).sql, binary=True).fetchone()[0]


def test_collected_text_is_cut_just_over_the_limit(twins: tuple[Twin, Twin]):
    assert (
        len(first_cell(twins[0], f"SELECT string_agg(b.name || 'é' || b.name, '') {MANY}")) == CELL_BYTES + 1
    )


@pytest.mark.parametrize("kind", ["json", "jsonb"])
def test_collected_json_is_replaced_by_a_text_over_the_limit(kind: str, twins: tuple[Twin, Twin]):
    value = first_cell(twins[0], f"SELECT {kind}_agg(b.name || b.name) {MANY}")
    assert value == "*" * (CELL_BYTES + 1)


def test_collected_array_over_the_limit_fails_as_too_large(twins: tuple[Twin, Twin]):
    query = guarded(f"SELECT array_agg(b.name || b.name) {MANY}")
    assert twins[0].answer(query.sql, {}) == "54000"


def test_collected_array_of_no_rows_is_null(twins: tuple[Twin, Twin]):
    assert first_cell(twins[0], "SELECT array_agg(name) FROM users WHERE false") is None


def test_smaller_values_order_and_names_stay(twins: tuple[Twin, Twin]):
    query = guarded(
        "SELECT string_agg(name, ',' ORDER BY id) AS a, country AS a FROM users GROUP BY 2 ORDER BY 2 DESC"
    )
    cursor = twins[0].connection.execute(query.sql)
    assert [column.name for column in cursor.description] == ["a", "a"]
    assert [row[1] for row in cursor] == ["US", "SI", "FR", "DE"]


def test_statements_that_collect_nothing_are_not_wrapped():
    assert "result" not in guarded("SELECT name, sum(score), upper(country) FROM users GROUP BY 1, 3").sql
