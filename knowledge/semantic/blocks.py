"""One SELECT over one table: leaves aggregated by the query's groupings, or rows listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.semantic.compiled import CannotCompile
from knowledge.semantic.conditions import comparison, is_strict
from knowledge.semantic.fragments import enclosed, parse_fragment
from knowledge.semantic.joins import Located, Path, locate, path_to
from knowledge.semantic.literals import TIME_TYPES
from knowledge.semantic.measures import Leaf
from knowledge.semantic.model import NamedFilter
from knowledge.semantic.query import (
    ColumnField,
    Field,
    Grain,
    Measure,
    Period,
    RelatedCondition,
    RowCondition,
    SegmentCondition,
)
from knowledge.semantic.setting import Setting
from knowledge.semantic.tables import Tables, tables_for
from knowledge.semantic.times import bounds, truncated
from knowledge.semantic.wording import sentence
from querying.catalog import TableKey


@dataclass(frozen=True, slots=True)
class Key:
    """A grouping as one block sees it."""

    field: Located
    grain: Grain | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """What one SELECT takes from one table, its fields located and its joins chosen."""

    setting: Setting
    tables: Tables
    keys: tuple[Key | None, ...]  # None: this table knows nothing of that grouping
    where: tuple[str, ...]
    leaves: tuple[Leaf, ...] = ()
    shared_filters: tuple[str, ...] = ()

    def key_sql(self, key: Key) -> str:
        placed = self.tables.place(key.field)
        if key.grain is None:
            return placed
        setting = self.setting
        return truncated(placed, key.field.type, key.grain, setting.time_zone, setting.week_start)

    def sql_of(self, measure: Measure) -> str:
        """A leaf's aggregate, with those of its filters that are not in WHERE."""
        leaf = next(leaf for leaf in self.leaves if leaf.measure == measure)
        conditions = tuple(text for text in leaf.filters if text not in self.shared_filters)
        return leaf.sql(self.tables.place, self.tables.alias(()), conditions)


def aggregate_block(
    setting: Setting,
    base: TableKey,
    leaves: Sequence[Leaf],
    keys: Sequence[Key | None],
    where: Sequence[RowCondition],
    period: tuple[Period, Field] | None,
) -> Block:
    """The SELECT that measures `leaves` over `base`. Filters that all leaves share go to WHERE."""
    shared = tuple(text for text in leaves[0].filters if all(text in leaf.filters for leaf in leaves))
    fields = [key.field.path for key in keys if key] + [leaf.located.path for leaf in leaves if leaf.located]
    tables, conditions = _filtered(setting, base, fields, where, period)
    own = tuple(enclosed(parse_fragment(text).place(tables.alias(()))) for text in shared)
    return Block(setting, tables, tuple(keys), (*own, *conditions), tuple(leaves), shared)


def row_block(
    setting: Setting,
    base: TableKey,
    columns: Sequence[Located],
    where: Sequence[RowCondition],
    period: tuple[Period, Field] | None,
) -> Block:
    """The SELECT that lists `columns` of the rows of `base`."""
    tables, conditions = _filtered(setting, base, [located.path for located in columns], where, period)
    return Block(setting, tables, tuple(Key(located) for located in columns), conditions)


def _filtered(
    setting: Setting,
    base: TableKey,
    paths: Sequence[Path],
    where: Sequence[RowCondition],
    period: tuple[Period, Field] | None,
) -> tuple[Tables, tuple[str, ...]]:
    """The tables for `paths` and for the conditions, and the conditions as SQL."""
    filters = [_Filter.of(setting, base, condition) for condition in where]
    if period is not None:
        filters.append(_Filter.of_period(setting, base, *period))
    strict = [item.path for item in filters if item.strict]
    tables = tables_for(setting, base, [*paths, *(item.path for item in filters)], strict)
    return tables, tuple(text for item in filters for text in item.render(tables))


@dataclass(frozen=True, slots=True)
class _Filter:
    """A condition before the aliases are known: `render` gives its SQL once they are."""

    path: Path
    strict: bool
    render: Callable[[Tables], list[str]]

    @classmethod
    def of(cls, setting: Setting, base: TableKey, condition: RowCondition) -> _Filter:
        if isinstance(condition, SegmentCondition):
            return cls._of_segment(setting, base, condition)
        if isinstance(condition, RelatedCondition):
            return cls._of_related(setting, base, condition)
        located = locate(setting.model, base, condition.field, setting.language)

        def render(tables: Tables) -> list[str]:
            text = comparison(
                tables.place(located) if not located.is_dimension else f"({tables.place(located)})",
                located.type,
                condition.operator,
                condition.values,
                name=located.target.words.label_in(setting.language, located.target.name),
                time_zone=setting.time_zone,
                language=setting.language,
            )
            return [text]

        return cls(located.path, is_strict(condition.operator), render)

    @classmethod
    def _of_segment(cls, setting: Setting, base: TableKey, condition: SegmentCondition) -> _Filter:
        segment = segment_of(setting, condition.name)
        path = path_to(setting.model, base, segment.table, condition.path, setting.language)

        def render(tables: Tables) -> list[str]:
            placed = parse_fragment(segment.filter).place(tables.alias(path))
            # Who is not known to be in the segment is not in it: NULL counts as no.
            return [f"({placed}) IS NOT TRUE" if condition.negated else enclosed(placed)]

        return cls(path, False, render)

    @classmethod
    def _of_related(cls, setting: Setting, base: TableKey, condition: RelatedCondition) -> _Filter:
        # Inside: the keys are listed by a block of their own.
        from knowledge.semantic.related import related_keys

        column, test = related_keys(setting, condition)
        field = ColumnField(condition.parent, column, condition.to)
        located = locate(setting.model, base, field, setting.language)
        return cls(located.path, True, lambda tables: [f"{tables.place(located)} {test}"])

    @classmethod
    def of_period(cls, setting: Setting, base: TableKey, period: Period, field: Field) -> _Filter:
        located = locate(setting.model, base, field, setting.language)
        if located.type not in TIME_TYPES:
            raise CannotCompile(sentence("not_time", setting.language, name=located.target.name))

        def render(tables: Tables) -> list[str]:
            return bounds(tables.place(located), located.type, period, setting.time_zone)

        return cls(located.path, True, render)


def segment_of(setting: Setting, name: str) -> NamedFilter:
    segment = setting.model.segments.get(name)
    if segment is None:
        raise CannotCompile(sentence("unknown", setting.language, kind="segment", name=name))
    return segment
