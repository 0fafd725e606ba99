"""Walls 2 and 3, the part that knows names: reads a checked tree query by query.

Every table, column and WITH name is resolved; what can't be is refused. WITH queries get names of ours, so
that a name the database reads otherwise than we do finds nothing, rather than a table. On the way it gathers
the leaves with the columns they must give, and which masked columns are touched.
"""

from __future__ import annotations

from sqlglot import exp

from querying.catalog import CatalogView
from querying.guard.generic.dialects import Dialect
from querying.guard.generic.findings import Findings
from querying.guard.generic.from_clause import FromClause
from querying.guard.generic.joins import Joins
from querying.guard.generic.names import Names
from querying.guard.generic.refusals import Source
from querying.guard.generic.scope import Column, CommonTable, Relation, Scope
from querying.guard.generic.selects import Selects
from querying.guard.generic.set_operations import SetOperations
from querying.guard.generic.stars import Stars
from querying.guard.generic.tables import Tables
from querying.guard.generic.with_clause import Itself, WithClause


class Reader:
    """Reads one statement; raises GuardRefusal for a name that the asker may not use.

    Each part of a query has its own class; they come back here for the queries inside them.
    """

    def __init__(self, source: Source, view: CatalogView, dialect: Dialect) -> None:
        self.source = source
        self.view = view
        self.dialect = dialect
        self.findings = Findings(view)
        self.names = Names(self)
        self.tables = Tables(self)
        self.from_clause = FromClause(self)
        self.joins = Joins(self)
        self.stars = Stars(self)
        self.selects = Selects(self)
        self.set_operations = SetOperations(self)
        self.with_clause = WithClause(self)

    def read(
        self,
        query: exp.Expr,
        outer: Scope | None,
        tables: dict[str, CommonTable],
        itself: Itself | None = None,
    ) -> list[Column]:
        """The columns of a query that stands in `outer` and sees the WITH names `tables`.

        `itself` is the WITH query whose body this is, if it may name itself.
        """
        tables = self.with_clause.bind(query, outer, tables)
        if isinstance(query, exp.Subquery):
            columns = self.read(query.this, outer, tables)
            self.read_result_order(query, columns, tables)
            return columns
        if isinstance(query, exp.SetOperation):
            return self.set_operations.read(query, outer, tables, itself)
        if isinstance(query, exp.Select):
            return self.selects.read(query, outer, tables)
        raise self.source.refused("select-only")

    def read_result_order(
        self, query: exp.Expr, columns: list[Column], tables: dict[str, CommonTable]
    ) -> None:
        """ORDER BY of what has no FROM of its own: it may name its columns alone."""
        order = query.args.get("order")
        if order is not None:
            self.names.resolve(order, Scope(None, tables, [Relation("", columns)]))
