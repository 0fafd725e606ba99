"""What the database did not reckon with: memory too small, statistics too old."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from querying.engines.plans import Step
from querying.plans.indexes import renew_statistics
from querying.plans.places import Written
from querying.plans.sight import Sight
from querying.plans.telling import counted
from querying.plans.told import Hint

OFF_BY = 100
SORT_MEMORY = 64 * 1024 * 1024


def spilled(sight: Sight, written: Written) -> Iterator[Hint]:
    """What did not fit into memory, or will not."""
    for node in sight.plan.root.walk():
        if node.actual is None:
            too_large = sight.is_exact(node) and (node.rows or 0) * node.width > SORT_MEMORY
            went = False
        else:
            too_large, went = False, node.actual.spilled
        if node.step is Step.SORT and (too_large or went):
            text = (
                _("The sort did not fit into memory and went to disk: sort fewer rows, or fewer columns.")
                if went
                else _("The sort is larger than the memory it gets: sort fewer rows, or fewer columns.")
            )
            yield Hint("plan.spilled", text, place=written.clause("order", "by"))
        elif went:
            yield Hint(
                "plan.spilled",
                _("A join or a group did not fit into memory and went to disk: filter earlier."),
            )


def estimates_off(sight: Sight, written: Written) -> Iterator[Hint]:
    """The database expected far more or fewer rows than came: its statistics are old."""
    for node in sight.plan.root.walk():
        if node.actual is None or node.table is None or not sight.is_exact(node):
            continue
        if node.rows is None or node.actual.rows is None:
            continue
        statement = renew_statistics(sight, node.table)
        came = node.actual.rows / max(1.0, node.actual.loops)
        least, most = sorted((max(1.0, node.rows), max(1.0, came)))
        if statement and most >= 1_000 and most / least >= OFF_BY:
            yield Hint(
                "plan.estimates_off",
                _(
                    "The database expected %(expected)s rows of %(table)s, and %(came)s came: its statistics"
                    " are old. Whoever runs the database can renew them."
                )
                % {
                    "expected": counted(node.rows),
                    "table": sight.name(node.table),
                    "came": counted(came),
                },
                sql=statement,
                place=written.table(node.table[1]),
            )
