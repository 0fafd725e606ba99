"""Derived numbers as SQL: the measured query stands in a WITH, one SELECT makes of it what was asked.

Amounts stay apart by currency: the currency that `Aggregation` adds is a key here like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.semantic.aggregation import Aggregation
from knowledge.semantic.behaviour import compile_behaviour
from knowledge.semantic.compiled import CannotCompile, CompiledQuery, OutputColumn
from knowledge.semantic.derivation import (
    ByCalendarPart,
    ChangeByUnit,
    ComparedWith,
    Funnel,
    PerGroup,
    PerUnit,
    Retention,
    RunningTotal,
    ShareOf,
    Summary,
    TopPerGroup,
    Turnover,
)
from knowledge.semantic.deriving_units import compile_calendar_part, compile_per_unit
from knowledge.semantic.deriving_windows import adds_up, compile_change, compile_running, compile_top
from knowledge.semantic.measures import leaves_of
from knowledge.semantic.names import quote
from knowledge.semantic.query import SemanticQuery
from knowledge.semantic.selects import Select, with_parts
from knowledge.semantic.setting import Setting
from knowledge.semantic.wording import sentence

SUMMARIES = {
    Summary.AVERAGE: "avg({})",
    Summary.MEDIAN: "percentile_cont(0.5) WITHIN GROUP (ORDER BY {})",
    Summary.MINIMUM: "min({})",
    Summary.MAXIMUM: "max({})",
}


def compile_derived(setting: Setting, query: SemanticQuery) -> CompiledQuery:
    """The query with its derivation. Raises `CannotCompile` where the two don't go together."""
    if isinstance(query.derived, TopPerGroup):
        return compile_top(setting, query, query.derived)
    if len(query.measures) != 1 or query.having or query.columns or query.distinct:
        raise _bad(setting)
    if isinstance(query.derived, Funnel | Retention | Turnover):
        return compile_behaviour(setting, query, query.derived)
    if isinstance(query.derived, PerUnit):
        return compile_per_unit(setting, query, query.derived)
    if isinstance(query.derived, ByCalendarPart):
        return compile_calendar_part(setting, query, query.derived)
    if isinstance(query.derived, RunningTotal):
        return compile_running(setting, query, query.derived)
    if isinstance(query.derived, ChangeByUnit):
        return compile_change(setting, query, query.derived)
    if query.order or query.limit is not None:
        raise _bad(setting)
    if isinstance(query.derived, PerGroup):
        return _per_group(setting, query, query.derived)
    if isinstance(query.derived, ComparedWith):
        return _compared(setting, query, query.derived)
    assert isinstance(query.derived, ShareOf)
    return _share(setting, query, query.derived) if query.derived.part else _shares(setting, query)


def _bad(setting: Setting) -> CannotCompile:
    return CannotCompile(sentence("bad_query", setting.language, why="derived"))


def measured(setting: Setting, query: SemanticQuery) -> CompiledQuery:
    """The query's numbers before anything is made of them."""
    return Aggregation(setting, replace(query, derived=None)).compile()


def split(columns: Sequence[OutputColumn]) -> tuple[list[OutputColumn], OutputColumn]:
    """Keys, and the one number."""
    return [column for column in columns if column.measure is None], columns[-1]


def same(left: str, right: str, keys: Sequence[OutputColumn]) -> str:
    """The rows of two parts that have the same keys."""
    pairs = [f"{left}.{quote(key.name)} IS NOT DISTINCT FROM {right}.{quote(key.name)}" for key in keys]
    return " AND ".join(pairs) or "true"


def _per_group(setting: Setting, query: SemanticQuery, derived: PerGroup) -> CompiledQuery:
    """Groups that are not named (NULL) are no group; currencies stay apart."""
    inner = measured(setting, query)
    keys, number = split(inner.columns)
    asked = len(query.group_by)
    if not asked or any(key.grain is not None for key in keys):
        raise _bad(setting)
    value = SUMMARIES[derived.summary].format(quote(number.name))
    output = [
        *keys[asked:],
        replace(number, name=f"{derived.summary.value}_per_group"),
        OutputColumn("groups", {"en": "Counted over", "fr": "Calculé sur"}),
    ]
    columns = [(quote(key.name), key.name) for key in keys[asked:]]
    columns += [(value, output[-2].name), ("count(*)", "groups")]
    select = Select(
        columns=columns,
        sources=["FROM measured"],
        where=[f"{quote(key.name)} IS NOT NULL" for key in keys[:1]],
        grouped=len(keys) - asked,
    )
    return CompiledQuery(with_parts([("measured", inner.sql)], select), tuple(output), joins=inner.joins)


_SHARE = {"en": "Share", "fr": "Part"}


def _share(setting: Setting, query: SemanticQuery, derived: ShareOf) -> CompiledQuery:
    whole = measured(setting, query)
    part = measured(setting, replace(query, where=(*query.where, *derived.part)))
    keys, number = split(whole.columns)
    # A currency that the part alone holds to one value: the whole is that currency's too.
    if len(part.columns) != len(whole.columns):
        raise _bad(setting)
    name = quote(number.name)
    columns = [(f"whole.{quote(key.name)}", key.name) for key in keys]
    columns += [
        (f"100.0 * COALESCE(part.{name}, 0) / NULLIF(whole.{name}, 0)", "share"),
        (f"COALESCE(part.{name}, 0)", "part"),
        (f"whole.{name}", "total"),
    ]
    select = Select(
        columns=columns,
        sources=["FROM whole", f"LEFT JOIN part ON {same('part', 'whole', keys)}"],
        order=_share_order(query, keys),
    )
    output = (
        *keys,
        OutputColumn("share", _SHARE, "%"),
        replace(number, name="part", label={"en": "Of these", "fr": "Dont"}),
        replace(number, name="total", label={"en": "Total", "fr": "Total"}),
    )
    sql = with_parts([("whole", whole.sql), ("part", part.sql)], select)
    return CompiledQuery(sql, output, joins=tuple(dict.fromkeys((*whole.joins, *part.joins))))


def _share_order(query: SemanticQuery, keys: Sequence[OutputColumn]) -> list[str]:
    """A series in its own order, other groups from the largest share."""
    named = [quote(key.name) for key in keys]
    if any(item.grain is not None for item in query.group_by):
        return named
    return ["share DESC NULLS LAST", *named] if query.group_by else []


def _shares(setting: Setting, query: SemanticQuery) -> CompiledQuery:
    """Each group's share of the total of its currency."""
    inner = measured(setting, query)
    keys, number = split(inner.columns)
    if not query.group_by or not adds_up(setting, query.measures[0]):
        raise _bad(setting)
    name = quote(number.name)
    apart = ", ".join(quote(key.name) for key in keys[len(query.group_by) :])
    total = f"sum({name}) OVER ({'PARTITION BY ' + apart if apart else ''})"
    columns = [(quote(key.name), key.name) for key in keys]
    columns += [(name, number.name), (f"100.0 * {name} / NULLIF({total}, 0)", "share")]
    select = Select(columns=columns, sources=["FROM measured"], order=["share DESC NULLS LAST"])
    output = (*keys, number, OutputColumn("share", _SHARE, "%"))
    return CompiledQuery(with_parts([("measured", inner.sql)], select), output, joins=inner.joins)


_PERIODS = {
    "this_period": {"en": "This period", "fr": "Cette période"},
    "period_before": {"en": "Period before", "fr": "Période d'avant"},
    "first_period": {"en": "First period", "fr": "Première période"},
    "second_period": {"en": "Second period", "fr": "Seconde période"},
}


def goes_forward(query: SemanticQuery) -> bool:
    """Whether the earlier period was named first: "2024 vs 2025". The change is to the later one anyway."""
    derived, period = query.derived, query.period
    if not isinstance(derived, ComparedWith) or period is None:
        return False
    return (
        period.start is not None and derived.period.start is not None and period.start < derived.period.start
    )


def _compared(setting: Setting, query: SemanticQuery, derived: ComparedWith) -> CompiledQuery:
    now = measured(setting, query)
    before = measured(setting, replace(query, period=derived.period))
    keys, number = split(now.columns)
    if query.period is None or any(key.grain is not None for key in keys):
        raise _bad(setting)
    leaves = leaves_of(setting.model, query.measures[0], setting.language)
    adds = len(leaves) == 1 and leaves[0].adds
    forward = goes_forward(query)
    names = ("first_period", "second_period") if forward else ("this_period", "period_before")
    first, second = (
        f"COALESCE({part}.{quote(number.name)}, 0)" if adds else f"{part}.{quote(number.name)}"
        for part in names
    )
    later, earlier = (second, first) if forward else (first, second)
    parts = [(names[0], now.sql), (names[1], before.sql)]
    sources = [f"FROM {names[0]}", f"CROSS JOIN {names[1]}"]
    if keys:
        named = [(quote(key.name), key.name) for key in keys]
        union = "\nUNION\n".join(str(Select(columns=named, sources=[f"FROM {part}"])) for part in names)
        parts.append(("keys", union))
        sources = [
            "FROM keys",
            *(f"LEFT JOIN {part} ON {same(part, 'keys', keys)}" for part in names),
        ]
    columns = [(f"keys.{quote(key.name)}", key.name) for key in keys]
    columns += [
        (first, names[0]),
        (second, names[1]),
        (f"{later} - {earlier}", "change"),
        (f"100.0 * ({later} - {earlier}) / NULLIF({earlier}, 0)", "growth"),
    ]
    output = (
        *keys,
        replace(number, name=names[0], label=_PERIODS[names[0]]),
        replace(number, name=names[1], label=_PERIODS[names[1]]),
        OutputColumn("change", {"en": "Change", "fr": "Écart"}, number.unit),
        OutputColumn("growth", {"en": "Growth", "fr": "Évolution"}, "%"),
    )
    order = [f"{len(keys) + 1} DESC NULLS LAST"] if keys else []
    sql = with_parts(parts, Select(columns=columns, sources=sources, order=order))
    return CompiledQuery(sql, output, joins=tuple(dict.fromkeys((*now.joins, *before.joins))))
