"""“..., with the company name and the date”, « (prénom, nom, fonction) »: which columns a list shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.planner.deriving_text import Asked
from knowledge.planner.fields import entity_fields, time_columns, with_names
from knowledge.planner.plan import Planned
from knowledge.semantic.joins import field_named
from knowledge.semantic.query import ColumnField, Field, Order, SemanticQuery
from querying.catalog import TableKey

_OWN = r"(?:their|its|his|her|leurs?|son|sa|ses)"
_ASKING = (
    r"(?:with|give me|list|show(?: me)?|including|include|along with|display|return|plus|i (?:want|need)"
    r"|avec|donne[rz]?(?:[ -]moi)?|liste[rz]?|affiche[rz]?|montre[rz]?(?:[ -]moi)?|indique[rz]?|y compris)"
)
_THE = r"(?:their |its |his |her |the |leurs? |son |sa |ses |les |le |la |l'|only )?"
_TAILS = (
    re.compile(
        rf"\s*[,;:.?] ?(?:and |et )?(?:please )?{_ASKING} {_THE}(?P<columns>[^,;:.?]+(?:, [^;:.?]+)?)$"
    ),
    re.compile(rf"\s(?:with|avec|and|et) {_OWN} (?P<columns>[^;:.?]+)$"),
    re.compile(r"\s*\((?P<columns>[^()]+)\)$"),
    re.compile(r"\s*: ?(?P<columns>[^:;.?]+)$"),
    re.compile(r"\s(?:with|avec) (?:the |les |le |la |l')(?P<columns>[^;:.?]+ (?:and|et) [^;:.?]+)$"),
)
_SPLIT = re.compile(r"\s*,\s*(?:and |et )?|\s+(?:and|et)\s+")
_ARTICLE = re.compile(
    r"^(?:the|a|an|their|its|his|her|le|la|les|l'|leurs?|son|sa|ses|de|du|des|d')(?: |(?<='))\s*",
    re.IGNORECASE,
)
_DATES = frozenset({"date", "dates", "the date", "la date"})
_NAMES = frozenset({"name", "names", "nom", "noms"})
_KEYS = frozenset({"id", "ids", "identifier", "identifiant", "identifiants", "numero", "numeros", "number"})
MOST_COLUMNS = 8


def read(asked: Asked) -> Planned | None:
    """The plan of a list with just these columns, or None where the question names none at its end."""
    folded = asked.folded.rstrip(" ?.!")
    for pattern in _TAILS:
        tail = pattern.search(folded)
        if tail is None or not folded[: tail.start()].strip():
            continue
        phrases = _phrases(asked.text[tail.start("columns") : tail.end("columns")])
        found = asked.listed(asked.text[: tail.start()].strip(" ,;:?")) if phrases else None
        chosen = _chosen(asked, found.query, phrases) if found is not None else None
        if found is not None and chosen is not None:
            return asked.with_query(found, chosen)
    return None


def _phrases(text: str) -> list[str]:
    """The columns as they were named, without articles; none where that can't be a list of columns."""
    phrases = []
    for part in _SPLIT.split(text.strip()):
        bare = part.strip()
        while (article := _ARTICLE.match(bare)) is not None:
            bare = bare[article.end() :].strip()
        phrases.append(bare)
    good = all(phrases) and len(phrases) <= MOST_COLUMNS and all(len(one.split()) <= 5 for one in phrases)
    return phrases if good else []


def _chosen(asked: Asked, query: SemanticQuery, phrases: Sequence[str]) -> SemanticQuery | None:
    """The list with these columns, and with the one it is ordered by. None where one is not told clearly."""
    if query.measures or query.table is None or query.distinct or query.derived is not None:
        return None
    fields: list[Field] = []
    for phrase in phrases:
        found = columns_called(asked, phrase, query.table)
        if not found:
            return None
        fields += [field for field in with_names(asked.model, query.table, found) if field not in fields]
    names = entity_fields(asked.model, query.table, ())
    keys = [ColumnField(query.table, name) for name in asked.model.tables[query.table].primary_key]
    if not any(field in fields for field in (*names, *keys)):
        fields = [*names, *fields]  # a list says what each row is
    ordered = [query.columns[one.grouping] for one in query.order if one.grouping is not None]
    columns = (*fields, *(field for field in ordered if field not in fields))
    order = tuple(
        Order(grouping=columns.index(query.columns[one.grouping]), descending=one.descending)
        for one in query.order
        if one.grouping is not None
    )
    return replace(query, columns=columns, order=order)


def columns_called(asked: Asked, phrase: str, table: TableKey) -> tuple[Field, ...]:
    """What a phrase calls in rows of `table`: a column of theirs or of what they point to; none if unsure."""
    found = asked.model.tables[table]
    folded = phrase.lower()
    if folded in _NAMES and (names := entity_fields(asked.model, table, ())):
        return names
    if folded in _KEYS and len(found.primary_key) == 1 and not _reads(asked, phrase, table):
        return (ColumnField(table, found.primary_key[0]),)
    if folded in _DATES:
        return _date_of(asked, table)
    return _reads(asked, phrase, table)


def _reads(asked: Asked, phrase: str, table: TableKey) -> tuple[Field, ...]:
    """The phrase as the planner reads it: "list PHRASE of TABLE"."""
    found = asked.model.tables[table]
    name = found.words.label_in(asked.language) or table[1].replace("_", " ")
    text = f"liste : {phrase} des {name}" if asked.language == "fr" else f"list the {phrase} of {name}"
    read = asked.plan(text)
    if read is None:
        return ()
    query = read.query
    plain = not (query.measures or query.where or query.period or query.limit or query.group_by)
    if not plain or query.table != table or query.derived is not None or query.order:
        return ()
    names = entity_fields(asked.model, table, ())  # a list shows whose value each one is
    told = tuple(field for field in query.columns if field not in names)
    return told if len(told) == 1 else query.columns[:1] if not told else ()


def _date_of(asked: Asked, table: TableKey) -> tuple[Field, ...]:
    found = asked.model.tables[table]
    if found.time_column and (named := field_named(asked.model, table, found.time_column)) is not None:
        return (named,)
    own = time_columns(found)
    return (ColumnField(table, own[0].name),) if len(own) == 1 else ()
