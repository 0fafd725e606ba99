"""Everyday words for tables that are called otherwise: customers of a hotel are its guests.

Only where nothing in the model has that name, and only one table can be meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.planner.fields import is_person
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
member subscriber: member subscriber/customer client/user
game match: match game rencontre fixture
fee dues: fee dues cotisation
"""


def loose_entries(model: SemanticModel, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries for words that name no table by themselves, each for the one table that can be meant."""
    named = _tables_by_name(entries)
    for line in _LOOSELY.strip().splitlines():
        asked, _, known = line.partition(": ")
        for word in asked.split():
            if named.get(word):
                continue
            if known == "*":
                tables = _people(model)
            else:
                likeliest = _likeliest(known, named)
                tables = [likeliest] if likeliest else []
            for table in tables:
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


def _people(model: SemanticModel) -> list[TableKey]:
    """Tables of people; the rest of the question tells which are meant, or they are asked back."""
    return [key for key in model.tables if is_person(model.tables[key])]
