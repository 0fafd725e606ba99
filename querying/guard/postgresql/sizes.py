"""How long a value may become: rough bounds in bytes, so that no expression makes a cell of 900 MB.

Columns count as ordinary ones. Functions that multiply (`repeat`, `replace`) multiply their bounds, through
derived tables and WITH queries alike. What an aggregate collects is bounded by the rows alone: it counts as
ordinary here, and cells.py cuts it in the result.
"""

from __future__ import annotations

from collections.abc import Sequence

from querying.guard.postgresql.facts import Facts
from querying.guard.postgresql.functions import COLLECTING
from querying.guard.refusals import Source

ORDINARY = 200
COLLECTED = 2_000
LARGEST = 5_000_000
LARGEST_COLLECTED = 5_000
CARRIED = 10_000
"""What a recursive query is taken to carry from step to step; it may not double."""
SHORT = 30
SHORT_KINDS = frozenset(
    {
        "int", "bigint", "float4", "float", "bool", "date", "timestamp", "timestamptz", "time", "interval",
        "uuid",
    }
)  # fmt: skip
LONGEST_GROWTH = 10_000

_JOINING = frozenset(
    {
        "array_append", "array_cat", "array_prepend", "concat", "concat_ws", "format", "json_build_array",
        "json_build_object", "jsonb_build_array", "jsonb_build_object", "jsonb_concat", "jsonb_insert",
        "jsonb_set", "jsonb_set_lax", "overlay", "xmlconcat", "json_object", "jsonb_object",
    }
)  # fmt: skip


def check_largest(size: int, source: Source, location: int) -> None:
    """Raises GuardRefusal `sql.too_complex` for what could become too large."""
    if size > LARGEST:
        raise source.refused("value-size", location)


def size_of_call(name: str, arguments: Sequence[Facts]) -> int:
    """Bound of what a function gives."""
    sizes = [argument.size for argument in arguments]
    if name in COLLECTING:
        return COLLECTED
    if name in _JOINING:
        return sum(sizes)
    if name == "repeat" and len(arguments) == 2:
        return sizes[0] * _times(arguments[1])
    if name in ("lpad", "rpad"):
        return max(sizes[0], 4 * _times(arguments[1])) if len(arguments) > 1 else LARGEST
    if name in ("replace", "regexp_replace", "array_replace") and len(arguments) > 2:
        return sizes[0] * _ratio(name, arguments)
    return max(sizes, default=ORDINARY)


def _times(count: Facts) -> int:
    text = count.literal or ""
    return min(int(text), LONGEST_GROWTH) if text.isascii() and text.isdigit() else LONGEST_GROWTH


def _ratio(name: str, arguments: Sequence[Facts]) -> int:
    """How many times longer a text may become when parts of it are replaced."""
    found, put = arguments[1].literal, arguments[2]
    if name == "replace" and found and put.literal is not None:
        return max(1, -(-len(put.literal) // len(found)))
    if put.literal is not None and "\\" not in put.literal:
        return 1 + len(put.literal)
    return 1 + put.size
