"""From a base table to what a noun means there: joins to follow, columns to show, hints to weigh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from knowledge.planner.abbreviations import bare_name, expand, senses
from knowledge.planner.tokens import words_of
from knowledge.planner.vocabulary import NUMBER_TYPES, TIME_TYPES
from knowledge.planner.words import likeness
from knowledge.semantic.model import ColumnRole, Join, SemanticColumn, SemanticModel, SemanticTable
from knowledge.semantic.query import ColumnField, DimensionField, Field
from querying.catalog import ColumnType, TableKey

_CALENDAR_NUMBERS = [
    (word,)
    for word in [
        "year", "month", "day", "hour", "minute", "week", "quarter", "weekday", "annee", "mois", "jour",
        "heure",
    ]
]  # fmt: skip
LONGEST_PATH = 4
LISTED_COLUMNS = 8
MOST_PATHS = 12
_NAME_COLUMNS = (
    "name", "title", "full_name", "fullname", "display_name", "label", "nom", "titre", "libelle",
    "intitule", "nom_complet", "designation",
)  # fmt: skip
_FIRST_NAMES, _LAST_NAMES = (
    ("first_name", "firstname", "prenom", "given_name"),
    ("last_name", "lastname", "surname", "nom", "family_name"),
)
_HANDLES = ("username", "user_name", "login", "email", "code", "slug", "reference", "number")
PEOPLE = frozenset(
    [
        "user", "customer", "client", "person", "people", "employee", "member", "patient", "student",
        "author", "teacher", "driver", "contact", "guest", "doctor", "physician", "agent", "player",
        "actor", "staff", "artist", "subscriber", "passenger", "owner", "tenant", "buyer", "seller",
        "instructor", "reader", "rider", "borrower", "utilisateur", "personne", "employe", "membre",
        "adherent", "etudiant", "auteur", "professeur", "conducteur", "medecin", "joueur", "abonne",
    ]
)  # fmt: skip


@dataclass(slots=True)
class Geography:
    """Paths of many-to-one joins through one model, kept while one question is read."""

    model: SemanticModel
    _kept: dict[TableKey, dict[TableKey, list[tuple[Join, ...]]]] = field(default_factory=dict)

    def paths(self, base: TableKey, to: TableKey) -> list[tuple[Join, ...]]:
        """Ways from base to table that never multiply rows, shortest first; [()] from a table to itself."""
        if base == to:
            return [()]
        if base not in self._kept:
            self._kept[base] = self._all_from(base)
        return self._kept[base].get(to, [])

    def reaches(self, base: TableKey, to: TableKey) -> bool:
        return bool(self.paths(base, to))

    def _all_from(self, base: TableKey) -> dict[TableKey, list[tuple[Join, ...]]]:
        found: dict[TableKey, list[tuple[Join, ...]]] = {}
        frontier: list[tuple[Join, ...]] = [
            (join,) for join in self.model.joins_from(base) if join.to_table in self.model.tables
        ]
        while frontier:
            following = []
            for path in frontier:
                end = path[-1].to_table
                if end == base and len(path) > 1:
                    continue
                kept = found.setdefault(end, [])
                if len(kept) < MOST_PATHS:
                    kept.append(path)
                visited = {base} | {join.to_table for join in path}
                if len(path) < LONGEST_PATH:
                    following += [
                        (*path, join)
                        for join in self.model.joins_from(end)
                        if join.to_table not in visited and join.to_table in self.model.tables
                    ]
            frontier = following
        return found


def names_of(path: tuple[Join, ...]) -> tuple[str, ...]:
    return tuple(join.name for join in path)


def column_field(base: TableKey, path: tuple[Join, ...], table: TableKey, column: str) -> ColumnField:
    """The column at the end of the path; a key that the table before holds too is read there instead."""
    while path:
        here = {there: here for here, there in path[-1].on}.get(column)
        if here is None:
            break
        table, column, path = path[-1].from_table, here, path[:-1]
    return ColumnField(table, column, names_of(path))


def label_columns(table: SemanticTable) -> tuple[SemanticColumn, ...]:
    """The columns by which people know a row: name or title, or first and last name; empty if none."""
    by_name = {_spelt_name(column.name): column for column in table.columns if not column.masked}
    by_name |= {column.name.lower(): column for column in table.columns if not column.masked}
    stem = tuple(_spelt_name("_".join(bare_name(words_of(table.key[1])))).split("_"))
    own = {"_".join(stem) + "_name", "_".join((*stem[:-1], stem[-1].rstrip("s"))) + "_name" if stem else ""}
    first = next((by_name[name] for name in _FIRST_NAMES if name in by_name), None)
    last = next((by_name[name] for name in _LAST_NAMES if name in by_name), None)
    if first is not None and last is not None:
        return (first, last)
    for name in (*_NAME_COLUMNS, *own):
        if name in by_name and by_name[name].type is ColumnType.TEXT:
            return (by_name[name],)
    for column in table.columns:
        words = tuple(_spelt_name(column.name).split("_"))
        if (
            column.type is ColumnType.TEXT
            and not column.masked
            and words
            and words[-1] in ("name", "title", "nom", "titre")
        ) and (
            len(words) == 1
            or likeness(words[0], stem[-1] if stem else "") > 0
            or words[0] in ("full", "display", "common")
        ):
            return (column,)
    named = [
        column
        for column in table.columns
        if column.type is ColumnType.TEXT
        and not column.masked
        and _spelt_name(column.name).split("_")[-1:] in (["name"], ["nom"])
    ]
    if len(named) == 1:
        return (named[0],)
    for name in _HANDLES:
        if name in by_name and by_name[name].type is ColumnType.TEXT:
            return (by_name[name],)
    return ()


def _spelt_name(name: str) -> str:
    """A column's name with its abbreviations written out: whs_nm -> warehouse_name, f_nm -> first_name."""
    words = words_of(name)
    if words[1:] == ("nm",) and words[0] in ("f", "l"):
        return "first_name" if words[0] == "f" else "last_name"
    return "_".join(part for word in words for part in (senses(word) or ((word,),))[0])


def may_be_missing(model: SemanticModel, wanted: ColumnField) -> bool:
    """Whether rows may have no such value, as far as the model tells: keys of the table itself never lack."""
    return wanted.column not in model.tables[wanted.table].primary_key


def is_person(table: SemanticTable) -> bool:
    words = _spelt_name("_".join(bare_name(words_of(table.key[1])))).split("_")
    return any(word in PEOPLE or word.rstrip("s") in PEOPLE for word in words)


def entity_fields(model: SemanticModel, base: TableKey, path: tuple[Join, ...]) -> tuple[ColumnField, ...]:
    """What tells the rows of the table at the path's end apart, readable first.

    Names of people repeat, so their key comes along; a table without names is told by its key alone.
    """
    table = model.tables[path[-1].to_table if path else base]
    labels = label_columns(table)
    fields = [column_field(base, path, table.key, column.name) for column in labels]
    if (not labels or is_person(table)) and len(table.primary_key) == 1:
        key = column_field(base, path, table.key, table.primary_key[0])
        if key not in fields:
            fields.append(key)
    return tuple(fields)


def foreign_entity(model: SemanticModel, table: TableKey, column: str) -> Join | None:
    """The join that a column alone makes to a table whose rows have names: carrier -> airlines."""
    for join in model.joins_from(table):
        alone = len(join.on) == 1 and join.on[0][0] == column and join.to_table in model.tables
        if alone and label_columns(model.tables[join.to_table]):
            return join
    return None


def with_names(model: SemanticModel, base: TableKey, fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields, each key of another table with what its row is called: the customer, not only a number."""
    named: list[Field] = []
    for one in fields:
        named.append(one)
        if not isinstance(one, ColumnField):
            continue
        path = tuple(model.joins[name] for name in one.path)
        if path and (one.column,) == tuple(model.tables[one.table].primary_key):
            named += entity_fields(model, base, path)
        elif not path and (join := foreign_entity(model, base, one.column)) is not None:
            named += entity_fields(model, base, (join,))
    return tuple(dict.fromkeys(named))


def find_column(model: SemanticModel, wanted: Field) -> SemanticColumn | None:
    if isinstance(wanted, DimensionField):
        return None
    table = model.tables.get(wanted.table)
    return table.column(wanted.column) if table else None


def is_time(column: SemanticColumn) -> bool:
    return column.type in TIME_TYPES


def is_number(column: SemanticColumn) -> bool:
    return column.type in NUMBER_TYPES


def is_measure(column: SemanticColumn) -> bool:
    """A number that adds up or averages; keys, codes and calendar numbers are numbers too."""
    return is_number(column) and column.role is not ColumnRole.KEY and not is_calendar_number(column)


def is_calendar_number(column: SemanticColumn) -> bool:
    """A month, a year, an hour kept as a number."""
    return words_of(column.name)[-1:] in _CALENDAR_NUMBERS


def time_columns(table: SemanticTable) -> list[SemanticColumn]:
    return [column for column in table.columns if is_time(column)]


def path_words(model: SemanticModel, wanted: Field) -> Iterator[str]:
    """Words that tell which role a field plays: its own, and those of the joins on the way."""
    if isinstance(wanted, ColumnField):
        yield from _spelt(wanted.column)
    for name in wanted.path:
        join = model.joins.get(name)
        if join is not None:
            yield from _spelt(join.name)
            for column, _ in join.on:
                yield from _spelt(column)
            for _, phrase in join.words.phrases():
                yield from words_of(phrase)


def _spelt(name: str) -> Iterator[str]:
    for word in words_of(name):
        yield word
        yield from expand(word)


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
