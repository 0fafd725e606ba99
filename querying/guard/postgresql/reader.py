"""Walls 2 and 3, the part that knows names: reads a checked tree query by query.

Every table, column and WITH name is resolved as PostgreSQL would; what can't be is refused. On the way it
gathers what the leaves must give, which of them need a fence, and which masked columns are touched.
"""

from __future__ import annotations

from querying.catalog import CatalogView
from querying.guard.postgresql.clock import Clock
from querying.guard.postgresql.columns import opaque
from querying.guard.postgresql.conditions import Conditions
from querying.guard.postgresql.expressions import Expressions
from querying.guard.postgresql.findings import Findings
from querying.guard.postgresql.from_clause import FromClause
from querying.guard.postgresql.grouping import Grouping
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import CommonTable, CommonTables, Level, Query
from querying.guard.postgresql.selects import Selects
from querying.guard.postgresql.set_operations import SetOperations
from querying.guard.postgresql.with_clause import WithClause
from querying.guard.refusals import Source


class Reader:
    """Reads one statement; raises GuardRefusal for a name that the asker may not use.

    Each part of a query has its own class; they come back here for the queries and parts inside them.
    """

    def __init__(self, source: Source, view: CatalogView, clock: Clock) -> None:
        self.source = source
        self.view = view
        self.findings = Findings(view)
        self.expressions = Expressions(self, clock)
        self.conditions = Conditions(self)
        self.grouping = Grouping(self)
        self.from_clause = FromClause(self)
        self.with_clause = WithClause(self)
        self.set_operations = SetOperations(self)
        self.selects = Selects(self)

    def read(
        self,
        select: nodes.SelectStmt,
        outer: Level | None,
        tables: CommonTables,
        recursive: CommonTable | None = None,
    ) -> Query:
        """Reads a query that stands in `outer` and sees the WITH names `tables`.

        `recursive` is the WITH query whose body this is, if it may name itself.
        """
        level = Level(outer, tables)
        if select.HasField("with_clause"):
            level.tables = self.with_clause.bind(select.with_clause, level)
        if select.op != nodes.SETOP_NONE:
            columns = self.set_operations.read(select, level, recursive)
        elif select.values_lists:
            columns = self.selects.read_values(select, level)
        else:
            columns = self.selects.read(select, level)
        if self._read_limit(select, level):
            columns = [opaque(column) for column in columns]
        return Query(
            columns,
            level.raising,
            frozenset(level.reached_out),
            frozenset(level.reached_levels),
            is_single_row(select, level),
        )

    def _read_limit(self, select: nodes.SelectStmt, level: Level) -> bool:
        if not (select.HasField("limit_count") or select.HasField("limit_offset")):
            return False
        own = Level(level.outer, level.tables)
        for node in (select.limit_count, select.limit_offset):
            if node.WhichOneof("node") is not None:
                self.expressions.facts(node, own)
        level.absorb(own)
        return True


def is_single_row(select: nodes.SelectStmt, level: Level) -> bool:
    """Whether the query surely gives at most one row."""
    if select.HasField("limit_count") and select.limit_option != nodes.LIMIT_OPTION_WITH_TIES:
        count = select.limit_count.a_const
        if count.HasField("ival") and count.ival.ival <= 1:
            return True
    if select.op != nodes.SETOP_NONE or select.values_lists or level.set_returning:
        return False
    return not select.group_clause and (level.aggregated or not select.from_clause)
