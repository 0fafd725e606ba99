"""A reading being put together: what its nouns have added so far, and how fields are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from knowledge.planner.fields import (
    Geography,
    column_field,
    entity_fields,
    foreign_entity,
    is_calendar_number,
    is_measure,
    is_person,
    is_time,
    names_of,
    path_words,
)
from knowledge.planner.lexicon import TagKind
from knowledge.planner.measuring import words_of_measure
from knowledge.planner.misfits import Misfit
from knowledge.planner.participles import is_participle
from knowledge.planner.polarity import direction_of
from knowledge.planner.shape import Bound, Marks, Rank, Shape
from knowledge.planner.time_ranges import Clock
from knowledge.planner.timing import Timing, spelt
from knowledge.planner.tokens import words_of
from knowledge.planner.vocabulary import Target, TargetKind
from knowledge.planner.words import likeness
from knowledge.semantic.model import Join, SemanticColumn, SemanticModel, SemanticTable
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    DimensionField,
    Field,
    Function,
    Measure,
    MetricMeasure,
    SegmentCondition,
)
from querying.catalog import TableKey

_OPPOSITES = {
    "origin": ("destination", "dest", "end", "arrival", "target", "receiver", "dropoff"),
    "destination": ("origin", "source", "start", "departure", "sender", "pickup"),
}

_SPANS = frozenset({"hours", "minutes", "seconds", "days"})

_CURRENCY_WORDS = {
    "eur": frozenset({"eur", "euro", "euros"}),
    "usd": frozenset({"usd", "dollar", "dollars"}),
    "gbp": frozenset({"gbp", "pound", "pounds"}),
}

Assumption = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One of several fields or conditions that a noun may stand for, and what it costs to believe so."""

    fields: tuple[Field, ...] = ()
    condition: Condition | SegmentCondition | None = None
    penalty: float = 0.0


@dataclass(slots=True)
class Draft:
    """The parts of one reading over one base table; nothing in it decides what a noun means."""

    shape: Shape
    base: TableKey
    targets: tuple[Target, ...]
    model: SemanticModel
    geography: Geography
    clock: Clock
    language: str
    marks: list[Marks] = field(default_factory=list)
    context: set[int] = field(default_factory=set)  # nouns that only qualify another
    measures: list[tuple[Measure, ...]] = field(default_factory=list)  # each with its alternatives
    groups: list[list[Option]] = field(default_factory=list)
    conditions: list[list[Option]] = field(default_factory=list)
    listed: list[list[Option]] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)  # indices of groups asked for by which/what/top
    having: list[tuple[int, Bound]] = field(default_factory=list)
    plain: list[int] = field(default_factory=list)  # tables named with no part of their own
    counted: list[TableKey] = field(default_factory=list)
    rank: Rank | None = None
    rank_measure: int | None = None
    ranked_plural: bool = True
    entity_rank: tuple[int, Rank] | None = None  # noun whose rows are ranked by something else
    values: list[tuple[int, Field]] = field(default_factory=list)
    time_nouns: list[int] = field(default_factory=list)
    implied: list[int] = field(default_factory=list)  # numeric columns with no aggregate said
    penalty: float = 0.0
    assumptions: list[Assumption] = field(default_factory=list)
    bounded_count: Bound | None = None
    deed: bool = False
    ordered_by_measure: bool = False
    new: bool = False

    @property
    def table(self) -> SemanticTable:
        return self.model.tables[self.base]

    def column(self, target: Target) -> SemanticColumn:
        column = self.model.tables[target.table].column(target.name) if target.table else None
        if column is None:
            raise Misfit("unknown")
        return column

    def _refuse(self, marks: Marks, *allowed: str) -> None:
        """Raises Misfit if the noun bears a mark that nothing here would heed."""
        harmless = {
            name: getattr(Marks(), name)
            for name in (*allowed, "each", "list", "joined", "alternative", "preposition", "has", "new")
        }
        if replace(marks, **harmless) != Marks():
            raise Misfit("unused")

    def _paths(self, table: TableKey | None, marks: Marks) -> list[tuple[tuple[Join, ...], float]]:
        """Paths to the table with penalties: longer is worse, the hinted role better."""
        if table is None:
            raise Misfit("unreachable")
        paths = self.geography.paths(self.base, table)
        if not paths:
            raise Misfit("unreachable")
        shortest = len(paths[0])
        return [(path, 0.04 * (len(path) - shortest) if len(path) > shortest else 0.0) for path in paths]

    def role_options(self, target: Target, marks: Marks) -> list[Option]:
        """Employees supervised by Ines: rows of the same table, by the pointer that plays that part."""
        own = [
            join for join in self.model.joins_from(self.base) if join.to_table == target.table == self.base
        ]
        found = []
        for join in own:
            wanted = ColumnField(self.base, target.name, (join.name,))
            words = list(path_words(self.model, replace(wanted, column="")))
            if any(likeness(hint, word) for hint in marks.preposition or () for word in words):
                found.append(Option((wanted,), penalty=-0.08))
        return found

    def _hint_penalty(self, wanted: Field, marks: Marks, index: int) -> float:
        """Less than nothing where the words around name the field's role: "from JFK", "start station"."""
        words = set(path_words(self.model, wanted))
        penalty = 0.0
        if marks.preposition:
            if any(likeness(hint, word) for hint in marks.preposition for word in words):
                penalty -= 0.08
            elif any(
                likeness(hint, word) for hint in _OPPOSITES.get(marks.preposition[0], ()) for word in words
            ):
                penalty += 0.25
            elif isinstance(wanted, ColumnField) and any(
                is_participle(word) for word in self._pointer(wanted)
            ):
                penalty += 0.5  # "approved by" is not handled_by
        for near in (index - 1, index + 1):
            if near in self.context:
                target = self.targets[near]
                named = words_of(target.name) if target.kind in (TargetKind.COLUMN, TargetKind.JOIN) else ()
                if target.kind is TargetKind.JOIN:
                    penalty += -0.1 if target.name in wanted.path else 0.15
                elif any(likeness(word, other) for word in named for other in words):
                    penalty -= 0.06
        return penalty

    def _pointer(self, wanted: Field) -> tuple[str, ...]:
        """Words of the column that the way to the field begins with."""
        join = self.model.joins.get(wanted.path[0]) if wanted.path else None
        return words_of(join.on[0][0]) if join is not None else ()

    def column_options(
        self, index: int, target: Target, marks: Marks, table: TableKey | None, name: str
    ) -> list[Option]:
        options: dict[tuple[Field, ...], float] = {}
        for path, penalty in self._paths(table, marks):
            assert table is not None
            wanted = column_field(self.base, path, table, name)
            cost = penalty + self._hint_penalty(wanted, marks, index)
            column = self.model.tables[table].column(name)
            if column is not None and is_calendar_number(column) and self.table.time_column:
                cost += 0.1  # "per month" means the calendar's months
            options[(wanted,)] = min(cost, options.get((wanted,), 9.0))
        return [Option(fields, penalty=cost) for fields, cost in options.items()]

    def category_options(self, index: int, target: Target, marks: Marks) -> list[Option]:
        """The column, or where it is the key of rows with names, those names."""
        options = self.column_options(index, target, marks, target.table, target.name)
        join = foreign_entity(self.model, target.table, target.name) if target.table else None
        if join is None or marks.number is not None:
            return options
        named = []
        for option in options:
            wanted = option.fields[0]
            assert isinstance(wanted, ColumnField)
            path = (*tuple(self.model.joins[name] for name in wanted.path), join)
            named.append(Option(entity_fields(self.model, self.base, path), penalty=option.penalty))
        return named

    def dimension_options(self, target: Target) -> list[Option]:
        return [
            Option((DimensionField(target.name, names_of(path)),), penalty=penalty)
            for path, penalty in self._paths(target.table, Marks())
        ]

    def entity_options(self, index: int, table: TableKey | None, marks: Marks) -> list[Option]:
        options = []
        for path, penalty in self._paths(table, marks):
            fields = entity_fields(self.model, self.base, path)
            if not fields:
                raise Misfit(
                    "nameless",
                    self.model.tables[table].words.label_in(self.language, table[1]) if table else "",
                )
            options.append(Option(fields, penalty=penalty + self._hint_penalty(fields[0], marks, index)))
        return options

    def join_options(self, target: Target) -> list[Option]:
        """The rows that the join leads to, by their names. Raises Misfit."""
        options = [
            Option(entity_fields(self.model, self.base, path), penalty=0.04 * (len(path) - 1))
            for path in self.geography.paths(self.base, self.model.joins[target.name].to_table)
            if path and path[-1].name == target.name
        ]
        if not options or not options[0].fields:
            raise Misfit("unreachable")
        return options

    def add_count(self, marks: Marks) -> None:
        """A count of the base's rows as measure, bound or ranking, as the marks say."""
        self.add_measure((AggregateMeasure(Function.COUNT, self.base),), marks)

    def add_measure(self, alternatives: tuple[Measure, ...], marks: Marks) -> None:
        beside = bool(self.measures) and not (marks.bound or marks.rank or marks.by or marks.ordered)
        if beside and not marks.joined and not self.having:
            raise Misfit("unused")
        self.measures.append(alternatives)
        number = len(self.measures) - 1
        if marks.bound is not None:
            self.having.append((number, marks.bound))
        if marks.rank is not None:
            fits = marks.rank.kind is TagKind.TOP or self._adjective_fits(marks.rank, alternatives[0])
            if not fits or self.rank is not None:
                raise Misfit("unused")
            self.rank, self.rank_measure = replace(marks.rank, kind=TagKind.TOP), number
        if marks.by or marks.ordered:
            self.ordered_by_measure = True
            self.rank_measure = number

    def _adjective_fits(self, rank: Rank, measure: Measure) -> bool:
        """The longest average duration: the adjective speaks of just this measure."""
        words = self.measure_words(measure)
        if "duration" in rank.hints and _SPANS & set(words):
            return True
        return rank.kind is TagKind.ADJECTIVE and any(
            likeness(h, word) >= 0.9 for h in rank.hints for word in words
        )

    def over_base(self, function: Function, options: list[Option]) -> AggregateMeasure:
        """An aggregate of a column of the base itself: a parent's value would count once per child."""
        own = [
            option.fields[0]
            for option in options
            if isinstance(option.fields[0], ColumnField) and not option.fields[0].path
        ]
        if not own:
            raise Misfit("unreachable")
        return AggregateMeasure(function, self.base, own[0])

    def timing(self) -> Timing:
        columns = [(self.targets[index], self.marks[index], index) for index in self.time_nouns]
        return Timing(self.shape, self.base, self.model, self.geography, self.clock, columns)

    def measures_told(self) -> bool:
        """Whether a measure of the base's rows is named, other than a count of another table's."""
        return any(
            isinstance(measure, MetricMeasure) or measure.function is not Function.COUNT_DISTINCT
            for slot in self.measures
            for measure in slot
        )

    def measure_words(self, measure: Measure) -> list[str]:
        return words_of_measure(self.model, measure)

    def direction(self, rank: Rank, measure: Measure) -> str:
        """“high” or "low"; of best and worst only where the measure tells. Raises Misfit."""
        if rank.direction in ("high", "low"):
            return rank.direction
        found = direction_of(self.measure_words(measure), rank.direction)
        if found is None:
            raise Misfit("polarity", rank.direction)
        return found

    def every_way(
        self,
    ) -> Iterator[tuple[list[Option], list[Option], list[Option], tuple[Measure, ...], float]]:
        """Each choice of paths for groups, conditions and columns, and of measures, with its penalty."""
        slots = [*self.groups, *self.conditions, *self.listed]
        best = [sorted(slot, key=lambda option: option.penalty)[:3] for slot in slots]
        for chosen in product(*best):
            penalty = sum(option.penalty for option in chosen)
            groups = list(chosen[: len(self.groups)])
            conditions = list(chosen[len(self.groups) : len(self.groups) + len(self.conditions)])
            listed = list(chosen[len(self.groups) + len(self.conditions) :])
            for measures in product(*self.measures):
                yield groups, conditions, listed, measures, penalty

    def hinted_column(self, hints: tuple[str, ...]) -> SemanticColumn | None:
        """The column that the first fitting hint names. Raises Misfit where it names several."""
        columns = [
            c
            for c in self.table.columns
            if not c.masked and (is_time(c) or is_measure(c) or "year" in c.name.lower())
        ]
        for hint in hints:
            fitting = [
                c for c in columns if any(likeness(hint.rstrip("~"), part) >= 0.94 for part in spelt(c.name))
            ]
            if len(fitting) > 1:
                raise Misfit(
                    "many_columns", ", ".join(c.words.label_in(self.language, c.name) for c in fitting)
                )
            if fitting:
                return fitting[0]
        return None

    def _bound_by_hint(self, bound: Bound) -> None:
        """“Books that cost more than 30”: the one column of the base that the comparison speaks of."""
        hints = bound.hints[1:] if bound.hints[0] in _CURRENCY_WORDS else bound.hints
        column = self._only_number() if hints == ("only",) else self.hinted_column(hints)
        if column is None or self._is_other_money(column, bound.hints[0]):
            raise Misfit("no_measure")
        wanted = ColumnField(self.base, column.name)
        self.conditions.append([Option((wanted,), bounded(wanted, bound))])

    def _only_number(self) -> SemanticColumn | None:
        """“Invoices above 10”: the one number that the rows have, if they are no people."""
        own = [column for column in self.table.columns if is_measure(column) and not column.masked]
        return own[0] if len(own) == 1 and not is_person(self.table) else None

    def _is_other_money(self, column: SemanticColumn, code: str) -> bool:
        """Whether an amount in `code` can't be compared with the column: of another currency, or many."""
        if code not in _CURRENCY_WORDS:
            return False
        said = set(words_of(column.name)) | set(words_of(column.unit))
        others = {word for other, words in _CURRENCY_WORDS.items() if other != code for word in words}
        return bool(said & others) or self.table.currency_column is not None


def bounded(wanted: Field, bound: Bound) -> Condition:
    return Condition(wanted, bound.operator, bound.numbers)
