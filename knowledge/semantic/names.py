"""SQL names: identifiers quoted where PostgreSQL needs it, and short unique names for output columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from querying.catalog import TableKey

LONGEST_NAME = 60  # PostgreSQL cuts names at 63 bytes; ours leave room for a number

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")

# PostgreSQL 18, appendix C: reserved, and reserved but for function or type names.
_RESERVED_TEXT = """
all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
collation column concurrently constraint create cross current_catalog current_date current_role
current_schema current_time current_timestamp current_user default deferrable desc distinct do else end
except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into
is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on
only or order outer overlaps placing primary references returning right select session_user similar some
symmetric system_user table tablesample then to trailing true union unique user using variadic verbose
when where window with
"""
_RESERVED = frozenset(_RESERVED_TEXT.split())


def quote(name: str) -> str:
    """The identifier as SQL spells it: bare where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(name) and name not in _RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def quote_table(key: TableKey, default_schema: str) -> str:
    schema, table = key
    return quote(table) if schema == default_schema else f"{quote(schema)}.{quote(table)}"


def snake_case(text: str) -> str:
    """A plain lower-case SQL name: "userId" -> user_id, "Chiffre d'affaires" -> chiffre_d_affaires."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    plain = unicodedata.normalize("NFKD", split).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_NAME] or "column"
    return f"n_{name}" if name[0].isdigit() else name


def unique_name(wanted: str, taken: Iterable[str]) -> str:
    """`wanted` in snake case, with a number behind it when it is among `taken`."""
    name, taken = snake_case(wanted), set(taken)
    candidates = (name if number == 1 else f"{name}_{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)
