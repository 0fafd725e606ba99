"""WITH: which queries may name which, and what their columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.columns import derived_column, opaque, renamed
from querying.guard.postgresql.facts import Column
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import CommonTable, CommonTables, Level

if TYPE_CHECKING:
    from querying.guard.postgresql.reader import Reader


class WithClause:
    """Reads it for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source

    def bind(self, clause: nodes.WithClause, level: Level) -> CommonTables:
        """The WITH names in the order SQL lets them see each other; each is read once."""
        tables: dict[str, CommonTable] = {}
        around = level.tables
        scope = CommonTables(tables, around)
        for node in clause.ctes:
            seen = scope if clause.recursive else CommonTables(dict(tables), around)
            self._declare(tables, CommonTable(node.common_table_expr, seen, level))
        for table in tables.values():
            if table.columns is None:
                self._read(table, recursive=clause.recursive)
        return scope

    def columns_of(self, table: CommonTable, reference: nodes.RangeVar) -> list[Column]:
        """What a reference to a WITH query gives. Raises GuardRefusal where it may not stand."""
        if table.columns is None and table.being_read:
            raise self.source.refused("with-itself", reference.location, name=reference.relname)
        if table.columns is None:  # WITH RECURSIVE lets a query name one that comes later
            self._read(table, recursive=True)
        assert table.columns is not None
        return table.columns

    def named_by(self, table: CommonTable, columns: list[Column]) -> list[Column]:
        """The columns of its query as those who name it see them."""
        columns = [derived_column(column) for column in columns]
        return renamed(columns, table.node.aliascolnames, self.source, table.node)

    def _declare(self, tables: dict[str, CommonTable], table: CommonTable) -> None:
        name = table.node.ctename
        if name in tables:
            raise self.source.refused("with-twice", table.node.location, name, name=name)
        tables[name] = table

    def _read(self, table: CommonTable, *, recursive: bool) -> None:
        table.being_read = True
        select = table.node.ctequery.select_stmt
        query = self.reader.read(select, table.level.outer, table.scope, table if recursive else None)
        table.being_read = False
        table.level.absorb_query(query)
        apart = table.node.ctematerialized == nodes.CTEMaterializeAlways or table.columns is not None
        columns = [opaque(column) if apart else column for column in query.columns]
        table.columns = self.named_by(table, columns)
