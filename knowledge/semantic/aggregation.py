"""Measures by groupings: one SELECT where one table has all, else one per table, joined by the groupings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from knowledge.semantic.blocks import Block, Key, aggregate_block
from knowledge.semantic.compiled import CannotCompile, CompiledQuery, OutputColumn
from knowledge.semantic.conditions import comparison
from knowledge.semantic.formulas import beside_operator
from knowledge.semantic.joins import locate, proof, resolve
from knowledge.semantic.literals import TIME_TYPES
from knowledge.semantic.measures import (
    Leaf,
    aggregate_name,
    leaves_of,
    measure_label,
    measure_unit,
    render_measure,
)
from knowledge.semantic.names import quote, unique_name
from knowledge.semantic.outputs import field_label, field_name
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Field,
    Function,
    Grouping,
    Measure,
    MetricMeasure,
    Operator,
    Order,
    Period,
    SemanticQuery,
)
from knowledge.semantic.selects import MOST_ROWS, Select, with_parts
from knowledge.semantic.setting import Setting
from knowledge.semantic.wording import CURRENCY, sentence
from querying.catalog import ColumnType, TableKey


@dataclass(frozen=True)
class Aggregation:
    """One query on its way to SQL. Groupings are the asked ones, then the currency where it must be added."""

    setting: Setting
    query: SemanticQuery

    def compile(self) -> CompiledQuery:
        """Raises `CannotCompile`."""
        self._check()
        blocks = self._blocks
        sql = self._single(blocks[0]) if len(blocks) == 1 else self._several(blocks)
        steps = [step for block in blocks for step in block.tables.steps.values()]
        proofs = tuple(dict.fromkeys(proof(step, self.setting.language) for step in steps))
        return CompiledQuery(sql, self._columns(), joins=proofs)

    # What is measured

    @cached_property
    def _leaves(self) -> tuple[Leaf, ...]:
        model, language = self.setting.model, self.setting.language
        leaves = [leaf for measure in self.query.measures for leaf in leaves_of(model, measure, language)]
        return tuple({leaf.measure: leaf for leaf in leaves}.values())

    @cached_property
    def _currency(self) -> ColumnField | None:
        """The currency to group by besides, unless the query groups by it or holds it to one value."""
        for leaf in self._leaves:
            if leaf.currency is not None and not self._tells_currency(leaf):
                return leaf.currency
        return None

    def _tells_currency(self, leaf: Leaf) -> bool:
        wanted = self._target(leaf.table, leaf.currency)
        grouped = any(self._target(leaf.table, item.field) == wanted for item in self.query.group_by)
        return grouped or any(
            isinstance(condition, Condition)
            and condition.operator in (Operator.EQUALS, Operator.IN)
            and len(condition.values) == 1
            and self._target(leaf.table, condition.field) == wanted
            for condition in self.query.where
        )

    def _target(self, base: TableKey, field: Field | None) -> tuple[object, ...] | None:
        """The place a field has as seen from `base`; None where it has none."""
        if not isinstance(field, ColumnField):
            return None
        try:
            located = locate(self.setting.model, base, field, self.setting.language)
        except CannotCompile:
            return None
        return (located.path, located.table, located.target.name)

    # When

    @cached_property
    def _time_fields(self) -> frozenset[Field]:
        return frozenset(leaf.time for leaf in self._leaves if leaf.time is not None)

    def _is_general_time(self, field: Field | None) -> bool:
        """Whether a field means "the time" of whatever is measured, not one date column in particular."""
        return field is None or field in self._time_fields

    def _uses_time(self) -> bool:
        period = self.query.period
        grouped = any(
            item.grain is not None and self._is_general_time(item.field) for item in self.query.group_by
        )
        return grouped or (period is not None and self._is_general_time(period.field))

    def _time_of(self, leaf: Leaf) -> Field:
        if leaf.time is None:
            label = measure_label(self.setting.model, leaf.measure)
            name = label.get(self.setting.language, leaf.name)
            raise CannotCompile(sentence("no_time", self.setting.language, name=name))
        return leaf.time

    # Blocks

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        timed = self._uses_time()
        groups: dict[tuple[TableKey, Field | None], list[Leaf]] = {}
        for leaf in self._leaves:
            groups.setdefault((leaf.table, self._time_of(leaf) if timed else None), []).append(leaf)
        return tuple(self._block(table, time, leaves) for (table, time), leaves in groups.items())

    def _block(self, table: TableKey, time: Field | None, leaves: list[Leaf]) -> Block:
        keys: list[Key | None] = [self._key(table, time, item) for item in self.query.group_by]
        if self._currency is not None:
            currency = next((leaf.currency for leaf in leaves if leaf.currency is not None), None)
            keys.append(
                Key(locate(self.setting.model, table, currency, self.setting.language)) if currency else None
            )
        return aggregate_block(self.setting, table, leaves, keys, self.query.where, self._period_on(time))

    def _key(self, table: TableKey, time: Field | None, grouping: Grouping) -> Key:
        general = grouping.grain is not None and time is not None and self._is_general_time(grouping.field)
        field = time if general and time is not None else grouping.field
        located = locate(self.setting.model, table, field, self.setting.language)
        if grouping.grain is not None and located.type not in TIME_TYPES:
            raise CannotCompile(sentence("not_time", self.setting.language, name=located.target.name))
        return Key(located, grouping.grain)

    def _period_on(self, time: Field | None) -> tuple[Period, Field] | None:
        period = self.query.period
        if period is None:
            return None
        if time is not None and self._is_general_time(period.field):
            return period, time
        assert period.field is not None  # else time would be in use
        return period, period.field

    # Output

    @cached_property
    def _names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Output names of groupings and of measures, unique in all."""
        keys: list[str] = []
        for position, grouping in enumerate(self._groupings):
            key = self._shown_key(position)
            keys.append(field_name(key.field, grouping.grain, keys))
        measures: list[str] = []
        for measure in self.query.measures:
            wanted = measure.name if isinstance(measure, MetricMeasure) else aggregate_name(measure)
            measures.append(unique_name(wanted, keys + measures))
        return tuple(keys), tuple(measures)

    @cached_property
    def _groupings(self) -> tuple[Grouping, ...]:
        extra = (Grouping(self._currency),) if self._currency is not None else ()
        return self.query.group_by + extra

    def _shown_key(self, position: int) -> Key:
        keys = (block.keys[position] for block in self._blocks)
        return next(key for key in keys if key is not None)

    def _columns(self) -> tuple[OutputColumn, ...]:
        model = self.setting.model
        key_names, measure_names = self._names
        keys = [
            OutputColumn(name, self._key_label(position), grouping=grouping, grain=grouping.grain)
            for position, (name, grouping) in enumerate(zip(key_names, self._groupings, strict=True))
        ]
        measures = [
            OutputColumn(name, measure_label(model, measure), measure_unit(model, measure), measure=measure)
            for name, measure in zip(measure_names, self.query.measures, strict=True)
        ]
        return (*keys, *measures)

    def _key_label(self, position: int) -> dict[str, str]:
        if position >= len(self.query.group_by):
            return dict(CURRENCY)
        key = self._shown_key(position)
        return field_label(self.setting.model, key.field, key.grain)

    def _order(self) -> list[str]:
        """ORDER BY over output names. Ties are broken by the groupings: the same question, the same order."""
        keys, measures = self._names
        asked = self.query.order or self._default_order()
        names = [
            keys[order.grouping] if order.grouping is not None else measures[order.measure or 0]
            for order in asked
        ]
        ordered = {
            name: f"{quote(name)} DESC NULLS LAST" if order.descending else quote(name)
            for name, order in zip(names, asked, strict=True)
        }
        if self._currency is not None and names and names[0] in measures:
            ordered = {keys[-1]: quote(keys[-1]), **ordered}  # amounts of two currencies have no common order
        return [*ordered.values(), *(quote(key) for key in keys if key not in ordered)]

    def _default_order(self) -> tuple[Order, ...]:
        if not self.query.group_by:
            return ()
        if any(item.grain is not None for item in self.query.group_by):
            return tuple(Order(grouping=index, descending=False) for index in range(len(self.query.group_by)))
        return (Order(measure=0),)

    def _ranked_by_currency(self) -> bool:
        """Whether "top 5" must mean five in each currency."""
        if self._currency is None or self.query.limit is None or not self.query.group_by:
            return False
        first = next(iter(self.query.order or self._default_order()))
        return first.measure is not None

    # SQL

    def _single(self, block: Block) -> str:
        keys, measures = self._names
        expressions = [
            render_measure(self.setting.model, measure, block.sql_of) for measure in self.query.measures
        ]
        columns = [(block.key_sql(key), name) for key, name in zip(block.keys, keys, strict=True) if key]
        columns += zip(expressions, measures, strict=True)
        having = self._bounds(lambda index: expressions[index])
        inner = Select(columns, block.tables.lines, block.where, grouped=len(keys), having=having)
        return self._finished([], inner)

    def _several(self, blocks: tuple[Block, ...]) -> str:
        """A named query per table, another with every combination of groupings, and all joined to that."""
        keys, measures = self._names
        names = self._part_names(blocks)
        columns = self._leaf_columns(blocks, names)
        parts = [(name, self._part(block, columns)) for name, block in zip(names, blocks, strict=True)]
        complete = [name for name, block in zip(names, blocks, strict=True) if None not in block.keys]
        sources = [f"FROM {quote(names[0])}", *(f"CROSS JOIN {quote(name)}" for name in names[1:])]
        every = unique_name("groups", names)
        if keys:
            selects = [
                str(Select([(quote(key), key) for key in keys], [f"FROM {quote(name)}"])) for name in complete
            ]
            union = "\nUNION\n".join(selects)
            lacking = [(name, block) for name, block in zip(names, blocks, strict=True) if None in block.keys]
            known = unique_name("known", [*names, every])
            others = [found for name, block in lacking if (found := self._only_here(name, block, known))]
            if others:
                parts.append((known, union))
                union = "\nUNION\n".join(
                    [str(Select([(quote(key), key) for key in keys], [f"FROM {quote(known)}"])), *others]
                )
            parts.append((every, union))
            sources = [f"FROM {quote(every)}"]
            sources += [self._joined(every, name, block) for name, block in zip(names, blocks, strict=True)]
        model = self.setting.model
        expressions = [
            render_measure(model, measure, lambda leaf: columns[leaf][1]) for measure in self.query.measures
        ]
        shown = [(f"{quote(every)}.{quote(key)}", key) for key in keys] + list(
            zip(expressions, measures, strict=True)
        )
        where = self._bounds(lambda index: expressions[index])
        return self._finished(parts, Select(shown, sources, where))

    def _only_here(self, part: str, block: Block, known: str) -> str:
        """Groups of a part without currency that no amount tells of: a month of sign-ups and no revenue."""
        names = self._names[0]
        shared = [quote(name) for name, key in zip(names, block.keys, strict=True) if key is not None]
        if not shared:
            return ""
        columns = [
            (quote(name) if key is not None else "NULL", name)
            for name, key in zip(names, block.keys, strict=True)
        ]
        pairs = [f"{quote(known)}.{name} IS NOT DISTINCT FROM {quote(part)}.{name}" for name in shared]
        inner = Select([("1", "found")], [f"FROM {quote(known)}"], pairs)
        return str(Select(columns, [f"FROM {quote(part)}"], [f"NOT EXISTS ({inner})"]))

    def _part_names(self, blocks: tuple[Block, ...]) -> list[str]:
        names: list[str] = []
        for block in blocks:
            names.append(unique_name(f"{block.tables.base[1]}_part", names))
        return names

    def _leaf_columns(self, blocks: tuple[Block, ...], names: list[str]) -> dict[Measure, tuple[str, str]]:
        """Each leaf's column in its part, and how it is read outside: a missing count or sum is 0."""
        columns: dict[Measure, tuple[str, str]] = {}
        for part, block in zip(names, blocks, strict=True):
            taken = list(self._names[0])
            for leaf in block.leaves:
                taken.append(unique_name(leaf.name, taken))
                read = f"{quote(part)}.{quote(taken[-1])}"
                columns[leaf.measure] = (taken[-1], f"COALESCE({read}, 0)" if leaf.adds else read)
        return columns

    def _part(self, block: Block, columns: dict[Measure, tuple[str, str]]) -> str:
        shown = [
            (block.key_sql(key), name) for key, name in zip(block.keys, self._names[0], strict=True) if key
        ]
        grouped = len(shown)
        shown += [(block.sql_of(leaf.measure), columns[leaf.measure][0]) for leaf in block.leaves]
        return str(Select(shown, block.tables.lines, block.where, grouped=grouped))

    def _joined(self, every: str, part: str, block: Block) -> str:
        """NULL is a group like any other, so groups meet by IS NOT DISTINCT FROM."""
        shared = [
            quote(name) for name, key in zip(self._names[0], block.keys, strict=True) if key is not None
        ]
        pairs = [f"{quote(part)}.{name} IS NOT DISTINCT FROM {quote(every)}.{name}" for name in shared]
        return f"LEFT JOIN {quote(part)} ON {' AND '.join(pairs)}" if pairs else f"CROSS JOIN {quote(part)}"

    def _finished(self, parts: list[tuple[str, str]], select: Select) -> str:
        """With order and limit; the limit counts within each currency where there may be several."""
        if not self._ranked_by_currency():
            ordered = Select(
                select.columns,
                select.sources,
                select.where,
                select.grouped,
                select.having,
                self._order(),
                self.query.limit,
            )
            return with_parts(parts, ordered) if parts else str(ordered)
        taken = [name for name, _sql in parts]
        totals, ranked = unique_name("totals", taken), unique_name("ranked", taken)
        names = [name for _expression, name in select.columns]
        currency, *order = self._order()
        place = unique_name("place", names)
        over = f"row_number() OVER (PARTITION BY {currency} ORDER BY {', '.join(order)})"
        ranking = Select([*((quote(name), name) for name in names), (over, place)], [f"FROM {quote(totals)}"])
        parts = [*parts, (totals, str(select)), (ranked, str(ranking))]
        where = [f"{quote(place)} <= {self.query.limit}"]
        shown = [(quote(name), name) for name in names]
        return with_parts(parts, Select(shown, [f"FROM {quote(ranked)}"], where, order=[currency, *order]))

    def _bounds(self, sql_of: Callable[[int], str]) -> list[str]:
        """The conditions on measures, each on its expression."""
        setting = self.setting
        return [
            comparison(
                beside_operator(sql_of(bound.measure)),
                self._measure_type(self.query.measures[bound.measure]),
                bound.operator,
                bound.values,
                name=self._names[1][bound.measure],
                time_zone=setting.time_zone,
                language=setting.language,
            )
            for bound in self.query.having
        ]

    def _measure_type(self, measure: Measure) -> ColumnType:
        extremes = (Function.MINIMUM, Function.MAXIMUM)
        if (
            isinstance(measure, AggregateMeasure)
            and measure.function in extremes
            and measure.field is not None
        ):
            return resolve(self.setting.model, measure.field, self.setting.language)[1].type
        return ColumnType.NUMBER

    def _check(self) -> None:
        """Indexes within bounds, a limit that is one."""
        query = self.query
        orders = all(self._order_exists(order) for order in query.order)
        bounds = all(0 <= bound.measure < len(query.measures) for bound in query.having)
        limit = query.limit is None or 0 < query.limit <= MOST_ROWS
        for name, good in (("order", orders), ("having", bounds), ("limit", limit)):
            if not good:
                raise CannotCompile(sentence("bad_query", self.setting.language, why=name))

    def _order_exists(self, order: Order) -> bool:
        if (order.measure is None) == (order.grouping is None):
            return False
        if order.measure is not None:
            return 0 <= order.measure < len(self.query.measures)
        return 0 <= (order.grouping or 0) < len(self.query.group_by)
