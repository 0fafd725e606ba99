"""Everyday words for tables that are called otherwise: customers of a hotel are its guests.

Only where nothing in the model has that name, and only one table can be meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.planner.fields import PEOPLE
from knowledge.planner.tokens import words_of
from knowledge.planner.vocabulary import Entry, Target, TargetKind
from knowledge.planner.words import forms
from knowledge.semantic.model import SemanticModel
from querying.catalog import TableKey

WEIGHT = 0.88
# asked for: what the tables may be called, the likelier first, "/" between those that exclude each other
_LOOSELY = """
customer client buyer shopper: guest patron/account company/member subscriber/user
client customer: client customer guest/account company/member subscriber/user
employee staff worker colleague salarie: staff employee personnel worker/person
product item article: product article item/sku good
order purchase: order purchase/sale
invoice bill: invoice bill
person people: *
order commande: order
"""


def loose_entries(model: SemanticModel, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries for words that name no table by themselves, each for the one table that can be meant."""
    named = _tables_by_name(entries)
    for line in _LOOSELY.strip().splitlines():
        asked, _, known = line.partition(": ")
        for word in asked.split():
            if named.get(word):
                continue
            table = _only_person(model) if known == "*" else _likeliest(known, named)
            if table is not None:
                yield Entry((word,), Target(TargetKind.TABLE, table), WEIGHT)


def _tables_by_name(entries: Iterable[Entry]) -> dict[str, set[TableKey]]:
    named: dict[str, set[TableKey]] = {}
    for entry in entries:
        if entry.target.kind is TargetKind.TABLE and len(entry.words) == 1 and entry.target.table:
            form = forms(entry.words[0])
            for word in form.singulars | form.translations | form.synonyms:
                named.setdefault(word, set()).add(entry.target.table)
    return named


def _likeliest(known: str, named: dict[str, set[TableKey]]) -> TableKey | None:
    """The table that one of the likeliest words names, if it is one alone."""
    for words in known.split("/"):
        found = {table for word in words.split() for table in named.get(word, ())}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _only_person(model: SemanticModel) -> TableKey | None:
    """The one table of people; roles of people that stand beside it leave it open who is meant."""
    people = [key for key in model.tables if forms((words_of(key[1]) or ("",))[-1]).singulars & PEOPLE]
    return people[0] if len(people) == 1 else None
