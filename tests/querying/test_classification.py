"""What the first look takes for secret or personal, and how it finds whose rows are whose."""

import pytest

from querying.catalog import ColumnType, ForeignKey
from querying.classification import classify_column, derive_scopes, words_of
from querying.enums import PersonalData, Scope
from querying.introspection import SourceCatalog, SourceColumn, SourceTable

TEXT, INTEGER, DATE = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.DATE
BOOLEAN, STAMP = ColumnType.BOOLEAN, ColumnType.TIMESTAMPTZ


def classify(name, kind=TEXT, samples=(), **table):
    column = SourceColumn(name, kind, kind.value)
    return classify_column(SourceTable("public", "things", "table", (column,), **table), column, samples)


def test_words_of_identifiers():
    assert words_of("userID_firstName") == ["user", "id", "first", "name"]
    assert words_of("APIKey") == ["api", "key"]


@pytest.mark.parametrize(
    "name",
    [
        *("password", "passwordHash", "reset_token", "client_secret", "api_key", "apikey", "key", "salt"),
        *("sha_hash", "PIN", "otp_code", "mot_de_passe", "session_cookie"),
    ],
)
def test_secrets_by_name(name):
    assert classify(name) == PersonalData.SECRET


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("email", TEXT),
        ("e_mail", TEXT),
        ("contactEmail", TEXT),
        ("phone", INTEGER),
        ("tel", TEXT),
        ("billing_address", TEXT),
        ("address", ColumnType.JSON),
        ("birth_date", DATE),
        ("dateOfBirth", DATE),
        ("iban", TEXT),
        ("ssn", INTEGER),
        ("card_number", TEXT),
        ("first_name", TEXT),
        ("nom_de_famille", TEXT),
        ("ip_address", TEXT),
    ],
)
def test_personal_data_by_name(name, kind):
    assert classify(name, kind) == PersonalData.MASKED


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("id", INTEGER),
        ("name", TEXT),
        ("email_verified", BOOLEAN),
        ("email_status", TEXT),
        ("password_changed_at", STAMP),
        ("input_tokens", INTEGER),
        ("hashtag", TEXT),
        ("keyboard", TEXT),
        ("sort_key", TEXT),
        ("passport_id", INTEGER),
        ("tailnum", TEXT),
        ("joined", DATE),
        ("monkey", TEXT),
        ("telescope", TEXT),
    ],
)
def test_ordinary_columns(name, kind):
    assert classify(name, kind) == PersonalData.NONE


def test_keys_that_join_are_no_secrets():
    assert classify("key", primary_key=("key",)) == PersonalData.NONE
    key = ForeignKey(("product_key",), ("public", "products"), ("key",))
    assert classify("product_key", foreign_keys=(key,)) == PersonalData.NONE


@pytest.mark.parametrize(
    "samples",
    [
        ["ann@example.com", "bo@example.org", "c@example.net"],
        ["+33 1 23 45 67 89", "+44 20 7946 0958", "(030) 901820"],
        ["4111 1111 1111 1111", "5500000000000004", "340000000000009"],
        ["FR7630006000011234567890189", "DE89370400440532013000", "GB29NWBK60161331926819"],
        ["078-05-1120", "123-45-6789", "111-22-3333"],
    ],
)
def test_personal_data_by_value(samples):
    assert classify("contact", samples=samples) == PersonalData.MASKED
    assert classify("contact", samples=[*samples, "x", "y", "z"]) == PersonalData.NONE


@pytest.mark.parametrize("value", ["2025-01-01", "N14228", "10.5", "UA 1545", "1234567890123", "a@b"])
def test_values_that_only_look_a_little_like_it(value):
    assert classify("contact", samples=[value] * 5) == PersonalData.NONE


def table(name, columns, keys=()):
    made = tuple(
        SourceColumn(column.rstrip("?"), INTEGER, "integer", nullable="?" in column) for column in columns
    )
    foreign = tuple(ForeignKey((column,), ("public", to), ("id",)) for column, to in keys)
    return SourceTable("public", name, "table", made, foreign_keys=foreign)


def scopes(*tables: SourceTable, column="tenant"):
    derived = derive_scopes(SourceCatalog("public", tables), column)
    return {
        key[1]: (policy["scope"], [to["to_table"][1] for to in policy["through"]])
        for key, policy in derived.items()
    }


def test_scopes_follow_foreign_keys_that_cannot_be_null():
    assert scopes(
        table("orders", ["id", "tenant"]),
        table("products", ["id", "tenant"]),
        table("order_items", ["id", "order", "product"], [("order", "orders"), ("product", "products")]),
        table("item_parts", ["id", "item"], [("item", "order_items")]),
        table("reviews", ["order", "product"], [("order", "orders"), ("product", "products")]),
        table("notes", ["order?"], [("order", "orders")]),
        table("colours", ["id"]),
    ) == {
        "orders": (Scope.COLUMN, []),
        "products": (Scope.COLUMN, []),
        "order_items": (Scope.THROUGH, ["orders"]),
        "item_parts": (Scope.THROUGH, ["order_items"]),
        "reviews": (Scope.THROUGH, ["orders", "products"]),
        "notes": (Scope.HIDDEN, []),
        "colours": (Scope.HIDDEN, []),
    }


def test_without_a_scope_column_all_is_shared():
    assert scopes(table("orders", ["id", "tenant"]), column="") == {"orders": (Scope.SHARED, [])}
