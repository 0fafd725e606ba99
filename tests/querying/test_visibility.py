"""Views: what roles see, and that every doubt closes a table."""

import dataclasses

import pytest

from querying.catalog import ColumnEquals, ColumnType, ForeignKey, ThroughForeignKey
from querying.enums import PersonalData, Scope
from querying.introspection import SourceCatalog, SourceColumn, SourceTable
from querying.visibility import SourceRules, TableRule, Viewer, bare_type, blind_spots, build_view

ID = SourceColumn("id", ColumnType.INTEGER, "integer", nullable=False)
TENANT = SourceColumn("tenant", ColumnType.TEXT, "character varying(3)")
PERSON = SourceColumn("person", ColumnType.INTEGER, "integer")
EMAIL = SourceColumn("email", ColumnType.TEXT, "text")
TO_ORDERS = ForeignKey(("id",), ("public", "orders"), ("id",))

ORDERS = SourceTable(
    "public", "orders", "table", (ID, TENANT, PERSON, EMAIL), primary_key=("id",), unique_keys=(("email",),)
)
ITEMS = SourceTable("public", "items", "table", (ID,), foreign_keys=(TO_ORDERS,))
OPEN = dict.fromkeys(("id", "tenant", "person", "email"), PersonalData.NONE)
RULE = TableRule(True, Scope.COLUMN, "tenant", (), "", OPEN)
THROUGH = TableRule(True, Scope.THROUGH, "", (TO_ORDERS,), "", OPEN)
MANAGER = Viewer("A1", None, True, False, "UTC")
OWNER = Viewer("A1", None, True, True, "UTC")
USER = Viewer("A1", "7", False, False, "UTC")


def view_of(viewer, orders=RULE, items=THROUGH, tables=(ORDERS, ITEMS)):
    rules = {("public", "orders"): orders, ("public", "items"): items}
    return build_view(SourceRules("postgresql", "public", SourceCatalog("public", tables), rules), viewer)


def changed(**changes):
    return dataclasses.replace(RULE, **changes)


def test_a_scope_column_becomes_a_filter_without_the_types_length():
    orders = view_of(MANAGER).table(None, "orders")
    assert orders.filters == (ColumnEquals("tenant", "A1", "character varying"),)


def test_a_table_through_another_carries_all_its_filters():
    items = view_of(USER, orders=changed(owner_column="person")).table(None, "items")
    beyond = (ColumnEquals("tenant", "A1", "character varying"), ColumnEquals("person", "7", "integer"))
    assert items.filters == (ThroughForeignKey(("id",), ("public", "orders"), ("id",), beyond),)


@pytest.mark.parametrize(
    "orders",
    [
        changed(listed=False),
        changed(scope=Scope.HIDDEN),
        changed(scope_column="gone"),
        changed(scope=Scope.THROUGH),
        changed(scope=Scope.THROUGH, through=(ForeignKey(("id",), ("public", "items"), ("id",)),)),
    ],
    ids=["unlisted", "hidden", "no column", "through nothing", "in a circle"],
)
def test_in_doubt_a_table_and_what_leads_to_it_are_hidden(orders):
    view = view_of(OWNER, orders=orders)
    assert view.tables == {}
    assert view.hidden_tables == {("public", "orders"), ("public", "items")}


def test_an_owner_column_that_is_gone_hides_the_table_from_those_it_cuts():
    orders = changed(owner_column="gone")
    assert view_of(USER, orders=orders).tables == {}
    assert len(view_of(MANAGER, orders=orders).tables) == 2


def test_columns_by_role():
    orders = changed(columns=OPEN | {"email": PersonalData.MASKED, "person": PersonalData.HIDDEN})
    seen = view_of(MANAGER, orders=orders).table(None, "orders")
    assert [(column.name, column.masked) for column in seen.columns] == [
        ("id", False),
        ("tenant", False),
        ("email", True),
    ]
    assert seen.hidden_columns == {"person"}
    assert (seen.primary_key, seen.unique_keys) == (("id",), ())
    assert view_of(OWNER, orders=orders).table(None, "orders").hidden_columns == frozenset()


def test_secrets_and_columns_without_a_policy_are_hidden_from_all():
    orders = changed(columns={"id": PersonalData.NONE, "tenant": PersonalData.SECRET})
    assert view_of(OWNER, orders=orders).table(None, "orders").hidden_columns == {"tenant", "person", "email"}


def test_foreign_keys_to_hidden_tables_are_left_out():
    items = dataclasses.replace(THROUGH, scope=Scope.SHARED)
    assert view_of(OWNER, orders=changed(listed=False), items=items).table(None, "items").foreign_keys == ()


@pytest.mark.parametrize(
    ("sql_type", "kind", "value", "kept"),
    [
        ("integer", ColumnType.INTEGER, "12", "12"),
        ("integer", ColumnType.INTEGER, "12; --", None),
        ("integer", ColumnType.INTEGER, "99999999999", None),
        ("smallint", ColumnType.INTEGER, "-32768", "-32768"),
        ("numeric(4,0)", ColumnType.NUMBER, "NaN", None),
        ("uuid", ColumnType.TEXT, "not-one", None),
        ("text", ColumnType.TEXT, "a'b", "a'b"),
        ("jsonb", ColumnType.JSON, "{}", None),
    ],
)
def test_a_value_that_the_type_cannot_hold_matches_no_row(sql_type, kind, value, kept):
    tenant = SourceColumn("tenant", kind, sql_type)
    table = dataclasses.replace(ORDERS, columns=(ID, tenant))
    viewer = dataclasses.replace(MANAGER, organization_value=value)
    view = view_of(viewer, tables=(table,))
    assert view.table(None, "orders").filters == (ColumnEquals("tenant", kept, bare_type(sql_type)),)
    assert blind_spots(view, view.tables) == ([] if kept else [("public", "orders")])


def test_blind_spots_show_through_foreign_keys():
    view = view_of(dataclasses.replace(MANAGER, organization_value=None))
    assert blind_spots(view, [("public", "items"), ("public", "gone")]) == [("public", "items")]


def test_bare_type():
    assert bare_type("timestamp(3) with time zone") == "timestamp with time zone"
    assert bare_type("character(10)") == "bpchar"
    assert bare_type("public.posint") == "public.posint"
