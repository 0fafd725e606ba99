"""A plan of DuckDB (EXPLAIN's JSON) as the steps that all engines share.

DuckDB tells no costs. It names base tables without their aliases and columns by their places, and conditions
hold values that it looked up: conditions and keys are those of the statement. What only hands rows on
(PROJECTION, FILTER, WITH queries of its own ...) is folded into the step below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from querying.engines.plans import Actual, Condition, PlanColumn, PlanNode, Step
from querying.engines.statements import UNKNOWN_KEYS, Leaf, Statement
from querying.engines.statements.attaching import with_query

Json = Mapping[str, Any]

_STEPS = {
    "HASH_JOIN": Step.HASH_JOIN,
    "LEFT_DELIM_JOIN": Step.HASH_JOIN,
    "RIGHT_DELIM_JOIN": Step.HASH_JOIN,
    "PIECEWISE_MERGE_JOIN": Step.MERGE_JOIN,
    "IE_JOIN": Step.MERGE_JOIN,
    "ASOF_JOIN": Step.MERGE_JOIN,
    "NESTED_LOOP_JOIN": Step.NESTED_LOOP,
    "BLOCKWISE_NL_JOIN": Step.NESTED_LOOP,
    "CROSS_PRODUCT": Step.NESTED_LOOP,
    "ORDER_BY": Step.SORT,
    "TOP_N": Step.SORT,
    "HASH_GROUP_BY": Step.GROUP,
    "PERFECT_HASH_GROUP_BY": Step.GROUP,
    "PARTITIONED_AGGREGATE": Step.GROUP,
    "UNGROUPED_AGGREGATE": Step.GROUP,
    "SIMPLE_AGGREGATE": Step.GROUP,
    "LIMITED_DISTINCT": Step.DISTINCT,
    "DISTINCT": Step.DISTINCT,
    "WINDOW": Step.WINDOW,
    "STREAMING_WINDOW": Step.WINDOW,
    "LIMIT": Step.LIMIT,
    "STREAMING_LIMIT": Step.LIMIT,
    "UNION": Step.UNION,
    "RECURSIVE_CTE": Step.RECURSION,
    "REC_CTE": Step.RECURSION,
    "DUMMY_SCAN": Step.ROWS_MADE,
    "COLUMN_DATA_SCAN": Step.ROWS_MADE,
    "EMPTY_RESULT": Step.ROWS_MADE,
    "CTE_SCAN": Step.COMMON_TABLE,
    "RECURSIVE_CTE_SCAN": Step.COMMON_TABLE,
    "REC_CTE_SCAN": Step.COMMON_TABLE,
}
_JOINS = (Step.HASH_JOIN, Step.MERGE_JOIN, Step.NESTED_LOOP)
_SCANS = ("SEQ_SCAN", "TABLE_SCAN", "INDEX_SCAN")
_FENCE = str(2**63 - 1)
_WRITTEN = re.compile(r"(?P<name>.*)#\d+")  # WITH queries that were written have such names, its own have not


@dataclass(frozen=True, slots=True)
class _Read:
    """A step, and the aliases read for it so far, as far as they are known."""

    node: PlanNode
    aliases: frozenset[str] = frozenset()

    @property
    def is_echo(self) -> bool:
        """Rows of a step before once more, for DuckDB's own ends."""
        return self.node.step is Step.OTHER and not self.node.children


def read_plan(explained: Any, statement: Statement) -> PlanNode:
    """The steps of EXPLAIN's list, or of EXPLAIN ANALYZE's "operator", which was measured."""
    if isinstance(explained, Mapping):
        explained = explained.get("operator", [])
    reader = _Reader(statement)
    found = [reader.read(one).node for one in explained]
    return found[0] if found else PlanNode(Step.ROWS_MADE, None, None)


class _Reader:
    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._claimed: set[str] = set()
        self._made: dict[str, _Read] = {}
        self._names: dict[str, str] = {}

    def read(self, told: Json) -> _Read:
        """The step with those below."""
        kind, info = str(told.get("name", told.get("type", ""))), told.get("extra_info", {})
        if kind == "CTE":
            return self._with_query(told, info)
        below = [self.read(child) for child in told.get("children", ())]
        if kind in _SCANS:
            return self._scan(told, info)
        step = _STEPS.get(kind)
        if step is Step.COMMON_TABLE:
            return self._read_again(told, info)
        if step is Step.LIMIT and str(info.get("Limit", "")) == _FENCE:
            step = None
        if step in _JOINS and len(below) == 2 and below[0].is_echo != below[1].is_echo:
            told_of, echo = sorted(below, key=lambda one: one.is_echo)
            return replace(told_of, node=replace(told_of.node, actual=_around(told, told_of, echo)))
        if step in _JOINS and len(below) > 1:
            return self._join(told, info, step, below)
        if len(below) == 1 and (step is None or below[0].is_echo):
            return self._handed_on(told, kind, below[0])
        return self._own(told, info, step or Step.OTHER, below)

    def _own(self, told: Json, info: Json, step: Step, below: list[_Read]) -> _Read:
        keys: tuple[Condition, ...] = ()
        if step is Step.SORT:
            keys = self._only([one.sorts for one in self._statement.selects])
        elif step is Step.GROUP and "Groups" in info:
            keys = self._only([one.groups for one in self._statement.selects])
            # Without an aggregate all that is done is to tell values apart.
            step = step if str(info.get("Aggregates", "")).strip() else Step.DISTINCT
        nodes = tuple(one.node for one in below)
        node = PlanNode(
            step,
            None,
            None if step is Step.LIMIT else _rows(info),
            keys=keys if step is not Step.DISTINCT else (),
            actual=_actual(told, *nodes),
            children=nodes,
        )
        return _Read(node, frozenset().union(*(one.aliases for one in below)))

    def _only(self, keys: list[tuple[Condition, ...]]) -> tuple[Condition, ...]:
        """The keys of the one SELECT that has any: plans tell them by the places of columns."""
        found = [one for one in keys if one]
        return found[0] if len(found) == 1 else UNKNOWN_KEYS

    def _handed_on(self, told: Json, kind: str, below: _Read) -> _Read:
        """The step below, with the time of this one; a filter behind a fence is a step of its own."""
        actual = _actual(told, below.node)
        leaf = self._statement.leaves.get(next(iter(below.aliases), ""))
        if kind == "FILTER" and leaf and leaf.fenced and leaf.filters and len(below.aliases) == 1:
            rows = _rows(told.get("extra_info", {}))
            node = PlanNode(
                Step.FILTER, None, rows, filters=leaf.filters, actual=actual, children=(below.node,)
            )
            return _Read(node, below.aliases)
        return replace(below, node=replace(below.node, actual=actual))

    def _scan(self, told: Json, info: Json) -> _Read:
        leaves = self._leaves(str(info.get("Table", "")))
        leaf = self._leaf(leaves, info)
        by_index = info.get("Type") == "Index Scan"
        table = leaves[0].table if leaves else None
        conditions = (*leaf.scope, *(() if leaf.fenced else leaf.filters)) if leaf else ()
        searched = (Condition("", (PlanColumn(table, ""),), known=False),) if by_index else ()
        node = PlanNode(
            Step.INDEX if by_index else Step.SCAN if table else Step.ROWS_MADE,
            None,
            _rows(info),
            table=table,
            found_by=searched,
            filters=conditions,
            actual=_actual(told),
        )
        return _Read(node, frozenset({leaf.alias}) if leaf else frozenset())

    def _leaves(self, name: str) -> list[Leaf]:
        """Those that read the table that a plan names: catalog.schema.table."""
        found = [
            leaf for leaf in self._statement.leaves.values() if name.endswith("." + ".".join(leaf.table))
        ]
        longest = max((len(leaf.table[1]) for leaf in found), default=0)
        return [leaf for leaf in found if len(leaf.table[1]) == longest]

    def _leaf(self, leaves: list[Leaf], info: Json) -> Leaf | None:
        """Which of the readings of a table this is; None where nobody can say."""
        free = [leaf for leaf in leaves if leaf.alias not in self._claimed]
        asked = {(leaf.scope, leaf.filters, leaf.fenced, leaf.asked is None) for leaf in free}
        if len(asked) > 1:
            text = str(info.get("Filters", ""))
            fitting = [leaf for leaf in free if all(_stands_in(one, text) for one in leaf.filters)]
            most = max((len(leaf.filters) for leaf in fitting), default=0)
            free = [leaf for leaf in fitting if len(leaf.filters) == most]
            if len(free) > 1:
                return None
        if not free:
            return None
        self._claimed.add(free[0].alias)
        return free[0]

    def _with_query(self, told: Json, info: Json) -> _Read:
        """What a WITH query is made of stands where it is first read."""
        made, *rest = told.get("children", ())
        index, name = str(info.get("Table Index", "")), str(info.get("CTE Name", ""))
        self._made[index] = self.read(made)
        written = _WRITTEN.fullmatch(name)
        self._names[index] = written["name"] if written else ""
        read = self.read(rest[0]) if rest else self._made.pop(index)
        left = self._made.pop(index, None)
        children = (*read.node.children, *((left.node,) if left else ()))
        node = replace(read.node, children=children)
        return replace(read, node=replace(node, actual=_actual(told, node) and _around(told, read, left)))

    def _read_again(self, told: Json, info: Json) -> _Read:
        index = str(info.get("CTE Index", ""))
        made, name = self._made.pop(index, None), self._names.get(index, "")
        if not name and index in self._names:
            node = PlanNode(Step.OTHER, None, _rows(info), actual=_actual(told))
            return made or _Read(node)
        nodes = (made.node,) if made else ()
        name = name or with_query(self._statement)
        node = PlanNode(
            Step.COMMON_TABLE, None, _rows(info), name=name, actual=_actual(told, *nodes), children=nodes
        )
        return _Read(node)

    def _join(self, told: Json, info: Json, step: Step, below: list[_Read]) -> _Read:
        left, right = below[0].aliases, below[1].aliases
        conditions = [
            one.condition
            for one in self._statement.joins
            if one.aliases <= left | right and one.aliases & left and one.aliases & right
        ]
        nodes = tuple(one.node for one in below)
        node = PlanNode(
            step,
            None,
            _rows(info),
            joined_by=tuple(conditions),
            join=str(info.get("Join Type", "inner")).lower(),
            actual=_actual(told, *nodes),
            children=nodes,
        )
        return _Read(node, frozenset().union(*(one.aliases for one in below)))


def _stands_in(condition: Condition, text: str) -> bool:
    """Whether what a plan prints may be this condition, by its columns and its constant."""
    names = [column.name for column in condition.columns]
    return all(name in text for name in names) and (condition.value is None or condition.value in text)


def _rows(info: Json) -> float | None:
    told = str(info.get("Estimated Cardinality", ""))
    return float(told) if told.isdecimal() else None


def _actual(told: Json, *below: PlanNode) -> Actual | None:
    """What was measured of a step, with the time of those below it."""
    if "timing" not in told:
        return None
    inner = sum(node.actual.milliseconds for node in below if node.actual)
    return Actual(float(told.get("intermediate_rows", 0)), 1.0, float(told["timing"]) * 1000 + inner)


def _around(told: Json, *read: _Read | None) -> Actual | None:
    return _actual(told, *(one.node for one in read if one is not None))
