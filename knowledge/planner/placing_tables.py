"""What a table is in a question: counted, grouped by, ranked, listed, or merely named."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.draft import Option
from knowledge.planner.fields import (
    is_measure,
    is_number,
    is_time,
)
from knowledge.planner.lexicon import TagKind
from knowledge.planner.misfits import Misfit
from knowledge.planner.placing_columns import ColumnPlacingDraft
from knowledge.planner.shape import Marks, Rank
from knowledge.planner.timing import spelt
from knowledge.planner.tokens import words_of
from knowledge.planner.vocabulary import Target, TargetKind
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Function,
    Operator,
)
from querying.catalog import ColumnType, TableKey


class TablePlacingDraft(ColumnPlacingDraft):
    """Gives tables their part."""

    __slots__ = ()

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
            if table != self.base and marks.bound.hints[0] in ("only", "eur", "usd", "gbp"):
                raise Misfit("unused")
            self._bound_by_hint(marks.bound)
            marks = replace(marks, bound=None)
        if marks.bound is not None:
            if table != self.base or marks.how_many:
                raise Misfit("unused")
            self._refuse(marks, "bound", "rank")
            self.bounded_count = marks.bound
            self.add_measure((AggregateMeasure(Function.COUNT, self.base),), replace(marks, rank=None))
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
            self.groups.append(self.entity_options(index, table, marks))
        elif marks.which and not self._is_listed_subject(table):
            self._refuse(marks, "which", "distinct")
            self.groups.append(self.entity_options(index, table, marks))
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
        options = self.column_options(0, target, Marks(), target.table, key.name)
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
            self.add_count(replace(marks, how_many=False))
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
        options = self.column_options(index, self.targets[index], marks, table, entity.primary_key[0])
        best = min(options, key=lambda option: option.penalty)
        self.penalty += 0.02 * len(self.geography.paths(self.base, table)[0])
        rivals = [option for option in options if option.penalty - best.penalty < 0.03]
        measures = tuple(
            AggregateMeasure(Function.COUNT_DISTINCT, self.base, option.fields[0]) for option in rivals
        )
        self.counted.append(table)
        self.add_measure(measures, replace(marks, how_many=False, distinct=False))

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
            self.add_count(replace(marks, which=False, when=False))
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
        timing = self.timing()
        wanted = timing.default_field()
        function = Function.MAXIMUM if rank.direction == "high" else Function.MINIMUM
        self.measures.append((AggregateMeasure(function, self.base, wanted),))
