"""Who does nothing: buyers that have been inactive for 30 days."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.clauses import Idle, idle
from knowledge.planner.fields import PEOPLE, Geography
from knowledge.planner.plan import Planned
from knowledge.planner.reading_names import table_words
from knowledge.planner.related_rows import Ask, head_of, only_path, table_of, with_conditions
from knowledge.planner.tokens import normalise, tidy, tokenise, words_of
from knowledge.planner.words import forms
from knowledge.semantic.model import SemanticModel, SemanticTable
from knowledge.semantic.query import Period, RelatedCondition, RowCondition, SegmentCondition
from querying.catalog import TableKey

_BUYERS = frozenset({"buyer", "buyers", "purchaser", "purchasers", "acheteur", "acheteurs", "acheteuses"})
_PURCHASES = ("order", "purchase", "sale", "invoice", "commande", "achat", "vente", "facture")
_ACTIVITIES = (
    *_PURCHASES, "event", "session", "visit", "login", "activity", "booking", "reservation", "loan",
    "checkin",
    "check_in", "rental", "trip", "ride", "appointment", "signup", "evenement", "visite", "connexion",
    "emprunt",
    "location", "consultation",
)  # fmt: skip
_PERSONS = {"en": ("customers", "clients", "users", "members"), "fr": ("clients", "utilisateurs", "membres")}


def relate_idle(text: str, language: str, model: SemanticModel, ask: Ask) -> Planned | None:
    """Who is said to have been inactive for a time, by staff's own definition where there is one."""
    inactive = idle(tidy(text), language)
    if inactive is None:
        return None
    defined = _defined(tidy(text), language, model, ask) if says_idle_buyers(text, language) else None
    return defined or _inactive(inactive, language, model, ask)


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
            head = head_of(f"{text[:at]}{table_words(segment.table, model, language)}", language, ask)
            if head is not None and table_of(head.query, model) == segment.table:
                return with_conditions(head, (SegmentCondition(segment.name),), (), model, language)
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
        head = head_of(text, language, ask)
        table = table_of(head.query, model) if head else None
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
        period = period or period_of(table, words, language, model, ask)
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
    return with_conditions(head, tuple(conditions), (told,), model, language)


def period_of(table: TableKey, words: str, language: str, model: SemanticModel, ask: Ask) -> Period | None:
    name = table_words(table, model, language)
    plan = ask(f"{'liste des' if language == 'fr' else 'list'} {name} {words}")
    if not isinstance(plan, Planned) or plan.query.period is None or plan.query.where:
        return None
    return replace(plan.query.period, field=None)


def _pointing(
    nouns: tuple[str, ...], people: TableKey, model: SemanticModel, geography: Geography
) -> list[tuple[TableKey, tuple[str, ...]]]:
    """Tables of that name which point at people, those that do so directly."""
    found: list[tuple[TableKey, tuple[str, ...]]] = []
    for table in model.tables:
        path = only_path(table, people, geography)
        if path is None or len(path) != 1:
            continue
        last = words_of(table[1])[-1:]
        if last and any(noun in forms(last[0]).singulars or noun == last[0] for noun in nouns):
            found.append((table, path))
    return found


def _is_people(table: SemanticTable) -> bool:
    return any(forms(word).singulars & PEOPLE for word in words_of(table.key[1]))
