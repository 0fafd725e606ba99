"""Coarse kinds of types: enough to tell what compares with what, and what may raise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from querying.guard.postgresql.allowed import COMPARISONS, EXTENSION_TYPES, KINDS
from querying.guard.postgresql.parse import nodes

_NUMBERS = ("int", "bigint", "numeric", "float4", "float")  # each gives way to those after it
_MOMENTS = ("date", "timestamp", "timestamptz")
_BOOLEAN_OPERATORS = COMPARISONS | frozenset(
    {
        "~~", "!~~", "~~*", "!~~*", "~", "~*", "!~", "!~*", "^@", "?", "?|", "?&", "@>", "<@", "@?", "@@",
        "&&", "&<", "&>", "-|-", "<<=", ">>=",
    }
)  # fmt: skip
_INTERVAL_FIELDS = {4: "years", 2: "months", 8: "days", 1024: "hours", 2048: "minutes", 4096: "seconds"}


@cache
def kind_of_sql_type(sql_type: str) -> tuple[str, tuple[str, str] | None]:
    """Kind of a type as the database prints it, and (schema, type) where its operators, or those of an
    array's elements, are an extension's.
    """
    if sql_type.endswith("]"):
        return "array", kind_of_sql_type(sql_type.rstrip("[]"))[1]
    name = re.sub(r"\(.*?\)", "", sql_type).replace("  ", " ").strip()
    if name in KINDS:
        return KINDS[name], None
    schema, _, bare = name.rpartition(".")
    bare = bare.strip('"')
    if bare in EXTENSION_TYPES:
        return "extension", (schema.strip('"') or "public", bare)
    return ("enum" if schema else "other"), None


def kind_of_names(names: Sequence[str]) -> str:
    """Kind of a type as a tree names it."""
    return KINDS.get(names[-1], "other") if names[0] == "pg_catalog" or len(names) == 1 else "other"


def extension_of(name: nodes.TypeName) -> tuple[str, str] | None:
    """(schema, type) of a type that a tree names, or of its elements, where it is no built-in one."""
    names = [part.string.sval for part in name.names]
    return (names[0], names[-1]) if len(names) > 1 and names[0] != "pg_catalog" else None


def common_kind(kinds: Sequence[str]) -> str:
    """Kind that CASE, COALESCE, UNION and kin give for these."""
    known = {kind for kind in kinds if kind != "unknown"}
    if len(known) <= 1:
        return next(iter(known), "text")
    if {"numeric", "float4"} <= known and "float" not in known:
        return "other"  # a numeric may be too large for a float4
    for family in (_NUMBERS, _MOMENTS):
        if known <= set(family):
            return max(known, key=family.index)
    return "other"


def come_together(kinds: Sequence[str]) -> bool:
    """Whether CASE, COALESCE, UNION and kin bring all values of these kinds to one."""
    return common_kind(kinds) != "other" or len(set(kinds) - {"unknown"}) < 2


def operator_kind(name: str, left: str | None, right: str) -> str:
    """Kind that an operator gives."""
    if name in _BOOLEAN_OPERATORS:
        return "bool"
    if left is None:
        return right
    if name == "->>" or name == "#>>":
        return "text"
    if name in ("->", "#>", "#-"):
        return left
    if name == "||":
        return "text" if "text" in (left, right) else common_kind([left, right])
    if name in ("+", "-", "*", "/", "%", "^"):
        return _arithmetic_kind(name, left, right)
    return "other"


def _arithmetic_kind(name: str, left: str, right: str) -> str:
    kinds = {left, right} - {"unknown"}
    if "float4" in kinds and kinds <= set(_NUMBERS):
        return "float4" if kinds == {"float4"} else "float"
    if kinds <= set(_NUMBERS):
        return max(kinds, key=_NUMBERS.index) if kinds else "other"
    if left == right and left in _MOMENTS and name == "-":
        return "int" if left == "date" else "interval"
    if kinds <= set(_MOMENTS) and name == "-":
        return "interval"
    if "interval" in kinds:
        other = next(iter(kinds - {"interval"}), "interval")
        if other in _NUMBERS:
            return "interval"
        return "timestamp" if other == "date" else other
    return "date" if kinds == {"date", "int"} else "other"


def short_interval_text(text: str | None, name: nodes.TypeName, kind: str) -> str | None:
    """`interval '3' day` in the words of `interval '3 days'`."""
    if kind != "interval" or text is None or not name.typmods:
        return text
    fields = _INTERVAL_FIELDS.get(name.typmods[0].a_const.ival.ival)
    return f"{text} {fields}" if fields else None
