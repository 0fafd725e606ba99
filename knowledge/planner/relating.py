"""Rows told by other rows: customers without orders, members with at least 3 payments, inactive buyers.

The words before and the words behind are questions of their own; only what both mean whole is joined. So
nothing that was said is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.planner.calling import vocabulary_of
from knowledge.planner.clauses import Clause, clauses, idle
from knowledge.planner.fields import Geography
from knowledge.planner.idling import period_of, relate_idle
from knowledge.planner.lexicon import TagKind, lookup
from knowledge.planner.plan import Planned
from knowledge.planner.reading_names import table_words
from knowledge.planner.related_rows import Ask, head_of, only_path, table_of, with_conditions
from knowledge.planner.tokens import Token, tidy, tokenise
from knowledge.planner.vocabulary import TargetKind
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import (
    ColumnField,
    Condition,
    MetricMeasure,
    Operator,
    RelatedCondition,
    RowCondition,
    SegmentCondition,
    SemanticQuery,
)
from querying.catalog import TableKey

_BUT_NOT = re.compile(r",?\s(?:but|and|mais|et)\s(?:not|pas)\s(?P<later>[^,]+?)[ ?.!]*$", re.IGNORECASE)


def relate(
    text: str, tokens: tuple[Token, ...], language: str, model: SemanticModel, ask: Ask
) -> Planned | None:
    """The question as one about rows that others point at, or None. `ask` plans a part of the question."""
    if idle(tidy(text), language) is not None:
        return relate_idle(text, language, model, ask)
    contrast = _BUT_NOT.search(text)
    if contrast is not None:
        return _contrasted(text[: contrast.start()], contrast["later"], language, model, ask)
    geography = Geography(model)
    for clause in clauses(text, tokens, language):
        found = _joined(clause, language, model, geography, ask)
        if found is not None:
            return found
    return None


def _contrasted(text: str, later: str, language: str, model: SemanticModel, ask: Ask) -> Planned | None:
    """“Customers who ordered in 2025 but not in 2026”: the same rows, once there and once not."""
    found = relate(text, tokenise(text), language, model, ask)
    held = found.query.where[-1] if found is not None and found.query.where else None
    if found is None or not isinstance(held, RelatedCondition):
        return None
    if held.negated or held.operator is not None or held.period is None or held.path == ():
        return None
    period = period_of(held.table, later, language, model, ask)
    if period is None or held.period.field is not None:
        return None
    without = replace(held, period=period, negated=True)
    return with_conditions(found, (without,), (), model, language)


def outdoes(related: SemanticQuery, other: SemanticQuery, model: SemanticModel) -> bool:
    """Whether the other reading passes over the head: it counts the orders of "users with orders".

    Or those without any row, whom a count of rows never shows: "users with fewer than 2 orders".
    """
    fewer = any(one.operator in (Operator.LESS, Operator.LESS_OR_EQUAL) for one in other.having)
    counts = bool(other.measures) and not other.group_by
    return fewer or (counts and table_of(other, model) != table_of(related, model))


def _pointing_nowhere(clause: Clause, parent: TableKey, model: SemanticModel) -> Condition | None:
    """“Employees without a manager”: rows whose own pointer is empty."""
    norms = tuple(token.norm for token in tokenise(clause.child))
    vocabulary = vocabulary_of(model)
    if not clause.negated or len(norms) != 1:
        return None
    found = vocabulary.match(norms, vocabulary.holding(norms[0]))
    roles = {target.name for target, score in found.items() if target.kind is TargetKind.JOIN and score > 0.9}
    tables = set(_tables_named(norms, model))
    own = model.joins_from(parent)
    joins = [join for join in own if join.name in roles] or [j for j in own if j.to_table in tables]
    if len(joins) != 1 or len(joins[0].on) != 1:
        return None
    return Condition(ColumnField(parent, joins[0].on[0][0]), Operator.IS_NULL)


def _joined(
    clause: Clause, language: str, model: SemanticModel, geography: Geography, ask: Ask
) -> Planned | None:
    related = list(_rows(clause.child, language, model, ask))
    if not related and not clause.negated:
        return None
    head = head_of(clause.head, language, ask)
    parent = table_of(head.query, model) if head else None
    if head is None or parent is None:
        return None
    empty = _pointing_nowhere(clause, parent, model)
    if empty is not None:
        return with_conditions(head, (empty,), (), model, language)
    for child, assumptions in related:
        condition, outer = _condition(child, parent, model, geography)
        if condition is None or (outer and clause.negated):
            continue
        if clause.bound is not None:
            operator, number = clause.bound
            condition = replace(condition, operator=operator, values=(number,))
        elif clause.negated:
            condition = replace(condition, negated=True)
        return with_conditions(head, (*outer, condition), assumptions, model, language)
    return None


# -- the other rows --------------------------------------------------------------------------------------


def _rows(
    text: str, language: str, model: SemanticModel, ask: Ask
) -> Iterator[tuple[SemanticQuery, tuple[str, ...]]]:
    """What a clause lists: rows of a table that it names, by a noun or by a verb that stands for one."""
    listing = "liste des" if language == "fr" else "list"
    for wording in _wordings(text, language, model):
        plan = ask(f"{listing} {wording}")
        rows = _as_rows(plan.query, model) if isinstance(plan, Planned) else None
        if not isinstance(plan, Planned) or rows is None or rows.table is None:
            continue
        if _names(wording, rows.table, model) and _shows_all(rows, model, language, ask):
            yield rows, plan.assumptions


def _as_rows(query: SemanticQuery, model: SemanticModel) -> SemanticQuery | None:
    """The rows that are listed or counted, if nothing else is asked of them."""
    if query.limit or query.having or query.distinct or query.group_by:
        return None
    if not query.measures:
        return query
    measure = query.measures[0]
    filtered = isinstance(measure, MetricMeasure) and model.metrics[measure.name].filters
    table = None if filtered else table_of(query, model)
    return replace(query, table=table, measures=(), order=()) if table else None


def _wordings(text: str, language: str, model: SemanticModel) -> Iterator[str]:
    tokens = tokenise(text)
    for length in (2, 1):
        tags = lookup(tuple(token.norm for token in tokens[:length]), language) if tokens else ()
        for tag in tags:
            if tag.kind is not TagKind.DEED or len(tokens) < length:
                continue
            if tokens[length : length + 1] and tokens[length].norm in ("anything", "something", "rien"):
                tokens = (*tokens[:length], *tokens[length + 1 :])
                rest = text[tokens[length].start :] if len(tokens) > length else ""
            else:
                rest = text[tokens[length - 1].end :].strip()
            of = ("de " if language == "fr" else "of ") if rest and not _starts_time(tokens[length:]) else ""
            for table in _tables_named(tag.value.split(), model):
                name = table_words(table, model, language)
                if _goes_without_saying(rest, table, model):
                    yield name
                yield f"{name} {of}{rest}".strip()
    yield text


def _goes_without_saying(rest: str, table: TableKey, model: SemanticModel) -> bool:
    """“Borrowed a book”: any of the rows that those of `table` point to."""
    words = [token.norm for token in tokenise(rest)]
    if len(words) == 2 and words[0] in ("a", "an", "any", "un", "une", "de", "des", "aucun", "aucune"):
        pointed = {join.to_table for join in model.joins_from(table)}
        return any(named in pointed for named in _tables_named(words[1:], model))
    return False


def _starts_time(tokens: tuple[Token, ...]) -> bool:
    starts = {
        "in",
        "since",
        "during",
        "this",
        "last",
        "on",
        "before",
        "after",
        "between",
        "depuis",
        "en",
        "dans",
    }
    return bool(tokens) and tokens[0].norm in starts | {
        "ce",
        "cette",
        "cet",
        "avant",
        "apres",
        "pendant",
        "over",
    }


def _tables_named(nouns: list[str] | tuple[str, ...], model: SemanticModel) -> list[TableKey]:
    vocabulary = vocabulary_of(model)
    found: dict[TableKey, None] = {}
    for noun in nouns:
        for target, score in vocabulary.match((noun,), vocabulary.holding(noun)).items():
            if target.kind is TargetKind.TABLE and score > 0.9 and target.table is not None:
                found[target.table] = None
    return list(found)


def _names(text: str, table: TableKey, model: SemanticModel) -> bool:
    """Whether some words of the clause name the table itself: "discount" names a column alone."""
    norms = [token.norm for token in tokenise(text)]
    vocabulary = vocabulary_of(model)
    for start in range(len(norms)):
        for end in range(start + 1, min(start + 4, len(norms)) + 1):
            words = tuple(norms[start:end])
            rows = set().union(*(vocabulary.holding(word) for word in words))
            found = vocabulary.match(words, type(vocabulary.holding(words[0]))(rows))
            if any(
                target.kind is TargetKind.TABLE and target.table == table and score > 0.85
                for target, score in found.items()
            ):
                return True
    return False


def _shows_all(query: SemanticQuery, model: SemanticModel, language: str, ask: Ask) -> bool:
    """Whether the rows are listed as always: a column that was named besides would be passed over."""
    if not query.columns:
        return True
    name = table_words(query.table, model, language)
    plain = ask(f"{'liste des' if language == 'fr' else 'list'} {name}")
    if not isinstance(plain, Planned) or plain.query.table != query.table:
        return False
    held = {one.field for one in query.where if isinstance(one, Condition)}
    return set(query.columns) <= set(plain.query.columns) | held


def _condition(
    child: SemanticQuery, parent: TableKey, model: SemanticModel, geography: Geography
) -> tuple[RelatedCondition | None, tuple[RowCondition, ...]]:
    """The child's rows as a condition on the parent, and those of its conditions that hold the parent."""
    assert child.table is not None
    if child.table == parent:
        return None, ()
    path = only_path(child.table, parent, geography)
    if path is None:
        return _through(child, parent, model, geography), ()
    inner: list[Condition | SegmentCondition] = []
    outer: list[RowCondition] = []
    for one in child.where:
        if isinstance(one, RelatedCondition):
            return None, ()
        own = one.field.path if isinstance(one, Condition) else one.path
        if own[: len(path)] != path:
            inner.append(one)
        elif isinstance(one, Condition):
            outer.append(replace(one, field=replace(one.field, path=own[len(path) :])))
        else:
            outer.append(replace(one, path=own[len(path) :]))
    condition = RelatedCondition(parent, child.table, path, where=tuple(inner), period=child.period)
    return condition, tuple(outer)


def _through(
    child: SemanticQuery, parent: TableKey, model: SemanticModel, geography: Geography
) -> RelatedCondition | None:
    """Products and orders: rows of the one table that points at both, order lines."""
    assert child.table is not None
    ways: list[tuple[TableKey, tuple[str, ...], tuple[str, ...]]] = []
    for table in model.tables:
        to_parent = only_path(table, parent, geography)
        to_child = only_path(table, child.table, geography)
        if to_parent and to_child and len(to_parent) == len(to_child) == 1:
            ways.append((table, to_parent, to_child))
    if len(ways) != 1 or child.where:
        return None
    table, path, to_child = ways[0]
    period = child.period
    if period is not None and period.field is None:
        time = model.tables[child.table].time_column
        if time is None or "." in time:
            return None
        period = replace(period, field=ColumnField(child.table, time, to_child))
    elif period is not None:
        return None
    return RelatedCondition(parent, table, path, period=period)
