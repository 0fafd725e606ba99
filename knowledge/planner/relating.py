"""Rows told by other rows: customers without orders, members with at least 3 payments, inactive buyers.

The words before and the words behind are questions of their own; only what both mean whole is joined. So
nothing that was said is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from knowledge.planner.calling import vocabulary_of
from knowledge.planner.clauses import Clause, Idle, clauses, idle
from knowledge.planner.fields import PEOPLE, Geography
from knowledge.planner.lexicon import TagKind, lookup
from knowledge.planner.plan import Plan, Planned
from knowledge.planner.reading import describe, table_words
from knowledge.planner.tokens import Token, normalise, tidy, tokenise, words_of
from knowledge.planner.vocabulary import TargetKind
from knowledge.planner.words import forms
from knowledge.semantic.model import SemanticModel, SemanticTable
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    MetricMeasure,
    Operator,
    Period,
    RelatedCondition,
    RowCondition,
    SegmentCondition,
    SemanticQuery,
)
from querying.catalog import TableKey

SCORE = 0.8
Ask = Callable[[str], Plan]
_BUYERS = frozenset({"buyer", "buyers", "purchaser", "purchasers", "acheteur", "acheteurs", "acheteuses"})
_PURCHASES = ("order", "purchase", "sale", "invoice", "commande", "achat", "vente", "facture")
_ACTIVITIES = (
    *_PURCHASES, "event", "session", "visit", "login", "activity", "booking", "reservation", "loan",
    "checkin",
    "check_in", "rental", "trip", "ride", "appointment", "signup", "evenement", "visite", "connexion",
    "emprunt",
    "location", "consultation",
)  # fmt: skip
_LAST_SEEN = (
    ("last", "seen"), ("last", "login"), ("last", "active"), ("last", "activity"), ("last", "visit"),
    ("derniere", "connexion"), ("derniere", "visite"), ("derniere", "activite"),
)  # fmt: skip
_PERSONS = {"en": ("customers", "clients", "users", "members"), "fr": ("clients", "utilisateurs", "membres")}


def relate(
    text: str, tokens: tuple[Token, ...], language: str, model: SemanticModel, ask: Ask
) -> Planned | None:
    """The question as one about rows that others point at, or None. `ask` plans a part of the question."""
    inactive = idle(tidy(text), language)
    if inactive is not None:
        defined = _defined(tidy(text), language, model, ask) if says_idle_buyers(text, language) else None
        return defined or _inactive(inactive, language, model, ask)
    geography = Geography(model)
    for clause in clauses(text, tokens, language):
        found = _joined(clause, language, model, geography, ask)
        if found is not None:
            return found
    return None


def outdoes(related: SemanticQuery, other: SemanticQuery, model: SemanticModel) -> bool:
    """Whether the other reading passes over the head: it counts the orders of "users with orders".

    Or those without any row, whom a count of rows never shows: "users with fewer than 2 orders".
    """
    fewer = any(one.operator in (Operator.LESS, Operator.LESS_OR_EQUAL) for one in other.having)
    counts = bool(other.measures) and not other.group_by
    return fewer or (counts and _table_of(other, model) != _table_of(related, model))


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
    head = _head(clause.head, language, ask)
    parent = _table_of(head.query, model) if head else None
    if head is None or parent is None:
        return None
    empty = _pointing_nowhere(clause, parent, model)
    if empty is not None:
        return _with(head, (empty,), (), model, language)
    for child, assumptions in related:
        condition, outer = _condition(child, parent, model, geography)
        if condition is None or (outer and clause.negated):
            continue
        if clause.bound is not None:
            operator, number = clause.bound
            condition = replace(condition, operator=operator, values=(number,))
        elif clause.negated:
            condition = replace(condition, negated=True)
        return _with(head, (*outer, condition), assumptions, model, language)
    return None


def _with(
    head: Planned, conditions: tuple[RowCondition, ...], assumptions: tuple[str, ...], model: SemanticModel,
    language: str,
) -> Planned:  # fmt: skip
    """The head's rows held to the conditions; people are listed with their key."""
    query = replace(head.query, where=(*head.query.where, *conditions))
    if not query.measures and query.table is not None and not query.distinct:
        keys = [ColumnField(query.table, name) for name in model.tables[query.table].primary_key]
        query = replace(query, columns=(*query.columns, *(key for key in keys if key not in query.columns)))
    reading = describe(query, model, language)
    return Planned(query, language, reading, min(head.score, SCORE), (*head.assumptions, *assumptions))


def _head(text: str, language: str, ask: Ask) -> Planned | None:
    """The rows that are told, as a question of their own."""
    plan = ask(text)
    if not isinstance(plan, Planned):
        plan = ask(f"{'liste des' if language == 'fr' else 'list'} {text}")
    if not isinstance(plan, Planned) or plan.query.limit is not None or plan.query.having:
        return None
    return plan


def _table_of(query: SemanticQuery, model: SemanticModel) -> TableKey | None:
    """The one table whose rows are listed or counted."""
    if not query.measures:
        return query.table
    tables = set()
    for measure in query.measures:
        if isinstance(measure, AggregateMeasure):
            tables.add(measure.table if measure.field is None else None)
        else:
            metric = model.metrics[measure.name]
            counts = "".join(metric.sql.lower().split()) == "count(*)"
            tables.add(metric.table if counts else None)
    return tables.pop() if len(tables) == 1 else None


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
    table = None if filtered else _table_of(query, model)
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
    path = _only_path(child.table, parent, geography)
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


def _only_path(start: TableKey, end: TableKey, geography: Geography) -> tuple[str, ...] | None:
    paths = geography.paths(start, end)
    shortest = [path for path in paths if len(path) == len(paths[0])] if paths else []
    return tuple(join.name for join in shortest[0]) if len(shortest) == 1 and shortest[0] else None


def _through(
    child: SemanticQuery, parent: TableKey, model: SemanticModel, geography: Geography
) -> RelatedCondition | None:
    """Products and orders: rows of the one table that points at both, order lines."""
    assert child.table is not None
    ways: list[tuple[TableKey, tuple[str, ...], tuple[str, ...]]] = []
    for table in model.tables:
        to_parent = _only_path(table, parent, geography)
        to_child = _only_path(table, child.table, geography)
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


# -- who does nothing ------------------------------------------------------------------------------------


def says_idle_buyers(text: str, language: str) -> bool:
    """Whether inactive buyers are asked about: being a buyer is more than being somebody."""
    found = idle(tidy(text), language)
    return found is not None and any(token.norm in _BUYERS for token in tokenise(found.head))


def _defined(text: str, language: str, model: SemanticModel, ask: Ask) -> Planned | None:
    """What staff defined by these very words goes before a guess."""
    asked = normalise(text)
    for segment in model.segments.values():
        for phrase in sorted((words for _, words in segment.words.phrases()), key=len, reverse=True):
            at = asked.find(normalise(phrase))
            if at < 0 or not _BUYERS & set(words_of(phrase)) or asked[at + len(phrase) :].strip(" ?.!"):
                continue
            head = _head(f"{text[:at]}{table_words(segment.table, model, language)}", language, ask)
            if head is not None and _table_of(head.query, model) == segment.table:
                return _with(head, (SegmentCondition(segment.name),), (), model, language)
    return None


def _inactive(found: Idle, language: str, model: SemanticModel, ask: Ask) -> Planned | None:
    """People without activity in a period; buyers are those with a purchase at all."""
    words = [token.norm for token in tokenise(found.head)]
    buyers = any(word in _BUYERS for word in words)
    heads = [found.head]
    if buyers and words[-1] in _BUYERS:
        before = found.head[: tokenise(found.head)[-1].start].strip()
        heads += [f"{before} {name}".strip() for name in _PERSONS[language]]
    for text in heads:
        head = _head(text, language, ask)
        table = _table_of(head.query, model) if head else None
        if head is not None and table is not None and _is_people(model.tables[table]):
            return _idle_people(head, table, found.period, buyers, language, model, ask)
    return None


def _idle_people(
    head: Planned, people: TableKey, words: str, buyers: bool, language: str, model: SemanticModel, ask: Ask
) -> Planned | None:
    geography = Geography(model)
    purchases = _pointing(_PURCHASES, people, model, geography)
    if buyers and not purchases:
        return None
    conditions: list[RowCondition] = []
    if buyers:
        conditions.append(RelatedCondition(people, *purchases[0]))
    activities = _pointing(_ACTIVITIES, people, model, geography)
    timed = [one for one in activities if model.tables[one[0]].time_column]
    if not timed:
        return None
    period: Period | None = None
    for table, path in timed:
        period = period or _period(table, words, language, model, ask)
        if period is None:
            return None
        conditions.append(RelatedCondition(people, table, path, period=period, negated=True))
    names = [table_words(table, model, language) for table, _ in timed]
    joined = (" ni " if language == "fr" else " or ").join(names)
    told = (
        f"Sont pris pour inactifs ceux qui n'ont, {words}, ni {joined}."
        if language == "fr"
        else f"I take as inactive who has had no {joined} {words}."
    )
    if len(names) == 1 and language == "fr":
        told = f"Sont pris pour inactifs ceux qui n'ont pas eu, {words}, de lignes dans {joined}."
    return _with(head, tuple(conditions), (told,), model, language)


def _period(table: TableKey, words: str, language: str, model: SemanticModel, ask: Ask) -> Period | None:
    name = table_words(table, model, language)
    plan = ask(f"{'liste des' if language == 'fr' else 'list'} {name} {words}")
    if not isinstance(plan, Planned) or plan.query.period is None:
        return None
    return replace(plan.query.period, field=None)


def _pointing(
    nouns: tuple[str, ...], people: TableKey, model: SemanticModel, geography: Geography
) -> list[tuple[TableKey, tuple[str, ...]]]:
    """Tables of that name which point at people, those that do so directly."""
    found: list[tuple[TableKey, tuple[str, ...]]] = []
    for table in model.tables:
        path = _only_path(table, people, geography)
        if path is None or len(path) != 1:
            continue
        last = words_of(table[1])[-1:]
        if last and any(noun in forms(last[0]).singulars or noun == last[0] for noun in nouns):
            found.append((table, path))
    return found


def _is_people(table: SemanticTable) -> bool:
    return any(forms(word).singulars & PEOPLE for word in words_of(table.key[1]))
