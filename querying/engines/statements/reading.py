"""A guarded statement read again: its tables under names of their own, with what is asked of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from sqlglot import exp

from querying.engines.plans import Condition, PlanColumn, Shape
from querying.engines.statements import Asked, Joined, Leaf, Statement
from querying.engines.statements.conditions import Find, condition_of, conjuncts, constant, key_of
from querying.engines.statements.scopes import Place, Scopes
from querying.guard.generic.dialects import DIALECTS, Dialect
from querying.guard.generic.parse import read_again, render
from querying.guard.guarded import GuardedQuery

_NUMBER = re.compile(r"#\d+$")


def read_statement(query: GuardedQuery) -> Statement:
    """The tables of a guarded query, and the query with a name for each that no other has in it."""
    dialect = DIALECTS[query.engine]
    tree = read_again(query.sql, dialect)
    places = [_place(table, number) for number, table in enumerate(list(_tables(tree)), 1)]
    return _Reading(tree, places, dialect).statement()


def _tables(tree: exp.Expr) -> Iterator[exp.Expr]:
    """The base tables: the guard prints them with their schema, WITH queries without."""
    return (table for table in tree.find_all(exp.Table, bfs=False) if table.args.get("db"))


def _place(table: exp.Expr, number: int) -> Place:
    """The table under a new name, which stands wherever its old one did."""
    old, new = table.alias, f"{table.alias}#{number}"
    leaf = table.parent_select
    assert leaf is not None
    table.set("alias", exp.TableAlias(this=exp.to_identifier(new, quoted=True)))
    for column in leaf.find_all(exp.Column):
        if column.text("table") == old:
            column.set("table", exp.to_identifier(new, quoted=True))
    derived = leaf.parent
    is_read = isinstance(derived, exp.Subquery)
    return Place(
        alias=new,
        table=(table.text("db"), table.name),
        columns={name.lower(): name for name in leaf.named_selects},
        leaf=leaf,
        outside=derived.alias if derived is not None and is_read else "",
        reader=derived.parent_select if derived is not None and is_read else None,
    )


class _Reading:
    def __init__(self, tree: exp.Expr, places: list[Place], dialect: Dialect) -> None:
        self._tree = tree
        self._places = places
        self._dialect = dialect
        self._scopes = Scopes(tree, {id(place.leaf): place for place in places})
        self._filters: dict[str, list[Condition]] = defaultdict(list)
        self._joins: list[Joined] = []

    def statement(self) -> Statement:
        inside = {id(place.leaf) for place in self._places}
        selects = [one for one in self._tree.find_all(exp.Select, bfs=False) if id(one) not in inside]
        for select in selects:
            self._read_conditions(select)
        asked = {id(select): self._asked(select) for select in selects}
        return Statement(
            sql=render(self._tree, self._dialect),
            leaves={place.alias: self._leaf(place, asked) for place in self._places},
            joins=tuple(self._joins),
            selects=tuple(asked.values()),
            with_queries={
                table.alias_or_name: table.name
                for table in self._tree.find_all(exp.Table)
                if not table.args.get("db")
            },
        )

    def _leaf(self, place: Place, asked: dict[int, Asked]) -> Leaf:
        return Leaf(
            alias=place.alias,
            table=place.table,
            outside=place.outside,
            asked=asked.get(id(place.reader)),
            scope=tuple(_scope(place)),
            filters=tuple(self._filters[place.alias]),
            fenced=place.leaf.args.get("limit") is not None,
        )

    def _read_conditions(self, select: exp.Expr) -> None:
        where = select.args.get("where")
        for node in conjuncts(where.this if where is not None else None):
            self._add(node, select, self._finder(select))
        for join in select.args.get("joins") or ():
            # Beside the table that an outer join brings in, its ON leaves no row of another out.
            own = join.this.alias_or_name if join.args.get("side") else ""
            for node in conjuncts(join.args.get("on")):
                self._add(node, select, self._finder(select), only=own)

    def _finder(self, select: exp.Expr) -> Find:
        return lambda column: self._scopes.find(column, select)

    def _add(self, node: exp.Expr, select: exp.Expr, find: Find, only: str = "") -> None:
        if node.find(exp.Query):
            return
        condition, places = condition_of(node, find, self._dialect)
        if not condition.known:
            return
        if len(places) == 1 and places[0].reader is select and only in ("", places[0].outside):
            self._filters[places[0].alias].append(condition)
        elif len(places) == 2 and condition.shape is Shape.JOIN:
            inner = [place for place in places if place.reader is select]
            if len(inner) == 1:  # the other is of a query around this one: a value, for each of its rows
                self._filters[inner[0].alias].append(condition)
            self._joins.append(Joined(frozenset(place.alias for place in places), condition))

    def _asked(self, select: exp.Expr) -> Asked:
        find, group, order = self._finder(select), select.args.get("group"), select.args.get("order")
        own = [
            node for node in select.find_all(exp.AggFunc, exp.Window, exp.Anonymous) if _is_of(node, select)
        ]
        return Asked(
            name=_name(select),
            groups=tuple(
                key_of(one, select, find, self._dialect) for one in (group.expressions if group else ())
            ),
            sorts=tuple(
                key_of(one, select, find, self._dialect) for one in (order.expressions if order else ())
            ),
            is_aggregated=group is not None or any(self._is_aggregate(node) for node in own),
            is_distinct=select.args.get("distinct") is not None,
            has_windows=any(isinstance(node, exp.Window) for node in own),
        )

    def _is_aggregate(self, node: exp.Expr) -> bool:
        if node.find_ancestor(exp.Window):
            return False
        if isinstance(node, exp.Anonymous):
            return str(node.this).lower() in self._dialect.aggregates
        return isinstance(node, exp.AggFunc)


def _is_of(node: exp.Expr, select: exp.Expr) -> bool:
    return node.parent_select is select


def _name(select: exp.Expr) -> str:
    """The name of the WITH query or derived table that the SELECT is, or is a branch of."""
    parent = select.parent
    while isinstance(parent, exp.SetOperation):
        parent = parent.parent
    named = isinstance(parent, exp.CTE | exp.Subquery)
    return _NUMBER.sub("", parent.alias) if parent is not None and named else ""


def _scope(place: Place) -> Iterator[Condition]:
    """The conditions that the guard put to a table, as far as they are a column's one value."""
    where = place.leaf.args.get("where")
    for node in conjuncts(where.this if where is not None else None):
        if not isinstance(node, exp.EQ):
            continue
        column = node.left.this if isinstance(node.left, exp.Collate) else node.left
        value = constant(node.right)
        if isinstance(column, exp.Column) and value is not None:
            name = column.name
            yield Condition(f"{name} = {value}", (PlanColumn(place.table, name),), Shape.EQUAL, value)
