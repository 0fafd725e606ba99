"""Models written briefly, as introspection alone would draft them, and a value index over plain data.

`name` is text, `name:int`, `:num`, `:date`, `:ts`, `:bool`; `*` marks the primary key, `>table` a reference
(`>table/role` names the join), `#` a key that is no reference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from knowledge.planner import plan
from knowledge.planner.plan import Plan, Question, ValueMatch
from knowledge.planner.tokens import normalise, words_of
from knowledge.planner.words import likeness
from knowledge.semantic.model import (
    ColumnRole,
    Join,
    Metric,
    SemanticColumn,
    SemanticModel,
    SemanticTable,
    Words,
)
from knowledge.semantic.query import SemanticQuery
from querying.catalog import ColumnType, TableKey

NOW = dt.datetime(2026, 11, 21, 10, 0, tzinfo=dt.UTC)

_TYPES = {
    "int": ColumnType.INTEGER,
    "num": ColumnType.NUMBER,
    "date": ColumnType.DATE,
    "ts": ColumnType.TIMESTAMPTZ,
    "bool": ColumnType.BOOLEAN,
    "text": ColumnType.TEXT,
}
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)
_TIMES = (ColumnType.DATE, ColumnType.TIMESTAMPTZ)


def key(table: str) -> TableKey:
    return ("public", table)


def make_model(
    text: str,
    *,
    labels: Mapping[str, Words] | None = None,
    metrics: Iterable[Metric] = (),
    times: Mapping[str, str | None] | None = None,
    **more: object,
) -> SemanticModel:
    """A model of `table: column ...` lines; indented lines go on. `labels` by "table" or "table.column"."""
    labels, times = labels or {}, times or {}
    tables: dict[TableKey, SemanticTable] = {}
    joins: dict[str, Join] = {}
    references: list[tuple[str, str, str, str]] = []
    for line in text.strip().replace("\n    ", " ").splitlines():
        name, _, columns = line.partition(":")
        table = _table(name.strip(), columns.split(), labels, times, references)
        tables[table.key] = table
    for table_name, column, target, role in references:
        target_key = tables[key(target)].primary_key[0]
        join_name = role or column.removesuffix("_id").removesuffix("Id")
        if join_name in joins:
            join_name = f"{table_name}_{join_name}"
        words = Words({"en": role.replace("_", " ")}) if role else Words()
        joins[join_name] = Join(join_name, key(table_name), key(target), ((column, target_key),), words=words)
    return SemanticModel(
        1,
        "test",
        "public",
        tables,
        joins,
        metrics={metric.name: metric for metric in metrics},
        **more,  # type: ignore[arg-type]
    )


def _table(
    name: str,
    columns: list[str],
    labels: Mapping[str, Words],
    times: Mapping[str, str | None],
    references: list[tuple[str, str, str, str]],
) -> SemanticTable:
    made, primary = [], []
    for spec in columns:
        spec, _, target = spec.partition(">")
        is_key = bool(target) or spec.endswith(("*", "#"))
        column_name, _, kind = spec.rstrip("*#").partition(":")
        if spec.endswith("*"):
            primary.append(column_name)
        if target:
            target, _, role = target.partition("/")
            references.append((name, column_name, target, role))
        made.append(_column(name, column_name, _TYPES[kind or "text"], is_key, labels))
    own_times = [column.name for column in made if column.role is ColumnRole.TIME]
    time = times[name] if name in times else own_times[0] if own_times else None
    words = labels.get(name, Words({"en": " ".join(words_of(name))}))
    currency = "currency" if any(column.name == "currency" for column in made) else None
    return SemanticTable(
        key(name), words, tuple(made), tuple(primary), time_column=time, currency_column=currency
    )


def _column(
    table: str, name: str, kind: ColumnType, is_key: bool, labels: Mapping[str, Words]
) -> SemanticColumn:
    role = ColumnRole.DIMENSION
    if is_key:
        role = ColumnRole.KEY
    elif kind in _TIMES:
        role = ColumnRole.TIME
    elif kind in _NUMBERS and "year" not in name.lower():
        role = ColumnRole.MEASURE
    words = labels.get(f"{table}.{name}", Words({"en": " ".join(words_of(name))}))
    return SemanticColumn(name, kind, role, words)


class PlainValues:
    """Values of the data by table and column; singular, plural, case and accents do not count."""

    def __init__(self, values: Mapping[str, Iterable[str]]) -> None:
        self._values = [
            (key(place.split(".")[0]), place.split(".")[1], value)
            for place, held in values.items()
            for value in held
        ]

    def find(self, phrase: str) -> list[ValueMatch]:
        asked = words_of(phrase)
        return [
            ValueMatch(table, column, value, 1.0)
            for table, column, value in self._values
            if _same(asked, words_of(value)) or normalise(phrase) == normalise(value)
        ]


def _same(asked: tuple[str, ...], held: tuple[str, ...]) -> bool:
    return len(asked) == len(held) and all(
        likeness(one, other) == 1.0 and abs(len(one) - len(other)) < 3 and one[:1] == other[:1]
        for one, other in zip(asked, held, strict=True)
    )


def ask(
    text: str,
    model: SemanticModel,
    values: PlainValues | None = None,
    *,
    previous: SemanticQuery | None = None,
    now: dt.datetime = NOW,
) -> Plan:
    """The plan of a question asked on 21 November 2026 in UTC."""
    return plan(Question(text, now, previous=previous), model, values or PlainValues({}))
