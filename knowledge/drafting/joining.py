"""Joins that foreign keys declare, and those that names suggest where there are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.drafting.naming import singular_words, words_in
from knowledge.semantic.names import unique_name
from querying.catalog import ColumnType, TableKey
from querying.introspection import SourceColumn, SourceTable

_SUFFIXES = ("id", "code", "key", "fk", "uuid", "no", "number", "num")
_MOST_CODES = 50_000  # rows of a table that a text column may point to without its name saying so


@dataclass(frozen=True, slots=True)
class DraftJoin:
    name: str
    from_table: TableKey
    to_table: TableKey
    on: tuple[tuple[str, str], ...]
    role: tuple[str, ...]  # words of the part the target plays
    one_to_one: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that may point to a table's key. `named`: its name says so, so most values must be there;
    else nearly all.
    """

    from_table: TableKey
    column: str
    to_table: TableKey
    key: str
    named: bool


def declared_joins(tables: Mapping[TableKey, SourceTable]) -> list[DraftJoin]:
    """A join for each foreign key between these tables, named by the part it plays."""
    joins: list[DraftJoin] = []
    for table in tables.values():
        for key in table.foreign_keys:
            target = tables.get(key.to_table)
            if target is None or not is_unique(target, key.to_columns):
                continue
            role = role_words(key.columns, target)
            on = tuple(zip(key.columns, key.to_columns, strict=True))
            joins.append(_join(table, target, on, role, joins))
    return joins


def suggested_joins(
    found: list[Candidate], tables: Mapping[TableKey, SourceTable], joins: list[DraftJoin]
) -> list[DraftJoin]:
    """Joins for the candidates that the data bore out, named beside `joins`."""
    made: list[DraftJoin] = []
    for candidate in found:
        table, target = tables[candidate.from_table], tables[candidate.to_table]
        role = role_words((candidate.column,), target)
        made.append(_join(table, target, ((candidate.column, candidate.key),), role, [*joins, *made]))
    return made


def candidates(tables: Mapping[TableKey, SourceTable], joins: list[DraftJoin]) -> Iterator[Candidate]:
    """Columns without a foreign key that may point somewhere, at most one target each, named ones first."""
    taken = {(join.from_table, column) for join in joins for column, _key in join.on}
    for table in tables.values():
        for column in table.columns:
            if (table.key, column.name) in taken or table.primary_key == (column.name,):
                continue
            yield from _targets(table, column, tables)


def _targets(
    table: SourceTable, column: SourceColumn, tables: Mapping[TableKey, SourceTable]
) -> Iterator[Candidate]:
    for target in tables.values():
        key = single_key(target)
        if target.key == table.key or key is None or not _comparable(column.type, key.type):
            continue
        if _names(column.name, target, key.name):
            yield Candidate(table.key, column.name, target.key, key.name, True)
        elif _may_hold_codes(column, target, key):
            yield Candidate(table.key, column.name, target.key, key.name, False)


def single_key(table: SourceTable) -> SourceColumn | None:
    """The one column that identifies a row: by the primary or a unique key, else a column named as one."""
    keys = [table.primary_key, *table.unique_keys]
    declared = next((key[0] for key in keys if len(key) == 1), None)
    if declared is not None or table.primary_key:
        return table.column(declared) if declared else None
    one = "_".join(singular_words(table.name))
    wanted = {"id", f"{one}_id", f"id_{one}", f"{one}_code", f"code_{one}", "code"}
    return next((column for column in table.columns if "_".join(words_in(column.name)) in wanted), None)


def is_unique(table: SourceTable, columns: tuple[str, ...]) -> bool:
    """Whether the catalog says that no two rows share these columns."""
    keys = [key for key in (table.primary_key, *table.unique_keys) if key]
    return any(set(key) <= set(columns) for key in keys)


def role_words(columns: tuple[str, ...], target: SourceTable) -> tuple[str, ...]:
    """The words of the key columns without what says that they are keys: origin_id -> origin."""
    if len(columns) > 1:
        return tuple(singular_words(target.name))
    words = words_in(columns[0])
    if len(words) > 1 and words[0] in ("id", "fk", "code"):
        words = words[1:]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words = words[:-1]
    key = single_key(target)
    own = key is not None and "_".join(words_in(columns[0])) == "_".join(words_in(key.name))
    return tuple(singular_words(target.name)) if own or words in (["id"], ["code"]) else tuple(words)


def _join(
    table: SourceTable,
    target: SourceTable,
    on: tuple[tuple[str, str], ...],
    role: tuple[str, ...],
    joins: list[DraftJoin],
) -> DraftJoin:
    name = unique_name("_".join([*singular_words(table.name), *role]), [join.name for join in joins])
    one_to_one = is_unique(table, tuple(column for column, _key in on))
    return DraftJoin(name, table.key, target.key, on, role, one_to_one)


def _comparable(left: ColumnType, right: ColumnType) -> bool:
    return left is right and left in (ColumnType.INTEGER, ColumnType.TEXT)


def _names(column: str, target: SourceTable, key: str) -> bool:
    """user_id, userId, id_user, user_code, user, first_user_id for users; carrier for a key named carrier."""
    words, one = words_in(column), singular_words(target.name)
    joined = "_".join(words)
    if joined == "_".join(words_in(key)):
        return joined not in ("id", "code", "name", "key")
    bare = [word for word in words if word not in _SUFFIXES]
    return bool(one) and bare[-len(one) :] == one and (len(bare) < len(words) or bare == one)


def _may_hold_codes(column: SourceColumn, target: SourceTable, key: SourceColumn) -> bool:
    """Text of few distinct values may be codes of a small table whose key is text."""
    few = column.distinct is not None and 2 <= column.distinct <= 2_000
    small = 2 <= target.row_estimate <= _MOST_CODES
    return column.type is ColumnType.TEXT and key.type is ColumnType.TEXT and few and small
