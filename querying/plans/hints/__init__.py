"""What would make a query cheaper, read from its plan: said only where the plan surely shows it.

Estimates of rows are looked at only for tables that the asker sees whole, or where the query really ran: a
hint that came and went with an estimate would tell of others' rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from querying.plans.hints.asked import many_columns, missing_limit
from querying.plans.hints.joins import index_for_a_join, many_loops, repeated_subquery
from querying.plans.hints.scans import all_partitions, missing_index, scan_for_few_rows, wrapped_column
from querying.plans.hints.surprises import estimates_off, spilled
from querying.plans.places import Written
from querying.plans.sight import Sight
from querying.plans.told import Hint

__all__ = ["hints_for"]

Rule = Callable[[Sight, Written], Iterator[Hint]]

RULES: tuple[Rule, ...] = (
    missing_index,
    index_for_a_join,
    wrapped_column,
    scan_for_few_rows,
    all_partitions,
    spilled,
    many_loops,
    repeated_subquery,
    estimates_off,
    many_columns,
    missing_limit,
)


def hints_for(sight: Sight, written: Written) -> tuple[Hint, ...]:
    """All hints, each once, those about indexes first."""
    found = [hint for rule in RULES for hint in rule(sight, written)]
    return tuple({(hint.code, hint.text): hint for hint in found}.values())
