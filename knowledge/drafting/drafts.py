"""Drafts of words, joins and metrics for what nobody has described yet. What a person touched stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Organization
from accounts.services import record_change
from knowledge.drafting.evidence import borne_out
from knowledge.drafting.joining import DraftJoin, candidates, declared_joins, suggested_joins
from knowledge.drafting.naming import column_label, of_what, role_label, table_words, words_in
from knowledge.drafting.roles import (
    Guess,
    currency_column,
    detail_of,
    guess_column,
    has_money,
    is_amount,
    main_time,
)
from knowledge.enums import Cardinality, Status
from knowledge.models import BusinessMetric, ColumnNote, JoinDefinition, TableNote
from knowledge.semantic.model import ColumnRole
from knowledge.semantic.names import quote, snake_case, unique_name
from knowledge.spelling import table_name
from knowledge.writing import raise_revision
from querying.catalog import TableKey
from querying.enums import Scope
from querying.introspection import SourceCatalog, SourceColumn, SourceTable
from querying.models import DataSource, TablePolicy

Tables = Mapping[TableKey, SourceTable]

# Totals of these say little: their average is drafted.
_AVERAGED = frozenset(
    {"delay", "rate", "score", "rating", "age", "temp", "temperature", "price", "duration", "speed", "note"}
)


# What people call the one amount of a file of sales.
_REVENUE = {"en": ["revenue", "turnover"], "fr": ["chiffre d'affaires", "CA"]}
_UNDONE = frozenset({"status", "statut", "state", "etat", "cancelled", "canceled", "refunded", "paid"})


def draft_knowledge(source: DataSource, organization: Organization, catalog: SourceCatalog) -> None:
    """Describe each listed table, column and join that has no note yet.

    Asks the source whether joins that only names suggest hold; no transaction is open meanwhile.
    """
    tables = _listed(source, catalog)
    joins = declared_joins(tables)
    found = borne_out(candidates(tables, joins), tables, organization, source)
    joins += suggested_joins(found, tables, joins)
    draft = _Draft(source, organization, tables, joins)
    with transaction.atomic():
        # Two first questions may come at once: the second waits here, and finds everything described. Not
        # so strict that who stores rows of the source meanwhile would wait: they may hold its revision.
        DataSource.objects.select_for_update(of=("self",), no_key=True).get(pk=source.pk)
        made = draft.write()
        raise_revision(organization, source)
        if any(made.values()):
            record_change(organization, None, "knowledge.drafted", source=source.told_name, **made)


def _listed(source: DataSource, catalog: SourceCatalog) -> dict[TableKey, SourceTable]:
    policies = TablePolicy.objects.filter(source=source, listed=True).exclude(scope=Scope.HIDDEN)
    listed = {policy.key for policy in policies}
    return {table.key: table for table in catalog if table.key in listed}


class _Draft:
    """One organization's drafts of one source, beside what it has."""

    def __init__(
        self, source: DataSource, organization: Organization, tables: Tables, joins: list[DraftJoin]
    ) -> None:
        self.source, self.organization, self.tables, self.joins = source, organization, tables, joins
        self.owner = {"source": source, "organization": organization}
        self.draft = self.owner | {"drafted": True, "status": Status.DRAFT}

    def write(self) -> dict[str, int]:
        """Add what is missing; how many of each kind were made."""
        return {"tables": self._tables(), "joins": self._joins(), "metrics": self._metrics()}

    def _name(self, key: TableKey) -> str:
        return table_name(key, self.source.default_schema)

    def _tables(self) -> int:
        notes = {note.table: note for note in TableNote.objects.filter(**self.owner)}
        new = [self._table(table) for key, table in self.tables.items() if self._name(key) not in notes]
        for note in TableNote.objects.bulk_create(new):
            notes[note.table] = note
        known = set(
            ColumnNote.objects.filter(table__in=list(notes.values())).values_list("table__table", "name")
        )
        ColumnNote.objects.bulk_create(
            self._column(notes[self._name(table.key)], table, position, column)
            for table in self.tables.values()
            for position, column in enumerate(table.columns)
            if (self._name(table.key), column.name) not in known
        )
        return len(new)

    def _table(self, table: SourceTable) -> TableNote:
        label, synonyms = table_words(table.name)
        return TableNote(
            **self.draft,
            table=self._name(table.key),
            label=label,
            synonyms=synonyms,
            description=table.comment,
            time_column=main_time(table) or self._of_whole(table, main_time),
            currency_column=currency_column(table)
            or (self._of_whole(table, currency_column) if has_money(table) else ""),
        )

    def _of_whole(self, table: SourceTable, find: Any) -> str:
        """A column of the table whose parts these rows are, by the join that leads there; or nothing."""
        whole = detail_of(table, dict(self.tables))
        column = find(self.tables[whole]) if whole else None
        leading = [join for join in self.joins if (join.from_table, join.to_table) == (table.key, whole)]
        return f"{leading[0].name}.{column}" if column and len(leading) == 1 else ""

    def _column(self, note: TableNote, table: SourceTable, position: int, column: SourceColumn) -> ColumnNote:
        guess = self._guess(table, column)
        label = column_label(column.name)
        plain = " ".join(words_in(column.name))
        return ColumnNote(
            table=note,
            name=column.name,
            position=position,
            label=label,
            synonyms=_REVENUE
            if self._is_revenue(table, column)
            else [plain]
            if plain not in {text.lower() for text in label.values()}
            else [],
            description=column.comment,
            role=guess.role.value,
            unit=guess.unit,
        )

    def _guess(self, table: SourceTable, column: SourceColumn) -> Guess:
        """As the column looks; the scope column tells whose a row is, whatever its type."""
        if column.name == self.source.scope_column:
            return Guess(ColumnRole.KEY)
        return guess_column(table, column, main_time(table))

    def _joins(self) -> int:
        known = JoinDefinition.objects.filter(**self.owner)
        names = set(known.values_list("name", flat=True))
        places = {(join.from_table, join.to_table, _pairs(join.on)) for join in known}
        new = []
        for join in self.joins:
            place = (self._name(join.from_table), self._name(join.to_table), _pairs(join.on))
            if place in places:
                continue
            new.append(self._join(join, unique_name(join.name, names)))
            names.add(new[-1].name)
        JoinDefinition.objects.bulk_create(new)
        return len(new)

    def _join(self, join: DraftJoin, name: str) -> JoinDefinition:
        return JoinDefinition(
            **self.draft,
            name=name,
            from_table=self._name(join.from_table),
            to_table=self._name(join.to_table),
            on=[list(pair) for pair in join.on],
            cardinality=Cardinality.ONE_TO_ONE if join.one_to_one else Cardinality.MANY_TO_ONE,
            label=role_label(list(join.role), join.to_table[1]),
        )

    def _metrics(self) -> int:
        """A count of each table and a total or average of each measure, for tables that have no metric."""
        known = BusinessMetric.objects.filter(**self.owner)
        described = set(known.values_list("table", flat=True))
        names = set(known.values_list("name", flat=True))
        new = []
        for table in self.tables.values():
            if self._name(table.key) in described:
                continue
            for metric in self._metrics_of(table):
                metric.name = unique_name(metric.name, names)
                names.add(metric.name)
                new.append(metric)
        BusinessMetric.objects.bulk_create(new)
        return len(new)

    def _metrics_of(self, table: SourceTable) -> list[BusinessMetric]:
        label, _synonyms = table_words(table.name)
        counted = {"en": f"Number of {label['en'].lower()}", "fr": f"Nombre {of_what(label['fr'].lower())}"}
        metrics = [self._metric(table, f"{snake_case(table.name)}_count", "count(*)", counted)]
        for column in table.columns:
            guess = self._guess(table, column)
            if guess.role is not ColumnRole.MEASURE:
                continue
            averaged = bool(set(words_in(column.name)) & _AVERAGED) or guess.unit == "%"
            words = column_label(column.name)
            metrics.append(
                self._metric(
                    table,
                    f"{'average' if averaged else 'total'}_{snake_case(column.name)}",
                    f"{'avg' if averaged else 'sum'}({quote(column.name)})",
                    {
                        "en": f"{'Average' if averaged else 'Total'} {words['en'].lower()}",
                        "fr": f"{words['fr']} {'(moyenne)' if averaged else '(total)'}",
                    },
                    unit="" if guess.unit == "currency" else guess.unit,
                    currency_column=currency_column(table) if guess.unit == "currency" else "",
                )
            )
        return metrics

    def _is_revenue(self, table: SourceTable, column: SourceColumn) -> bool:
        """The only amount of a file that somebody sent, where no row says that it was undone."""
        amounts = [each.name for each in table.columns if is_amount(each)]
        undone = any(_UNDONE & set(words_in(each.name)) for each in table.columns)
        return self.source.engine == "duckdb" and amounts == [column.name] and not undone

    def _metric(
        self, table: SourceTable, name: str, sql: str, label: dict[str, str], **more: str
    ) -> BusinessMetric:
        return BusinessMetric(
            **self.draft, name=name, table=self._name(table.key), sql=sql, label=label, **more
        )


def _pairs(on: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(pair) for pair in on)
