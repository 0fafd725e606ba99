"""Numbers beside others of their group or series: the first of each group, running totals, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.semantic.aggregation import Aggregation
from knowledge.semantic.compiled import CannotCompile, CompiledQuery, OutputColumn
from knowledge.semantic.derivation import ChangeByUnit, RunningTotal, TopPerGroup
from knowledge.semantic.listing import compile_listing
from knowledge.semantic.measures import leaves_of
from knowledge.semantic.names import quote, unique_name
from knowledge.semantic.query import AggregateMeasure, Function, Measure, SemanticQuery
from knowledge.semantic.selects import MOST_ROWS, Select, with_parts
from knowledge.semantic.setting import Setting
from knowledge.semantic.wording import GRAINS, sentence

_PLACE = {"en": "Place", "fr": "Rang"}
_TIED = {"en": "More that are tied", "fr": "Autres ex æquo"}
_RUNNING = {"en": "Running total", "fr": "Cumul"}


def _bad(setting: Setting) -> CannotCompile:
    return CannotCompile(sentence("bad_query", setting.language, why="derived"))


def adds_up(setting: Setting, measure: Measure) -> bool:
    """Whether the numbers of parts make up that of the whole: counts of rows and sums do."""
    leaves = leaves_of(setting.model, measure, setting.language)
    distinct = isinstance(measure, AggregateMeasure) and measure.function is Function.COUNT_DISTINCT
    told = leaves[0].fragment.text.lower() if leaves[0].fragment else ""
    return len(leaves) == 1 and leaves[0].adds and not distinct and "distinct" not in told


def compile_top(setting: Setting, query: SemanticQuery, derived: TopPerGroup) -> CompiledQuery:
    """The first rows of each group, as many as asked for, by name where they tie.

    `tied` tells how many more have the value of the last one.
    """
    inner, value = _ranked_part(setting, query, derived)
    names = [column.name for column in inner.columns]
    # Amounts of two currencies have no common order: Aggregation adds the currency behind what was asked.
    extra = [column for column in inner.columns[len(query.group_by) :] if column.measure is None]
    outer = [*inner.columns[: derived.outer], *(extra if query.measures else ())]
    rest = [column.name for column in inner.columns if column not in outer and column.name != value]
    groups = ", ".join(quote(column.name) for column in outer)
    direction = "DESC" if query.order[0].descending else "ASC"
    by = f"PARTITION BY {groups} ORDER BY {quote(value)} {direction}"
    place, tied, level = (unique_name(name, names) for name in ("place", "tied", "level"))
    steady = "".join(f", {quote(name)}" for name in rest)
    named = [(quote(name), name) for name in names]
    known = [*(column.name for column in inner.columns[: derived.outer][:1]), *rest[:1], value]
    ranked = Select(
        columns=[
            *named,
            (f"row_number() OVER ({by}{steady})", place),
            (f"rank() OVER ({by})", level),
        ],
        sources=["FROM measured"],
        where=[f"{quote(name)} IS NOT NULL" for name in dict.fromkeys(known)],
    )
    beyond = f"count(*) FILTER (WHERE {level} <= {derived.count}) OVER (PARTITION BY {groups})"
    counted = Select(
        columns=[*named, (place, place), (f"{beyond} - {derived.count}", tied)], sources=["FROM ranked"]
    )
    select = Select(
        columns=[*named, (place, place), (f"greatest({tied}, 0)", tied)],
        sources=["FROM counted"],
        where=[f"{place} <= {derived.count}"],
        order=[*(quote(column.name) for column in outer), place],
    )
    parts = [("measured", inner.sql), ("ranked", str(ranked)), ("counted", str(counted))]
    output = (*inner.columns, OutputColumn(place, _PLACE), OutputColumn(tied, _TIED))
    return CompiledQuery(with_parts(parts, select), output, joins=inner.joins)


def _ranked_part(setting: Setting, query: SemanticQuery, derived: TopPerGroup) -> tuple[CompiledQuery, str]:
    """What is ranked within the groups, and the column it is ranked by. Raises `CannotCompile`."""
    order = query.order[0] if len(query.order) == 1 else None
    plain = replace(query, derived=None, order=())
    fits = order is not None and query.limit is None and 0 < derived.count <= MOST_ROWS
    if order is None or not fits or query.having:
        raise _bad(setting)
    if not query.measures:
        if not 0 < derived.outer < len(query.columns) or order.grouping is None or query.distinct:
            raise _bad(setting)
        rows = compile_listing(setting, plain)
        if not derived.outer <= order.grouping < len(rows.columns):
            raise _bad(setting)
        return rows, rows.columns[order.grouping].name
    if len(query.measures) != 1 or order.measure != 0 or not 0 < derived.outer < len(query.group_by):
        raise _bad(setting)
    numbers = Aggregation(setting, plain).compile()
    return numbers, numbers.columns[-1].name


def compile_running(setting: Setting, query: SemanticQuery, derived: RunningTotal) -> CompiledQuery:
    """Each unit's number and the sum up to it; units without rows add nothing and are left out."""
    inner, unit, others, number = _series(setting, query)
    if not adds_up(setting, query.measures[0]):
        raise _bad(setting)
    apart = f"PARTITION BY {', '.join(quote(one.name) for one in others)} " if others else ""
    total = unique_name("running_total", [column.name for column in inner.columns])
    columns = [(quote(column.name), column.name) for column in inner.columns]
    columns += [(f"sum({quote(number.name)}) OVER ({apart}ORDER BY {quote(unit.name)})", total)]
    select = Select(
        columns=columns,
        sources=["FROM measured"],
        where=[f"{quote(unit.name)} IS NOT NULL"],
        order=[quote(unit.name), *(quote(one.name) for one in others)],
    )
    output = (*inner.columns, replace(number, name=total, label=_RUNNING))
    return CompiledQuery(with_parts([("measured", inner.sql)], select), output, joins=inner.joins)


def compile_change(setting: Setting, query: SemanticQuery, derived: ChangeByUnit) -> CompiledQuery:
    """Each unit's number, that of the unit before, and the change; a unit before without rows counts 0."""
    inner, unit, others, number = _series(setting, query)
    grain = query.group_by[0].grain
    assert grain is not None
    step = "3 months" if grain.value == "quarter" else f"1 {grain.value}"
    cast = "" if grain.value == "hour" else "::date"
    when, value = quote(unit.name), quote(number.name)
    same = [f"before_it.{when} = (measured.{when} - interval '{step}'){cast}"]
    same += [f"before_it.{quote(one.name)} IS NOT DISTINCT FROM measured.{quote(one.name)}" for one in others]
    apart = f"PARTITION BY {', '.join(f'measured.{quote(one.name)}' for one in others)} " if others else ""
    before = f"before_it.{value}"
    if adds_up(setting, query.measures[0]):
        first = f"row_number() OVER ({apart}ORDER BY measured.{when}) = 1"
        before = f"CASE WHEN {first} THEN NULL ELSE COALESCE(before_it.{value}, 0) END"
    named = [(f"measured.{quote(column.name)}", column.name) for column in inner.columns]
    paired = Select(
        columns=[*named, (before, "unit_before")],
        sources=["FROM measured", f"LEFT JOIN measured AS before_it ON {' AND '.join(same)}"],
        where=[f"measured.{when} IS NOT NULL"],
    )
    columns = [(quote(column.name), column.name) for column in inner.columns]
    columns += [
        ("unit_before", "unit_before"),
        (f"{value} - unit_before", "change"),
        (f"100.0 * ({value} - unit_before) / NULLIF(unit_before, 0)", "growth"),
    ]
    select = Select(
        columns=columns,
        sources=["FROM paired"],
        order=[when, *(quote(one.name) for one in others)],
    )
    label = {key: words.lower() for key, words in GRAINS[grain].items()}
    output = (
        *inner.columns,
        replace(
            number,
            name="unit_before",
            label={"en": f"The {label['en']} before", "fr": f"Précédent ({label['fr']})"},
        ),
        OutputColumn("change", {"en": "Change", "fr": "Écart"}, number.unit),
        OutputColumn("growth", {"en": "Growth", "fr": "Évolution"}, "%"),
    )
    parts = [("measured", inner.sql), ("paired", str(paired))]
    return CompiledQuery(with_parts(parts, select), output, joins=inner.joins)


def _series(
    setting: Setting, query: SemanticQuery
) -> tuple[CompiledQuery, OutputColumn, Sequence[OutputColumn], OutputColumn]:
    """The number per unit: all of it, the unit's column, the other keys, the number's column."""
    grains = [item.grain for item in query.group_by]
    if len(query.measures) != 1 or query.limit is not None or query.having:
        raise _bad(setting)
    if not grains or grains[0] is None or any(grain is not None for grain in grains[1:]):
        raise _bad(setting)
    inner = Aggregation(setting, replace(query, derived=None, order=())).compile()
    unit, *others, number = inner.columns
    return inner, unit, others, number
