"""Which date a question's periods and calendar units are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.planner.abbreviations import expand
from knowledge.planner.fields import Geography, column_field, is_number, time_columns
from knowledge.planner.misfits import Misfit
from knowledge.planner.shape import Marks, Shape
from knowledge.planner.time_ranges import Clock
from knowledge.planner.tokens import words_of
from knowledge.planner.vocabulary import Target
from knowledge.planner.words import likeness
from knowledge.semantic.joins import field_named
from knowledge.semantic.model import SemanticColumn, SemanticModel, SemanticTable
from knowledge.semantic.query import (
    ColumnField,
    Condition,
    Field,
    Grain,
    Grouping,
    Measure,
    MetricMeasure,
    Operator,
    Period,
)
from querying.catalog import TableKey

LIGHT_VERBS = ("signup", "created", "order")
_YEAR_WORDS = ("year", "annee", "yr")


@dataclass(frozen=True, slots=True)
class Timing:
    """The dates of one reading. `nouns` are the time columns that the question names."""

    shape: Shape
    base: TableKey
    model: SemanticModel
    geography: Geography
    clock: Clock
    nouns: Sequence[tuple[Target, Marks, int]]

    @property
    def table(self) -> SemanticTable:
        return self.model.tables[self.base]

    # -- which column ------------------------------------------------------------------------------------

    def named_field(self) -> Field | None:
        """The time column that a noun or verb names; None where nothing does. Raises Misfit."""
        if len(self.nouns) > 1:
            raise Misfit("two_times")
        if self.nouns:
            target = self.nouns[0][0]
            paths = self.geography.paths(self.base, target.table) if target.table else []
            if not paths:
                raise Misfit("unreachable")
            assert target.table is not None
            return column_field(self.base, paths[0], target.table, target.name)
        for hints in self.shape.verbs:
            found = self._hinted(hints)
            if found is not None:
                return ColumnField(self.base, found.name)
            if hints[0] not in LIGHT_VERBS:
                raise Misfit("no_time")
        return None

    def _hinted(self, hints: Iterable[str]) -> SemanticColumn | None:
        for hint in hints:
            for column in time_columns(self.table):
                if any(likeness(hint, word) >= 0.93 for word in spelt(column.name)):
                    return column
        return None

    def default_field(self, measures: Sequence[Measure] = ()) -> Field:
        """The time column that stands for the base's rows. Raises Misfit where none does."""
        for measure in measures:
            metric = self.model.metrics.get(measure.name) if isinstance(measure, MetricMeasure) else None
            if metric is not None and metric.time_column and metric.table is not None:
                found = field_named(self.model, metric.table, metric.time_column)
                if found is not None:
                    return found
        if self.table.time_column:
            found = field_named(self.model, self.base, self.table.time_column)
            if found is not None:
                return found
        own = time_columns(self.table)
        if len(own) == 1:
            return ColumnField(self.base, own[0].name)
        if own:
            raise Misfit("many_times", ", ".join(column.name.replace("_", " ") for column in own))
        return self._parents_time()

    def _parents_time(self) -> Field:
        """Of a row without a date of its own: the date of the one row it hangs on, an item's order."""
        found = []
        for key, table in self.model.tables.items():
            for path in self.geography.paths(self.base, key):
                if len(path) == 1 and table.time_column:
                    wanted = field_named(self.model, key, table.time_column)
                    if isinstance(wanted, ColumnField):
                        found.append(ColumnField(wanted.table, wanted.column, (path[0].name, *wanted.path)))
        if len(found) != 1:
            raise Misfit("no_time")
        return found[0]

    # -- periods -----------------------------------------------------------------------------------------

    def periods(self, measures: Sequence[Measure]) -> tuple[Period | None, list[Condition]]:
        """The period asked for, or conditions on a year that is kept as a number. Raises Misfit."""
        times = self.shape.times
        if not times:
            return None, []
        period = self._joined()
        year = self._year_column()
        if year is not None:
            return None, year_conditions(year, period)
        named = self.named_field()
        if named is not None and not self._is_own_default(named, measures):
            return replace(period, field=named), []
        default = named or self.default_field(measures)
        if self._is_default(default, measures):
            return period, []
        return replace(period, field=default), []

    def _is_own_default(self, named: Field, measures: Sequence[Measure]) -> bool:
        try:
            return named == self.default_field(measures)
        except Misfit:
            return False

    def _is_default(self, found: Field, measures: Sequence[Measure]) -> bool:
        """Whether the compiler would take the same column by itself."""
        if any(isinstance(measure, MetricMeasure) for measure in measures):
            return True
        return bool(self.table.time_column) and found == field_named(
            self.model, self.base, self.table.time_column or ""
        )

    def _joined(self) -> Period:
        """One period: the only one, or two that meet ("in 2012 and 2013"). Raises Misfit."""
        periods = sorted(
            (match.period for match in self.shape.times), key=lambda period: str(period.start or "")
        )
        first = periods[0]
        for period in periods[1:]:
            if first.end is None or period.start is None or first.end != period.start:
                raise Misfit("two_times")
            first = Period(first.start, period.end)
        return first

    def _year_column(self) -> Field | None:
        """An integer column of years, where the question names it or the base has no date at all."""
        years = [column for column in self.table.columns if is_number(column) and is_year(column)]
        if not years or self.nouns:
            return None
        for hints in self.shape.verbs:
            for column in years:
                if any(
                    likeness(hint, word) >= 0.93
                    for hint in hints
                    for word in spelt(column.name)
                    if word not in _YEAR_WORDS
                ):
                    return ColumnField(self.base, column.name)
            if self._hinted(hints) is None and len(years) == 1 and "year" in hints:
                return ColumnField(self.base, years[0].name)
        if (
            not time_columns(self.table)
            and not self.shape.verbs
            and len(years) == 1
            and not self.table.time_column
        ):
            return ColumnField(self.base, years[0].name)
        return None

    # -- calendar units ----------------------------------------------------------------------------------

    def groupings(self, measures: Sequence[Measure]) -> list[Grouping]:
        """Groupings by calendar unit: per month, by signup year, over time. Raises Misfit."""
        grains = list(self.shape.grains)
        if self.shape.which_grain is not None:
            grains.append(self.shape.which_grain)
        for _, marks, _ in self.nouns:
            if marks.unit is not None:
                grains.append(marks.unit)
            elif marks.by and not grains:
                grains.append(Grain.DAY)
        if self.shape.trend and not grains:
            grains.append(self._fitting_grain())
        if not grains:
            return []
        if len(set(grains)) > 1 or (len(grains) > 1 and len(set(grains)) == 1 and not self.shape.trend):
            grains = list(dict.fromkeys(grains))
            if len(grains) > 1:
                raise Misfit("two_times")
        year = self._year_column()
        if year is not None and grains == [Grain.YEAR]:
            return [Grouping(year)]
        wanted = self.named_field() or self.default_field(measures)
        return [Grouping(wanted, grain) for grain in grains]

    def _fitting_grain(self) -> Grain:
        """For "over time": days within two months, weeks within half a year, else months."""
        if not self.shape.times:
            return Grain.MONTH
        period = self._joined()
        end = period.end or self.clock.now
        if period.start is None:
            return Grain.MONTH
        days = (end - period.start).days
        if days <= 1:
            return Grain.HOUR
        return Grain.DAY if days <= 62 else Grain.WEEK if days <= 190 else Grain.MONTH


def spelt(name: str) -> list[str]:
    """A name's words and what abbreviations in it stand for."""
    return [spelling for word in words_of(name) for spelling in (word, *expand(word))]


def is_year(column: SemanticColumn) -> bool:
    return any(word in _YEAR_WORDS for word in spelt(column.name))


def year_conditions(wanted: Field, period: Period) -> list[Condition]:
    """A period as bounds of a column of years. Raises Misfit where it is not of whole years."""
    for moment in (period.start, period.end):
        if moment is not None and (moment.month, moment.day, moment.hour) != (1, 1, 0):
            raise Misfit("no_time")
    first = period.start.year if period.start else None
    last = period.end.year - 1 if period.end else None
    if first is not None and first == last:
        return [Condition(wanted, Operator.EQUALS, (first,))]
    if first is not None and last is not None:
        return [Condition(wanted, Operator.BETWEEN, (first, last))]
    if first is not None:
        return [Condition(wanted, Operator.GREATER_OR_EQUAL, (first,))]
    return [Condition(wanted, Operator.LESS_OR_EQUAL, (last or 0,))]
