"""More asked for than anybody reads."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from querying.engines.plans import PlanNode, Shape, Step
from querying.plans.hints.figures import big_scans
from querying.plans.places import Written
from querying.plans.sight import Sight
from querying.plans.telling import counted
from querying.plans.told import Hint

MANY_COLUMNS = 20


def many_columns(sight: Sight, written: Written) -> Iterator[Hint]:
    """`*` of wide tables."""
    star = written.star()
    if star and sight.width >= MANY_COLUMNS:
        yield Hint(
            "plan.many_columns",
            _("* gives all of %(count)s columns: name those that you need.")
            % {"count": counted(sight.width)},
            place=star,
        )


def missing_limit(sight: Sight, written: Written) -> Iterator[Hint]:
    """Rows of a big table as they are, without a LIMIT."""
    if written.has("limit") or written.has("fetch"):
        return
    steps = {node.step for node in sight.plan.root.walk()}
    if steps & {Step.GROUP, Step.DISTINCT, Step.SET_OPERATION}:
        return
    big = [table for node, table in big_scans(sight) if not _asks_for_one_value(sight, node)]
    if big:
        yield Hint(
            "plan.missing_limit",
            _("The query asks for rows of %(table)s without a LIMIT: with one it can stop early.")
            % {"table": sight.name(big[0])},
        )


def _asks_for_one_value(sight: Sight, node: PlanNode) -> bool:
    """Whether a column is to be equal to something: then there is no telling that the rows are many."""
    return any(one.shape is Shape.EQUAL and not sight.is_scope(one) for one in node.filters)
