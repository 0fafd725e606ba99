"""Ways from one table to another that never multiply rows, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.semantic.compiled import CannotCompile
from knowledge.semantic.model import Dimension, Join, SemanticColumn, SemanticModel
from knowledge.semantic.query import ColumnField, DimensionField, Field
from knowledge.semantic.wording import sentence
from querying.catalog import ColumnType, TableKey

LONGEST_PATH = 4

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One join as it is walked: columns of the table left, columns of the table reached."""

    join: Join
    from_table: TableKey
    to_table: TableKey
    on: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A field as seen from a base table: the joins that lead to it, and what it is there."""

    path: Path
    table: TableKey
    target: SemanticColumn | Dimension

    @property
    def type(self) -> ColumnType:
        return self.target.type

    @property
    def is_dimension(self) -> bool:
        return isinstance(self.target, Dimension)


def steps_from(model: SemanticModel, table: TableKey) -> tuple[Step, ...]:
    """Joins that may be walked from `table`: many to one, and one to one either way."""
    steps = [
        Step(join, table, join.to_table, join.on)
        for join in model.joins.values()
        if join.from_table == table and join.cardinality in ("N:1", "1:1")
    ]
    steps += [
        Step(join, table, join.from_table, tuple((there, here) for here, there in join.on))
        for join in model.joins.values()
        if join.to_table == table and join.from_table != table and join.cardinality == "1:1"
    ]
    return tuple(steps)


def walk(model: SemanticModel, base: TableKey, path: Path, language: str) -> list[Step]:
    """The steps of a path by join names. Raises `CannotCompile` where one does not follow on the other."""
    steps: list[Step] = []
    here = base
    for name in path:
        step = next((step for step in steps_from(model, here) if step.join.name == name), None)
        if step is None:
            raise CannotCompile(sentence("bad_join", language, name=name, table=here[1]))
        steps.append(step)
        here = step.to_table
    return steps


def paths_between(model: SemanticModel, base: TableKey, target: TableKey) -> list[Path]:
    """All shortest paths from `base` to `target`; the empty one where they are the same table."""
    if base == target:
        return [()]
    reached: list[tuple[Path, TableKey]] = [((), base)]
    seen = {base}
    for _length in range(LONGEST_PATH):
        reached = [
            ((*path, step.join.name), step.to_table)
            for path, here in reached
            for step in steps_from(model, here)
            if step.to_table not in seen
        ]
        found = [path for path, here in reached if here == target]
        if found:
            return found
        seen |= {here for _path, here in reached}
    return []


def only_path(model: SemanticModel, base: TableKey, target: TableKey, language: str) -> Path:
    """The one shortest path. Raises `CannotCompile` where there is none, or a choice that is the asker's."""
    paths = paths_between(model, base, target)
    if not paths:
        raise CannotCompile(sentence("no_path", language, from_table=base[1], to_table=target[1]))
    if len(paths) > 1:
        names = ", ".join(" + ".join(path) for path in paths)
        raise CannotCompile(
            sentence("many_paths", language, from_table=base[1], to_table=target[1], names=names)
        )
    return paths[0]


def locate(model: SemanticModel, base: TableKey, field: Field, language: str) -> Located:
    """The field as seen from `base`: by its own path if that starts there, else by the only way to it."""
    table, target = resolve(model, field, language)
    return Located(path_to(model, base, table, field.path, language), table, target)


def path_to(model: SemanticModel, base: TableKey, table: TableKey, wanted: Path, language: str) -> Path:
    """`wanted` if it leads from `base` to `table`, else the only way there. Raises `CannotCompile`."""
    if wanted and _leads_to(model, base, wanted, table):
        return wanted
    return only_path(model, base, table, language)


def _leads_to(model: SemanticModel, base: TableKey, path: Path, table: TableKey) -> bool:
    try:
        return walk(model, base, path, "en")[-1].to_table == table
    except CannotCompile:
        return False


def resolve(model: SemanticModel, field: Field, language: str) -> tuple[TableKey, SemanticColumn | Dimension]:
    """What a field names: its table, and the column or dimension there. Raises `CannotCompile`."""
    if isinstance(field, DimensionField):
        dimension = model.dimensions.get(field.name)
        if dimension is None or dimension.table not in model.tables:
            raise CannotCompile(sentence("unknown", language, kind="dimension", name=field.name))
        return dimension.table, dimension
    table = model.tables.get(field.table)
    if table is None:
        raise CannotCompile(sentence("unknown", language, kind="table", name=field.table[1]))
    column = table.column(field.column)
    if column is None:
        name = f"{field.table[1]}.{field.column}"
        raise CannotCompile(sentence("unknown", language, kind="column", name=name))
    return field.table, column


def field_named(model: SemanticModel, table: TableKey, name: str) -> ColumnField | None:
    """The field that a definition's `time_column` or `currency_column` names, or None if it is not there.

    `name` is a column of `table`, or joins and a column with dots between: `order.created_at`.
    """
    if table in model.tables and model.tables[table].column(name):
        return ColumnField(table, name)
    *path, column = name.split(".")
    try:
        steps = walk(model, table, tuple(path), "en")
    except CannotCompile:
        return None
    key = steps[-1].to_table if steps else table
    found = model.tables.get(key)
    return ColumnField(key, column, tuple(path)) if found and found.column(column) else None


def proof(step: Step, language: str) -> str:
    """Why a join is safe, for the evidence: "orders to users N:1: no row multiplied"."""
    return sentence(
        "proof",
        language,
        from_table=step.from_table[1],
        to_table=step.to_table[1],
        cardinality=step.join.cardinality,
    )
