"""The FROM of one SELECT: a base table, the joins that its fields need, and a short alias for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.semantic.fragments import parse_fragment
from knowledge.semantic.joins import Located, Path, Step, walk
from knowledge.semantic.model import Dimension
from knowledge.semantic.names import quote, quote_table, unique_name
from knowledge.semantic.setting import Setting
from querying.catalog import TableKey


@dataclass(frozen=True, slots=True)
class Tables:
    """Aliases by path from the base; empty aliases where the base stands alone and needs no qualifier."""

    base: TableKey
    aliases: Mapping[Path, str]
    steps: Mapping[Path, Step]
    lines: tuple[str, ...]  # FROM and JOIN lines

    def alias(self, path: Path) -> str:
        return self.aliases[path] if self.steps else ""

    def place(self, located: Located) -> str:
        """The field as SQL, qualified as needed."""
        alias = self.alias(located.path)
        if isinstance(located.target, Dimension):
            return parse_fragment(located.target.sql).place(alias)
        return f"{quote(alias)}.{quote(located.target.name)}" if alias else quote(located.target.name)


def tables_for(setting: Setting, base: TableKey, paths: Iterable[Path], strict: Iterable[Path]) -> Tables:
    """FROM `base` with a join for each step of `paths`; inner where a condition on `strict` drops NULL."""
    steps: dict[Path, Step] = {}
    for path in paths:
        for length, step in enumerate(walk(setting.model, base, path, setting.language), start=1):
            steps.setdefault(path[:length], step)
    inner = {path[:length] for path in strict for length in range(1, len(path) + 1)}
    aliases = _aliases(base, steps)
    default = setting.model.default_schema
    lines = [f"FROM {_named(quote_table(base, default), base, aliases[()])}"]
    for path, step in steps.items():
        word = "JOIN" if path in inner else "LEFT JOIN"
        here, there = quote(aliases[path[:-1]]), quote(aliases[path])
        table = _named(quote_table(step.to_table, default), step.to_table, aliases[path])
        on = " AND ".join(f"{there}.{quote(b)} = {here}.{quote(a)}" for a, b in step.on)
        lines.append(f"{word} {table} ON {on}")
    return Tables(base, aliases, steps, tuple(lines))


def _aliases(base: TableKey, steps: Mapping[Path, Step]) -> dict[Path, str]:
    """A table that is joined once goes by its own name, one joined twice by the name of each join."""
    aliases: dict[Path, str] = {(): base[1]}
    reached = [step.to_table for step in steps.values()]
    for path, step in steps.items():
        alone = reached.count(step.to_table) == 1 and step.to_table[1] not in aliases.values()
        aliases[path] = step.to_table[1] if alone else unique_name(path[-1], aliases.values())
    return aliases


def _named(table: str, key: TableKey, alias: str) -> str:
    return table if alias == key[1] else f"{table} AS {quote(alias)}"
