"""Walls 2 and 3, the part that knows names: reads a checked tree query by query.

Every table, column and WITH name is resolved; what can't be is refused. WITH queries get names of ours, so
that a name the database reads otherwise than we do finds nothing, rather than a table. On the way it gathers
the leaves with the columns they must give, and which masked columns are touched.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from querying.catalog import CatalogTable, CatalogView
from querying.guard.generic.dialects import Dialect
from querying.guard.generic.refusals import Source
from querying.guard.generic.scope import Column, CommonTable, Leaf, Relation, Scope, fold

_LATE = ("group", "having", "order", "qualify")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class _Itself:
    """A WITH query that may name itself, and the name of ours that it gets."""

    alias: exp.Expr
    name: str


class Reader:
    """Reads one statement; raises GuardRefusal for a name that the asker may not use."""

    def __init__(self, source: Source, view: CatalogView, dialect: Dialect) -> None:
        self.source = source
        self.view = view
        self.dialect = dialect
        self.leaves: list[Leaf] = []
        self.masked: dict[str, None] = {}
        self.types: dict[int, Column] = {}
        """What each column reference means, by the node's id."""
        self.common_tables = 0

    # Queries

    def read(
        self,
        query: exp.Expr,
        outer: Scope | None,
        tables: dict[str, CommonTable],
        itself: _Itself | None = None,
    ) -> list[Column]:
        """The columns of a query that stands in `outer` and sees the WITH names `tables`.

        `itself` is the WITH query whose body this is, if it may name itself.
        """
        tables = self._bind(query, outer, tables)
        if isinstance(query, exp.Subquery):
            columns = self.read(query.this, outer, tables)
            self._read_result_order(query, columns, tables)
            return columns
        if isinstance(query, exp.SetOperation):
            return self._read_set_operation(query, outer, tables, itself)
        if isinstance(query, exp.Select):
            return self._read_select(query, outer, tables)
        raise self.source.refused("select-only")

    def _bind(
        self, query: exp.Expr, outer: Scope | None, tables: dict[str, CommonTable]
    ) -> dict[str, CommonTable]:
        clause = query.args.get("with_")
        if clause is None:
            return tables
        tables = dict(tables)
        own: set[str] = set()
        for node in clause.expressions:
            name = node.alias
            if fold(name) in own:
                raise self.source.refused("with-twice", node.args["alias"], name=name)
            own.add(fold(name))
            self._bind_one(node, outer, tables, recursive=bool(clause.args.get("recursive")))
        return tables

    def _bind_one(
        self, node: exp.Expr, outer: Scope | None, tables: dict[str, CommonTable], *, recursive: bool
    ) -> None:
        alias, body = node.args["alias"], node.this
        self.common_tables += 1
        ours = f"{alias.name[: _LONGEST_NAME - 6]}#{self.common_tables}"
        itself = _Itself(alias, ours) if recursive and isinstance(body, exp.Union) else None
        columns = self._renamed(self.read(body, outer, tables, itself), alias)
        tables[fold(alias.name)] = CommonTable(ours, _opaque(columns) if itself is not None else columns)
        alias.set("this", exp.to_identifier(ours, quoted=True))

    def _renamed(self, columns: list[Column], alias: exp.Expr | None) -> list[Column]:
        """The columns under the names that an alias gives them."""
        if alias is None:
            return [Column(each.name, each.origin, each.type) for each in columns]
        names = [each.name for each in alias.args.get("columns") or ()]
        if len(names) > len(columns):
            raise self.source.refused("column-aliases", alias)
        fresh = [
            Column(name, column.origin, column.type) for name, column in zip(names, columns, strict=False)
        ]
        return fresh + [Column(each.name, each.origin, each.type) for each in columns[len(names) :]]

    def _read_set_operation(
        self,
        query: exp.Expr,
        outer: Scope | None,
        tables: dict[str, CommonTable],
        itself: _Itself | None,
    ) -> list[Column]:
        left = self.read(query.this, outer, tables)
        if itself is not None:
            known = CommonTable(itself.name, _opaque(self._renamed(left, itself.alias)))
            tables = tables | {fold(itself.alias.name): known}
        right = self.read(query.expression, outer, tables)
        if len(left) != len(right):
            raise self.source.refused("set-columns", query.expression)
        columns = [
            Column(one.name, one.origin if one.origin == other.origin else None)
            for one, other in zip(left, right, strict=True)
        ]
        self._read_result_order(query, columns, tables)
        return columns

    def _read_result_order(
        self, query: exp.Expr, columns: list[Column], tables: dict[str, CommonTable]
    ) -> None:
        order = query.args.get("order")
        if order is not None:
            self._resolve(order, Scope(None, tables, [Relation("", columns)]))

    def _read_select(
        self, select: exp.Expr, outer: Scope | None, tables: dict[str, CommonTable]
    ) -> list[Column]:
        scope = Scope(outer, tables)
        source = select.args.get("from_")
        if source is not None:
            self._read_relation(source.this, scope)
        for join in select.args.get("joins") or ():
            self._read_join(join, scope)
        columns = self._read_outputs(select, scope)
        scope.outputs = {fold(column.name): column for column in columns}
        for window in select.args.get("windows") or ():
            self._resolve(window, scope)
        if (where := select.args.get("where")) is not None:
            self._resolve(where, scope, aliases=self.dialect.aliases_in_where)
        for name in _LATE:
            if (part := select.args.get(name)) is not None:
                self._resolve(part, scope, aliases=True)
        return columns

    def _read_outputs(self, select: exp.Expr, scope: Scope) -> list[Column]:
        if not select.expressions:
            raise self.source.refused("nothing-selected", select, part="SELECT")
        columns: list[Column] = []
        written: list[exp.Expr] = []
        for node in select.expressions:
            starred = self._star(node, scope)
            if starred is not None:
                for expression, column in starred:
                    written.append(expression)
                    columns.append(column)
                continue
            name = node.alias_or_name
            self._resolve(node, scope, aliases=self.dialect.aliases_in_where, outputs=columns)
            inner = node.this if isinstance(node, exp.Alias) else node
            known = self.types.get(id(inner))
            column = Column(name, known.origin, known.type) if known is not None else Column(name)
            columns.append(column)
            written.append(
                node if isinstance(node, exp.Alias) else exp.alias_(node, name, quoted=True, copy=False)
            )
        select.set("expressions", written)
        return columns

    # Stars

    def _star(self, node: exp.Expr, scope: Scope) -> list[tuple[exp.Expr, Column]] | None:
        """What `*` or `u.*` stands for; None for any other expression."""
        star = node.this if isinstance(node, exp.Column) else node
        if not isinstance(star, exp.Star):
            return None
        if not scope.relations:
            raise self.source.refused("star-without-from", node, part="*")
        relations = scope.relations
        if isinstance(node, exp.Column):
            relations = [self._relation_of(node, Scope(None, {}, scope.relations))]
        left_out = {fold(each.name) for each in star.args.get("except_") or ()}
        bare = not isinstance(node, exp.Column)
        merged = frozenset().union(*(each.merged for each in relations)) if bare else frozenset()
        found: list[tuple[exp.Expr, Column]] = []
        for relation in relations:
            for column in relation.columns:
                name = fold(column.name)
                if name in left_out or (bare and name in relation.merged):
                    continue
                self._touch(column)
                reference = _reference(relation, column, merged=name in merged)
                found.append((reference, Column(column.name, column.origin, column.type)))
        if not found:
            raise self.source.refused("nothing-left", node, part="*")
        return found

    # FROM

    def _read_relation(self, node: exp.Expr, scope: Scope) -> None:
        relation = self._relation(node, scope)
        names = {(fold(each.alias)) for each in scope.relations}
        if relation.alias and fold(relation.alias) in names:
            raise self.source.refused("alias-twice", part=relation.alias, alias=relation.alias)
        scope.relations.append(relation)

    def _relation(self, node: exp.Expr, scope: Scope) -> Relation:
        if isinstance(node, exp.Table):
            return self._table(node, scope)
        if isinstance(node, exp.Lateral):
            return self._derived(node, node.this, scope, lateral=True)
        if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query):
            return self._derived(node, node, scope, lateral=self.dialect.lateral)
        if isinstance(node, exp.Unnest) and self.dialect.lateral:
            self._resolve_parts(node, scope)
            return self._named(node, [Column("unnest")], "unnest")
        raise self.source.refused("from-item", node)

    def _derived(self, node: exp.Expr, query: exp.Expr, scope: Scope, *, lateral: bool) -> Relation:
        if isinstance(query, exp.Subquery) and query is not node:
            query = query.this
        outer = scope if lateral else scope.outer
        columns = self.read(query, outer, scope.tables)
        return self._named(node, columns, "")

    def _named(self, node: exp.Expr, columns: list[Column], default: str) -> Relation:
        alias = node.args.get("alias")
        if alias is not None and alias.args.get("columns") and self.dialect.kind == "sqlite":
            raise self.source.refused("sqlite-columns", alias)
        return Relation(node.alias or default, self._renamed(columns, alias))

    def _table(self, node: exp.Expr, scope: Scope) -> Relation:
        if not isinstance(node.this, exp.Identifier):
            return self._table_function(node, scope)
        schema, name = node.args["db"].name if node.args.get("db") else "", node.name
        alias = node.args.get("alias")
        if not schema and (common := scope.tables.get(fold(name))) is not None:
            node.set("this", exp.to_identifier(common.name, quoted=True))
            if alias is None:
                node.set("alias", exp.TableAlias(this=exp.to_identifier(name, quoted=True)))
            columns = self._renamed(list(common.columns), alias)
            return Relation(node.alias or name, columns)
        table = self._permitted(node, schema, name)
        if alias is not None and alias.args.get("columns"):
            raise self.source.refused("table-columns", alias)
        leaf = Leaf(table, node)
        self.leaves.append(leaf)
        columns = [
            Column(column.name, None if column.masked else (table.key, column.name), column.type, leaf)
            for column in table.columns
        ]
        return Relation(node.alias or name, columns, table.schema, table.hidden_columns)

    def _permitted(self, node: exp.Expr, schema: str, name: str) -> CatalogTable:
        wanted = schema or self.view.default_schema
        table = self.view.table(wanted, name) or self._by_any_case(wanted, name)
        if table is not None:
            return table
        written = f"{schema}.{name}" if schema else name
        hidden = any(
            fold(key[0]) == fold(wanted) and fold(key[1]) == fold(name) for key in self.view.hidden_tables
        )
        rule = "hidden-table" if hidden else "unknown-table"
        raise self.source.refused(rule, node, table=written)

    def _by_any_case(self, schema: str, name: str) -> CatalogTable | None:
        found = [
            table
            for key, table in self.view.tables.items()
            if fold(key[0]) == fold(schema) and fold(key[1]) == fold(name)
        ]
        return found[0] if len(found) == 1 else None

    def _table_function(self, node: exp.Expr, scope: Scope) -> Relation:
        call = node.this
        name = str(call.this).lower() if isinstance(call, exp.Anonymous) else call.sql_name().lower()
        if isinstance(call, exp.GenerateSeries) and call.args.get("is_end_exclusive"):
            name = "range"
        columns = self.dialect.table_functions.get(name)
        if columns is None or not isinstance(call, exp.Func):
            raise self.source.refused("function", part=name, function=name)
        self._resolve_parts(call, scope)
        return self._named(node, [Column(each) for each in columns], name)

    def _read_join(self, join: exp.Expr, scope: Scope) -> None:
        self._read_relation(join.this, scope)
        if using := join.args.get("using"):
            self._merge(using, scope)
        if (on := join.args.get("on")) is not None:
            self._resolve(on, scope)

    def _merge(self, using: list[exp.Expr], scope: Scope) -> None:
        """USING: the columns must be on both sides, and are one from here on."""
        *before, last = scope.relations
        for name in using:
            column = last.column(name.name)
            others = [found for each in before if (found := each.column(name.name)) is not None]
            if column is None or not others:
                raise self.source.refused("using-missing", name, column=name.name)
            for each in (column, *others):
                self._touch(each)
            name.replace(exp.to_identifier(column.name, quoted=True))
        merged = last.merged | {fold(name.name) for name in using}
        scope.relations[-1] = Relation(last.alias, last.columns, last.schema, last.hidden, merged)

    # Expressions

    def _resolve(
        self,
        node: exp.Expr,
        scope: Scope,
        *,
        aliases: bool = False,
        outputs: list[Column] | None = None,
    ) -> None:
        """Resolves every name in an expression; queries in it are read as what they are."""
        if outputs is not None:
            scope.outputs = {fold(column.name): column for column in outputs}
        self._visit(node, scope, aliases=aliases)

    def _visit(self, node: exp.Expr, scope: Scope, *, aliases: bool) -> None:
        if isinstance(node, exp.Column):
            self._column(node, scope, aliases=aliases)
        elif isinstance(node, exp.Query):
            self.read(node, scope, scope.tables)
        else:
            for child in list(node.iter_expressions()):
                self._visit(child, scope, aliases=aliases)

    def _resolve_parts(self, node: exp.Expr, scope: Scope) -> None:
        for child in list(node.iter_expressions()):
            if not isinstance(child, exp.TableAlias):
                self._visit(child, scope, aliases=False)

    def _column(self, node: exp.Expr, scope: Scope, *, aliases: bool) -> None:
        if isinstance(node.this, exp.Star):
            raise self.source.refused("star", node, part="*")
        if node.args.get("table") is not None:
            relation = self._relation_of(node, scope)
            column = relation.column(node.name)
            if column is None:
                raise self._no_column(node, [relation])
        else:
            found = self._unqualified(node, scope, aliases=aliases)
            if found is None:
                raise self._no_column(node, [each for one in scope.chain() for each in one.relations])
            column = found
        node.set("db", None)
        node.set("this", exp.to_identifier(column.name, quoted=True))
        self.types[id(node)] = column
        self._touch(column)

    def _relation_of(self, node: exp.Expr, scope: Scope) -> Relation:
        table, schema = node.args["table"], node.args.get("db")
        relation = scope.relation(table.name, schema.name if schema is not None else "")
        if relation is None:
            raise self.source.refused("unknown-alias", table, alias=table.name)
        node.set("table", exp.to_identifier(relation.alias, quoted=True))
        return relation

    def _unqualified(self, node: exp.Expr, scope: Scope, *, aliases: bool) -> Column | None:
        for depth, one in enumerate(scope.chain()):
            found = [
                column
                for relation in one.relations
                if (column := relation.column(node.name)) is not None
                and fold(column.name) not in relation.merged
            ]
            output = one.outputs.get(fold(node.name)) if aliases and depth == 0 else None
            if len(found) > 1 and output is None:
                raise self.source.refused("ambiguous-column", node, column=node.name)
            if found:
                return found[0]
            if output is not None:
                return Column(output.name)
        return None

    def _no_column(self, node: exp.Expr, relations: list[Relation]) -> Exception:
        hidden = any(fold(name) == fold(node.name) for relation in relations for name in relation.hidden)
        if hidden:
            rule = "hidden-column"
        else:
            is_text = self.dialect.kind == "sqlite" and node.this.args.get("quoted")
            rule = "quoted-text" if is_text else "unknown-column"
        return self.source.refused(rule, node.this, column=node.name)

    def _touch(self, column: Column) -> None:
        """The leaf must give this column; a masked one is told of."""
        if column.leaf is None:
            return
        table = column.leaf.table
        column.leaf.used.add(column.name)
        known = table.column(column.name)
        if known is not None and known.masked:
            schema = "" if table.schema == self.view.default_schema else f"{table.schema}."
            self.masked[f"{schema}{table.name}.{column.name}"] = None


def _opaque(columns: list[Column]) -> list[Column]:
    return [Column(column.name) for column in columns]


def _reference(relation: Relation, column: Column, *, merged: bool) -> exp.Expr:
    """A starred column, written out; one that USING merged belongs to no table."""
    name = exp.to_identifier(column.name, quoted=True)
    table = exp.to_identifier(relation.alias, quoted=True) if relation.alias and not merged else None
    return exp.alias_(exp.Column(this=name, table=table), column.name, quoted=True, copy=False)
