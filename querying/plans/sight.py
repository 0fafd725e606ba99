"""Which names and numbers of a plan an asker may be told.

A plan is made by the database for the rewritten query, from statistics of everybody's rows: it names what
the guard put in, and its estimates depend on values that the asker may not see. What is not surely for the
asker is not told.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from querying.catalog import CatalogTable, CatalogView, ColumnEquals, TableKey
from querying.engines.plans import Condition, Plan, PlanNode, Shape


@dataclass(frozen=True, slots=True)
class Sight:
    """The asker's view, the tables that their own SQL names, the plan, and how many columns come out."""

    view: CatalogView
    named: Collection[TableKey]
    plan: Plan
    width: int = 0

    def table(self, key: TableKey | None) -> CatalogTable | None:
        """The table if the asker's SQL names it; None for what the guard looks up for them."""
        return self.view.tables.get(key) if key in self.named and key else None

    def name(self, key: TableKey) -> str:
        schema, table = key
        return table if schema == self.view.default_schema else f"{schema}.{table}"

    def is_cut(self, key: TableKey) -> bool:
        """Whether the asker sees only some of the table's rows."""
        table = self.table(key)
        return table is None or bool(table.filters)

    def is_exact(self, node: PlanNode) -> bool:
        """Whether numbers of rows here tell of nothing but what the asker may see."""
        return not any(map(self.is_cut, node.tables()))

    def size(self, key: TableKey) -> int:
        """The table's rows, to one digit where most of them may be others'; 0 where it is not known."""
        facts, table = self.plan.tables.get(key), self.view.tables.get(key)
        rows = (facts.rows if facts else 0) or (table.row_estimate if table else 0)
        return one_digit(rows) if self.is_cut(key) else rows

    def is_counted(self, key: TableKey) -> bool:
        """Whether `size` is what the database itself goes by, of a table that the asker sees whole."""
        facts = self.plan.tables.get(key)
        return bool(facts and facts.rows) and not self.is_cut(key)

    def is_scope(self, condition: Condition) -> bool:
        """Whether the condition is one that cuts a table to the asker's rows."""
        if (
            len(condition.columns) != 1
            or condition.shape is not Shape.EQUAL
            or condition.columns[0].table is None
        ):
            return False
        column = condition.columns[0]
        table = self.view.tables.get(column.table) if column.table else None
        return table is not None and any(
            isinstance(one, ColumnEquals) and one.column == column.name and one.value == condition.value
            for one in table.filters
        )

    def may_show(self, condition: Condition) -> bool:
        """Whether every column in it is one that the asker may name."""
        return condition.known and all(
            column.table is None or ((table := self.table(column.table)) and table.column(column.name))
            for column in condition.columns
        )

    def texts(self, conditions: Collection[Condition]) -> list[str]:
        """The conditions that are the asker's own and may be shown, as SQL."""
        own = (one for one in conditions if not self.is_scope(one) and self.may_show(one))
        return list(dict.fromkeys(one.text for one in own if one.columns))

    def keys(self, node: PlanNode) -> list[str]:
        """What a step sorts or groups by, as SQL; nothing where one of the keys may not be shown."""
        if not all(map(self.may_show, node.keys)):
            return []
        return list(dict.fromkeys(one.text for one in node.keys))

    def index(self, node: PlanNode) -> list[str]:
        """The columns of the index that a step uses, as far as they may be named."""
        table = self.table(node.table)
        return [name for name in node.index if table and table.column(name)]


def one_digit(number: float) -> int:
    """1,234 as 1,000."""
    if number < 1:
        return 0
    unit = 10 ** int(math.log10(number))
    return round(number / unit) * unit
