"""How much of the whole each step costs on its own: by measured time where there is one, else by estimate."""

from __future__ import annotations

from querying.engines.plans import SCANS, PlanNode, Step
from querying.plans.sight import Sight

STEP = 0.05


def shares(root: PlanNode) -> list[tuple[PlanNode, float | None]]:
    """Each step with its own share of the whole (0-1), in the order of `walk`; None where no cost is told."""
    if root.cost is None and root.actual is None:
        return [(node, None) for node in root.walk()]
    total = _measure(root)
    if total <= 0:
        return [(node, 0.0) for node in root.walk()]
    return [(node, own / total) for node, own in _owned(root, total)]


def largest_reading(root: PlanNode, sight: Sight) -> PlanNode | None:
    """Where no cost is told: the step that surely goes through more rows than all others.

    None where that is not sure: two tables of a size, a smaller one that is read again and again.
    """
    readings = [
        node for node in root.walk() if node.step in SCANS and all(map(sight.is_scope, node.found_by))
    ]
    sizes = {id(node): sight.size(node.table) for node in readings if node.table and sight.table(node.table)}
    if len(sizes) < len(readings) or (len(readings) > 1 and any(node.found_by for node in readings)):
        return None
    most = max(sizes.values(), default=0)
    largest = [node for node in readings if sizes[id(node)] == most]
    again = {id(one) for node in root.walk() for part in _again(node) for one in part.walk()} & sizes.keys()
    sure = len(largest) == 1 and again <= {id(largest[0])}
    return largest[0] if most and sure else None


def coarse(share: float | None) -> float | None:
    """To 5 %: finer shares would tell what the estimates are."""
    if share is None:
        return None
    return round(round(share / STEP) * STEP, 2)


def _owned(node: PlanNode, total: float) -> list[tuple[PlanNode, float]]:
    """The step and those below, with what is theirs of `total`, which this one and those below cost."""
    parts = _parts(node, total)
    below = [one for child, part in zip(node.children, parts, strict=True) for one in _owned(child, part)]
    return [*below, (node, max(0.0, total - sum(parts)))]


def _parts(node: PlanNode, total: float) -> list[float]:
    """What each child costs of `total`.

    Where a step stops early (LIMIT), children are told at their full cost: they are cut down. Where one is
    repeated (the inner side of a nested loop, a subquery for each row), it is told once: it takes the rest.
    """
    parts = [_measure(child) for child in node.children]
    most = sum(parts)
    if most > total:
        return [part * total / most for part in parts]
    if node.actual is None and (repeated := _repeated(node)) is not None:
        parts[repeated] += (total - most) * 0.98
    return parts


def _again(node: PlanNode) -> list[PlanNode]:
    """What is done for each row of another step."""
    inner = node.children[1:2] if node.step is Step.NESTED_LOOP else ()
    return [*inner, *(child for child in node.children if child.subquery)]


def _repeated(node: PlanNode) -> int | None:
    if node.step is Step.NESTED_LOOP and len(node.children) > 1:
        return 1
    return next((place for place, child in enumerate(node.children) if child.subquery), None)


def _measure(node: PlanNode) -> float:
    return (node.cost or 0.0) if node.actual is None else node.actual.milliseconds
