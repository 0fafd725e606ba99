"""A plan of MySQL or MariaDB (EXPLAIN FORMAT=JSON) as the steps that all engines share.

The two write it differently, and versions add to it: what is not known here is looked through for tables.
Tables of one list are nested loops in their order. MariaDB tells no costs before version 11. Conditions are
those of the statement: the server's hold values of rows that it looked up on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from querying.catalog import TableKey
from querying.engines.plans import Actual, Condition, PlanNode, Step
from querying.engines.statements import UNKNOWN_KEYS, Asked, Leaf, Statement
from querying.engines.statements.attaching import by_index, joined, with_query

Json = Mapping[str, Any]
Indexes = Mapping[tuple[TableKey, str], tuple[str, ...]]
"""The columns of each index, by its table and name."""

_SETS = ("union_result", "recursive_union", "intersect_result", "except_result", "unary_result")
_SUBQUERIES = re.compile(r"\w*subqueries(_from_\w+)?")
_MADE = ("materialized", "materialized_from_subquery")
_ALL = ("ALL", "index")


@dataclass(frozen=True, slots=True)
class _Read:
    """A step, and the aliases read for it so far."""

    node: PlanNode
    aliases: frozenset[str] = frozenset()
    in_memory: bool = False  # joined through a buffer, or a table made for it
    joining: Actual | None = None  # what that was measured to take


def read_plan(explained: Json, statement: Statement, indexes: Indexes) -> PlanNode:
    """The steps of EXPLAIN's "query_block"; with what happened where it is ANALYZE's."""
    block = explained.get("query_block", explained)
    return _Reader(statement, indexes, none=0.0 if _tells_costs(block) else None).block(block).node


class _Reader:
    """`none` is the cost of a step of which none is told."""

    def __init__(self, statement: Statement, indexes: Indexes, *, none: float | None) -> None:
        self._statement = statement
        self._indexes = indexes
        self._none = none

    def block(self, block: Json) -> _Read:
        """One SELECT, or a UNION of them: its loops, then what is done with their rows."""
        for kind in _SETS:
            if kind in block:
                return self._set(block[kind], kind)
        wrappers: list[tuple[str, Json]] = []
        found = self._loops(block, wrappers) or _Read(PlanNode(Step.ROWS_MADE, self._none, None))
        subqueries = [self._subquery(one) for one in _subqueries(block)]
        if subqueries:
            found = _with_children(found, subqueries)
        asked = {leaf.asked for name in _names(block) if (leaf := self._statement.leaves.get(name))}
        one = next(iter(asked)) if len(asked) == 1 else None
        whole = _number(block["r_total_time_ms"]) if "r_total_time_ms" in block else None
        return _with_rows(found, one, dict(wrappers), whole)

    def _loops(self, part: Json, wrappers: list[tuple[str, Json]]) -> _Read | None:
        """The tables of a SELECT, whatever stands around them, which is noted."""
        if "nested_loop" in part:
            read = [one for item in part["nested_loop"] if (one := self._loops(item, wrappers))]
            joined = read[0] if read else None
            for inner in read[1:]:
                joined = self._nested(joined, inner) if joined else inner
            return joined
        if isinstance(part.get("table"), Mapping):
            return self._table(part["table"])
        for name, value in part.items():
            if isinstance(value, Mapping) and not _SUBQUERIES.fullmatch(name):
                wrappers.append((name, value))
                found = self._loops(value, wrappers)
                if found is not None:
                    if name == "block-nl-join":
                        return replace(found, in_memory=True, joining=_joining(value))
                    return found
        return None

    def _table(self, table: Json) -> _Read:
        name = str(table.get("table_name", ""))
        leaf = self._statement.leaves.get(name)
        if leaf is not None:
            read = self._reading(leaf, table)
        elif "message" in table and not name:
            return _Read(PlanNode(Step.ROWS_MADE, self._none, None, actual=_actual(table)))
        else:
            read = self._made_before(name, table)
        subqueries = [self._subquery(one) for one in _subqueries(table)]
        read = _with_children(read, subqueries) if subqueries else read
        return replace(read, in_memory=read.in_memory or bool(table.get("using_join_buffer")))

    def _reading(self, leaf: Leaf, table: Json) -> _Read:
        whole = table.get("access_type", "ALL") in _ALL
        by = () if whole else tuple(table.get("used_key_parts", ("",)))
        found_by, filters = by_index(leaf, by)
        examined = _number(table.get("rows_examined_per_scan", table.get("rows")))
        node = PlanNode(
            step=_step(table),
            cost=self._cost(table),
            # How many rows pass a condition that no index is on, the server guesses or does not say.
            rows=None if filters else examined * _number(table.get("filtered"), 100.0) / 100,
            table=leaf.table,
            index=self._indexes.get((leaf.table, str(table.get("key", ""))), by),
            found_by=found_by,
            filters=filters,
            actual=_actual(table),
        )
        return _Read(node, frozenset({leaf.alias}))

    def _made_before(self, name: str, table: Json) -> _Read:
        """The rows of a derived table, a WITH query, or a subquery, with how they are made."""
        made = next((table[key] for key in _MADE if key in table), None)
        shown = with_query(self._statement, name) if name and not name.startswith("<") else ""
        if made is None:
            shown = shown or with_query(self._statement)
            return _Read(
                PlanNode(Step.COMMON_TABLE, self._cost(table), None, name=shown, actual=_actual(table))
            )
        inner = self.block(made.get("query_block", made))
        leaves = [self._statement.leaves[alias] for alias in sorted(inner.aliases)]
        actual = _around(_actual(table), inner.node)
        cost = _total(self._cost(table), inner.node)
        if len(leaves) == 1 and leaves[0].fenced:
            if not leaves[0].filters:
                return inner
            node = PlanNode(
                Step.FILTER, cost, None, filters=leaves[0].filters, actual=actual, children=(inner.node,)
            )
            return _Read(node, inner.aliases)
        if name.startswith("<subquery"):
            return replace(inner, in_memory=True)
        shown = shown or next((leaf.asked.name for leaf in leaves if leaf.asked), "")
        shown = shown or with_query(self._statement)
        node = PlanNode(Step.COMMON_TABLE, cost, None, name=shown, actual=actual, children=(inner.node,))
        return _Read(node)

    def _cost(self, table: Json) -> float | None:
        """What MySQL says that all readings of a table cost, in cost_info, and MariaDB in cost."""
        info = table.get("cost_info", {})
        told = [info.get(name) for name in ("read_cost", "eval_cost", "sort_cost")] + [table.get("cost")]
        return None if self._none is None else sum(map(_number, told))

    def _nested(self, outer: _Read, inner: _Read) -> _Read:
        """A table in the loops over those before it."""
        node, conditions = joined(self._statement, outer.aliases, inner.aliases, inner.node)
        loops = PlanNode(
            Step.HASH_JOIN if inner.in_memory else Step.NESTED_LOOP,
            cost=_total(self._none, outer.node, node),
            rows=None,
            joined_by=conditions,
            actual=_around(inner.joining, outer.node, node),
            children=(outer.node, node),
        )
        return _Read(loops, outer.aliases | inner.aliases)

    def _set(self, united: Json, kind: str) -> _Read:
        """UNION, INTERSECT, EXCEPT, or WITH RECURSIVE."""
        parts = [self.block(one.get("query_block", one)) for one in united.get("query_specifications", ())]
        nodes = tuple(part.node for part in parts)
        node = PlanNode(Step.UNION, _total(self._none, *nodes), None, children=nodes)
        node = replace(node, actual=_around(None, *nodes))
        name = str(united.get("table_name", ""))
        if kind == "recursive_union":
            return _Read(replace(node, step=Step.RECURSION))
        if kind.startswith(("intersect", "except")) or name.startswith(("<intersect", "<except", "<unit")):
            return _Read(replace(node, step=Step.SET_OPERATION))
        # A UNION ALL needs no table of its own to find what is there twice.
        if name or united.get("using_temporary_table"):
            node = PlanNode(Step.DISTINCT, node.cost, None, actual=node.actual, children=(node,))
        return _Read(node)

    def _subquery(self, told: Json) -> PlanNode:
        """A subquery in an expression; done again for each row where it names what is around it."""
        inner = next((told[key] for key in ("expression_cache", "materialization") if key in told), told)
        read = self.block(inner.get("query_block", inner))
        looked_up = any(self._statement.leaves[alias].asked is None for alias in read.aliases)
        is_repeated = bool(told.get("dependent", "expression_cache" in told or looked_up))
        return replace(read.node, subquery=is_repeated)


def _with_children(read: _Read, subqueries: Sequence[PlanNode]) -> _Read:
    node = read.node
    cost = _total(node.cost, *subqueries)
    actual = _around(node.actual, *subqueries)
    children = (*node.children, *subqueries)
    return replace(read, node=replace(node, cost=cost, actual=actual, children=children))


def _with_rows(read: _Read, asked: Asked | None, wrappers: Mapping[str, Json], whole: float | None) -> _Read:
    """Groups, windows and sorts on top of the loops: each has all of their rows in hand."""
    node = read.node
    sorts = "filesort" in wrappers or bool(wrappers.get("ordering_operation", {}).get("using_filesort"))
    steps: list[tuple[Step, tuple[Condition, ...]]] = []
    if (asked and asked.is_aggregated) or (asked is None and "grouping_operation" in wrappers):
        steps.append((Step.GROUP, asked.groups if asked else UNKNOWN_KEYS))
    if "windowing" in wrappers or "window_functions_computation" in wrappers:
        steps.append((Step.WINDOW, ()))
    if (asked and asked.is_distinct) or "duplicates_removal" in wrappers:
        steps.append((Step.DISTINCT, ()))
    if sorts and (asked is None or asked.sorts):
        steps.append((Step.SORT, asked.sorts if asked else UNKNOWN_KEYS))
    for step, keys in steps:
        sort = wrappers.get("ordering_operation", {}).get("cost_info", {}).get("sort_cost")
        cost = None if node.cost is None else node.cost + _number(sort if step is Step.SORT else 0)
        actual = _actual(wrappers.get("filesort", {})) if step is Step.SORT else None
        node = PlanNode(step, cost, None, keys=keys, actual=_around(actual, node), children=(node,))
    if whole is not None:
        measured = node.actual or Actual(None, 1.0, 0.0)
        # What no step below has taken is the last one's.
        node = replace(
            node, actual=replace(measured, milliseconds=max(whole, measured.milliseconds), is_measured=True)
        )
    return replace(read, node=node)


def _step(table: Json) -> Step:
    kind = table.get("access_type", "ALL")
    if kind == "index" or (kind != "ALL" and table.get("using_index")):
        return Step.INDEX_ONLY
    return Step.SCAN if kind == "ALL" else Step.INDEX


def _subqueries(part: Json) -> Iterator[Json]:
    for name, value in part.items():
        if _SUBQUERIES.fullmatch(name) and isinstance(value, list):
            yield from (one for one in value if isinstance(one, Mapping))


def _names(part: Any) -> Iterator[str]:
    """The tables that a SELECT reads itself, not those of what is made before or in its expressions."""
    if isinstance(part, list):
        for one in part:
            yield from _names(one)
    if isinstance(part, Mapping):
        yield str(part.get("table_name", ""))
        for name, value in part.items():
            if name not in _MADE and not _SUBQUERIES.fullmatch(name):
                yield from _names(value)


def _number(value: Any, otherwise: float = 0.0) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return otherwise


def _total(own: float | None, *nodes: PlanNode) -> float | None:
    """The cost of a step with what is below it; None where none is told."""
    return None if own is None else own + sum(node.cost or 0.0 for node in nodes)


def _tells_costs(part: Any) -> bool:
    if isinstance(part, list):
        return any(map(_tells_costs, part))
    return isinstance(part, Mapping) and (
        "cost_info" in part or "cost" in part or any(map(_tells_costs, part.values()))
    )


def _actual(told: Json) -> Actual | None:
    """What MariaDB's ANALYZE measured."""
    if "r_loops" not in told:
        return None
    loops = _number(told["r_loops"])
    share = _number(told.get("r_filtered"), 100.0) / 100
    names = ("r_table_time_ms", "r_other_time_ms", "r_unpack_time_ms", "r_total_time_ms")
    milliseconds = sum(_number(told.get(name)) for name in names)
    return Actual(_number(told.get("r_rows", told.get("r_output_rows"))) * share * loops, loops, milliseconds)


def _joining(buffer: Json) -> Actual | None:
    """What comparing the rows of a join's buffer took; how many came of it is not said as a number."""
    measured = _actual(buffer)
    return replace(measured, rows=None) if measured else None


def _around(own: Actual | None, *below: PlanNode) -> Actual | None:
    """A step with the time of those below it, which is all that is known where it was not measured itself."""
    inner = [node.actual.milliseconds for node in below if node.actual is not None]
    if own is not None:
        return replace(own, milliseconds=own.milliseconds + sum(inner))
    return Actual(None, 1.0, sum(inner), is_measured=False) if inner else None
