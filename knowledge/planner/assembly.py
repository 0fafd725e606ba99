"""One base table and one meaning per noun, put together into a semantic query, or not at all."""

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
    is_number,
    is_time,
    label_columns,
    names_of,
    path_words,
)
from knowledge.planner.lexicon import TagKind
from knowledge.planner.measuring import is_total, names_in_formula, words_of_measure
from knowledge.planner.misfits import Misfit
from knowledge.planner.polarity import adds_up, direction_of, never_adds
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
    Grain,
    Grouping,
    Measure,
    MeasureCondition,
    MetricMeasure,
    Operator,
    Order,
    SegmentCondition,
    SemanticQuery,
    Value,
)
from querying.catalog import ColumnType, TableKey

__all__ = ["Assembly", "Misfit", "names_in_formula"]

DEFAULT_LIMIT = 10
LISTED_COLUMNS = 8

Assumption = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One of several fields or conditions that a noun may stand for, and what it costs to believe so."""

    fields: tuple[Field, ...] = ()
    condition: Condition | SegmentCondition | None = None
    penalty: float = 0.0


@dataclass(slots=True)
class Assembly:
    """Collects what each noun adds; `build` gives the queries, one per way through ambiguous joins."""

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

    # -- the whole ---------------------------------------------------------------------------------------

    def build(self) -> Iterator[tuple[SemanticQuery, float, tuple[Assumption, ...]]]:
        """Each complete query with what it costs to believe. Raises Misfit."""
        self.collect()
        yield from self._finish()

    def collect(self) -> None:
        """Give each noun its part. Raises Misfit where one has none."""
        self.marks = [noun.marks for noun in self.shape.nouns]
        self._pass_on_marks()
        self._find_context()
        for index in range(len(self.targets)):
            if index not in self.context:
                self._place(index)

    @property
    def table(self) -> SemanticTable:
        return self.model.tables[self.base]

    def column(self, target: Target) -> SemanticColumn:
        column = self.model.tables[target.table].column(target.name) if target.table else None
        if column is None:
            raise Misfit("unknown")
        return column

    # -- nouns about nouns -------------------------------------------------------------------------------

    def _pass_on_marks(self) -> None:
        """“How many active users”: what stands before an adjective is about the noun."""
        for index in range(len(self.targets) - 1):
            following = self.shape.nouns[index + 1]
            if not following.touching or not self.marks[index + 1].bare or self.marks[index + 1].joined:
                continue
            marks, target = self.marks[index], self.targets[index]
            moved = replace(
                marks,
                bound=None,
                number=None,
                negated=False,
                missing=False,
                present=False,
                preposition=marks.preposition,
                joined=False,
                alternative=False,
            )
            kept = replace(
                Marks(),
                negated=marks.negated,
                bound=marks.bound,
                joined=marks.joined,
                alternative=marks.alternative,
                without=marks.without and not self._is_modifier(target),
                missing=marks.missing,
                present=marks.present,
            )
            if self._is_modifier(target) and marks.by and self._is_table(index + 1):
                self.marks[index] = replace(marks, by=False)  # borrowed by premium readers: no grouping
                self.context.add(index + 1)
            elif self._is_modifier(target) and self._is_table(index + 1):
                self.marks[index], self.marks[index + 1] = kept, moved
            elif self._qualifies(index, index + 1) and (
                marks.by or marks.aggregate or marks.rank or marks.which
            ):
                if self._value_follows(index + 1):
                    continue
                self.marks[index], self.marks[index + 1] = kept, moved
                self.context.add(index)

    def _is_table(self, index: int) -> bool:
        return self.targets[index].kind in (TargetKind.TABLE, TargetKind.EVENT, TargetKind.JOIN)

    def _is_modifier(self, target: Target) -> bool:
        if target.kind in (TargetKind.VALUE, TargetKind.SEGMENT):
            return True
        return target.kind is TargetKind.COLUMN and (
            self.column(target).type is ColumnType.BOOLEAN or (target.verb and is_time(self.column(target)))
        )

    def _qualifies(self, first: int, second: int) -> bool:
        """A table right before one of its own columns: "customer country"."""
        one, other = self.targets[first], self.targets[second]
        return (
            one.kind is TargetKind.TABLE
            and other.kind in (TargetKind.COLUMN, TargetKind.DIMENSION)
            and one.table == other.table
        )

    def _value_follows(self, index: int) -> bool:
        return index + 1 < len(self.targets) and self.targets[index + 1].kind is TargetKind.VALUE

    def _find_context(self) -> None:
        """Nouns that only say which kind of thing a value or column beside them is."""
        for index, target in enumerate(self.targets):
            before = index - 1 if index else None
            after = index + 1 if index + 1 < len(self.targets) else None
            marks = self.marks[index]
            plain = (
                replace(
                    marks,
                    preposition=None,
                    has=False,
                    joined=False,
                    negated=False,
                    by=False,
                    list=False,
                    which=False,
                )
                == Marks()
            )
            if after is not None and plain and not marks.which and self._names_value(index, after):
                if marks.negated:
                    self.marks[after] = replace(self.marks[after], negated=True)
                if marks.preposition and not self.marks[after].preposition:
                    self.marks[after] = replace(self.marks[after], preposition=marks.preposition)
                if not (target.kind is TargetKind.TABLE and target.table == self.base):
                    self.context.add(index)
            elif before is not None and marks.bare and self.shape.nouns[index].touching:
                if self.targets[before].kind is TargetKind.VALUE and self._names_value(index, before):
                    if not (target.kind is TargetKind.TABLE and target.table == self.base):
                        self.context.add(index)
                elif (
                    target.kind is TargetKind.TABLE
                    and self.targets[before].table == target.table
                    and target.table != self.base
                ) or (target.kind is TargetKind.JOIN and self.targets[before].table == target.table):
                    self.context.add(index)
            if (
                after is not None
                and self._qualifies(index, after)
                and marks == Marks()
                and target.table != self.base
            ):
                self.context.add(index)

    def _names_value(self, index: int, value: int) -> bool:
        """Whether the noun is the column, table or join that the value beside it belongs to."""
        noun, held = self.targets[index], self.targets[value]
        if held.kind is not TargetKind.VALUE:
            return False
        if value > index and not (self.shape.nouns[value].touching or self._only_equals(index, value)):
            return False
        if noun.kind is TargetKind.COLUMN:
            if (noun.table, noun.name) == (held.table, held.name):
                return True
            join = foreign_entity(self.model, noun.table, noun.name) if noun.table else None
            return join is not None and join.to_table == held.table
        return noun.kind in (TargetKind.TABLE, TargetKind.JOIN) and noun.table == held.table

    def _only_equals(self, first: int, second: int) -> bool:
        between = self.marks[second]
        return replace(between, negated=False, has=False) == Marks()

    # -- one noun ----------------------------------------------------------------------------------------

    def _place(self, index: int) -> None:
        target, marks = self.targets[index], self.marks[index]
        if marks.new:
            self.new = True
        if (
            marks == Marks(joined=True)
            and target.kind is not TargetKind.VALUE
            and self._goes_on_grouping(index)
        ):
            marks = self.marks[index] = Marks(by=True)  # "by city and branch"
        if target.kind is TargetKind.VALUE:
            self._place_value(index, target, marks)
        elif target.kind is TargetKind.METRIC:
            self._place_metric(index, target, marks)
        elif target.kind is TargetKind.TABLE:
            self._place_table(index, target, marks)
        elif target.kind is TargetKind.COLUMN:
            self._place_column(index, target, marks)
        elif target.kind is TargetKind.DIMENSION:
            self._place_category(index, self._dimension_options(target), marks, None)
        elif target.kind is TargetKind.SEGMENT:
            self._place_segment(target, marks)
        elif target.kind is TargetKind.EVENT:
            self._place_event(target, marks)
        else:
            self._place_join(index, target, marks)

    def _goes_on_grouping(self, index: int) -> bool:
        before = self.shape.nouns[index - 1] if index else None
        if before is not None and self.marks[index - 1].by:
            return True
        return bool(self.shape.grains) and (before is None or not self.marks[index - 1].how_many)

    def _refuse(self, marks: Marks, *allowed: str) -> None:
        """Raises Misfit if the noun bears a mark that nothing here would heed."""
        harmless = {
            name: getattr(Marks(), name)
            for name in (*allowed, "list", "joined", "alternative", "preposition", "has", "new")
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
        for near in (index - 1, index + 1):
            if near in self.context:
                target = self.targets[near]
                named = words_of(target.name) if target.kind in (TargetKind.COLUMN, TargetKind.JOIN) else ()
                if target.kind is TargetKind.JOIN:
                    penalty += -0.1 if target.name in wanted.path else 0.15
                elif any(likeness(word, other) for word in named for other in words):
                    penalty -= 0.06
        return penalty

    def _column_options(
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

    def _dimension_options(self, target: Target) -> list[Option]:
        return [
            Option((DimensionField(target.name, names_of(path)),), penalty=penalty)
            for path, penalty in self._paths(target.table, Marks())
        ]

    def _entity_options(self, index: int, table: TableKey | None, marks: Marks) -> list[Option]:
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

    # -- values, segments, events ------------------------------------------------------------------------

    def _place_value(self, index: int, target: Target, marks: Marks) -> None:
        self._refuse(marks, "negated", "by", "how_many", "which", "distinct")
        if marks.which or self._judges(index, target):
            raise Misfit("unused")
        if marks.how_many:  # "how many engineers": rows that hold the value
            if target.table != self.base or marks.distinct:
                raise Misfit("unused")
            self.penalty += 0.05
            self._add_count(Marks())
        operator = Operator.NOT_EQUALS if marks.negated else Operator.EQUALS
        held = target.value
        alternatives = []
        for option in self._column_options(index, target, marks, target.table, target.name):
            condition = Condition(option.fields[0], operator, (held,))
            alternatives.append(Option(option.fields, condition, option.penalty))
        self.conditions.append(alternatives)
        self.values.append((len(self.conditions) - 1, alternatives[0].fields[0]))

    def _judges(self, index: int, target: Target) -> bool:
        """“A low score”: low is no priority here, though some column holds it."""
        if str(target.value).lower() not in _JUDGEMENTS or index + 1 >= len(self.targets):
            return False
        following = self.targets[index + 1]
        return (
            following.kind in (TargetKind.COLUMN, TargetKind.METRIC)
            and (following.table, following.name) != (target.table, target.name)
            and self.shape.nouns[index + 1].touching
        )

    def _place_segment(self, target: Target, marks: Marks) -> None:
        self._refuse(marks, "negated", "without", "how_many", "which")
        if marks.how_many:
            if target.table != self.base:
                raise Misfit("unreachable")
            self._add_count(Marks())
        self.plain.append(self.targets.index(target))
        negated = marks.negated or marks.without
        self.conditions.append(
            [
                Option((), SegmentCondition(target.name, names_of(path), negated), penalty)
                for path, penalty in self._paths(target.table, marks)
            ]
        )

    def _place_event(self, target: Target, marks: Marks) -> None:
        event = self.model.events[target.name]
        if target.table != self.base:
            raise Misfit("unreachable")
        self._refuse(marks, "how_many", "aggregate", "rank", "which", "by", "bound")
        if (marks.by and self.entity_rank is None) or marks.aggregate not in (None, Function.SUM):
            raise Misfit("unused")
        self.conditions.append(
            [
                Option(
                    (), Condition(ColumnField(self.base, event.name_column), Operator.EQUALS, (event.value,))
                )
            ]
        )
        self._add_count(marks)

    def _add_count(self, marks: Marks) -> None:
        """A count of the base's rows as measure, bound or ranking, as the marks say."""
        self._add_measure((AggregateMeasure(Function.COUNT, self.base),), marks)

    def _add_measure(self, alternatives: tuple[Measure, ...], marks: Marks) -> None:
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

    # -- metrics -----------------------------------------------------------------------------------------

    def _place_metric(self, index: int, target: Target, marks: Marks) -> None:
        metric = self.model.metrics[target.name]
        self._refuse(marks, "aggregate", "how_many", "how_much", "rank", "bound", "by", "which", "ordered")
        if marks.aggregate is not None and not self._fits(metric.sql, marks.aggregate):
            raise Misfit("aggregated_metric", metric.words.label_in(self.language, metric.name))
        if marks.how_many and not is_total(metric.sql):
            raise Misfit("unused")
        self._add_measure((MetricMeasure(target.name),), marks)

    @staticmethod
    def _fits(sql: str, function: Function) -> bool:
        """Whether the metric already is the aggregate that was asked for."""
        start = sql.strip().lower()
        names = {
            Function.SUM: ("sum(", "count("),
            Function.AVERAGE: ("avg(",),
            Function.MINIMUM: ("min(",),
            Function.MAXIMUM: ("max(",),
            Function.MEDIAN: ("percentile_cont(0.5)",),
        }
        return start.startswith(names.get(function, ()))

    # -- tables ------------------------------------------------------------------------------------------

    def _place_table(self, index: int, target: Target, marks: Marks) -> None:
        table = target.table
        if self._is_feminine(index, table):
            raise Misfit("unused")
        if marks.without and table != self.base and not marks.negated:
            self._without_reference(table)
            return
        if marks.without or marks.negated or marks.missing or marks.present:
            raise Misfit("absence")
        if target.deed:
            if table != self.base and not self._needs_detail(table):
                raise Misfit("unreachable")
            self._refuse(marks, "by", "which", "how_many")
            if marks.which or marks.how_many or marks.by:
                raise Misfit("unused")
            self.deed = True
            self.plain.append(index)
            return
        if marks.number is not None:
            self._place_row(target, marks)
            return
        if marks.aggregate is not None and (
            marks.aggregate is not Function.SUM or (marks.how_many and marks.aggregate is not Function.SUM)
        ):
            raise Misfit("nested")
        if marks.bound is not None and marks.bound.hints:
            self._bound_by_hint(marks.bound)
            marks = replace(marks, bound=None)
        if marks.bound is not None:
            if table != self.base or marks.how_many:
                raise Misfit("unused")
            self._refuse(marks, "bound", "rank")
            self.bounded_count = marks.bound
            self._add_measure((AggregateMeasure(Function.COUNT, self.base),), replace(marks, rank=None))
        elif marks.how_many or marks.aggregate is Function.SUM:
            if not marks.how_many and any(
                c.name.lower() == "total" for c in self.model.tables[table or self.base].columns
            ):
                raise Misfit("unused")  # "total of invoices" means the column
            self._refuse(marks, "how_many", "aggregate", "distinct", "by", "rank", "ordered", "which")
            self._count(index, table, marks)
        elif marks.rank is not None:
            self._rank_table(index, table, marks)
        elif marks.by and (self._per_row(table) or self._says_by_whom(index)):
            self._refuse(marks, "by")
            self.plain.append(index)
        elif marks.by:
            self._refuse(marks, "by", "distinct")
            self.groups.append(self._entity_options(index, table, marks))
        elif marks.which and not self._is_listed_subject(table):
            self._refuse(marks, "which", "distinct")
            self.groups.append(self._entity_options(index, table, marks))
            self.asked.append(len(self.groups) - 1)
            self.ranked_plural = self.shape.nouns[index].plural
        else:
            self._refuse(marks, "which", "distinct", "when", "how_much")
            if marks.when or marks.how_much:
                raise Misfit("unused")
            self.plain.append(index)

    def _is_feminine(self, index: int, table: TableKey | None) -> bool:
        """Patientes are not all patients where the data tells women from men."""
        word = self.shape.nouns[index].word.rstrip("s")
        if self.language != "fr" or table is None or not word.endswith("e"):
            return False
        found = self.model.tables[table]
        names = {name.rstrip("s") for _, phrase in found.words.phrases() for name in words_of(phrase)}
        names |= {name.rstrip("s") for name in words_of(table[1])}
        sexed = any(set(spelt(c.name)) & {"sex", "sexe", "gender", "genre"} for c in found.columns)
        return sexed and word not in names and word[:-1] in names

    def _without_reference(self, table: TableKey | None) -> None:
        """Tickets without an agent: those whose reference is empty."""
        joins = [j for j in self.model.joins_from(self.base) if j.to_table == table and len(j.on) == 1]
        if len(joins) != 1:
            raise Misfit("absence")
        wanted = ColumnField(self.base, joins[0].on[0][0])
        self.conditions.append([Option((wanted,), Condition(wanted, Operator.IS_NULL))])

    def _per_row(self, table: TableKey | None) -> bool:
        """Average distance per trip: of trips, that is the average."""
        return table == self.base and any(marks.aggregate is Function.AVERAGE for marks in self.marks)

    def _says_by_whom(self, index: int) -> bool:
        """Books by authors from Japan: whose they are, not a grouping."""
        if index + 1 >= len(self.targets) or not self.shape.nouns[index].plural:
            return False
        following = self.targets[index + 1]
        return following.kind is TargetKind.VALUE and following.table == self.targets[index].table

    def _needs_detail(self, table: TableKey | None) -> bool:
        """Whether the deed's own rows can't tell all that is asked, but their details can."""
        if table is None or not any(join.to_table == table for join in self.model.joins_from(self.base)):
            return False
        return any(
            target.table is not None and not self.geography.reaches(table, target.table)
            for target in self.targets
        )

    def _bound_by_hint(self, bound: Bound) -> None:
        """“Books that cost more than 30”: the one column of the base that the comparison speaks of."""
        column = self.hinted_column(bound.hints)
        if column is None:
            raise Misfit("no_measure")
        wanted = ColumnField(self.base, column.name)
        self.conditions.append([Option((wanted,), _bounded(wanted, bound))])

    def hinted_column(self, hints: tuple[str, ...]) -> SemanticColumn | None:
        """The column that the first fitting hint names. Raises Misfit where it names several."""
        columns = [
            c
            for c in self.table.columns
            if not c.masked and (is_time(c) or is_measure(c) or "year" in c.name.lower())
        ]
        for hint in hints:
            fitting = [
                c for c in columns if any(likeness(hint.rstrip("~"), part) >= 0.97 for part in spelt(c.name))
            ]
            if len(fitting) > 1:
                raise Misfit(
                    "many_columns", ", ".join(c.words.label_in(self.language, c.name) for c in fitting)
                )
            if fitting:
                return fitting[0]
        return None

    def _is_listed_subject(self, table: TableKey | None) -> bool:
        """Which books cost more than 30: rows of the base themselves are asked for."""
        others = [marks for marks in self.marks if marks.rank or marks.aggregate]
        return table == self.base and not others and not self._measured_elsewhere()

    def _measured_elsewhere(self) -> bool:
        return any(target.kind is TargetKind.METRIC for target in self.targets)

    def _place_row(self, target: Target, marks: Marks) -> None:
        """“order 1234”: the row with that key."""
        table = self.model.tables[target.table] if target.table else self.table
        key = table.column(table.primary_key[0]) if len(table.primary_key) == 1 else None
        self._refuse(marks, "number", "by", "which")
        if key is None or not is_number(key) or marks.by or marks.which or not isinstance(marks.number, int):
            raise Misfit("unused")
        options = self._column_options(0, target, Marks(), target.table, key.name)
        self.conditions.append(
            [
                Option(o.fields, Condition(o.fields[0], Operator.EQUALS, (marks.number,)), o.penalty)
                for o in options
            ]
        )
        self.plain.append(self.targets.index(target))

    def _count(self, index: int, table: TableKey | None, marks: Marks) -> None:
        if table is None:
            raise Misfit("unused")
        if table == self.base:
            self.counted.append(table)
            self._add_count(replace(marks, how_many=False))
            return
        if not self._base_is_named(index):
            self.penalty += 0.1
            deed = any(target.deed for target in self.targets)
            part = any(join.to_table == table for join in self.model.joins_from(self.base))
            if not (deed or self._base_holds_value(index) or (part and self._needs_detail(table))):
                raise Misfit("unreachable")
        entity = self.model.tables[table]
        if len(entity.primary_key) != 1:
            raise Misfit("nameless")
        options = self._column_options(index, self.targets[index], marks, table, entity.primary_key[0])
        best = min(options, key=lambda option: option.penalty)
        self.penalty += 0.02 * len(self.geography.paths(self.base, table)[0])
        rivals = [option for option in options if option.penalty - best.penalty < 0.03]
        measures = tuple(
            AggregateMeasure(Function.COUNT_DISTINCT, self.base, option.fields[0]) for option in rivals
        )
        self.counted.append(table)
        self._add_measure(measures, replace(marks, how_many=False, distinct=False))

    def _base_is_named(self, but: int) -> bool:
        """Whether another noun speaks of the base's rows: a deed, a mention, a value or column of its own."""
        for index, target in enumerate(self.targets):
            if index != but and target.table == self.base:
                marks = self.marks[index]
                if target.kind is TargetKind.TABLE and not marks.how_many and not marks.by:
                    return True
        return False

    def _base_holds_value(self, but: int) -> bool:
        return any(
            target.kind is TargetKind.VALUE and target.table == self.base
            for index, target in enumerate(self.targets)
            if index != but
        )

    def _rank_table(self, index: int, table: TableKey | None, marks: Marks) -> None:
        rank = marks.rank
        assert rank is not None
        self._refuse(marks, "rank", "which", "by", "distinct", "when")
        others = self._entities_besides(index)
        done = any(target.deed and target.table == self.base for target in self.targets)
        if rank.kind is TagKind.TOP and others and "count" in rank.hints and (table == self.base or done):
            self._add_count(replace(marks, which=False, when=False))
            return
        if rank.kind is TagKind.RECENT and marks.when:
            self._when(table, rank)
            return
        if marks.when or self.entity_rank is not None:
            raise Misfit("unused")
        self.entity_rank = (index, rank)
        self.ranked_plural = self.shape.nouns[index].plural

    def _entities_besides(self, index: int) -> bool:
        if self.shape.which_grain is not None or self.shape.grains:
            return True
        for other, target in enumerate(self.targets):
            if other == index or other in self.context:
                continue
            if target.kind in (TargetKind.TABLE, TargetKind.JOIN, TargetKind.DIMENSION):
                if not target.deed and target.table != self.targets[index].table:
                    return True
                if target.kind is TargetKind.DIMENSION:
                    return True
            if (
                (
                    target.kind is TargetKind.COLUMN
                    and not is_measure(self.column(target))
                    and (
                        self.marks[other].which
                        or self.marks[other].by
                        or self.marks[other].list
                        or other < index
                    )
                )
                and self.column(target).type is not ColumnType.BOOLEAN
                and not is_time(self.column(target))
            ):
                return True
        return False

    def _when(self, table: TableKey | None, rank: Rank) -> None:
        if table != self.base:
            raise Misfit("unused")
        timing = self._timing()
        wanted = timing.default_field()
        function = Function.MAXIMUM if rank.direction == "high" else Function.MINIMUM
        self.measures.append((AggregateMeasure(function, self.base, wanted),))

    # -- columns -----------------------------------------------------------------------------------------

    def _place_column(self, index: int, target: Target, marks: Marks) -> None:
        column = self.column(target)
        if marks.missing or marks.without or marks.present:
            self._place_presence(index, target, marks)
        elif column.type is ColumnType.BOOLEAN and not (marks.by or (marks.which and not marks.how_many)):
            self._place_flag(index, target, marks)
        elif is_time(column):
            self._place_time(index, target, column, marks)
        elif is_number(column) and (
            is_measure(column) or marks.bound is not None or marks.aggregate is not None
        ):
            self._place_number(index, target, column, marks)
        else:
            self._place_category(index, self._category_options(index, target, marks), marks, target)

    def _category_options(self, index: int, target: Target, marks: Marks) -> list[Option]:
        """The column, or where it is the key of rows with names, those names."""
        options = self._column_options(index, target, marks, target.table, target.name)
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

    def _place_presence(self, index: int, target: Target, marks: Marks) -> None:
        self._refuse(marks, "missing", "without", "present", "negated", "which", "how_many")
        if marks.how_many or marks.which:
            raise Misfit("unused")
        missing = (marks.missing or marks.without) and not marks.present
        operator = Operator.IS_NULL if missing else Operator.IS_NOT_NULL
        options = self._column_options(index, target, marks, target.table, target.name)
        self.conditions.append(
            [Option(o.fields, Condition(o.fields[0], operator), o.penalty) for o in options]
        )

    def _place_flag(self, index: int, target: Target, marks: Marks) -> None:
        self._refuse(marks, "negated", "without", "how_many", "which")
        if marks.how_many or marks.which:
            if target.table != self.base:
                raise Misfit("unused")
            self.counted.append(self.base)
            self._add_count(Marks())
        following = self.targets[index + 1] if index + 1 < len(self.targets) else None
        beside = following is not None and self.shape.nouns[index + 1].touching
        if (
            beside
            and following is not None
            and following.kind is TargetKind.TABLE
            and following.table != target.table
        ):
            raise Misfit("unused")  # "inactive users" are no inactive products
        options = self._column_options(index, target, marks, target.table, target.name)
        truth = (target.value is not False) != (marks.negated or marks.without)
        self.conditions.append(
            [Option(o.fields, Condition(o.fields[0], Operator.EQUALS, (truth,)), o.penalty) for o in options]
        )

    def _place_time(self, index: int, target: Target, column: SemanticColumn, marks: Marks) -> None:
        options = self._column_options(index, target, marks, target.table, target.name)
        if target.value is False:  # "unresolved"
            marks = replace(marks, negated=not marks.negated)
        if marks.aggregate in (Function.MINIMUM, Function.MAXIMUM) or (
            marks.rank is not None and marks.rank.kind is TagKind.RECENT
        ):
            self._refuse(marks, "aggregate", "rank", "which")
            high = marks.aggregate is Function.MAXIMUM or (
                marks.rank is not None and marks.rank.direction == "high"
            )
            function = Function.MAXIMUM if high else Function.MINIMUM
            if target.table != self.base or (marks.rank is not None and marks.rank.count is not None):
                raise Misfit("unused")
            self.measures.append((AggregateMeasure(function, self.base, options[0].fields[0]),))
        elif marks.by:
            self._refuse(marks, "by", "unit")
            self.time_nouns.append(index)
        elif marks.negated:
            self._refuse(marks, "negated")
            self.penalty += 0.06  # a value that says so says it better
            self.conditions.append(
                [Option(o.fields, Condition(o.fields[0], Operator.IS_NULL), o.penalty) for o in options]
            )
        elif self.shape.times or self.shape.grains or self.shape.trend or self.shape.which_grain:
            self._refuse(marks, "which", "unit")
            # "tickets closed per month" speaks of the day they were closed, "closed tickets" of what they are
            self.penalty += (-0.06 if self._is_said_of(index) else 0.06) if target.verb else 0.0
            self.time_nouns.append(index)
        elif target.verb:
            self._refuse(marks)
            self.penalty += 0.06
            self.conditions.append(
                [Option(o.fields, Condition(o.fields[0], Operator.IS_NOT_NULL), o.penalty) for o in options]
            )
        else:
            self._refuse(marks, "which", "when")
            self.listed.append(options)

    def _is_said_of(self, index: int) -> bool:
        """Whether the verb stands behind the table it is about."""
        before = self.targets[index - 1] if index else None
        if before is None or before.table != self.base or self._value_follows(index):
            return False
        return before.kind in (TargetKind.TABLE, TargetKind.METRIC)

    def _place_number(self, index: int, target: Target, column: SemanticColumn, marks: Marks) -> None:
        options = self._column_options(index, target, marks, target.table, target.name)
        if marks.bound is not None and marks.aggregate is None and not marks.how_many:
            self._refuse(marks, "bound", "rank", "how_much")
            if marks.rank is not None:
                raise Misfit("unused")
            self.conditions.append(
                [Option(o.fields, _bounded(o.fields[0], marks.bound), o.penalty) for o in options]
            )
        elif marks.negated:
            raise Misfit("unused")
        elif marks.number is not None:
            self._refuse(marks, "number", "which", "how_many")
            if marks.how_many or marks.which:
                raise Misfit("unused")
            self.conditions.append(
                [
                    Option(o.fields, Condition(o.fields[0], Operator.EQUALS, (marks.number,)), o.penalty)
                    for o in options
                ]
            )
        elif marks.aggregate is not None:
            self._aggregate_column(options, column, marks, marks.aggregate)
        elif marks.how_many and marks.distinct:
            self._refuse(marks, "how_many", "distinct", "which")
            self._add_measure((self._over_base(Function.COUNT_DISTINCT, options),), Marks())
        elif marks.how_many and not (marks.by or marks.rank):
            self._refuse(marks, "how_many", "which")
            if never_adds(words_of(column.name)) or target.table != self.base:
                raise Misfit("unused")
            self.assumptions.append(("summed", column.words.label_in(self.language, column.name)))
            self.penalty += 0.05
            self._add_measure((self._over_base(Function.SUM, options),), Marks())
        else:
            self._refuse(marks, "rank", "by", "which", "how_much", "ordered", "how_many", "distinct")
            self.implied.append(index)

    def _aggregate_column(
        self, options: list[Option], column: SemanticColumn, marks: Marks, function: Function
    ) -> None:
        allowed = ("aggregate", "more", "bound", "rank", "by", "ordered", "how_many", "which", "how_much")
        self._refuse(marks, *allowed)
        self._add_measure((self._over_base(function, options),), marks)
        for other in marks.more:
            self._add_measure((self._over_base(other, options),), Marks(joined=True))

    def _over_base(self, function: Function, options: list[Option]) -> AggregateMeasure:
        """An aggregate of a column of the base itself: a parent's value would count once per child."""
        own = [
            option.fields[0]
            for option in options
            if isinstance(option.fields[0], ColumnField) and not option.fields[0].path
        ]
        if not own:
            raise Misfit("unreachable")
        return AggregateMeasure(function, self.base, own[0])

    def _place_category(self, index: int, options: list[Option], marks: Marks, target: Target | None) -> None:
        if marks.number is not None and target is not None:
            self._refuse(marks, "number", "joined")
            column = self.column(target)
            value: Value = marks.number if is_number(column) else str(marks.number)
            self.conditions.append(
                [
                    Option(o.fields, Condition(o.fields[0], Operator.EQUALS, (value,)), o.penalty)
                    for o in options
                ]
            )
            return
        if marks.negated or marks.bound is not None or marks.aggregate not in (None, Function.SUM):
            raise Misfit("unused")
        if marks.how_many or (
            marks.distinct and not (marks.by or marks.list or marks.which or self.shape.listing)
        ):
            self._refuse(marks, "how_many", "distinct", "by", "rank", "ordered", "which")
            self._count_distinct(options, marks, target)
        elif marks.aggregate is not None:
            raise Misfit("unused")
        elif marks.rank is not None:
            self._refuse(marks, "rank", "which", "distinct")
            if self.entity_rank is not None:
                raise Misfit("unused")
            self.entity_rank = (index, marks.rank)
            self.ranked_plural = self.shape.nouns[index].plural
        elif marks.by:
            self._refuse(marks, "by", "distinct")
            self.groups.append(options)
        elif marks.which:
            self._refuse(marks, "which", "distinct")
            self.groups.append(options)
            self.asked.append(len(self.groups) - 1)
            self.ranked_plural = self.shape.nouns[index].plural
        elif marks.joined and self.groups and self._joins_grouping(index):
            self._refuse(marks)
            self.groups.append(options)
        else:
            self._refuse(marks, "distinct", "when")
            if marks.when:
                raise Misfit("unused")
            self.listed.append(
                self._column_options(index, target, marks, target.table, target.name) if target else options
            )

    def _joins_grouping(self, index: int) -> bool:
        return index > 0 and (self.marks[index - 1].by or self.marks[index - 1].joined)

    def _count_distinct(self, options: list[Option], marks: Marks, target: Target | None) -> None:
        """How many countries: different values, told by the key where rows with names are meant."""
        raw = self._column_options(-1, target, marks, target.table, target.name) if target else options
        best = min(raw, key=lambda option: option.penalty)
        measures = tuple(
            AggregateMeasure(Function.COUNT_DISTINCT, self.base, option.fields[0])
            for option in raw
            if option.penalty - best.penalty < 0.03
        )
        self._add_measure(measures, replace(marks, how_many=False, distinct=False))

    def _place_join(self, index: int, target: Target, marks: Marks) -> None:
        self._place_category(index, self.join_options(target), replace(marks, number=None), None)

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

    def _timing(self) -> Timing:
        columns = [(self.targets[index], self.marks[index], index) for index in self.time_nouns]
        return Timing(self.shape, self.base, self.model, self.geography, self.clock, columns)

    # -- the end -----------------------------------------------------------------------------------------

    def _finish(self) -> Iterator[tuple[SemanticQuery, float, tuple[Assumption, ...]]]:
        from knowledge.planner.completion import (
            complete,
        )  # completion works on an assembly; both know each other

        yield from complete(self)

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


_SPANS = frozenset({"hours", "minutes", "seconds", "days"})
_JUDGEMENTS = frozenset(
    {
        "low",
        "high",
        "medium",
        "small",
        "large",
        "big",
        "good",
        "bad",
        "normal",
        "average",
        "faible",
        "haut",
        "bas",
        "bon",
    }
)
_OPPOSITES = {
    "origin": ("destination", "dest", "end", "arrival", "target", "receiver", "dropoff"),
    "destination": ("origin", "source", "start", "departure", "sender", "pickup"),
}


def _bounded(wanted: Field, bound: Bound) -> Condition:
    return Condition(wanted, bound.operator, bound.numbers)


def order_for(direction: str, measure: int | None = None, grouping: int | None = None) -> Order:
    return Order(measure=measure, grouping=grouping, descending=direction == "high")


def grouping_of(fields: tuple[Field, ...], grain: Grain | None = None) -> tuple[Grouping, ...]:
    return tuple(Grouping(one, grain) for one in fields)


def having_of(number: int, bound: Bound) -> MeasureCondition:
    return MeasureCondition(number, bound.operator, bound.numbers)


def additive(column: SemanticColumn) -> bool:
    words = [
        *words_of(column.name),
        *(word for _, phrase in column.words.phrases() for word in words_of(phrase)),
    ]
    return adds_up(words)


def listing_columns(table: SemanticTable) -> tuple[SemanticColumn, ...]:
    """What a list of rows shows: names first, then what describes, no foreign keys, at most eight."""
    labels = label_columns(table)
    keys = tuple(
        column for name in table.primary_key if (column := table.column(name)) and column not in labels
    )
    rest = tuple(
        column
        for column in table.columns
        if column not in labels
        and column not in keys
        and column.role != "key"
        and column.type not in (ColumnType.JSON, ColumnType.BYTES, ColumnType.ARRAY)
    )
    return (*keys, *labels, *rest)[:LISTED_COLUMNS]
