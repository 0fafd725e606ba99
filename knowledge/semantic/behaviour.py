"""What people do over time, as SQL: funnels, retention by first unit, and who came back or did not.

Each starts from who was there when, measured by a metric of the knowledge base like any other number.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.semantic.aggregation import Aggregation
from knowledge.semantic.blocks import Block, aggregate_block
from knowledge.semantic.compiled import CannotCompile, CompiledQuery, OutputColumn
from knowledge.semantic.derivation import Funnel, Retention, Turnover
from knowledge.semantic.joins import locate
from knowledge.semantic.literals import text_literal, time_literal
from knowledge.semantic.measures import leaves_of
from knowledge.semantic.model import EventKind
from knowledge.semantic.names import quote
from knowledge.semantic.query import (
    ColumnField,
    Condition,
    Field,
    Grain,
    Grouping,
    Operator,
    Period,
    SemanticQuery,
)
from knowledge.semantic.selects import Select, with_parts
from knowledge.semantic.setting import Setting
from knowledge.semantic.wording import GRAINS, sentence
from querying.catalog import ColumnType

_STEPS = {
    Grain.DAY: "1 day",
    Grain.WEEK: "7 days",
    Grain.MONTH: "1 month",
    Grain.QUARTER: "3 months",
    Grain.YEAR: "1 year",
}
MOST_STEPS = 10


def compile_behaviour(
    setting: Setting, query: SemanticQuery, derived: Funnel | Retention | Turnover
) -> CompiledQuery:
    """The query of its kind. Raises `CannotCompile` where it asks for more than that kind gives."""
    if query.group_by or query.order or query.limit is not None:
        raise _bad(setting)
    if isinstance(derived, Funnel):
        return _funnel(setting, query, derived)
    if derived.grain not in _STEPS:
        raise _bad(setting)
    return (
        _retention(setting, query, derived)
        if isinstance(derived, Retention)
        else _turnover(setting, query, derived)
    )


def _bad(setting: Setting) -> CannotCompile:
    return CannotCompile(sentence("bad_query", setting.language, why="derived"))


# -- funnels ---------------------------------------------------------------------------------------------


def _funnel(setting: Setting, query: SemanticQuery, derived: Funnel) -> CompiledQuery:
    """Who took a step after the first time they took the one before it, counted at each step."""
    known = setting.model.events
    events = [known[name] for name in derived.steps if name in known]
    if not 2 <= len(derived.steps) <= MOST_STEPS or len(events) < len(derived.steps):
        raise _bad(setting)
    if len({(event.table, event.actor_column, event.time_column) for event in events}) > 1:
        raise _bad(setting)
    parts = [
        (f"step_{number}", _step(setting, query, event, number)) for number, event in enumerate(events, 1)
    ]
    counts = "\nUNION ALL\n".join(
        str(
            Select(
                [(str(number), "step"), (_label(setting, event), "event"), ("count(*)", "people")],
                [f"FROM step_{number}"],
            )
        )
        for number, event in enumerate(events, 1)
    )
    parts.append(("counted", counts))
    shares = [
        ("100.0 * people / NULLIF(first_value(people) OVER (ORDER BY step), 0)", "share_of_first"),
        ("100.0 * people / NULLIF(lag(people) OVER (ORDER BY step), 0)", "share_of_previous"),
    ]
    columns = [("step", "step"), ("event", "event"), ("people", "people"), *shares]
    output = (
        OutputColumn("step", {"en": "Step", "fr": "Étape"}),
        OutputColumn("event", {"en": "Event", "fr": "Événement"}),
        OutputColumn("people", {"en": "People", "fr": "Personnes"}, measure=query.measures[0]),
        OutputColumn("share_of_first", {"en": "Of the first step", "fr": "De la première étape"}, "%"),
        OutputColumn("share_of_previous", {"en": "Of the step before", "fr": "De l'étape d'avant"}, "%"),
    )
    sql = with_parts(parts, Select(columns, ["FROM counted"], order=["step"]))
    return CompiledQuery(sql, output)


def _label(setting: Setting, event: EventKind) -> str:
    return text_literal(event.words.label_in(setting.language, event.name))


def _step(setting: Setting, query: SemanticQuery, event: EventKind, number: int) -> str:
    """Each person's first time at a step: of the first step, or after the step before."""
    if event.actor_column is None:
        raise _bad(setting)
    actor, time = (ColumnField(event.table, name) for name in (event.actor_column, event.time_column))
    is_it = Condition(ColumnField(event.table, event.name_column), Operator.EQUALS, (event.value,))
    known = Condition(actor, Operator.IS_NOT_NULL)
    leaf = leaves_of(setting.model, query.measures[0], setting.language)[0]
    timed = (query.period, query.period.field or time) if query.period is not None else None
    block = aggregate_block(setting, event.table, [leaf], [], (*query.where, is_it, known), timed)
    who, when = (_placed(setting, block, field) for field in (actor, time))
    lines = list(block.tables.lines)
    if number > 1:
        before = f"step_{number - 1}"
        lines.append(f"JOIN {before} ON {before}.step_person = {who} AND {when} >= {before}.step_moment")
    return str(Select([(who, "step_person"), (f"min({when})", "step_moment")], lines, block.where, grouped=1))


def _placed(setting: Setting, block: Block, field: Field) -> str:
    """A column of the block's own table, always with its table's name: another one stands beside it."""
    located = locate(setting.model, block.tables.base, field, setting.language)
    placed = block.tables.place(located)
    return placed if "." in placed else f"{quote(block.tables.base[1])}.{placed}"


# -- coming back -----------------------------------------------------------------------------------------


def _activity(
    setting: Setting, query: SemanticQuery, derived: Retention | Turnover
) -> tuple[CompiledQuery, str, str]:
    """Who was there in which unit that is over, with the names of the two columns."""
    leaves = leaves_of(setting.model, query.measures[0], setting.language)
    if len(leaves) != 1 or leaves[0].time is None or leaves[0].table != derived.actor.table:
        raise _bad(setting)
    inner = replace(
        query,
        derived=None,
        group_by=(Grouping(derived.actor), Grouping(leaves[0].time, derived.grain)),
        period=Period(None, derived.until),
        where=(*query.where, Condition(derived.actor, Operator.IS_NOT_NULL)),
    )
    compiled = Aggregation(setting, inner).compile()
    if len(compiled.columns) != 3:  # a currency besides
        raise _bad(setting)
    person, unit, _number = compiled.columns
    # Who is there, by itself: the order of the rows is of no use here.
    sql = compiled.sql.rpartition("\nORDER BY ")[0] or compiled.sql
    return replace(compiled, sql=sql), quote(person.name), quote(unit.name)


def _within(setting: Setting, query: SemanticQuery, unit: str) -> list[str]:
    """The period asked for, on the unit that a row is about."""
    period = query.period
    if period is None:
        return []
    bounds = []
    if period.start is not None:
        bounds.append(f"{unit} >= {time_literal(period.start, ColumnType.DATE, setting.time_zone)}")
    if period.end is not None:
        bounds.append(f"{unit} < {time_literal(period.end, ColumnType.DATE, setting.time_zone)}")
    return bounds


def _retention(setting: Setting, query: SemanticQuery, derived: Retention) -> CompiledQuery:
    activity, person, unit = _activity(setting, query, derived)
    firsts = Select(
        [(person, person.strip('"')), (f"min({unit})", "first_unit")], ["FROM activity"], grouped=1
    )
    counted = Select(
        [
            ("firsts.first_unit", "first_unit"),
            (_units_between(derived.grain, f"activity.{unit}", "firsts.first_unit"), "units_later"),
            ("count(*)", "people"),
        ],
        ["FROM activity", f"JOIN firsts ON firsts.{person} = activity.{person}"],
        _within(setting, query, "firsts.first_unit"),
        grouped=2,
    )
    share = "100.0 * people / first_value(people) OVER (PARTITION BY first_unit ORDER BY units_later)"
    select = Select(
        [
            ("first_unit", "first_unit"),
            ("units_later", "units_later"),
            ("people", "people"),
            (share, "retention"),
        ],
        ["FROM counted"],
        order=["first_unit", "units_later"],
    )
    unit_name = GRAINS[derived.grain]
    plural = {
        "en": f"{unit_name['en']}s later",
        "fr": f"{unit_name['fr']}{_FRENCH_PLURALS[derived.grain]} après",
    }
    output = (
        OutputColumn("first_unit", {"en": "First seen", "fr": "Première fois"}, grain=derived.grain),
        OutputColumn("units_later", plural),
        OutputColumn("people", {"en": "People", "fr": "Personnes"}, measure=query.measures[0]),
        OutputColumn("retention", {"en": "Retention", "fr": "Rétention"}, "%"),
    )
    parts = [("activity", activity.sql), ("firsts", str(firsts)), ("counted", str(counted))]
    return CompiledQuery(with_parts(parts, select), output, joins=activity.joins)


_FRENCH_PLURALS = {Grain.DAY: "s", Grain.WEEK: "s", Grain.MONTH: "", Grain.QUARTER: "s", Grain.YEAR: "s"}


def _units_between(grain: Grain, later: str, first: str) -> str:
    """How many whole units lie between two starts of units."""
    if grain in (Grain.DAY, Grain.WEEK):
        days = f"({later} - {first})"
        return days if grain is Grain.DAY else f"{days} / 7"
    months = (
        f"(extract(year FROM {later}) - extract(year FROM {first})) * 12"
        f" + extract(month FROM {later}) - extract(month FROM {first})"
    )
    length = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[grain]
    return f"({months})::int" if length == 1 else f"({months})::int / {length}"


def _turnover(setting: Setting, query: SemanticQuery, derived: Turnover) -> CompiledQuery:
    activity, person, unit = _activity(setting, query, derived)
    following = f"(before.{unit} + interval '{_STEPS[derived.grain]}')::date"
    until = time_literal(derived.until, ColumnType.DATE, setting.time_zone)
    name = derived.grain.value
    share = "count(*) - count(after.{0})" if derived.lost else "count(after.{0})"
    rate = "churn_rate" if derived.lost else "retention_rate"
    select = Select(
        [
            (following, name),
            ("count(*)", "people_before"),
            (f"count(after.{person})", "stayed"),
            (f"count(*) - count(after.{person})", "lost"),
            (f"100.0 * ({share.format(person)}) / count(*)", rate),
        ],
        [
            "FROM activity AS before",
            f"LEFT JOIN activity AS after ON after.{person} = before.{person} AND after.{unit} = {following}",
        ],
        [f"{following} < {until}", *_within(setting, query, following)],
        grouped=1,
        order=["1"],
    )
    labels = (
        {"en": "Churn rate", "fr": "Taux d'attrition"}
        if derived.lost
        else {
            "en": "Retention rate",
            "fr": "Taux de rétention",
        }
    )
    output = (
        OutputColumn(name, GRAINS[derived.grain], grain=derived.grain),
        OutputColumn(
            "people_before",
            {"en": f"Active the {name} before", "fr": "Actifs avant"},
            measure=query.measures[0],
        ),
        OutputColumn("stayed", {"en": "Still active", "fr": "Encore actifs"}),
        OutputColumn("lost", {"en": "No longer active", "fr": "Plus actifs"}),
        OutputColumn(rate, labels, "%"),
    )
    return CompiledQuery(with_parts([("activity", activity.sql)], select), output, joins=activity.joins)
