"""Conditions on the rows that point at a row: as a list of keys, so that no row is multiplied."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.semantic.blocks import Block, row_block
from knowledge.semantic.compiled import CannotCompile
from knowledge.semantic.conditions import comparison
from knowledge.semantic.joins import Located, field_named, locate, walk
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import (
    ColumnField,
    Condition,
    Field,
    Operator,
    Period,
    RelatedCondition,
    Value,
)
from knowledge.semantic.selects import Select
from knowledge.semantic.setting import Setting
from knowledge.semantic.wording import sentence
from querying.catalog import ColumnType

_OPPOSITE = {
    Operator.LESS: Operator.GREATER_OR_EQUAL,
    Operator.LESS_OR_EQUAL: Operator.GREATER,
    Operator.NOT_EQUALS: Operator.EQUALS,
}


def related_keys(setting: Setting, condition: RelatedCondition) -> tuple[str, str]:
    """The parent's key column, and the test on it: "IN (SELECT DISTINCT user_id FROM orders ...)".

    Raises `CannotCompile` for a path that leads elsewhere or by several columns, and for money of several
    currencies.
    """
    model, language = setting.model, setting.language
    if condition.table not in model.tables or condition.parent not in model.tables:
        raise CannotCompile(sentence("unknown", language, kind="table", name=condition.table[1]))
    steps = walk(model, condition.table, condition.path, language)
    if not steps or steps[-1].to_table != condition.parent or len(steps[-1].on) != 1:
        raise CannotCompile(sentence("bad_query", language, why="path"))
    pointing, key = steps[-1].on[0]
    pointer = ColumnField(steps[-1].from_table, pointing, condition.path[:-1])
    operator, negated = _at_least_one(condition)
    shown = [locate(model, condition.table, pointer, language)]
    amount = None
    if condition.amount is not None:
        _check_currency(model, condition, language)
        amount = locate(model, condition.table, condition.amount, language)
        shown.append(amount)
    known = Condition(pointer, Operator.IS_NOT_NULL)
    block = row_block(setting, condition.table, shown, (*condition.where, known), _period(setting, condition))
    having = [] if operator is None else [_bound(setting, block, amount, operator, condition.values)]
    name = pointing
    select = Select(
        columns=[(block.tables.place(shown[0]), name)],
        sources=block.tables.lines,
        where=block.where,
        grouped=1 if having else 0,
        having=having,
        distinct=not having,
    )
    inner = "\n".join(f"    {line}" for line in str(select).splitlines())
    return key, f"{'NOT IN' if negated else 'IN'} (\n{inner}\n  )"


def _at_least_one(condition: RelatedCondition) -> tuple[Operator | None, bool]:
    """The bound such that only who has rows can meet it: "less than 3" is not "at least 3"."""
    operator, negated = condition.operator, condition.negated
    if operator is None:
        return None, negated
    if operator in (Operator.EQUALS, Operator.GREATER_OR_EQUAL) and condition.values == (0,):
        raise CannotCompile("0")
    if operator in _OPPOSITE:
        return _OPPOSITE[operator], not negated
    return operator, negated


def _bound(
    setting: Setting, block: Block, amount: Located | None, operator: Operator, values: Sequence[Value]
) -> str:
    expression = "count(*)" if amount is None else f"sum({block.tables.place(amount)})"
    return comparison(
        expression,
        ColumnType.NUMBER,
        operator,
        values,
        name=amount.target.name if amount else "count",
        time_zone=setting.time_zone,
        language=setting.language,
    )


def _check_currency(model: SemanticModel, condition: RelatedCondition, language: str) -> None:
    """Money is never added across currencies: the rows must be held to one."""
    currency = model.tables[condition.table].currency_column
    field = field_named(model, condition.table, currency) if currency else None
    if currency is None:
        return
    held = any(
        isinstance(one, Condition) and one.operator is Operator.EQUALS and one.field == field
        for one in condition.where
    )
    if not held:
        raise CannotCompile(sentence("bad_query", language, why=currency))


def _period(setting: Setting, condition: RelatedCondition) -> tuple[Period, Field] | None:
    period = condition.period
    if period is None or period.field is not None:
        return None if period is None else (period, period.field)  # type: ignore[return-value]
    time = setting.model.tables[condition.table].time_column
    field = field_named(setting.model, condition.table, time) if time else None
    if field is None:
        raise CannotCompile(sentence("no_time", setting.language, name=condition.table[1]))
    return period, field
