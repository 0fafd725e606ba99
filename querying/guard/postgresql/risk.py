"""Which expressions may raise an error for some value, and which never do.

An error is a message: `name::int` in WHERE, tried on rows before they are cut down to the asker's, tells what
stands in somebody else's row. Whatever is not known here never to raise is taken to raise. Known are only
expressions that give a value for every ordinary argument, whatever constants the statement brings along;
"ordinary" leaves out values at the far end of their type (a date after 290,000 AD, an integer within 1,000 of
the largest), which no constant of the asker's can turn into a question.
"""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from querying.guard.postgresql.facts import Facts
from querying.guard.postgresql.functions import NEVER_RAISING

NUMBERS = frozenset({"int", "bigint", "numeric", "float4", "float"})
MOMENTS = frozenset({"date", "timestamp", "timestamptz"})
PLAIN = NUMBERS | MOMENTS | {"text", "bool", "uuid", "interval", "time", "jsonb", "inet", "enum", "bytea"}

_SHORT_INTERVAL = re.compile(
    r"\s*(?:[+-]?\d{1,5}\s*(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|mons?|months?|s|m|h|d)\s*"
    r"|[+-]?\d{1,3}\s*(?:years?|yrs?|quarters?|y)\s*)+\s*",
    re.IGNORECASE,
)
_SMALL_UNITS = frozenset({"microseconds", "milliseconds", "second", "minute", "hour"})
_LARGE_UNITS = frozenset({"day", "week", "month", "quarter", "year", "decade", "century", "millennium"})
_UNITS = _SMALL_UNITS | _LARGE_UNITS
_DATE_FIELDS = _LARGE_UNITS | {"dow", "doy", "isodow", "isoyear", "epoch"}
_FIELDS = _SMALL_UNITS | _DATE_FIELDS
_ZONES = frozenset(zone.lower() for zone in available_timezones())
_PLAIN_FORMAT = re.compile(r"[YMDHISWQmonthdayisw0-9 :/_.,-]{1,40}")

_SAFE_CASTS: dict[str, frozenset[str]] = {
    "text": PLAIN | {"json", "array", "record", "other"},
    "bigint": frozenset({"int"}),
    "numeric": frozenset({"int", "bigint"}),
    "float4": frozenset({"int", "bigint"}),
    "float": frozenset({"int", "bigint", "numeric", "float4"}),
    "date": frozenset({"timestamp", "timestamptz"}),
    "timestamp": frozenset({"date", "timestamptz"}),
    "timestamptz": frozenset({"date", "timestamp"}),
    "jsonb": frozenset(),
    "time": frozenset({"timestamp", "timestamptz"}),
    "interval": frozenset({"time"}),
}


def comparison_is_safe(left: Facts, right: Facts) -> bool:
    """Whether `left = right`, `<` and kin give a value for all rows."""
    kinds = {left.kind, right.kind}
    if "unknown" in kinds:  # the constant is read once, when the statement is analysed
        return bool(kinds & PLAIN) or kinds == {"unknown"}
    if kinds <= NUMBERS or kinds <= MOMENTS:
        return True
    return len(kinds) == 1 and kinds <= PLAIN


def pattern_is_safe(pattern: Facts) -> bool:
    """Whether LIKE takes this pattern for every text: a constant that does not end in its escape."""
    if pattern.literal is None:
        return False
    return (len(pattern.literal) - len(pattern.literal.rstrip("\\"))) % 2 == 0


def cast_is_safe(argument: Facts, kind: str, *, has_length: bool) -> bool:
    """Whether a cast to `kind` gives a value for all of the argument's."""
    if argument.kind == kind:
        return kind != "int" and not (has_length and kind == "numeric")
    if has_length and kind == "numeric":
        return False
    return argument.kind in _SAFE_CASTS.get(kind, frozenset())


def operator_is_safe(name: str, left: Facts | None, right: Facts) -> bool:
    """Whether a binary (or, without `left`, prefix) operator that compares nothing never raises."""
    if left is None:
        return name in ("-", "+") and right.kind in ("numeric", "float4", "float", "interval")
    if name == "||":
        return left.kind in ("text", "unknown", "jsonb") and right.kind in ("text", "unknown", "jsonb")
    if name in ("->", "->>"):
        return left.kind == "jsonb" and right.constant
    if name in ("?", "@>", "<@"):
        return "jsonb" in (left.kind, right.kind) and {left.kind, right.kind} <= {"jsonb", "unknown", "text"}
    if name in ("+", "-"):
        return _sum_is_safe(name, left, right)
    if name == "*":
        return "numeric" in (left.kind, right.kind) and _both_ordinary_numbers(left, right)
    if name in ("/", "%"):
        return _division_is_safe(left, right)
    return False


def _sum_is_safe(name: str, left: Facts, right: Facts) -> bool:
    if {left.kind, right.kind} <= {"numeric", "int", "bigint"} and "numeric" in (left.kind, right.kind):
        return _both_ordinary_numbers(left, right)
    if left.kind in ("int", "bigint", "float4", "float"):
        return right.kind == "int" and is_small(right, 1_000)
    if left.kind == "date":
        if right.kind == "int":
            return is_small(right, 100_000)
        return is_short_interval(right)  # between dates: infinite ones have no difference
    if left.kind in MOMENTS:
        return is_short_interval(right) or (name == "-" and _difference_is_safe(left, right))
    return False


def _difference_is_safe(left: Facts, right: Facts) -> bool:
    """Whether two moments always have a difference: both may be infinite, unless one is a finite constant."""
    if not {left.kind, right.kind} <= MOMENTS | {"unknown"}:
        return False
    literals = [side.literal for side in (left, right) if side.literal is not None]
    return bool(literals) and all(re.match(r"\s*\d", literal) for literal in literals)


def _both_ordinary_numbers(left: Facts, right: Facts) -> bool:
    return all(
        side.kind in ("int", "bigint", "numeric")
        and (not side.constant or (side.literal is not None and re.fullmatch(r"[\d.]{1,15}", side.literal)))
        for side in (left, right)
    )


def _division_is_safe(left: Facts, right: Facts) -> bool:
    if left.kind not in ("int", "bigint", "numeric") or right.kind not in ("int", "numeric"):
        return False
    return (
        right.literal is not None
        and re.fullmatch(r"\d{1,9}", right.literal) is not None
        and int(right.literal) > 0
    )


def is_small(number: Facts, bound: int) -> bool:
    return (
        number.literal is not None
        and re.fullmatch(r"\d{1,9}", number.literal) is not None
        and int(number.literal) <= bound
    )


def is_short_interval(interval: Facts) -> bool:
    """Whether this is a constant of at most some hundred years."""
    return (
        interval.kind == "interval"
        and interval.literal is not None
        and _SHORT_INTERVAL.fullmatch(interval.literal) is not None
    )


def function_is_safe(name: str, arguments: tuple[Facts, ...]) -> bool:
    """Whether a function call never raises; its arguments' own risks are counted elsewhere."""
    kinds = tuple(argument.kind for argument in arguments)
    if name == "date_trunc" and len(arguments) == 2:
        return _lower(arguments[0]) in _UNITS and kinds[1] in MOMENTS
    if name in ("extract", "date_part") and len(arguments) == 2:
        allowed = _DATE_FIELDS if kinds[1] == "date" else _FIELDS
        return _lower(arguments[0]) in allowed and kinds[1] in MOMENTS
    if name == "timezone" and len(arguments) == 2:
        return _lower(arguments[0]) in _ZONES and kinds[1] in MOMENTS
    if name == "to_char" and len(arguments) == 2:
        pattern = arguments[1].literal
        return kinds[0] in MOMENTS and pattern is not None and _PLAIN_FORMAT.fullmatch(pattern) is not None
    if name in ("left", "right") and len(arguments) == 2:
        return kinds[0] == "text" and is_small(arguments[1], 1_000_000)
    if name in ("substr", "substring") and len(arguments) in (2, 3):
        return kinds[0] == "text" and all(is_small(argument, 1_000_000) for argument in arguments[1:])
    if name == "split_part" and len(arguments) == 3:
        return kinds[0] == "text" and is_small(arguments[2], 1_000) and arguments[2].literal != "0"
    if name == "age" and len(arguments) == 2:
        return _difference_is_safe(*arguments)
    if name == "abs":
        return kinds in (("numeric",), ("float4",), ("float",))
    return name in NEVER_RAISING and all(kind in PLAIN or kind == "unknown" for kind in kinds)


def _lower(argument: Facts) -> str:
    return (argument.literal or "").lower()
