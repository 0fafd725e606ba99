"""What an answer's sentences are made of: names, numbers with their units, subjects, moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from knowledge.planner.fields import label_columns
from knowledge.planner.formats import Number, format_number, format_unit
from knowledge.planner.measuring import names_in_formula
from knowledge.planner.nouns import is_plural, the_english, the_french
from knowledge.planner.reading_conditions import period_words
from knowledge.planner.reading_names import field_words, join_words
from knowledge.planner.telling_words import capital, say, to_be
from knowledge.planner.understood import counted_noun, measure_phrase, short_conditions
from knowledge.semantic.compiled import CompiledQuery
from knowledge.semantic.formulas import adds_up
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

Row = Sequence[Any]


class Facts:
    """A result beside its query, in words of one language; remembers each number it writes."""

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
        self.measures = [place for place, column in enumerate(self.columns) if column.measure is not None]
        self.currency_at = currency_place(self.columns, model)
        self.labels = [
            place
            for place in range(len(self.columns))
            if place not in self.measures and self._is_label(place)
        ]
        self.past = query.period is not None
        self.when = self._when()
        self.noun = counted_noun(query, model, language) if len(query.measures) == 1 else ""
        self.note = self._note()

    # -- of the query ------------------------------------------------------------------------------------

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

    def _when(self) -> str:
        period = self.query.period
        if period is None:
            return ""
        by = field_words(period.field, self.model, self.language) if period.field else ""
        return f" {period_words(period, self.language, by)}"

    def _note(self) -> str:
        """The conditions in brackets, but for the one that the counted noun says."""
        said = short_conditions(self.query, self.model, self.language)
        return f" ({'; '.join(said)})" if said else ""

    def subject(self, place: int) -> str:
        """“the average arrival delay”, "revenue", « le chiffre d'affaires »."""
        return the_french(self._phrase(place)) if self.language == "fr" else the_english(self._phrase(place))

    def be(self, place: int) -> str:
        """The verb that the subject takes."""
        return to_be(self.language, plural=is_plural(self._phrase(place), self.language), past=self.past)

    def have(self) -> str:
        """Has, had; « compte », « a compté »."""
        return {"en": ("has", "had"), "fr": ("compte", "a compté")}[self.language][self.past]

    def have_all(self) -> str:
        """The same of several."""
        return {"en": ("have", "had"), "fr": ("comptent", "ont compté")}[self.language][self.past]

    def amounts(self, place: int) -> str:
        """The verb of a sum: comes to, came to; « s'élève à », « a atteint »."""
        many = is_plural(self._phrase(place), self.language)
        forms = {
            "en": ("comes to", "come to", "came to", "came to"),
            "fr": ("s'élève à", "s'élèvent à", "a atteint", "ont atteint"),
        }
        return forms[self.language][many + 2 * self.past]

    def it(self, place: int) -> str:
        """A pronoun for the measure: it, they, the number."""
        if self.noun:
            return "the number"
        return "they" if is_plural(self._phrase(place), "en") else "it"

    def _phrase(self, place: int) -> str:
        measure = self.columns[place].measure
        assert measure is not None
        return measure_phrase(measure, self.model, self.language)

    def is_additive(self, place: int) -> bool:
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

    # -- of the rows -------------------------------------------------------------------------------------

    def join(self, parts: list[str]) -> str:
        """“a, b and c”."""
        return join_words(parts, self.language)

    def number(self, row: Row, place: int) -> str:
        """A number of the result in bold, with its unit."""
        return self.told(row[place], row, place)

    def told(self, value: Any, row: Row, place: int) -> str:
        """A value as that column's, such as the total of some rows."""
        if value is None:
            return say("unknown", self.language)
        if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
            return f"**{self._cell(value, None)}**"
        self.numbers.append(value)
        return f"**{format_number(value, self.language, self._unit(row, place))}**"

    def count_of_rows(self) -> str:
        """How many rows the result has, in bold."""
        self.numbers.append(len(self.result.rows))
        return f"**{format_number(len(self.result.rows), self.language)}**"

    def _unit(self, row: Row, place: int) -> str:
        measure, unit = self.columns[place].measure, self.columns[place].unit
        if isinstance(measure, AggregateMeasure) and measure.function in (
            Function.COUNT,
            Function.COUNT_DISTINCT,
        ):
            return ""
        money = self.is_money(place)
        if money and self.currency_at is not None and row[self.currency_at]:
            return str(row[self.currency_at])
        if unit == "currency" or money:
            return self.currency
        return unit

    def label(self, place: int) -> str:
        """The measure's name at the start of a line."""
        return capital(self._phrase(place))

    def is_money(self, place: int) -> bool:
        """Whether the column holds amounts, which are kept apart by currency."""
        measure, unit = self.columns[place].measure, self.columns[place].unit
        if unit == "currency":
            return True
        if isinstance(measure, MetricMeasure):
            return not unit and _is_amount(measure.name, self.model)
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
        return str(value)

    def name(self, row: Row) -> str:
        """What the row is about: "Frontier Airlines Inc.", "March 2013"; first and last names as one."""
        parts = [self._cell(row[place], self.columns[place].grain) for place in self.labels]
        return (" " if self._named_apart(self.labels) else " · ").join(parts)

    def names(self, rows: list[Row]) -> str:
        """The names of a few rows."""
        return self.join([self.name(row) for row in rows[:4]])

    def is_nameless(self, row: Row) -> bool:
        """Whether the data doesn't say what the row is about."""
        return len(self.labels) == 1 and row[self.labels[0]] in (None, "")

    def at(self, row: Row) -> str:
        """When a row of a series is: "in March 2013", "on October 5, 2026", « au T3 2026 »."""
        grain, name = self.columns[self.labels[0]].grain, self.name(row)
        if self.language == "fr":
            before = {Grain.QUARTER: "au ", Grain.WEEK: "", Grain.DAY: "le ", Grain.HOUR: "le "}
            return before.get(grain or Grain.DAY, "en ") + name
        return ("on " if grain in (Grain.DAY, Grain.HOUR) else "in ") + name

    def row_name(self, row: Row) -> str:
        """What people call a listed row; nothing where it has no name but a key."""
        named = [place for place in self.labels if self._names_row(place)]
        if len(named) > 1 and not self._named_apart(named[:2]):
            named = named[:1]
        if not named and self.query.distinct:
            named = self.labels[:1]
        return " ".join(self._cell(row[place], None) for place in named[:2])

    def key(self, row: Row) -> str:
        """The first value of a listed row, to call it by where it has no name."""
        return self._cell(row[self.labels[0] if self.labels else 0], None)

    def _names_row(self, place: int) -> bool:
        grouping = self.columns[place].grouping
        field = grouping.field if grouping else None
        if not isinstance(field, ColumnField) or field.table not in self.model.tables:
            return False
        if field.path and self._shows_keys():
            return False  # a shipment is not called what its customer is
        return any(column.name == field.column for column in label_columns(self.model.tables[field.table]))

    def _shows_keys(self) -> bool:
        """Whether the listed rows are told by their own key."""
        table = self.model.tables.get(self.query.table) if self.query.table else None
        keys = {ColumnField(table.key, name) for name in table.primary_key} if table else set()
        return not self.query.measures and bool(keys & set(self.query.columns))

    def _named_apart(self, places: list[int]) -> bool:
        names = [self.columns[place].name.lower() for place in places]
        return len(names) == 2 and "first" in names[0] and "last" in names[1]


def _is_amount(name: str, model: SemanticModel) -> bool:
    """Whether a metric is money: kept by currency, or made of such by adding and taking away."""
    metric = model.metrics.get(name)
    if metric is None:
        return False
    if not metric.formula:
        return metric.currency_column is not None
    parts = names_in_formula(metric.formula, model)
    return bool(parts) and adds_up(metric.formula) and all(_is_amount(part, model) for part in parts)
