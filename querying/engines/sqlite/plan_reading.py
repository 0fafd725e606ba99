"""A plan of SQLite (EXPLAIN QUERY PLAN) as the steps that all engines share.

SQLite tells in words what it loops over, no costs and no rows (its documentation, "EXPLAIN QUERY PLAN"):
loops of one level are nested in their order, the first outermost. What it says of conditions are the columns
of an index alone; the conditions are those of the statement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from querying.engines.plans import PlanNode, Step
from querying.engines.statements import UNKNOWN_KEYS, Asked, Leaf, Statement
from querying.engines.statements.attaching import by_index, joined, with_query

_LOOP = re.compile(r"(?:SCAN|SEARCH) (?:TABLE \S+ AS )?(?P<name>.+?)(?P<way> USING .*| (?:LEFT|RIGHT)-JOIN)?")
_INDEX = re.compile(r"INDEX (?P<index>\S+)")
_BY = re.compile(r"\(([^()]*)\)[^()]*")
_CONSTANT = re.compile(r"SCAN (?:\d+ )?CONSTANT ROWS?")
_MADE_BEFORE = re.compile(r"(?:CO-ROUTINE|MATERIALIZE) (?P<name>.+)")
_SUBQUERY = re.compile(r"(?P<each>CORRELATED )?(?:SCALAR|LIST|ROW)? ?SUBQUERY \d+|(?P<set>REUSE .*)")
_COMPOUND = re.compile(r"COMPOUND QUERY|MERGE \((?P<kind>[A-Z ]+)\)")
_TEMPORARY = re.compile(r"USE TEMP B-TREE FOR (?P<what>.+)")


@dataclass(slots=True)
class _Line:
    text: str
    below: list[_Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """A step with the aliases of the tables that are read for it so far."""

    node: PlanNode
    aliases: frozenset[str] = frozenset()


def read_plan(rows: Sequence[tuple[int, int, int, str]], statement: Statement, indexes: Indexes) -> PlanNode:
    """The steps of EXPLAIN QUERY PLAN's rows (id, parent, unused, text)."""
    lines = {0: _Line("")}
    for number, parent, _unused, text in rows:
        lines[number] = _Line(text)
        lines[parent].below.append(lines[number])
    return _Reader(statement, indexes).block(lines[0].below)


Indexes = dict[str, tuple[str, ...]]
"""The columns of each index, by its name."""


class _Reader:
    def __init__(self, statement: Statement, indexes: Indexes) -> None:
        self._statement = statement
        self._indexes = indexes

    def block(self, lines: Sequence[_Line]) -> PlanNode:
        """One SELECT: its loops, then what is done with their rows."""
        before: dict[str, PlanNode] = {}
        found: _Read | None = None
        asked: Asked | None = None
        subqueries: list[PlanNode] = []
        temporary: list[str] = []
        for line in lines:
            if match := _TEMPORARY.fullmatch(line.text):
                temporary.append(match["what"])
            elif match := _SUBQUERY.fullmatch(line.text):
                if line.below:
                    subqueries.append(replace(self.block(line.below), subquery=bool(match["each"])))
            elif match := _MADE_BEFORE.fullmatch(line.text):
                before[match["name"]] = self._made(line.below)
            elif (loop := self._loop(line, before)) is not None:
                leaf = self._leaf(line)
                asked = asked or (leaf.asked if leaf else None)
                found = loop if found is None else self._nested(found, loop, line)
        node = found.node if found else _nothing(*before.values())
        if subqueries:
            node = replace(node, children=(*node.children, *subqueries))
        return _with_rows(node, asked, temporary)

    def _made(self, lines: Sequence[_Line]) -> PlanNode:
        """What a WITH query or a derived table is made of."""
        if [line.text for line in lines[:2]] == ["SETUP", "RECURSIVE STEP"]:
            parts = tuple(self.block(line.below) for line in lines[:2])
            return PlanNode(Step.RECURSION, None, None, children=parts)
        return self.block(lines)

    def _loop(self, line: _Line, before: dict[str, PlanNode]) -> _Read | None:
        """One loop of a SELECT; None for a line that tells of none."""
        if _COMPOUND.fullmatch(line.text):
            return _Read(self._compound(line))
        if _CONSTANT.fullmatch(line.text):
            return _Read(_nothing())
        if line.text == "MULTI-INDEX OR":
            ways = [one for each in line.below for one in (each.below or [each])]
            return next((one for way in ways if (one := self._loop(way, before))), None)
        match = _LOOP.fullmatch(line.text)
        if match is None:
            return None
        name, leaf = match["name"], self._leaf(line)
        if leaf is not None and name not in before:
            return _Read(self._reading(leaf, match["way"] or ""), frozenset({leaf.alias}))
        return self._read_again(name, before)

    def _leaf(self, line: _Line) -> Leaf | None:
        """The base table that a line reads; by its own name where an index alone counts its rows."""
        match = _LOOP.fullmatch(line.text)
        if match is None:
            return None
        if match["name"] in self._statement.leaves:
            return self._statement.leaves[match["name"]]
        alone = self._statement.of_table(match["name"])
        return alone[0] if len(alone) == 1 and match["name"] not in self._statement.with_queries else None

    def _reading(self, leaf: Leaf, way: str) -> PlanNode:
        index, by = self._index(leaf, way) if "AUTOMATIC" not in way else ((), ())
        is_covering = "COVERING INDEX" in way and bool(index)
        found_by, filters = by_index(leaf, by)
        return PlanNode(
            step=Step.INDEX_ONLY if is_covering else Step.INDEX if by else Step.SCAN,
            cost=None,
            rows=None,
            table=leaf.table,
            index=index,
            found_by=found_by,
            filters=filters,
        )

    def _index(self, leaf: Leaf, way: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The columns of the index that is used, and those that are looked for in it."""
        if "INTEGER PRIMARY KEY" in way:
            own = self._indexes.get(f"{leaf.table[1]} rowid", ())
            return own, own or ("rowid",)
        name, by = _INDEX.search(way), _BY.search(way)
        columns = self._indexes.get(name["index"], ()) if name else ()
        parts = by[1].split(" AND ") if by else []
        return columns, tuple(dict.fromkeys(re.split(r"[=<>]", part)[0] for part in parts if "?" in part))

    def _read_again(self, name: str, before: dict[str, PlanNode]) -> _Read:
        """The rows of a WITH query or a derived table; they were made where it is first read."""
        made = before.pop(self._statement.with_queries.get(name, name), None)
        children = (made,) if made is not None else ()
        fenced = [leaf for leaf in self._statement.leaves.values() if leaf.fenced and leaf.outside == name]
        if made is not None and len(fenced) == 1 and made.tables() == [fenced[0].table]:
            if not fenced[0].filters:
                return _Read(made, frozenset({fenced[0].alias}))
            node = PlanNode(Step.FILTER, None, None, filters=fenced[0].filters, children=children)
            return _Read(node, frozenset({fenced[0].alias}))
        if name.startswith("(") and made is not None:
            windows = any(asked.has_windows for asked in self._statement.selects)
            return _Read(PlanNode(Step.WINDOW, None, None, children=children) if windows else made)
        shown = with_query(self._statement, name)
        return _Read(PlanNode(Step.COMMON_TABLE, None, None, name=shown, children=children))

    def _nested(self, outer: _Read, inner: _Read, line: _Line) -> _Read:
        """A loop in a loop. An index made on the way is a table in memory, as for a hash join."""
        is_automatic = "AUTOMATIC" in line.text
        node, conditions = joined(self._statement, outer.aliases, inner.aliases, inner.node)
        loops = PlanNode(
            Step.HASH_JOIN if is_automatic else Step.NESTED_LOOP,
            None,
            None,
            joined_by=conditions,
            children=(outer.node, node),
        )
        return _Read(loops, outer.aliases | inner.aliases)

    def _compound(self, line: _Line) -> PlanNode:
        """UNION and kin, the first part innermost."""
        merged = _COMPOUND.fullmatch(line.text)
        kinds = [merged["kind"]] if merged and merged["kind"] else [one.text for one in line.below[1:]]
        node = PlanNode(Step.UNION, None, None, children=tuple(self.block(one.below) for one in line.below))
        if any(kind.startswith(("INTERSECT", "EXCEPT")) for kind in kinds):
            return replace(node, step=Step.SET_OPERATION)
        if all(kind.startswith("UNION ALL") for kind in kinds):
            return node
        return PlanNode(Step.DISTINCT, None, None, children=(node,))


def _with_rows(node: PlanNode, asked: Asked | None, temporary: Sequence[str]) -> PlanNode:
    """Groups, windows and sorts on top of the loops."""
    keys = asked.groups if asked else UNKNOWN_KEYS
    sorts = (asked.sorts if asked else ()) or UNKNOWN_KEYS
    if (asked and asked.is_aggregated) or "GROUP BY" in temporary:
        node = PlanNode(Step.GROUP, None, None, keys=keys, children=(node,))
    if "DISTINCT" in temporary:
        node = PlanNode(Step.DISTINCT, None, None, children=(node,))
    if any("ORDER BY" in what for what in temporary):
        node = PlanNode(Step.SORT, None, None, keys=sorts, children=(node,))
    return node


def _nothing(*made: PlanNode) -> PlanNode:
    return made[0] if made else PlanNode(Step.ROWS_MADE, None, None)
