"""Whether a definition can be used, told to whoever wrote it, at the field that is wrong (R-305)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from knowledge.models import (
    BusinessMetric,
    DimensionDefinition,
    EventDefinition,
    FunnelDefinition,
    JoinDefinition,
    Knowledge,
    SegmentDefinition,
)
from knowledge.probing import probe
from knowledge.semantic.formulas import metric_names
from knowledge.semantic.fragments import BadFragment, Fragment, parse_fragment
from knowledge.semantic.names import quote_table
from knowledge.spelling import table_key
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.introspection import SourceTable
from querying.models import DataSource
from querying.results import QueryFailed, ResultSet

PREVIEW_ROWS = 5


@dataclass(frozen=True, slots=True)
class _Trial:
    """SQL that tries a definition out, and the field that is to blame if it does not run."""

    field: str
    sql: str


def check_definition(definition: Knowledge) -> None:
    """Read a definition without asking the source. Raises ValidationError by field."""
    check = _CHECKS.get(type(definition))
    if check is not None:
        check(definition)


def try_definition(definition: Knowledge) -> ResultSet | None:
    """Check it and run it through the guard; what came out, None where there is nothing to run.

    Runs with a viewer's rights. Raises ValidationError by field.
    """
    check_definition(definition)
    trial = _trial(definition)
    if trial is None:
        return None
    try:
        result = probe(definition.organization, definition.source, trial.sql)
    except SourceNotFound as error:
        raise ValidationError({"source": error.message}) from error
    except (GuardRefusal, QueryFailed) as error:
        raise ValidationError({trial.field: error.message}) from error
    if isinstance(definition, JoinDefinition) and result.rows:
        raise ValidationError(
            {
                "on": _("Rows of %(table)s share this key: the join would multiply rows.")
                % {"table": definition.to_table}
            }
        )
    return result


def source_table(source: DataSource, name: str, field: str = "table") -> SourceTable:
    """The table of that name. Raises ValidationError at `field`."""
    structure = source.structure
    table = structure.table(table_key(name, source.default_schema, {table.key for table in structure}))
    if table is None:
        message = _("%(source)s has no table %(table)s.") % {"source": source.name, "table": name}
        raise ValidationError({field: message})
    return table


def check_columns(table: SourceTable, columns: Mapping[str, str]) -> None:
    """Raises ValidationError unless each column, by the field that names it, is one of the table's."""
    for field, name in columns.items():
        if name and "." not in name and table.column(name) is None:
            message = _("%(table)s has no column %(column)s.") % {"table": table.name, "column": name}
            raise ValidationError({field: message})


def _fragment(text: str, table: SourceTable, field: str) -> Fragment:
    try:
        fragment = parse_fragment(text)
        fragment.check_columns(table.name, {column.name for column in table.columns})
    except BadFragment as error:
        raise ValidationError({field: str(error)}) from error
    return fragment


def _check_condition(text: str, table: SourceTable, field: str) -> None:
    if _fragment(text, table, field).aggregates:
        raise ValidationError({field: _("A condition on rows holds no aggregate: %(text)s") % {"text": text}})


def _check_metric(metric: BusinessMetric) -> None:
    if metric.formula:
        _check_formula(metric)
        return
    if not metric.sql or not metric.table:
        raise ValidationError({"sql": _("Give a table and an aggregate over it, or a formula over metrics.")})
    table = source_table(metric.source, metric.table)
    if not _fragment(metric.sql, table, "sql").aggregates:
        raise ValidationError({"sql": _("Give an aggregate, such as count(*) or sum(amount).")})
    for condition in _texts(metric.filters, "filters"):
        _check_condition(condition, table, "filters")
    check_columns(table, {"time_column": metric.time_column, "currency_column": metric.currency_column})


def _check_formula(metric: BusinessMetric) -> None:
    if metric.sql or metric.table:
        raise ValidationError(
            {"formula": _("Give either an aggregate over a table, or a formula: not both.")}
        )
    try:
        names = metric_names(metric.formula)
    except BadFragment as error:
        raise ValidationError({"formula": str(error)}) from error
    others = BusinessMetric.objects.about(metric.organization_id, metric.source_id).exclude(pk=metric.pk)
    known = {row.name: row.formula for row in others}
    for name in names or ("",):
        if name not in known:
            raise ValidationError({"formula": _("There is no metric %(name)s.") % {"name": name}})
    if _reaches(metric.name, names, known):
        raise ValidationError({"formula": _("The formula leads back to the metric itself.")})


def _reaches(wanted: str, names: Iterable[str], formulas: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name == wanted:
            return True
        if name not in seen and formulas.get(name):
            waiting += metric_names(formulas[name])
        seen.add(name)
    return False


def _check_dimension(dimension: DimensionDefinition) -> None:
    table = source_table(dimension.source, dimension.table)
    if _fragment(dimension.sql, table, "sql").aggregates:
        raise ValidationError({"sql": _("A dimension groups rows: it holds no aggregate.")})


def _check_segment(segment: SegmentDefinition) -> None:
    _check_condition(segment.filter, source_table(segment.source, segment.table), "filter")


def _check_funnel(funnel: FunnelDefinition) -> None:
    """Two events or more, known, of one table, with who did them."""
    steps = _texts(funnel.steps, "steps")
    if len(steps) < 2:
        raise ValidationError({"steps": _("A funnel has at least two steps.")})
    known = {row.name: row for row in EventDefinition.objects.about(funnel.organization_id, funnel.source_id)}
    for name in steps:
        if name not in known:
            raise ValidationError({"steps": _("There is no event %(name)s.") % {"name": name}})
        if not known[name].actor_column:
            message = _("The event %(name)s does not say who did it.") % {"name": name}
            raise ValidationError({"steps": message})
    if len({known[name].table for name in steps}) > 1:
        raise ValidationError({"steps": _("The steps of a funnel are events of one table.")})


def _check_event(event: EventDefinition) -> None:
    table = source_table(event.source, event.table)
    names = ("name_column", "time_column", "actor_column")
    check_columns(table, {name: getattr(event, name) for name in names})


def _check_join(join: JoinDefinition) -> None:
    origin = source_table(join.source, join.from_table, "from_table")
    target = source_table(join.source, join.to_table, "to_table")
    pairs = join.on if isinstance(join.on, list) else []
    if not pairs or any(not isinstance(pair, list | tuple) or len(pair) != 2 for pair in pairs):
        raise ValidationError({"on": _('Give pairs of columns: [["user_id", "id"]].')})
    for here, there in pairs:
        check_columns(origin, {"on": here})
        check_columns(target, {"on": there})


def _texts(value: object, field: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValidationError({field: _("Give a list of texts.")})
    return value


_CHECKS: dict[type[Knowledge], Callable[..., None]] = {
    BusinessMetric: _check_metric,
    DimensionDefinition: _check_dimension,
    SegmentDefinition: _check_segment,
    EventDefinition: _check_event,
    FunnelDefinition: _check_funnel,
    JoinDefinition: _check_join,
}


def _trial(definition: Knowledge) -> _Trial | None:
    if isinstance(definition, BusinessMetric):
        return _metric_trial(definition)
    if isinstance(definition, DimensionDefinition):
        table = _from(definition.source, definition.table)
        return _Trial("sql", f"SELECT {definition.sql} AS value FROM {table} LIMIT {PREVIEW_ROWS}")  # noqa: S608
    if isinstance(definition, SegmentDefinition):
        table = _from(definition.source, definition.table)
        return _Trial("filter", f"SELECT count(*) AS rows FROM {table} WHERE {definition.filter}")  # noqa: S608
    if isinstance(definition, JoinDefinition):
        target = _from(definition.source, definition.to_table)
        keys = ", ".join(f'"{there}"' for _here, there in definition.on)
        grouped = f"SELECT {keys}, count(*) AS rows FROM {target} GROUP BY {keys} HAVING count(*) > 1 LIMIT 1"  # noqa: S608
        return _Trial("on", grouped)
    return None


def _metric_trial(metric: BusinessMetric) -> _Trial | None:
    """The metric over everything; a formula is made of metrics that were tried themselves."""
    if metric.formula:
        return None
    where = f" WHERE {' AND '.join(f'({text})' for text in metric.filters)}" if metric.filters else ""
    sql = f"SELECT {metric.sql} AS value FROM {_from(metric.source, metric.table)}{where}"  # noqa: S608
    return _Trial("sql", sql)


def _from(source: DataSource, name: str) -> str:
    return quote_table(source_table(source, name).key, source.default_schema)
