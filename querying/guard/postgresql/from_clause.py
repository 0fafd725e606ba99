"""FROM: tables, derived tables and functions; each becomes a Relation. Joins stand in joins.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.catalog import CatalogTable
from querying.guard.postgresql.columns import Columns, LeafColumns, derived_column, renamed
from querying.guard.postgresql.facts import Leaf
from querying.guard.postgresql.from_functions import FromFunctions
from querying.guard.postgresql.joins import Joins
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import Level, Relation
from querying.guard.postgresql.whole import last_place_of, place_of

if TYPE_CHECKING:
    from querying.guard.postgresql.reader import Reader

SYSTEM_SCHEMAS = frozenset({"pg_catalog", "information_schema", "pg_toast", "pg_temp"})


class FromClause:
    """Reads it for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source
        self.view = reader.view
        self.findings = reader.findings
        self.functions = FromFunctions(reader)
        self.joins = Joins(reader)

    def read(self, node: nodes.Node, level: Level, *, nullable: bool) -> list[Relation]:
        """The relations of one item. `nullable`: an outer join may fill its columns with NULLs."""
        kind = node.WhichOneof("node")
        if kind == "range_var":
            return [self._read_table(node, level)]
        if kind == "range_subselect":
            return [self._read_derived(node.range_subselect, level, nullable=nullable)]
        if kind == "range_function":
            return [self.functions.read(node.range_function, level)]
        if kind == "join_expr":
            return self.joins.read(node.join_expr, level, nullable=nullable)
        raise self.source.refused("from-item", place_of(node))

    def check_aliases(self, level: Level) -> None:
        """Raises GuardRefusal where two relations have one name."""
        seen: set[str] = set()
        for relation in level.relations:
            if relation.named and relation.alias is not None:
                if relation.alias in seen:
                    raise self.source.refused(
                        "alias-twice",
                        part=relation.alias,
                        after=last_place_of(relation.node) if relation.node is not None else 0,
                        alias=relation.alias,
                    )
                seen.add(relation.alias)

    def _read_table(self, node: nodes.Node, level: Level) -> Relation:
        reference = node.range_var
        aliases = reference.alias.colnames
        alias = reference.alias.aliasname or reference.relname
        if not reference.schemaname:
            common = level.tables.find(reference.relname)
            if common is not None:
                columns = self.reader.with_clause.columns_of(common, reference)
                named = renamed(columns, aliases, self.source, reference)
                return Relation(alias, Columns(named), node=reference)
        table = self._permitted(reference)
        leaf = Leaf(table, node)
        self.findings.leaves.append(leaf)
        given: Columns = LeafColumns(leaf)
        if aliases:
            leaf.whole = True
            given = Columns(renamed(list(given), aliases, self.source, reference))
        schema = None if reference.alias.aliasname else table.schema
        return Relation(alias, given, schema, leaf, node=reference)

    def _permitted(self, reference: nodes.RangeVar) -> CatalogTable:
        schema, name = reference.schemaname or self.view.default_schema, reference.relname
        table = self.view.table(schema, name)
        written = f"{schema}.{name}" if reference.schemaname else name
        if table is not None:
            return table
        if (schema, name) in self.view.hidden_tables:
            rule = "hidden-table"
        else:
            system = schema in SYSTEM_SCHEMAS or name.startswith("pg_")
            rule = "system-table" if system else "unknown-table"
        raise self.source.refused(rule, reference.location, written, table=written)

    def _read_derived(self, derived: nodes.RangeSubselect, level: Level, *, nullable: bool) -> Relation:
        outer = level if derived.lateral else level.outer
        query = self.reader.read(derived.subquery.select_stmt, outer, level.tables)
        level.absorb_query(query)
        if nullable or derived.lateral:
            for column in query.columns:
                self.findings.fence_late(column.facts)
        columns = [derived_column(column) for column in query.columns]
        named = renamed(columns, derived.alias.colnames, self.source, derived)
        return Relation(derived.alias.aliasname or None, Columns(named), node=derived)
