"""Walls 2 and 3, the part that knows names: reads a checked tree query by query.

Every table, column and WITH name is resolved as PostgreSQL would; what can't be is refused. On the way it
gathers what the leaves must give, which of them need a fence, and which masked columns are touched.

A fence (OFFSET 0) keeps an expression that may raise an error from being tried on rows that the leaf has yet
to filter out. It is needed where the planner can make such an expression a condition of the scan: WHERE, ON,
HAVING without aggregates, and columns of derived tables that these use. A leaf that is scoped through a
foreign key is filtered by a join, so that more places come before the filter: anything that may raise in
any condition of the statement, in a LATERAL or outer-joined derived table, or in GROUP BY and ORDER BY.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from querying.catalog import CatalogColumn, CatalogTable, CatalogView, ColumnType
from querying.guard.clock import Clock
from querying.guard.copies import repeat_inside
from querying.guard.expressions import Expressions
from querying.guard.facts import NO_LEAVES, Column, Facts, Leaf, changed, union
from querying.guard.functions import RECORD_COLUMNS
from querying.guard.kinds import common_kind, kind_of_sql_type
from querying.guard.leaves import readable
from querying.guard.naming import column_name
from querying.guard.parse import nodes
from querying.guard.refusals import Source
from querying.guard.scope import CommonTable, CommonTables, Level, Relation
from querying.guard.sizes import CARRIED, SHORT, SHORT_KINDS

SYSTEM_SCHEMAS = frozenset({"pg_catalog", "information_schema", "pg_toast", "pg_temp"})


@dataclass(frozen=True, slots=True)
class Query:
    """What a query gives: its columns; whether anything in it may raise; which outer leaves it looks at."""

    columns: list[Column]
    raising: bool
    reached_out: frozenset[Leaf]
    reached_levels: frozenset[Level]
    single_row: bool


class Reader:
    """Reads one statement; raises GuardRefusal for a name that the asker may not use."""

    def __init__(self, source: Source, view: CatalogView, clock: Clock) -> None:
        self.source = source
        self.view = view
        self.leaves: list[Leaf] = []
        self.masked: dict[str, None] = {}
        self.raising_conditions = False
        self.expressions = Expressions(self, source, clock)

    # Queries

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
        level = Level(outer)
        if select.HasField("with_clause"):
            tables = self._bind(select.with_clause, level, tables)
        if select.op != nodes.SETOP_NONE:
            columns = self._read_set_operation(select, level, tables, recursive)
        elif select.values_lists:
            columns = self._read_values(select, level, tables)
        else:
            columns = self._read_select(select, level, tables)
        limited = self._read_limit(select, level, tables)
        if limited:
            columns = [opaque(column) for column in columns]
        return Query(
            columns,
            level.raising,
            frozenset(level.reached_out),
            frozenset(level.reached_levels),
            _is_single_row(select, level),
        )

    def _read_limit(self, select: nodes.SelectStmt, level: Level, tables: CommonTables) -> bool:
        if not (select.HasField("limit_count") or select.HasField("limit_offset")):
            return False
        own = Level(level.outer)
        for node in (select.limit_count, select.limit_offset):
            if node.WhichOneof("node") is not None:
                self.expressions.facts(node, own, tables)
        self._merge(level, own.raising, own.reached_out, own.reached_levels)
        return True

    def _merge(self, level: Level, raising: bool, leaves: Iterable[Leaf], levels: Iterable[Level]) -> None:
        """What a part of a query looks at around itself, the query does."""
        level.raising = level.raising or raising
        level.reached_out.update(leaves)
        level.reached_levels.update(levels)

    def _merge_query(self, level: Level, query: Query) -> None:
        self._merge(level, query.raising, query.reached_out, query.reached_levels - {level})

    def _read_set_operation(
        self, select: nodes.SelectStmt, level: Level, tables: CommonTables, recursive: CommonTable | None
    ) -> list[Column]:
        left = self.read(select.larg, level.outer, tables)
        if recursive is not None and select.op == nodes.SETOP_UNION:
            recursive.columns = self._named_by(recursive, [_carried(column) for column in left.columns])
        right = self.read(select.rarg, level.outer, tables)
        if recursive is not None and any(column.facts.size >= 2 * CARRIED for column in right.columns):
            message = "This recursion doubles its values at each step."
            raise self.source.refusal("sql.too_complex", message, recursive.node.location)
        self._merge_query(level, left)
        self._merge_query(level, right)
        if len(left.columns) != len(right.columns):
            raise self.source.refusal("sql.syntax", "Both sides of this UNION need as many columns.")
        columns = [
            Column(one.name, _either(one.facts, other.facts))
            for one, other in zip(left.columns, right.columns, strict=True)
        ]
        result = Level(None, [Relation(None, columns)])
        for item in select.sort_clause:
            if not item.sort_by.node.HasField("a_const"):
                self.expressions.facts(item.sort_by.node, result, tables)
        return columns

    def _read_values(self, select: nodes.SelectStmt, level: Level, tables: CommonTables) -> list[Column]:
        columns: list[Column] = []
        for row in select.values_lists:
            facts = [self.expressions.facts(item, level, tables) for item in row.list.items]
            if columns and len(columns) != len(facts):
                raise self.source.refusal("sql.syntax", "VALUES lists must all be of the same length.")
            if columns:
                facts = [_either(column.facts, each) for column, each in zip(columns, facts, strict=True)]
            columns = [Column(f"column{number}", each) for number, each in enumerate(facts, 1)]
        self._read_order(select.sort_clause, Level(level.outer, [Relation(None, columns)]), tables, columns)
        return columns

    def _read_select(self, select: nodes.SelectStmt, level: Level, tables: CommonTables) -> list[Column]:
        for item in select.from_clause:
            level.relations += self._read_from(item, level, tables, nullable=False)
        self._check_aliases(level)
        if select.HasField("where_clause"):
            self._read_condition(select.where_clause, level, tables)
        level.bare.clear()  # what WHERE names needs no grouping
        columns = self._read_targets(select, level, tables)
        self._read_groups(select, level, tables, columns)
        if select.HasField("having_clause"):
            self._read_condition(select.having_clause, level, tables, grouped=True)
        for node in select.window_clause:
            self._deep_fence(self.expressions.window(node.window_def, level, tables))
        self._read_order(select.sort_clause, level, tables, columns)
        for node in select.distinct_clause:
            if node.WhichOneof("node") is not None:
                self._deep_fence(self._output_or_input(node, level, tables, columns))
        self._keep_functional_dependency(select, level, tables, columns)
        return columns

    def _check_aliases(self, level: Level) -> None:
        seen: set[str] = set()
        for relation in level.relations:
            if relation.named and relation.alias is not None:
                if relation.alias in seen:
                    raise self.source.refusal(
                        "sql.relation",
                        f"{relation.alias} stands twice in FROM: give one an alias.",
                        part=relation.alias,
                    )
                seen.add(relation.alias)

    def _read_targets(self, select: nodes.SelectStmt, level: Level, tables: CommonTables) -> list[Column]:
        columns: list[Column] = []
        for node in select.target_list:
            target = node.res_target
            starred = self._star(target.val, level)
            if starred is not None:
                columns += starred
                continue
            facts = self.expressions.facts(target.val, level, tables)
            if facts.opaque:
                facts = changed(facts, leaves=NO_LEAVES, raising=False)
            if not target.val.HasField("column_ref"):
                facts = changed(facts, origin=None)
            columns.append(Column(target.name or column_name(target.val), facts))
        return columns

    def _star(self, node: nodes.Node, level: Level) -> list[Column] | None:
        """The columns that `*` or `u.*` stands for; None for any other expression."""
        if not node.HasField("column_ref") or not node.column_ref.fields[-1].HasField("a_star"):
            return None
        names = [field.string.sval for field in node.column_ref.fields[:-1]]
        if not names:
            columns = level.star()
            if not level.relations:
                raise self.source.refusal("sql.syntax", "SELECT * needs a FROM.", node.column_ref.location)
        else:
            relation, holder = self.expressions.relation_of(names, node.column_ref, level)
            columns = list(relation.columns)
            if holder is not level:
                self.expressions.note(union([column.facts for column in columns]), holder, level)
            if len(names) == 2:
                del node.column_ref.fields[0]
        for column in columns:
            self.touch(column.facts)
            self._note_starred(column, names[-1:], level)
        return columns

    def _note_starred(self, column: Column, alias: list[str], level: Level) -> None:
        """A star names its columns as if they were written out."""
        if column.facts.plain is None:
            return
        reference = nodes.ColumnRef()
        for name in [*alias, column.name]:
            reference.fields.add().string.sval = name
        level.bare.setdefault(column.facts.plain[0], {})[column.name] = reference

    def touch(self, facts: Facts) -> None:
        """The leaf must give this column; a masked one is told of."""
        if facts.plain is None:
            return
        leaf, name = facts.plain
        leaf.used.add(name)
        column = leaf.table.column(name)
        if column is not None and column.masked:
            self.masked[f"{readable(leaf.table, self.view.default_schema)}.{name}"] = None

    # Conditions: where a fence may be needed

    def _read_condition(
        self,
        node: nodes.Node,
        level: Level,
        tables: CommonTables,
        *,
        grouped: bool = False,
        among: frozenset[Leaf] | None = None,
    ) -> None:
        """WHERE, ON or HAVING: each part of its AND is placed by the planner on its own."""
        if node.HasField("bool_expr") and node.bool_expr.boolop == nodes.AND_EXPR:
            for part in node.bool_expr.args:
                self._read_condition(part, level, tables, grouped=grouped, among=among)
            return
        facts = self.expressions.facts(node, level, tables)
        if not facts.raising and facts.sides and not grouped:
            repeat_inside(node, facts.sides, among)
        if not facts.raising or (grouped and facts.opaque):
            return
        self.raising_conditions = True
        self.fence(facts.leaves)
        if facts.volatile or not facts.leaves:
            self.fence(level.leaves())

    def fence(self, leaves: Iterable[Leaf]) -> None:
        for leaf in leaves:
            leaf.fenced = leaf.fenced or bool(leaf.table.filters)

    def _deep_fence(self, facts: Facts) -> None:
        """For places that come after scans but may come before the join that scopes a leaf."""
        if facts.raising and not facts.opaque:
            self.fence(leaf for leaf in facts.leaves if not leaf.scoped_at_scan)

    def finish(self) -> None:
        """After the whole statement: a join that scopes a leaf may come after any other's condition."""
        if self.raising_conditions:
            self.fence(leaf for leaf in self.leaves if not leaf.scoped_at_scan)

    # FROM

    def _read_from(
        self, node: nodes.Node, level: Level, tables: CommonTables, *, nullable: bool
    ) -> list[Relation]:
        kind = node.WhichOneof("node")
        if kind == "range_var":
            return [self._read_table(node, tables)]
        if kind == "range_subselect":
            return [self._read_derived(node.range_subselect, level, tables, nullable=nullable)]
        if kind == "range_function":
            return [self._read_function(node.range_function, level, tables)]
        if kind == "join_expr":
            return self._read_join(node.join_expr, level, tables, nullable=nullable)
        raise self.source.refusal("sql.node", "This can't stand in FROM.")

    def _read_table(self, node: nodes.Node, tables: CommonTables) -> Relation:
        reference = node.range_var
        alias = reference.alias.aliasname or reference.relname
        if not reference.schemaname:
            common = tables.find(reference.relname)
            if common is not None:
                columns = self._common_columns(common, reference)
                return Relation(alias, self._renamed(columns, reference.alias, reference.location))
        table = self._permitted(reference)
        leaf = Leaf(table, node)
        self.leaves.append(leaf)
        columns = [_leaf_column(leaf, column) for column in table.columns]
        if reference.alias.colnames:
            leaf.whole = True
        schema = None if reference.alias.aliasname else table.schema
        return Relation(alias, self._renamed(columns, reference.alias, reference.location), schema, leaf)

    def _permitted(self, reference: nodes.RangeVar) -> CatalogTable:
        schema, name = reference.schemaname or self.view.default_schema, reference.relname
        table = self.view.table(schema, name)
        written = f"{schema}.{name}" if reference.schemaname else name
        if table is not None:
            return table
        if (schema, name) in self.view.hidden_tables:
            message = f"You may not see the table {written}."
        elif schema in SYSTEM_SCHEMAS or name.startswith("pg_"):
            message = f"{written} belongs to the database system and can't be asked."
        else:
            message = f"There is no table {written} that you can ask."
        raise self.source.refusal("sql.relation", message, reference.location, part=written)

    def _renamed(self, columns: list[Column], alias: nodes.Alias, location: int) -> list[Column]:
        names = [name.string.sval for name in alias.colnames]
        if len(names) > len(columns):
            raise self.source.refusal("sql.column", "There are more column aliases than columns.", location)
        return [changed(column, name=name) for column, name in zip(columns, names, strict=False)] + columns[
            len(names) :
        ]

    def _read_derived(
        self, derived: nodes.RangeSubselect, level: Level, tables: CommonTables, *, nullable: bool
    ) -> Relation:
        outer = level if derived.lateral else level.outer
        query = self.read(derived.subquery.select_stmt, outer, tables)
        self._merge_query(level, query)
        if nullable or derived.lateral:
            for column in query.columns:
                self._deep_fence(column.facts)
        columns = [derived_column(column) for column in query.columns]
        return Relation(derived.alias.aliasname or None, self._renamed(columns, derived.alias, -1))

    def _read_function(self, function: nodes.RangeFunction, level: Level, tables: CommonTables) -> Relation:
        columns: list[Column] = []
        alias = function.alias.aliasname
        set_returning = level.set_returning
        single = len(function.functions) == 1
        for item in function.functions:
            columns += self._function_columns(item.list, function, level, tables, alias if single else "")
        if function.ordinality:
            columns.append(Column("ordinality", Facts("bigint")))
        level.set_returning = set_returning
        return Relation(alias or columns[0].name, self._renamed(columns, function.alias, -1))

    def _function_columns(
        self, item: nodes.List, function: nodes.RangeFunction, level: Level, tables: CommonTables, alias: str
    ) -> list[Column]:
        call = item.items[0]
        definitions = list(function.coldeflist) or list(
            item.items[1].list.items if len(item.items) > 1 else ()
        )
        facts = self.expressions.facts(call, level, tables)
        if facts.raising:
            self.fence(facts.leaves)
        facts = Facts(
            facts.kind, facts.leaves, facts.raising, facts.volatile, grown=facts.grown, size=facts.size
        )
        if definitions:
            return [Column(each.column_def.colname, changed(facts, kind="other")) for each in definitions]
        name = column_name(call)
        if not call.HasField("func_call"):
            return [Column(alias or name, facts)]
        if name in RECORD_COLUMNS:
            kind = "text" if name.endswith("_text") else name.split("_")[0]
            return [
                Column(each, changed(facts, kind=kind if each == "value" else "text"))
                for each in RECORD_COLUMNS[name]
            ]
        if name == "unnest" and len(call.func_call.args) > 1:
            return [Column(name, facts) for _ in call.func_call.args]
        return [Column(alias or name, facts)]

    def _read_join(
        self, join: nodes.JoinExpr, level: Level, tables: CommonTables, *, nullable: bool
    ) -> list[Relation]:
        kept = len(level.relations)
        left_kept = join.jointype in (nodes.JOIN_LEFT, nodes.JOIN_FULL)
        right_kept = join.jointype in (nodes.JOIN_RIGHT, nodes.JOIN_FULL)
        left = self._read_from(join.larg, level, tables, nullable=nullable or right_kept)
        level.relations += left  # what is LATERAL on the right may name the left
        right = self._read_from(join.rarg, level, tables, nullable=nullable or left_kept)
        del level.relations[kept:]
        both = left + right
        inner = Level(level.outer, both)
        self._check_aliases(inner)
        merged = self._merged(join, left, right)
        if join.HasField("quals"):
            filtered = _leaves_of(([] if left_kept else left) + ([] if right_kept else right))
            self._read_condition(join.quals, inner, tables, among=filtered)
            self._merge(level, inner.raising, inner.reached_out, inner.reached_levels)
        result = Relation(None, self._joined_columns(left, right, merged))
        if join.HasField("join_using_alias"):
            both.append(Relation(join.join_using_alias.aliasname, list(merged), searched=False))
        for relation in both:
            relation.searched = False
            relation.named = relation.named and not join.HasField("alias")
        if join.HasField("alias"):
            result.alias = join.alias.aliasname
            result.columns = self._renamed(result.columns, join.alias, -1)
        return [*both, result]

    def _merged(self, join: nodes.JoinExpr, left: list[Relation], right: list[Relation]) -> list[Column]:
        names = [name.string.sval for name in join.using_clause]
        if join.is_natural:
            others = {column.name for column in _searched(right)}
            names = list(dict.fromkeys(column.name for column in _searched(left) if column.name in others))
        merged = []
        for name in names:
            pair = [self._only(name, side) for side in (left, right)]
            facts = union([each.facts for each in pair])
            for each in pair:
                self.touch(each.facts)
                if each.facts.extension is not None:
                    raise self.source.refusal("sql.operator", f"Write the join on {name} with ON.", part=name)
            if facts.raising:
                self.raising_conditions = True
                self.fence(facts.leaves)
            merged.append(Column(name, changed(facts, kind=pair[0].facts.kind)))
        return merged

    def _only(self, name: str, side: list[Relation]) -> Column:
        found = [column for column in _searched(side) if column.name == name]
        if len(found) != 1:
            message = f"USING ({name}): that column is {'ambiguous' if found else 'not on both sides'}."
            raise self.source.refusal("sql.column", message, part=name)
        return found[0]

    def _joined_columns(
        self, left: list[Relation], right: list[Relation], merged: list[Column]
    ) -> list[Column]:
        taken = {column.name for column in merged}
        return merged + [
            column for side in (left, right) for column in _searched(side) if column.name not in taken
        ]

    # WITH

    def _bind(self, clause: nodes.WithClause, level: Level, around: CommonTables) -> CommonTables:
        """The WITH names in the order SQL lets them see each other; each is read once."""
        tables: dict[str, CommonTable] = {}
        scope = CommonTables(tables, around)
        for node in clause.ctes:
            seen = scope if clause.recursive else CommonTables(dict(tables), around)
            self._declare(tables, CommonTable(node.common_table_expr, seen, level))
        for table in tables.values():
            if table.columns is None:
                self._read_common(table, recursive=clause.recursive)
        return scope

    def _declare(self, tables: dict[str, CommonTable], table: CommonTable) -> None:
        name = table.node.ctename
        if name in tables:
            raise self.source.refusal(
                "sql.relation", f"The WITH name {name} is given twice.", table.node.location
            )
        tables[name] = table

    def _read_common(self, table: CommonTable, *, recursive: bool) -> None:
        table.being_read = True
        select = table.node.ctequery.select_stmt
        query = self.read(select, table.level.outer, table.scope, table if recursive else None)
        table.being_read = False
        self._merge_query(table.level, query)
        apart = table.node.ctematerialized == nodes.CTEMaterializeAlways or table.columns is not None
        columns = [opaque(column) if apart else column for column in query.columns]
        table.columns = self._named_by(table, columns)

    def _named_by(self, table: CommonTable, columns: list[Column]) -> list[Column]:
        alias = nodes.Alias(colnames=table.node.aliascolnames)
        return self._renamed([derived_column(column) for column in columns], alias, table.node.location)

    def _common_columns(self, table: CommonTable, reference: nodes.RangeVar) -> list[Column]:
        if table.columns is None and table.being_read:
            message = f"{reference.relname} names itself where only a recursive UNION may."
            raise self.source.refusal("sql.relation", message, reference.location)
        if table.columns is None:  # WITH RECURSIVE lets a query name one that comes later
            self._read_common(table, recursive=True)
        assert table.columns is not None
        return table.columns

    # Grouping and order

    def _read_groups(
        self, select: nodes.SelectStmt, level: Level, tables: CommonTables, columns: list[Column]
    ) -> None:
        for node in select.group_clause:
            self._read_group(node, level, tables, columns)

    def _read_group(
        self, node: nodes.Node, level: Level, tables: CommonTables, columns: list[Column]
    ) -> None:
        if node.HasField("grouping_set"):
            for part in node.grouping_set.content:
                self._read_group(part, level, tables, columns)
        elif node.HasField("row_expr") or node.HasField("list"):
            for part in node.row_expr.args if node.HasField("row_expr") else node.list.items:
                self._read_group(part, level, tables, columns)
        else:
            self._deep_fence(self._output_or_input(node, level, tables, columns, output_first=False))

    def _read_order(
        self, items: Iterable[nodes.Node], level: Level, tables: CommonTables, columns: list[Column]
    ) -> None:
        for item in items:
            self._deep_fence(self._output_or_input(item.sort_by.node, level, tables, columns))

    def _output_or_input(
        self,
        node: nodes.Node,
        level: Level,
        tables: CommonTables,
        columns: list[Column],
        *,
        output_first: bool = True,
    ) -> Facts:
        """Facts of an item of GROUP BY or ORDER BY: a place or name in the select list, or an expression."""
        position = node.a_const.ival.ival if node.HasField("a_const") else 0
        if node.HasField("a_const"):
            return columns[position - 1].facts if 0 < position <= len(columns) else Facts()
        name = _bare_name(node)
        if name is not None and (output_first or not level.find(name)):
            found = [column for column in columns if column.name == name]
            if found:
                return union([column.facts for column in found])
        return self.expressions.facts(node, level, tables)

    def _keep_functional_dependency(
        self, select: nodes.SelectStmt, level: Level, tables: CommonTables, columns: list[Column]
    ) -> None:
        """A derived table has no primary key: what depends on a grouped key must be grouped itself."""
        if not select.group_clause or any(node.HasField("grouping_set") for node in select.group_clause):
            return
        grouped: dict[Leaf, set[str]] = {}
        for node in select.group_clause:
            facts = self._output_or_input(node, level, tables, columns, output_first=False)
            if facts.plain is not None:
                grouped.setdefault(facts.plain[0], set()).add(facts.plain[1])
        for leaf, names in grouped.items():
            key = leaf.table.primary_key
            if key and names.issuperset(key):
                for reference in level.bare.get(leaf, {}).values():
                    select.group_clause.add().column_ref.CopyFrom(reference)


def _bare_name(node: nodes.Node) -> str | None:
    if node.HasField("column_ref") and len(node.column_ref.fields) == 1:
        return node.column_ref.fields[0].string.sval or None
    return None


def _leaves_of(side: list[Relation]) -> frozenset[Leaf]:
    return frozenset(relation.leaf for relation in side if relation.leaf is not None)


def _searched(side: list[Relation]) -> list[Column]:
    return [column for relation in side if relation.searched for column in relation.columns]


def _leaf_column(leaf: Leaf, column: CatalogColumn) -> Column:
    kind, extension = kind_of_sql_type(column.sql_type)
    if column.masked and column.type is ColumnType.TEXT:
        kind, extension = "text", None
    facts = Facts(kind, frozenset({leaf}), plain=(leaf, column.name), extension=extension)
    facts = changed(facts, origin=(leaf.table.key, column.name))
    return Column(column.name, facts)


def derived_column(column: Column) -> Column:
    """The column as the query around sees it."""
    return changed(
        column, facts=changed(column.facts, plain=None, opaque=False, constant=False, literal=None)
    )


def opaque(column: Column) -> Column:
    """The column of a query that no condition from outside can reach into."""
    return changed(column, facts=changed(column.facts, leaves=NO_LEAVES, raising=False, volatile=False))


def _carried(column: Column) -> Column:
    """The column of a recursive query as its next step sees it."""
    facts = opaque(column).facts
    return changed(column, facts=changed(facts, size=SHORT if facts.kind in SHORT_KINDS else CARRIED))


def _either(one: Facts, other: Facts) -> Facts:
    """Of a column that is made by both sides of a UNION."""
    origin = one.origin if one.origin == other.origin else None
    return changed(union([one, other]), kind=common_kind([one.kind, other.kind]), origin=origin)


def _is_single_row(select: nodes.SelectStmt, level: Level) -> bool:
    """Whether the query surely gives at most one row."""
    if select.HasField("limit_count") and select.limit_option != nodes.LIMIT_OPTION_WITH_TIES:
        count = select.limit_count.a_const
        if count.HasField("ival") and count.ival.ival <= 1:
            return True
    if select.op != nodes.SETOP_NONE or select.values_lists or level.set_returning:
        return False
    return not select.group_clause and (level.aggregated or not select.from_clause)
