"""What the first look at a source decides: which columns are secret or personal, and whose rows are whose.

Names decide first, in English and French; sampled values find what names hide. Where in doubt a column is
closed: staff can open it, nobody can take back what was shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from stdnum import iban, luhn

from querying.catalog import ColumnType, ForeignKey, TableKey
from querying.enums import PersonalData, Scope
from querying.introspection import SourceCatalog, SourceColumn, SourceTable

TEXTUAL = (ColumnType.TEXT, ColumnType.BYTES, ColumnType.JSON, ColumnType.ARRAY)

_SECRET_WORDS = frozenset(
    {
        *("password", "passwd", "pwd", "passphrase", "passcode", "secret", "secrets", "token", "tokens"),
        *("hash", "digest", "salt", "apikey", "credential", "credentials", "otp", "totp", "cookie", "jwt"),
        *("motdepasse", "mdp", "jeton"),
    }
)
_SECRET_NUMBERS = frozenset({"password", "pin", "cvv", "cvc", "otp", "passcode"})
_PLAIN_KEYS = frozenset(
    {"primary", "foreign", "sort", "natural", "surrogate", "i18n", "translation", "business"}
)

_PERSONAL_WORDS = frozenset(
    {
        *(
            "email",
            "emails",
            "mail",
            "courriel",
            "phone",
            "phones",
            "telephone",
            "tel",
            "mobile",
            "fax",
            "gsm",
        ),
        *(
            "cellphone",
            "address",
            "addresses",
            "adresse",
            "street",
            "rue",
            "iban",
            "bic",
            "ssn",
            "nir",
            "nino",
        ),
        *("passport", "dob", "birthdate", "birthday", "naissance", "surname", "firstname", "lastname"),
        *("fullname", "prenom", "ip", "ipaddress", "pan"),
    }
)
_PERSONAL_PAIRS = frozenset(
    {
        *(("e", "mail"), ("date", "birth"), ("birth", "date"), ("birth", "day"), ("date", "naissance")),
        *(("first", "name"), ("last", "name"), ("full", "name"), ("given", "name"), ("family", "name")),
        *(("middle", "name"), ("maiden", "name"), ("nom", "famille"), ("nom", "complet")),
        *(
            ("card", "number"),
            ("credit", "card"),
            ("cc", "number"),
            ("account", "number"),
            ("bank", "account"),
        ),
        *(("social", "security"), ("national", "id"), ("tax", "id"), ("passport", "number")),
        *(("license", "number"), ("licence", "number"), ("securite", "sociale"), ("carte", "bancaire")),
    }
)
# The word after which a column is about the datum, not the datum: email_status, address_type, phone_verified.
_ABOUT = frozenset(
    {
        *(
            "type",
            "kind",
            "status",
            "count",
            "domain",
            "provider",
            "verified",
            "enabled",
            "format",
            "template",
        ),
        *("subject", "campaign", "opened", "clicked", "sent", "bounced", "consent", "version", "country"),
    }
)
_SMALL_WORDS = frozenset({"of", "de", "du", "d", "la", "le", "the"})
_BIRTH = frozenset({"birth", "dob", "birthdate", "birthday", "naissance"})

_EMAIL = re.compile(r"[^@\s]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+\d|\(0?\d{2,4}\)|0\d[ .-])[\d ().-]{6,18}")
_SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
SHARE = 0.6
ENOUGH = 3


def words_of(name: str) -> list[str]:
    """The words of an identifier: snake_case, camelCase and spaces alike, in lower case."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return [word for word in re.split(r"[\W_]+", spaced.lower()) if word]


def classify_column(table: SourceTable, column: SourceColumn, samples: Collection[str] = ()) -> PersonalData:
    """What a column's values are for those who may not see personal data."""
    words = words_of(column.name)
    if _is_secret(table, column, words):
        return PersonalData.SECRET
    if _is_personal(column, words) or (column.type == ColumnType.TEXT and _look_personal(samples)):
        return PersonalData.MASKED
    return PersonalData.NONE


def _is_secret(table: SourceTable, column: SourceColumn, words: list[str]) -> bool:
    if column.type in (ColumnType.INTEGER, ColumnType.NUMBER):
        return bool(_SECRET_NUMBERS & set(words)) and words[-1] not in _ABOUT
    if column.type not in TEXTUAL:
        return False
    if (
        _SECRET_WORDS & set(words)
        or {"pin", "cvv", "cvc"} & set(words)
        or _follow(words, ("mot", "de", "passe"))
    ):
        return True
    return _is_secret_key(table, column, words)


def _is_secret_key(table: SourceTable, column: SourceColumn, words: list[str]) -> bool:
    """`api_key`, `key`: but not the keys that join tables."""
    if words[-1:] != ["key"] and not _follow(words, ("cle", "api")):
        return False
    joining = set(table.primary_key) | {name for key in table.foreign_keys for name in key.columns}
    return column.name not in joining and not _PLAIN_KEYS & set(words)


def _is_personal(column: SourceColumn, words: list[str]) -> bool:
    words = [word for word in words if word not in _SMALL_WORDS]
    named = bool(_PERSONAL_WORDS & set(words)) or any(pair in _PERSONAL_PAIRS for pair in pairwise(words))
    if not named or words[-1] in _ABOUT:
        return False
    if column.type in (ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ):
        return bool(_BIRTH & set(words))
    numbers = {
        "phone",
        "mobile",
        "telephone",
        "ssn",
        "nir",
        "pan",
        "card",
        "account",
        "security",
        "passport",
        "fax",
    }
    return column.type in TEXTUAL or (
        column.type in (ColumnType.INTEGER, ColumnType.NUMBER)
        and bool(numbers & set(words))
        and words[-1] != "id"
    )


def _look_personal(samples: Collection[str]) -> bool:
    """Whether most values are, as a whole, e-mail addresses, phone numbers, cards, IBANs and the like."""
    texts = [text.strip() for text in samples if text.strip()]
    hits = sum(1 for text in texts if _is_personal_value(text))
    return hits >= ENOUGH and hits >= SHARE * len(texts)


def _is_personal_value(text: str) -> bool:
    if any(pattern.fullmatch(text) for pattern in (_EMAIL, _PHONE, _SSN, _IP)):
        return True
    digits = re.sub(r"[ -]", "", text)
    is_card = digits.isdecimal() and 15 <= len(digits) <= 16 and digits[0] in "3456" and luhn.is_valid(digits)
    return is_card or (
        text[:2].isalpha() and text[2:4].isdecimal() and iban.is_valid(text, check_country=False)
    )


def _follow(words: list[str], wanted: tuple[str, ...]) -> bool:
    return any(tuple(words[i : i + len(wanted)]) == wanted for i in range(len(words)))


def derive_scopes(catalog: SourceCatalog, scope_column: str) -> Mapping[TableKey, dict[str, Any]]:
    """Scope, scope column and foreign keys of each table's policy (design.md section 4, wall 2).

    Without a scope column all is shared. With one: tables that have it; tables that must point to such a
    table, over any number of steps; all others are hidden until staff decide.
    """
    if not scope_column:
        return {table.key: _scope(Scope.SHARED) for table in catalog}
    found: dict[TableKey, dict[str, Any]] = {
        table.key: _scope(Scope.COLUMN, scope_column=scope_column)
        for table in catalog
        if table.column(scope_column)
    }
    while more := _one_step_further(catalog, found):
        found |= more
    return {table.key: found.get(table.key, _scope(Scope.HIDDEN)) for table in catalog}


def _one_step_further(
    catalog: SourceCatalog, found: Mapping[TableKey, Any]
) -> dict[TableKey, dict[str, Any]]:
    reached = {}
    for table in catalog:
        ways = (
            []
            if table.key in found
            else [key for key in table.foreign_keys if _must_point(table, key, found)]
        )
        if ways:
            reached[table.key] = _scope(
                Scope.THROUGH, through=[_as_json(key) for key in _owners(table, ways)]
            )
    return reached


def _must_point(table: SourceTable, key: ForeignKey, found: Mapping[TableKey, Any]) -> bool:
    columns = [table.column(name) for name in key.columns]
    return key.to_table in found and all(column is not None and not column.nullable for column in columns)


def _owners(table: SourceTable, ways: list[ForeignKey]) -> list[ForeignKey]:
    """The key to the table whose part this one is by name (order_items of orders), else every one of them."""
    parts = [key for key in ways if table.name.startswith(key.to_table[1].rstrip("s"))]
    return parts[:1] or ways


def _scope(
    scope: Scope, *, scope_column: str = "", through: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    return {"scope": scope, "scope_column": scope_column, "through": through or []}


def _as_json(key: ForeignKey) -> dict[str, Any]:
    return {"columns": list(key.columns), "to_table": list(key.to_table), "to_columns": list(key.to_columns)}
