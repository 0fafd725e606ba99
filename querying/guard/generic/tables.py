"""Names in FROM: WITH queries, base tables, functions that give rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from querying.catalog import CatalogTable
from querying.guard.generic.columns import identifier, renamed
from querying.guard.generic.scope import Column, CommonTable, Leaf, Relation, Scope, fold

if TYPE_CHECKING:
    from querying.guard.generic.reader import Reader


class Tables:
    """Reads them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source
        self.view = reader.view
        self.dialect = reader.dialect

    def read(self, node: exp.Expr, scope: Scope) -> Relation:
        """What a name in FROM stands for: the nearest WITH query, else a table of the view."""
        if not isinstance(node.this, exp.Identifier):
            return self._function(node, scope)
        schema, name = node.args["db"].name if node.args.get("db") else "", node.name
        if not schema and (common := scope.tables.get(fold(name))) is not None:
            return self._common_table(node, common)
        return self._leaf(node, self._permitted(node, schema, name))

    def _common_table(self, node: exp.Expr, common: CommonTable) -> Relation:
        name, alias = node.name, node.args.get("alias")
        node.set("this", identifier(common.name))
        if alias is None:
            node.set("alias", exp.TableAlias(this=identifier(name)))
        return Relation(node.alias or name, renamed(common.columns, alias, self.source))

    def _leaf(self, node: exp.Expr, table: CatalogTable) -> Relation:
        alias = node.args.get("alias")
        if alias is not None and alias.args.get("columns"):
            raise self.source.refused("table-columns", alias)
        leaf = Leaf(table, node)
        self.reader.findings.leaves.append(leaf)
        columns = [
            Column(column.name, None if column.masked else (table.key, column.name), column.type, leaf)
            for column in table.columns
        ]
        return Relation(node.alias or node.name, columns, table.schema, table.hidden_columns)

    def _permitted(self, node: exp.Expr, schema: str, name: str) -> CatalogTable:
        wanted = schema or self.view.default_schema
        table = self.view.table(wanted, name) or self._by_any_case(wanted, name)
        if table is not None:
            return table
        hidden = any(
            fold(key[0]) == fold(wanted) and fold(key[1]) == fold(name) for key in self.view.hidden_tables
        )
        rule = "hidden-table" if hidden else "unknown-table"
        raise self.source.refused(rule, node, table=f"{schema}.{name}" if schema else name)

    def _by_any_case(self, schema: str, name: str) -> CatalogTable | None:
        found = [
            table
            for key, table in self.view.tables.items()
            if fold(key[0]) == fold(schema) and fold(key[1]) == fold(name)
        ]
        return found[0] if len(found) == 1 else None

    def _function(self, node: exp.Expr, scope: Scope) -> Relation:
        call = node.this
        name = str(call.this).lower() if isinstance(call, exp.Anonymous) else call.sql_name().lower()
        if isinstance(call, exp.GenerateSeries) and call.args.get("is_end_exclusive"):
            name = "range"
        columns = self.dialect.table_functions.get(name)
        if columns is None or not isinstance(call, exp.Func):
            raise self.source.refused("function", part=name, function=name)
        self.reader.names.resolve_parts(call, scope)
        return self.reader.from_clause.function(node, columns, name)
