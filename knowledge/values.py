"""The value index: which columns hold a value that a phrase names ("JFK", "united states", "unpaid").

Built through the guard with a viewer's rights, so it holds nothing that any member may not see: no masked or
hidden column, no table whose rows belong to persons. Each organization has its own.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.db import transaction
from rapidfuzz import fuzz, process

from accounts.models import Organization
from knowledge.models import ColumnValue, KnowledgeRevision
from knowledge.planner.plan import ValueMatch
from knowledge.probing import probe, system_actor
from knowledge.semantic.names import quote, quote_table
from knowledge.writing import raise_revision
from querying.catalog import CatalogColumn, CatalogTable, ColumnType, TableKey
from querying.guard import GuardRefusal
from querying.limits import Purpose
from querying.models import DataSource, TablePolicy
from querying.results import QueryFailed
from querying.services import catalog_view

logger = logging.getLogger(__name__)

MOST_VALUES = 2_000  # distinct values of a column of a large table
MOST_NAMES = 20_000  # rows of a table small enough to know each of its texts
LONGEST_VALUE = 100
NEAR = 85  # of 100: how alike a near spelling must be
SHORTEST_NEAR = 5

Place = tuple[TableKey, str]  # a table and one of its columns


def normalized(text: str) -> str:
    """As it sounds, nearly: no case, no accents, no punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", letters))


def stem(key: str) -> str:
    """A normalized phrase with each word in the singular, as far as an ending tells in English and French."""
    return " ".join(_singular(word) for word in key.split())


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith(("s", "x")) and not word.endswith("ss"):
        return word[:-1]
    return word


class Values:
    """An index in memory, the same for all members; `within` cuts it down to what one of them sees."""

    def __init__(self, rows: Iterable[tuple[Place, str]]) -> None:
        self.by_size: dict[tuple[str, int], list[str]] = defaultdict(list)
        by_key: dict[str, list[tuple[Place, str]]] = defaultdict(list)
        by_stem: dict[str, list[str]] = defaultdict(list)
        places: dict[Place, Place] = {}
        for place, value in rows:
            by_key[normalized(value)].append((places.setdefault(place, place), value))
        for key in by_key:
            if (stemmed := stem(key)) != key:
                by_stem[stemmed].append(key)
            self.by_size[key[:1], len(key)].append(key)
        # Tuples, and none where a key is its own stem: there may be hundreds of thousands, nearly all alone.
        self.by_key = {key: tuple(found) for key, found in by_key.items()}
        self.by_stem = {stemmed: tuple(found) for stemmed, found in by_stem.items()}
        self.scored = lru_cache(maxsize=20_000)(self._scored)

    def _scored(self, key: str) -> tuple[tuple[str, float], ...]:
        """Keys that a phrase may mean, best first, with scores."""
        if not key:
            return ()
        exact = [key] if key in self.by_key else []
        stemmed = stem(key)
        alike = {*exact, *self.by_stem.get(stemmed, ())}
        if stemmed in self.by_key and stem(stemmed) == stemmed:
            alike.add(stemmed)
        same = sorted(alike, key=lambda found: (found != key, found))
        if same:
            return tuple((found, 1.0) for found in same)
        # A value that only begins with the phrase is no match: "Boston" is not "Boston Back Bay Station".
        return tuple(self._near(key))

    def _near(self, key: str) -> list[tuple[str, float]]:
        """Near spellings with the same first letter, of about the same length."""
        if len(key) < SHORTEST_NEAR:
            return []
        sizes = range(len(key) - 2, len(key) + 3)
        choices = [other for size in sizes for other in self.by_size.get((key[:1], size), ())]
        found = process.extract(key, choices, scorer=fuzz.ratio, score_cutoff=NEAR, limit=8)
        return [(other, score / 100) for other, score, _index in found]

    def find(self, phrase: str) -> Iterable[ValueMatch]:
        """Columns that hold the phrase as a value, best first."""
        return [
            ValueMatch(place[0], place[1], value, score)
            for key, score in self.scored(normalized(phrase))
            for place, value in self.by_key[key]
        ]


class ValuesOfAsker:
    """The part of an index that lies in columns its asker sees raw."""

    def __init__(self, values: Values, tables: Mapping[TableKey, CatalogTable]) -> None:
        self.values, self.tables = values, tables

    def find(self, phrase: str) -> Iterable[ValueMatch]:
        return [match for match in self.values.find(phrase) if self._sees(match)]

    def _sees(self, match: ValueMatch) -> bool:
        table = self.tables.get(match.table)
        column = table.column(match.column) if table else None
        return column is not None and not column.masked


def load_values(organization: int, source: int) -> Values:
    """The stored index as one in memory."""
    rows = ColumnValue.objects.filter(organization=organization, source=source)
    stored = rows.values_list("schema", "table", "column", "value")
    return Values((((schema, table), column), value) for schema, table, column, value in stored.iterator())


def refresh_values(organization: Organization, source: DataSource) -> int | None:
    """Read the values anew and store them; how many there are. The source is asked outside transactions.

    None where the source can't be reached: then what was known of it stays.
    """
    try:
        found = _read_values(organization, source)
    except QueryFailed as failure:
        logger.warning("values of source %s are not read anew: %s", source.pk, failure.code)
        return None
    with transaction.atomic():
        ColumnValue.objects.filter(organization=organization, source=source).delete()
        ColumnValue.objects.bulk_create(found, batch_size=5_000)
        raise_revision(organization, source)
        KnowledgeRevision.objects.filter(organization=organization, source=source).update(has_values=True)
    return len(found)


def _read_values(organization: Organization, source: DataSource) -> list[ColumnValue]:
    """Rows that are not stored yet. Raises QueryFailed where the source can't be reached."""
    return [
        ColumnValue(
            organization=organization,
            source=source,
            schema=table.schema,
            table=table.name,
            column=column.name,
            value=value,
        )
        for table, column in _indexed_columns(organization, source)
        for value in _values_of(table, column, organization, source)
    ]


def _indexed_columns(
    organization: Organization, source: DataSource
) -> Iterable[tuple[CatalogTable, CatalogColumn]]:
    """Text columns that every member sees raw, of tables whose rows belong to nobody in particular."""
    owned = {policy.key for policy in TablePolicy.objects.filter(source=source).exclude(owner_column="")}
    structure = source.structure
    for table in catalog_view(system_actor(organization, source), source):
        known = structure.table(table.key)
        if table.key in owned or known is None:
            continue
        for column in table.columns:
            estimate = getattr(known.column(column.name), "distinct", None)
            few = estimate is None or estimate <= 4 * _most(table)
            if column.type is ColumnType.TEXT and not column.masked and column.sql_type != "uuid" and few:
                yield table, column


def _most(table: CatalogTable) -> int:
    return MOST_NAMES if table.row_estimate <= MOST_NAMES else MOST_VALUES


def _values_of(
    table: CatalogTable, column: CatalogColumn, organization: Organization, source: DataSource
) -> list[str]:
    """The column's distinct values; none if there are too many to be names of things.

    Raises QueryFailed where the source can't be reached.
    """
    name, most = quote(column.name), _most(table)
    sql = (
        f"SELECT DISTINCT {name} AS value FROM {quote_table(table.key, source.default_schema)} "  # noqa: S608
        f"WHERE {name} IS NOT NULL LIMIT {most + 1}"
    )
    try:
        rows = probe(organization, source, sql, purpose=Purpose.EXPORT).rows
    except (GuardRefusal, QueryFailed) as error:
        if error.code == "db.unavailable":
            raise
        logger.warning("values of %s.%s are not indexed: %s", table.name, column.name, error)
        return []
    values = [str(value) for (value,) in rows]
    return [] if len(values) > most else [value for value in values if 0 < len(value) <= LONGEST_VALUE]
