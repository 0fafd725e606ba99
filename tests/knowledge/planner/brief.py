"""A semantic query in one line, so that many can be read side by side."""

from __future__ import annotations

from knowledge.semantic.derivation import (
    ByCalendarPart,
    ChangeByUnit,
    ComparedWith,
    Derivation,
    PerGroup,
    PerUnit,
    RunningTotal,
    ShareOf,
    TopPerGroup,
)
from knowledge.semantic.query import (
    ColumnField,
    DimensionField,
    Field,
    Measure,
    MetricMeasure,
    Order,
    Period,
    RelatedCondition,
    RowCondition,
    SegmentCondition,
    SemanticQuery,
)


def brief(query: SemanticQuery) -> str:
    """Every part of the query that makes a difference, in a fixed order."""
    if query.measures:
        parts = [" + ".join(_measure(one) for one in query.measures)]
    else:
        columns = ", ".join(_field(one) for one in query.columns)
        parts = [
            f"{'distinct ' if query.distinct else ''}rows of {query.table[1] if query.table else '?'}: {columns}"  # noqa: E501
        ]
    if query.group_by:
        groups = [_field(one.field) + (f":{one.grain.value}" if one.grain else "") for one in query.group_by]
        parts.append("by " + ", ".join(groups))
    parts += ["where " + " and ".join(_condition(one) for one in query.where)] if query.where else []
    parts += [_period(query.period)] if query.period else []
    parts += [f"having {one.measure} {one.operator.value} {_values(one.values)}" for one in query.having]
    parts += ["order " + " ".join(_order(one) for one in query.order)] if query.order else []
    parts += [f"limit {query.limit}"] if query.limit is not None else []
    parts += [_derived(query.derived)] if query.derived is not None else []
    return " | ".join(parts)


def _derived(derived: Derivation) -> str:
    if isinstance(derived, PerUnit):
        return f"{derived.summary.value} per {derived.grain.value}"
    if isinstance(derived, PerGroup):
        return f"{derived.summary.value} per group"
    if isinstance(derived, ShareOf):
        return "share " + (" and ".join(_condition(one) for one in derived.part) or "of each")
    if isinstance(derived, ComparedWith):
        return f"against {_period(derived.period)}" + (" cut" if derived.cut else "")
    if isinstance(derived, TopPerGroup):
        return f"top {derived.count} of each {derived.outer}"
    if isinstance(derived, RunningTotal | ChangeByUnit):
        return "running total" if isinstance(derived, RunningTotal) else "change by unit"
    assert isinstance(derived, ByCalendarPart)
    first = {None: "", True: " highest", False: " lowest"}[derived.descending]
    return f"by {derived.part.value}{first}"


def _field(field: Field) -> str:
    path = "".join(f"{name}>" for name in field.path)
    if isinstance(field, DimensionField):
        return f"{path}[{field.name}]"
    assert isinstance(field, ColumnField)
    return f"{path}{field.table[1]}.{field.column}"


def _measure(measure: Measure) -> str:
    if isinstance(measure, MetricMeasure):
        return f"[{measure.name}]"
    inner = _field(measure.field) if measure.field else measure.table[1]
    return f"{measure.function.value}({inner})"


def _condition(condition: RowCondition) -> str:
    if isinstance(condition, RelatedCondition):
        return _related(condition)
    if isinstance(condition, SegmentCondition):
        return ("not " if condition.negated else "") + f"[{condition.name}]"
    return f"{_field(condition.field)} {condition.operator.value} {_values(condition.values)}".strip()


def _related(condition: RelatedCondition) -> str:
    parts = [f"{'no ' if condition.negated else ''}{condition.table[1]}>{'>'.join(condition.path)}"]
    parts += [_condition(one) for one in condition.where]
    parts += [_period(condition.period)] if condition.period else []
    if condition.operator:
        amount = _field(condition.amount) if condition.amount else "count"
        parts.append(f"{amount} {condition.operator.value} {_values(condition.values)}")
    return f"({'; '.join(parts)})"


def _values(values: tuple[object, ...]) -> str:
    return ", ".join(str(value) for value in values)


def _period(period: Period) -> str:
    field = f" on {_field(period.field)}" if period.field else ""
    start = period.start.date().isoformat() if period.start else ""
    end = period.end.date().isoformat() if period.end else ""
    return f"{start}..{end}{field}"


def _order(order: Order) -> str:
    what = f"m{order.measure}" if order.measure is not None else f"g{order.grouping}"
    return ("-" if order.descending else "+") + what
