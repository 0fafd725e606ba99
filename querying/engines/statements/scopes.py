"""Which table a column of a guarded statement belongs to. Where there is a doubt, none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp

from querying.catalog import TableKey


@dataclass(frozen=True, slots=True)
class Place:
    """A base table in the tree: the SELECT that the guard put around it, and that which reads this."""

    alias: str
    table: TableKey
    columns: Mapping[str, str]  # as written, by their names in lower case
    leaf: exp.Expr
    outside: str
    reader: exp.Expr | None  # None: looked up by the guard


@dataclass(frozen=True, slots=True)
class _Source:
    alias: str
    place: Place | None
    names: frozenset[str] | None  # None: not known


class Scopes:
    """The SELECTs of a statement with what stands in their FROM."""

    def __init__(self, tree: exp.Expr, places: Mapping[int, Place]) -> None:
        self._places = places  # by the id of the guard's SELECT
        self._with = {cte.alias: cte for cte in tree.find_all(exp.CTE)}
        self._sources: dict[int, list[_Source]] = {}

    def find(self, column: exp.Expr, select: exp.Expr | None) -> tuple[Place, str] | None:
        """The base table that the column belongs to, and its name there; None where that is not sure."""
        name, alias = column.name.lower(), column.text("table").lower()
        while select is not None:
            sources = self.sources(select)
            if alias:
                found = [one for one in sources if one.alias.lower() == alias]
            else:
                found = [one for one in sources if one.names is None or name in one.names]
            if found:
                place = found[0].place if len(found) == 1 else None
                exact = place.columns.get(name) if place else None
                return (place, exact) if place and exact else None
            select = select.parent_select
        return None

    def sources(self, select: exp.Expr) -> list[_Source]:
        """What stands in the FROM of a SELECT."""
        if id(select) not in self._sources:
            self._sources[id(select)] = [self._source(node) for node in _from(select)]
        return self._sources[id(select)]

    def _source(self, node: exp.Expr) -> _Source:
        if isinstance(node, exp.Subquery):
            place = self._places.get(id(node.this))
            names = frozenset(place.columns) if place else _names(node.this, node)
            return _Source(node.alias, place, names)
        if isinstance(node, exp.Table) and node.name in self._with:
            cte = self._with[node.name]
            return _Source(node.alias_or_name, None, _names(cte.this, cte))
        return _Source(node.alias_or_name, None, None)


def _from(select: exp.Expr) -> Iterator[exp.Expr]:
    first = select.args.get("from_")
    if first is not None:
        yield first.this
    for join in select.args.get("joins") or ():
        yield join.this


def _names(query: exp.Expr, named: exp.Expr) -> frozenset[str] | None:
    """What the columns of a derived table are called; None where one is not said."""
    alias = named.args.get("alias")
    written = [column.name for column in alias.columns] if alias is not None else []
    names = written or list(query.named_selects) if isinstance(query, exp.Query) else []
    return None if not names or "*" in names or "" in names else frozenset(map(str.lower, names))
