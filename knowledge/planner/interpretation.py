"""Readings of a shape: for each table that could be the base, what every noun means there.

A noun that finds no part to play spoils the reading: nothing that was said is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product

from knowledge.planner.assembly import Assembly
from knowledge.planner.fields import Geography, label_columns
from knowledge.planner.lexicon import TagKind
from knowledge.planner.measuring import metric_tables, metrics_called
from knowledge.planner.misfits import Misfit
from knowledge.planner.shape import Noun, Shape
from knowledge.planner.time_ranges import Clock
from knowledge.planner.vocabulary import Target, TargetKind
from knowledge.semantic.model import ColumnRole, SemanticModel
from knowledge.semantic.query import SemanticQuery
from querying.catalog import TableKey

MOST_OPTIONS = 4
MOST_ASSIGNMENTS = 160
OUTDONE_BY = 0.2
SURE = 0.9
ENOUGH = 5
MOST_BASES = 100
LISTS_OTHERS = 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of the question. `specific` tells apart readings of the same words."""

    query: SemanticQuery
    score: float
    assumptions: tuple[tuple[str, str], ...] = ()  # (key of a sentence, detail)


@dataclass(slots=True)
class Readings:
    """All readings found, and why others failed, most telling first."""

    readings: list[Reading] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)


def interpret(
    shape: Shape, model: SemanticModel, geography: Geography, clock: Clock, language: str
) -> Readings:
    """Every reading of the shape, and the misfits met on the way."""
    found = Readings()
    bases = _bases(shape, model)
    named = _named_outright(shape)
    for base in sorted(bases, key=lambda table: table not in named):
        sure = sum(reading.score >= SURE for reading in found.readings)
        if base not in named and sure >= (1 if named else ENOUGH):
            break  # the rows that the question names tell it well, or it is ambiguous beyond repair
        for chosen in assignments(shape, base, model, geography):
            _assemble(found, shape, base, chosen, model, geography, clock, language)
    if found.readings or len(shape.nouns) < 2:
        return found
    for base in [
        table for table in model.tables if table not in bases
    ]:  # a table nobody named may join them up
        for chosen in assignments(shape, base, model, geography):
            _assemble(found, shape, base, chosen, model, geography, clock, language)
    return found


def _named_outright(shape: Shape) -> set[TableKey]:
    """Tables that some noun names as such."""
    return {
        target.table
        for noun in shape.nouns
        for target, score in noun.targets
        if target.kind is TargetKind.TABLE and target.table is not None and score > 0.9
    }


def assignments(
    shape: Shape, base: TableKey, model: SemanticModel, geography: Geography
) -> Iterator[tuple[tuple[Target, float], ...]]:
    """Ways to give each noun a meaning that `base` reaches; none if some noun has no such meaning."""
    options = [_options(noun, base, model, geography) for noun in shape.nouns]
    if all(options):
        yield from islice(product(*options), MOST_ASSIGNMENTS)


def _assemble(
    found: Readings,
    shape: Shape,
    base: TableKey,
    chosen: tuple[tuple[Target, float], ...],
    model: SemanticModel,
    geography: Geography,
    clock: Clock,
    language: str,
) -> None:
    assembly = Assembly(shape, base, tuple(target for target, _ in chosen), model, geography, clock, language)
    link_score = blend([score for _, score in chosen])
    if not any(target.table == base or target.kind is TargetKind.METRIC for target, _ in chosen):
        link_score -= 0.08  # rows that nobody named
    try:
        for query, penalty, assumptions in assembly.build():
            if _lists_others(query, base, chosen):
                penalty += LISTS_OTHERS
            found.readings.append(Reading(query, max(0.0, link_score - penalty), assumptions))
    except Misfit as misfit:
        found.misfits.append(misfit)


def _lists_others(query: SemanticQuery, base: TableKey, chosen: tuple[tuple[Target, float], ...]) -> bool:
    """“Name and country of users” as names of events: a column of rows that nobody named is not theirs."""
    tables = {target.table for target, _ in chosen if target.kind is TargetKind.TABLE}
    others = any(target.kind is TargetKind.COLUMN and target.table not in tables for target, _ in chosen)
    return not query.measures and bool(tables) and base not in tables and others


def blend(scores: list[float]) -> float:
    if not scores:
        return 1.0
    return min(1.0, 0.5 * min(scores) + 0.5 * sum(scores) / len(scores))


def _bases(shape: Shape, model: SemanticModel) -> list[TableKey]:
    """Tables to count, measure or list rows of: those the nouns belong to, and those that join them up."""
    named: dict[TableKey, float] = {}
    for noun in shape.nouns:
        rank = noun.marks.rank
        if rank is not None and rank.kind is TagKind.POPULAR:
            for metric in metrics_called(model, rank.hints):
                named |= dict.fromkeys(metric_tables(model, metric), 1.0)
        for target, score in noun.targets:
            if _is_outdone(target, score, noun, model):
                continue
            if target.kind is TargetKind.JOIN:
                from_table = model.joins[target.name].from_table
                named[from_table] = max(named.get(from_table, 0.0), score)
            if target.table is not None and target.table in model.tables:
                named[target.table] = max(named.get(target.table, 0.0), score)
            elif target.kind is TargetKind.METRIC:
                for table in metric_tables(model, target.name):
                    named[table] = max(named.get(table, 0.0), score)
    return sorted(named, key=lambda table: -named[table])[:MOST_BASES]


def _options(
    noun: Noun, base: TableKey, model: SemanticModel, geography: Geography
) -> list[tuple[Target, float]]:
    """What the noun may mean seen from `base`, best first."""
    weighed = [
        (target, score - _distance(target, base, model, geography))
        for target, score in noun.targets
        if not _is_outdone(target, score, noun, model) and _reachable(target, base, model, geography)
    ]
    ranked = sorted(weighed, key=lambda pair: -pair[1])[:MOST_OPTIONS]
    best = ranked[0][1] if ranked else 0.0
    return [(target, score) for target, score in ranked if score > best - 0.3]


def _is_outdone(target: Target, score: float, noun: Noun, model: SemanticModel) -> bool:
    """Whether the noun names something else so much better that this can't be meant."""
    best = max(other for _, other in noun.targets)
    if score < best - OUTDONE_BY or _is_only_key(target, noun, model):
        return True
    if target.kind is not TargetKind.JOIN:
        return False
    tables = {
        other.table for other, held in noun.targets if other.kind is TargetKind.TABLE and held >= score - 0.03
    }
    twins = [join for join in model.joins.values() if join.to_table == target.table]
    from_tables = [join.from_table for join in twins]
    return target.table in tables and len(set(from_tables)) == len(from_tables)


def _is_only_key(target: Target, noun: Noun, model: SemanticModel) -> bool:
    """A key that points to, or is of, a table that the same noun names: the table is meant."""
    if target.kind is not TargetKind.COLUMN or target.table is None:
        return False
    tables = {
        other.table for other, score in noun.targets if other.kind is TargetKind.TABLE and score >= 0.85
    }
    if not tables:
        return False
    points_to = {
        join.to_table
        for join in model.joins_from(target.table)
        if len(join.on) == 1 and join.on[0][0] == target.name
    }
    column = model.tables[target.table].column(target.name)
    if target.table in tables and column in label_columns(model.tables[target.table]):
        as_table = max(
            held for other, held in noun.targets if other == Target(TargetKind.TABLE, target.table)
        )
        return as_table >= next(held for other, held in noun.targets if other == target)
    own_key = target.table in tables and column is not None and column.role is ColumnRole.KEY
    return own_key or bool(points_to & tables)


def _reachable(target: Target, base: TableKey, model: SemanticModel, geography: Geography) -> bool:
    if target.kind is TargetKind.METRIC:
        return base in metric_tables(model, target.name)
    if target.table is None:
        return False
    return geography.reaches(base, target.table)


def _distance(target: Target, base: TableKey, model: SemanticModel, geography: Geography) -> float:
    if target.kind is TargetKind.METRIC or target.table is None:
        return 0.0
    hops = min(len(path) for path in geography.paths(base, target.table))
    return 0.06 * hops if target.kind is not TargetKind.TABLE else 0.01 * hops
