"""Measures taken apart: each is one aggregate over one table (a leaf), or arithmetic over such."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.semantic.compiled import CannotCompile, Definition
from knowledge.semantic.formulas import adds_up, metric_names, parse_formula, render_formula
from knowledge.semantic.fragments import BadFragment, Fragment, parse_fragment
from knowledge.semantic.joins import Located, field_named, locate
from knowledge.semantic.model import Metric, SemanticColumn, SemanticModel
from knowledge.semantic.money import is_money, metric_currency
from knowledge.semantic.names import snake_case
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Field,
    Function,
    Measure,
    MetricMeasure,
)
from knowledge.semantic.wording import FUNCTIONS, sentence
from querying.catalog import ColumnType, TableKey

_NUMERIC = (ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.INTERVAL)

_TEMPLATES = {
    Function.COUNT: "count({})",
    Function.COUNT_DISTINCT: "count(DISTINCT {})",
    Function.SUM: "sum({})",
    Function.AVERAGE: "avg({})",
    Function.MINIMUM: "min({})",
    Function.MAXIMUM: "max({})",
    Function.MEDIAN: "percentile_cont(0.5) WITHIN GROUP (ORDER BY {})",
}

_COUNTS = (Function.COUNT, Function.COUNT_DISTINCT)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One aggregate over `table`. `time` and `currency` are None where it has none (that matters)."""

    name: str
    measure: Measure
    table: TableKey
    time: Field | None
    currency: ColumnField | None
    filters: tuple[str, ...]
    adds: bool  # a count or a sum: where there is no row it is 0
    fragment: Fragment | None = None  # of a metric
    located: Located | None = None  # of an aggregate over a field

    def sql(self, place: Callable[[Located], str], alias: str, conditions: tuple[str, ...]) -> str:
        """The aggregate; `place` writes a field, `conditions` are filters that the query's WHERE lacks."""
        if self.fragment is not None:
            return self.fragment.place(alias, conditions)
        assert isinstance(self.measure, AggregateMeasure)
        inner = place(self.located) if self.located else "*"
        return _TEMPLATES[self.measure.function].format(inner)


def leaves_of(model: SemanticModel, measure: Measure, language: str) -> tuple[Leaf, ...]:
    """The aggregates that a measure is made of. Raises `CannotCompile`."""
    if isinstance(measure, AggregateMeasure):
        return (_aggregate_leaf(model, measure, language),)
    metrics = _parts(model, measure.name, language, ())
    return tuple(_metric_leaf(model, metric, language) for metric in metrics)


def render_measure(model: SemanticModel, measure: Measure, sql_of: Callable[[Measure], str]) -> str:
    """The measure as SQL, each leaf by what `sql_of` gives for its measure."""
    metric = model.metrics[measure.name] if isinstance(measure, MetricMeasure) else None
    if metric is None or not metric.formula:
        return sql_of(measure)
    inner = {
        name: render_measure(model, MetricMeasure(name), sql_of) for name in metric_names(metric.formula)
    }
    if adds_up(metric.formula):
        # Revenue less expenses, where there was no expense, is the revenue.
        inner = {name: _or_zero(model, name, sql) for name, sql in inner.items()}
    return render_formula(parse_formula(metric.formula), inner.__getitem__)


def _or_zero(model: SemanticModel, name: str, sql: str) -> str:
    metric = model.metrics[name]
    adds = not metric.formula and parse_fragment(metric.sql).adds
    return f"COALESCE({sql}, 0)" if adds and not sql.startswith(("COALESCE(", "count(")) else sql


def metric_of(model: SemanticModel, name: str, language: str) -> Metric:
    metric = model.metrics.get(name)
    if metric is None:
        raise CannotCompile(sentence("unknown", language, kind="metric", name=name))
    return metric


def _parts(model: SemanticModel, name: str, language: str, above: tuple[str, ...]) -> list[Metric]:
    metric = metric_of(model, name, language)
    if not metric.formula:
        return [metric]
    if name in above:
        raise CannotCompile(sentence("formula", language, name=name, why=sentence("circle", language)))
    try:
        names = metric_names(metric.formula)
    except BadFragment as error:
        raise CannotCompile(sentence("formula", language, name=name, why=error)) from error
    if not names:
        raise CannotCompile(sentence("formula", language, name=name, why=sentence("no_measure", language)))
    return [part for inner in names for part in _parts(model, inner, language, (*above, name))]


def _metric_leaf(model: SemanticModel, metric: Metric, language: str) -> Leaf:
    table = model.tables.get(metric.table) if metric.table else None
    if table is None:
        name = metric.table[1] if metric.table else metric.name
        raise CannotCompile(sentence("unknown", language, kind="table", name=name))
    known = {column.name for column in table.columns}
    try:
        fragment = parse_fragment(metric.sql)
        for part in (fragment, *(parse_fragment(condition) for condition in metric.filters)):
            part.check_columns(table.key[1], known)
        currency = metric_currency(metric, table)
    except BadFragment as error:
        raise CannotCompile(sentence("formula", language, name=metric.name, why=error)) from error
    time = metric.time_column or table.time_column
    return Leaf(
        name=metric.name,
        measure=MetricMeasure(metric.name),
        table=table.key,
        time=field_named(model, table.key, time) if time else None,
        currency=_currency_field(model, table.key, currency, (), language),
        filters=metric.filters,
        adds=fragment.adds,
        fragment=fragment,
    )


def _aggregate_leaf(model: SemanticModel, measure: AggregateMeasure, language: str) -> Leaf:
    table = model.tables.get(measure.table)
    if table is None:
        raise CannotCompile(sentence("unknown", language, kind="table", name=measure.table[1]))
    located = locate(model, measure.table, measure.field, language) if measure.field else None
    _check_type(measure, located, language)
    return Leaf(
        name=aggregate_name(measure),
        measure=measure,
        table=table.key,
        time=field_named(model, table.key, table.time_column) if table.time_column else None,
        currency=_column_currency(model, measure, located, language),
        filters=(),
        adds=measure.function in (*_COUNTS, Function.SUM),
        located=located,
    )


def _check_type(measure: AggregateMeasure, located: Located | None, language: str) -> None:
    if located is None and measure.function is not Function.COUNT:
        raise CannotCompile(sentence("bad_query", language, why=f"{measure.function.value} of no column"))
    adds = measure.function in (Function.SUM, Function.AVERAGE, Function.MEDIAN)
    if located is not None and adds and located.type not in _NUMERIC:
        raise CannotCompile(sentence("not_number", language, name=located.target.name))


def _column_currency(
    model: SemanticModel, measure: AggregateMeasure, located: Located | None, language: str
) -> ColumnField | None:
    if located is None or measure.function in _COUNTS or not isinstance(located.target, SemanticColumn):
        return None
    column = model.tables[located.table].currency_column if is_money(located.target) else None
    return _currency_field(model, located.table, column, located.path, language)


def _currency_field(
    model: SemanticModel, table: TableKey, column: str | None, path: tuple[str, ...], language: str
) -> ColumnField | None:
    """The currency's field. One that is out of sight stops the query: amounts can't be told apart."""
    if column is None:
        return None
    field = field_named(model, table, column)
    if field is None:
        raise CannotCompile(sentence("unknown", language, kind="column", name=f"{table[1]}.{column}"))
    return ColumnField(field.table, field.column, (*path, *field.path))


def aggregate_name(measure: AggregateMeasure) -> str:
    """A short name for the output column: `flights_count`, `average_arr_delay`."""
    if measure.field is None:
        return snake_case(f"{measure.table[1]}_count")
    name = measure.field.column if isinstance(measure.field, ColumnField) else measure.field.name
    if isinstance(measure.field, ColumnField) and measure.field.path:
        name = f"{measure.field.path[-1]}_{name}"
    return snake_case(f"{measure.function.value}_{name}")


def measure_label(model: SemanticModel, measure: Measure) -> dict[str, str]:
    """What people read above the column, by language."""
    if isinstance(measure, MetricMeasure):
        metric = model.metrics[measure.name]
        return dict(metric.words.label) or {"en": metric.name, "fr": metric.name}
    patterns = FUNCTIONS[measure.function]
    return {
        language: pattern.format(what=_what(model, measure, language))
        for language, pattern in patterns.items()
    }


def _what(model: SemanticModel, measure: AggregateMeasure, language: str) -> str:
    if measure.field is None:
        table = model.tables[measure.table]
        return table.words.label_in(language, table.key[1]).lower()
    target = locate(model, measure.table, measure.field, language).target
    label = target.words.label_in(language, target.name)
    return (
        label
        if language == "fr" and measure.function is not Function.COUNT
        else label[:1].lower() + label[1:]
    )


def measure_unit(model: SemanticModel, measure: Measure) -> str:
    if isinstance(measure, MetricMeasure):
        return model.metrics[measure.name].unit
    if measure.field is None or measure.function in _COUNTS:
        return ""
    target = locate(model, measure.table, measure.field, "en").target
    return target.unit if isinstance(target, SemanticColumn) else ""


def definitions_of(model: SemanticModel, measure: Measure) -> Iterator[Definition]:
    """The metrics a measure rests on: itself, and those of its formula."""
    if isinstance(measure, AggregateMeasure):
        return
    metric = model.metrics[measure.name]
    where = f" WHERE {' AND '.join(metric.filters)}" if metric.filters else ""
    text = metric.formula or f"{metric.sql}{where}"
    yield Definition("metric", metric.name, metric.version, metric.words.label_in("en", metric.name), text)
    if metric.formula:
        for name in metric_names(metric.formula):
            yield from definitions_of(model, MetricMeasure(name))
