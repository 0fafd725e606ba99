"""An answer in words, made from the result's numbers alone; every number in it can be found there again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from knowledge.planner.fields import label_columns
from knowledge.planner.formats import Number, format_number, format_share, format_unit
from knowledge.planner.reading import describe
from knowledge.planner.telling_words import say
from knowledge.semantic.compiled import CompiledQuery
from knowledge.semantic.model import ColumnRole, SemanticModel
from knowledge.semantic.money import currency_place
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Function,
    Grain,
    MetricMeasure,
    SemanticQuery,
)
from querying.results import ResultSet


@dataclass(frozen=True, slots=True)
class Telling:
    """Prose with bold numbers, and the numbers it was made with, unrounded."""

    text: str
    numbers: tuple[Number, ...] = ()


def tell(
    query: SemanticQuery,
    compiled: CompiledQuery,
    model: SemanticModel,
    result: ResultSet,
    *,
    language: str,
    currency: str = "",
) -> Telling:
    """The result in a few sentences of `language`; `currency` is that of amounts whose rows name none."""
    language = language if language in ("en", "fr") else "en"
    teller = _Teller(query, compiled, model, result, language, currency)
    text = teller.text()
    return Telling(text, tuple(teller.numbers))


class _Teller:
    """One telling; remembers each number it writes."""

    def __init__(
        self,
        query: SemanticQuery,
        compiled: CompiledQuery,
        model: SemanticModel,
        result: ResultSet,
        language: str,
        currency: str,
    ) -> None:
        self.query, self.model, self.result = query, model, result
        self.language, self.currency = language, currency
        self.columns = compiled.columns
        self.numbers: list[Number] = []
        self.title = describe(query, model, language)
        self.measures = [place for place, column in enumerate(self.columns) if column.measure is not None]
        self.currency_at = currency_place(self.columns, model)
        self.labels = [
            place
            for place in range(len(self.columns))
            if place not in self.measures and self._is_label(place)
        ]

    def text(self) -> str:
        if not self.query.measures:
            return self._list()
        rows = [row for row in self.result.rows if any(row[place] is not None for place in self.measures)]
        if not rows:
            return say("nothing", self.language, title=self.title)
        if not self.labels:
            return self._single(rows)
        if self.columns[self.labels[0]].grain is not None and len(self.labels) == 1:
            return self._series(rows)
        return self._categories(rows)

    # -- parts -------------------------------------------------------------------------------------------

    def _is_label(self, place: int) -> bool:
        """Not the currency, nor a key that only keeps people of one name apart."""
        if place == self.currency_at:
            return False
        grouping = self.columns[place].grouping
        field = grouping.field if grouping is not None else None
        if place == 0 or not isinstance(field, ColumnField):
            return True
        table = self.model.tables.get(field.table)
        column = table.column(field.column) if table else None
        return column is None or column.role is not ColumnRole.KEY

    def _number(self, row: Sequence[Any], place: int) -> str:
        value = row[place]
        if value is None:
            return say("unknown", self.language)
        if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
            return f"**{self._cell(value, None)}**"
        self.numbers.append(value)
        return f"**{format_number(value, self.language, self._unit(row, place))}**"

    def _unit(self, row: Sequence[Any], place: int) -> str:
        measure, unit = self.columns[place].measure, self.columns[place].unit
        if isinstance(measure, AggregateMeasure) and measure.function in (
            Function.COUNT,
            Function.COUNT_DISTINCT,
        ):
            return ""
        money = self._is_money(place)
        if money and self.currency_at is not None and row[self.currency_at]:
            return str(row[self.currency_at])
        if unit == "currency" or money:
            return self.currency
        return unit

    def _is_money(self, place: int) -> bool:
        measure, unit = self.columns[place].measure, self.columns[place].unit
        if unit == "currency":
            return True
        if isinstance(measure, MetricMeasure):
            metric = self.model.metrics.get(measure.name)
            return metric is not None and metric.currency_column is not None and not unit
        if isinstance(measure, AggregateMeasure) and self.currency_at is not None and not unit:
            return measure.function not in (Function.COUNT, Function.COUNT_DISTINCT)
        return False

    def _cell(self, value: Any, grain: Grain | None) -> str:
        if value is None or value == "":
            return say("unknown", self.language)
        if isinstance(value, dt.datetime | dt.date):
            return format_unit(value, grain, self.language)
        if isinstance(value, bool):
            return say("yes" if value else "no", self.language)
        if isinstance(value, int | float | Decimal):
            return str(value)
        return str(value)

    def _name(self, row: Sequence[Any]) -> str:
        """What the row is about: "Frontier Airlines Inc.", "March 2013"; first and last names as one."""
        parts = [self._cell(row[place], self.columns[place].grain) for place in self.labels]
        joiner = " " if self._are_names() else ", "
        return joiner.join(parts)

    def _are_names(self) -> bool:
        names = [self.columns[place].name.lower() for place in self.labels]
        return len(names) == 2 and "first" in names[0] and "last" in names[1]

    def _additive(self, place: int) -> bool:
        """Whether the parts make up a whole: counts and sums do, averages and distinct counts don't."""
        measure = self.columns[place].measure
        if isinstance(measure, AggregateMeasure):
            return measure.function in (Function.COUNT, Function.SUM)
        metric = self.model.metrics.get(measure.name) if isinstance(measure, MetricMeasure) else None
        if metric is None or metric.formula:
            return False
        sql = "".join(metric.sql.lower().split())
        return (
            (sql.startswith("sum(") or (sql.startswith("count(") and "distinct" not in sql))
            and sql.endswith(")")
            and sql.count("(") == sql.count(")") == 1
        )

    # -- forms -------------------------------------------------------------------------------------------

    def _single(self, rows: list[tuple[Any, ...]]) -> str:
        if len(self.measures) == 1:
            values = [self._number(row, self.measures[0]) for row in rows]
            return say("single", self.language, title=self.title, value=self._and(values))
        lines = [
            say(
                "single",
                self.language,
                title=self._measure_label(place),
                value=self._and([self._number(row, place) for row in rows]),
            )
            for place in self.measures
        ]
        return (
            say("heading", self.language, title=self.title)
            + "\n\n"
            + "\n".join(f"- {line}" for line in lines)
        )

    def _measure_label(self, place: int) -> str:
        label = self.columns[place].label
        return label.get(self.language) or next(iter(label.values()), self.columns[place].name)

    def _and(self, parts: list[str]) -> str:
        joiner = f" {say('and', self.language)} "
        return joiner.join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)

    def _by_currency(self, rows: list[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
        """Rows apart by currency, the largest group first; amounts of two currencies never meet."""
        if self.currency_at is None:
            return [rows]
        groups: dict[Any, list[tuple[Any, ...]]] = {}
        for row in rows:
            groups.setdefault(row[self.currency_at], []).append(row)
        return sorted(groups.values(), key=len, reverse=True)

    def _series(self, rows: list[tuple[Any, ...]]) -> str:
        place, at = self.measures[0], self.labels[0]
        sentences = [say("heading", self.language, title=self.title)]
        for group in self._by_currency(rows)[:3]:
            known = sorted(
                (row for row in group if row[at] is not None and row[place] is not None),
                key=lambda row: row[at],
            )
            if not known:
                continue
            sentences += self._series_sentences(known, place)
        sentences += self._cautions()
        return " ".join(sentences)

    def _series_sentences(self, known: list[tuple[Any, ...]], place: int) -> list[str]:
        low, high = min(known, key=lambda row: row[place]), max(known, key=lambda row: row[place])
        said = []
        if self._additive(place) and len(known) > 1 and not self.result.truncated:
            said.append(
                say(
                    "total",
                    self.language,
                    value=self._value(sum(row[place] for row in known), known[0], place),
                )
            )
        if len(known) == 1:
            return [
                say("only", self.language, name=self._name(known[0]), value=self._number(known[0], place))
            ]
        said.append(
            say(
                "range",
                self.language,
                high=self._number(high, place),
                high_name=self._name(high),
                low=self._number(low, place),
                low_name=self._name(low),
            )
        )
        first, last = known[0], known[-1]
        if len(known) > 2:
            said.append(
                say(
                    "trend",
                    self.language,
                    first=self._number(first, place),
                    first_name=self._name(first),
                    last=self._number(last, place),
                    last_name=self._name(last),
                )
            )
        return said

    def _value(self, value: Number, row: Sequence[Any], place: int) -> str:
        self.numbers.append(value)
        return f"**{format_number(value, self.language, self._unit(row, place))}**"

    def _categories(self, rows: list[tuple[Any, ...]]) -> str:
        place = self._ranked_place()
        groups = self._by_currency(rows)
        ascending = (
            bool(self.query.order)
            and self.query.order[0].measure is not None
            and not self.query.order[0].descending
        )
        sentences = [say("heading", self.language, title=self.title)]
        for group in groups[:3]:
            known = [row for row in group if row[place] is not None]
            ranked = sorted(known, key=lambda row: row[place], reverse=not ascending)
            if ranked:
                sentences += self._category_sentences(ranked, place, ascending)
        if len(groups) > 3:
            sentences.append(say("more_currencies", self.language))
        sentences += self._cautions()
        return " ".join(sentences)

    def _ranked_place(self) -> int:
        order = next((one for one in self.query.order if one.measure is not None), None)
        return self.measures[order.measure] if order and order.measure is not None else self.measures[0]

    def _category_sentences(self, ranked: list[tuple[Any, ...]], place: int, ascending: bool) -> list[str]:
        leader = ranked[0]
        if len(ranked) == 1:
            return [say("only", self.language, name=self._name(leader), value=self._number(leader, place))]
        whole = self._whole(ranked, place)
        value = self._number(leader, place)
        if whole:
            share = format_share(float(leader[place]) / float(whole), self.language)
            said = [
                say(
                    "leader_share",
                    self.language,
                    name=self._name(leader),
                    value=value,
                    share=share,
                    total=self._value(whole, leader, place),
                )
            ]
        else:
            key = "lowest" if ascending else "leader"
            said = [say(key, self.language, name=self._name(leader), value=value)]
        following = [f"{self._name(row)} ({self._number(row, place)})" for row in ranked[1:3]]
        said.append(say("then", self.language, names=self._and(following)))
        if len(ranked) > 3 and self.query.limit is None and not self.result.truncated:
            last = ranked[-1]
            said.append(say("last", self.language, name=self._name(last), value=self._number(last, place)))
        return said

    def _whole(self, ranked: list[tuple[Any, ...]], place: int) -> Number | None:
        """The sum of all groups where all are there and a share of it means something."""
        if (
            not self._additive(place)
            or self.query.limit is not None
            or self.query.having
            or self.result.truncated
        ):
            return None
        values = [row[place] for row in ranked]
        total = sum(values)
        return total if total > 0 and all(value >= 0 for value in values) else None

    def _list(self) -> str:
        rows = self.result.rows
        if not rows:
            return say("nothing", self.language, title=self.title)
        shown = self._and([self._row_text(row) for row in rows[:3]])
        if len(rows) == 1:
            return say("one_row", self.language, title=self.title, names=shown)
        self.numbers.append(len(rows))
        count = f"**{format_number(len(rows), self.language)}**"
        key = "rows_more" if self.result.truncated else "rows" if len(rows) > 3 else "few_rows"
        return say(key, self.language, title=self.title, count=count, names=shown)

    def _row_text(self, row: Sequence[Any]) -> str:
        """The row's name, and the value it is ordered by."""
        order = self.query.order[0].grouping if self.query.order else None
        named = [place for place in self.labels if self._names_row(place)]
        places = (named or [place for place in self.labels if place != order])[:2] or [0]
        joiner = " " if self._named_apart(places) else ", "
        cells = [
            self._cell(row[place], None) for place in (places if self._named_apart(places) else places[:1])
        ]
        name = joiner.join(cells)
        return f"{name} ({self._number(row, order)})" if order is not None else name

    def _names_row(self, place: int) -> bool:
        grouping = self.columns[place].grouping
        field = grouping.field if grouping else None
        if not isinstance(field, ColumnField) or field.table not in self.model.tables:
            return False
        return any(column.name == field.column for column in label_columns(self.model.tables[field.table]))

    def _named_apart(self, places: list[int]) -> bool:
        names = [self.columns[place].name.lower() for place in places]
        return len(names) == 2 and "first" in names[0] and "last" in names[1]

    def _cautions(self) -> list[str]:
        unknown = any(row[place] is None for row in self.result.rows for place in self.labels)
        said = [say("some_unknown", self.language)] if unknown else []
        if self.result.truncated:
            said.append(say("truncated", self.language))
        return said
