"""“E-mails used more than once”, "guests with the same name", « doublons »: groups of more than one row."""

from __future__ import annotations

import re

from knowledge.planner.calling import vocabulary_of
from knowledge.planner.deriving_columns import columns_called
from knowledge.planner.deriving_text import Asked, counts_or_sums
from knowledge.planner.numbers import WORDS
from knowledge.planner.plan import Planned
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Field,
    Function,
    Grouping,
    MeasureCondition,
    Operator,
    Order,
    SemanticQuery,
)
from querying.catalog import TableKey

_ANY = (
    r"^(?:(?:are|is|were) there (?:any |some |several |multiple )?|do we have (?:any |several )?"
    r"|(?:show|list|find|give)(?: me)?(?: all)? |which "
    r"|what |y a[ -]t[ -]il (?:des |plusieurs |un |une )?|avons[ -]nous des |(?:liste|affiche"
    r"|montre|trouve)[rz]? "
    r"|quel(?:le)?s? (?:sont )?|existe[ -]t[ -]il des )?(?:any |the |all |les |des |la |le |l'|un |une )?"
)
_SAME = re.compile(
    _ANY + r"(?P<what>.+?) (?:with|that have|who have|having|sharing|who share|that share|which share"
    r"|that have got"
    r"|avec|ayant|qui ont|partageant|qui partagent) (?:exactly )?(?:the |la |le |les |l'|un |une "
    r"|an? )?(?:same|identical|duplicated?"
    r"|meme|memes|identiques?) (?P<column>.+)$"
)
_OFTEN = re.compile(
    _ANY + r"(?P<column>.+?) (?:(?:that|which|qui) )?(?:(?:is|are|was|were|has been|have been|est|sont"
    r"|a ete|ont ete) )?"
    r"(?:appears?|appearing|occurs?|occurring|used|shared|registered|repeated|exists?|apparai(?:t"
    r"|ssent)|utilisee?s?|presente?s?|revien(?:t|nent)"
    r"|figure(?:nt)?|existe(?:nt)?|partagee?s?) "
    r"(?:(?P<times>twice|more than once|several times|multiple times|deux fois|plus d'une fois"
    r"|plusieurs fois"
    r"|(?:more than|over|plus de) (?P<more>\w+) (?:times|fois)|(?:at least"
    r"|au moins) (?P<least>\w+) (?:times|fois))"
    r"|by (?:several|multiple|more than one|many)(?: \w+)?|par plusieurs(?: \w+)?)$"
)
_DOUBLE = re.compile(
    r"^(?:(?:show|list|find|give|are there|do we have|any|y a[ -]t[ -]il|avons[ -]nous|liste[rz]?"
    r"|affiche[rz]?|trouve[rz]?|quels? sont)(?: me)? )?"
    r"(?:any |the |all |les |des |de |our |nos )?(?:duplicate[ds]? (?P<a>.+)"
    r"|(?P<b>.+?) en (?:double|doublon)s?"
    r"|doublons? (?:de |d'|des |du |dans les |parmi les )(?P<c>.+)|duplicates? (?:of |in "
    r"|among )(?:the )?(?P<d>.+))$"
)
_OF = re.compile(
    r"^(?P<column>.+?) (?:of|among|for|in|des|chez les|parmi les|dans les|de) (?:the |all "
    r"|our )?(?P<what>.+)$"
)
_MAIL = re.compile(
    r"\b(?:e-?mail) address(?:es)?\b|\badresses? (?:e-?mail|mail|de courriel|electronique)s?\b"
    r"|\bcourriels?\b"
)
_DEFINED = ("duplicate", "duplicates", "doublon", "doublons")


def read(asked: Asked) -> Planned | None:
    """The values that several rows share, with how many; None where it is not clear of which column."""
    folded = _MAIL.sub("email", asked.folded.rstrip(" ?.!"))
    if any(vocabulary_of(asked.model).holding(word) for word in _DEFINED):
        return None  # what a duplicate is, the data says itself
    same = _SAME.match(folded)
    if same is not None:
        return _shared(asked, same["column"], same["what"])
    often = _OFTEN.match(folded)
    if often is not None:
        least = _least(often)
        return _of(asked, often["column"], least) if least is not None else None
    double = _DOUBLE.match(folded)
    if double is None:
        return None
    return _of(asked, next(text for text in double.groups() if text), 2)


def _least(often: re.Match[str]) -> int | None:
    """How many rows must share a value."""
    said = often["more"] or often["least"]
    if said is None:
        return 2
    number = int(said) if said.isdigit() else WORDS.get(said)
    if number is None:
        return None
    return number + 1 if often["more"] else number


def _of(asked: Asked, text: str, least: int) -> Planned | None:
    """“Duplicate e-mails", "e-mails of guests": the column, with or without whose it is."""
    of = _OF.match(text)
    found = _shared(asked, of["column"], of["what"], least) if of is not None else None
    return found or _shared(asked, text, None, least)


def _shared(asked: Asked, column: str, what: str | None, least: int = 2) -> Planned | None:
    if what is None:
        listed = asked.plan(f"liste : {column}" if asked.language == "fr" else f"list the different {column}")
        if listed is None or listed.query.measures or listed.query.where or listed.query.period:
            return None
        return _several(asked, listed, listed.query.columns, least)
    counted = asked.plan(f"nombre de {what}" if asked.language == "fr" else f"number of {what}")
    table = counted.query.table if counted is not None else None
    if (
        counted is None
        or table is None
        or counted.query.group_by
        or not counts_or_sums(counted.query, asked.model)
    ):
        return None
    parts = re.split(r", (?:and |et )?| (?:and|et) (?:the |le |la |les )?(?:same |meme |memes )?", column)
    fields = tuple(field for part in parts for field in columns_called(asked, part, table)[:1])
    return _several(asked, counted, fields, least) if len(fields) == len(parts) else None


def _several(asked: Asked, found: Planned, fields: tuple[Field, ...], least: int) -> Planned | None:
    """The rows of the reading, apart by these values, where there are several of one."""
    table = found.query.table
    if table is None or not 0 < len(fields) <= 3 or found.query.limit is not None:
        return None
    if not all(_own_value(asked, field, table) for field in fields):
        return None
    query = SemanticQuery(
        table=table,
        measures=(AggregateMeasure(Function.COUNT, table),),
        group_by=tuple(Grouping(field) for field in fields),
        where=(*found.query.where, *(Condition(field, Operator.IS_NOT_NULL) for field in fields)),
        period=found.query.period,
        having=(MeasureCondition(0, Operator.GREATER_OR_EQUAL, (least,)),),
        order=(Order(measure=0),),
    )
    return asked.with_query(found, query)


def _own_value(asked: Asked, field: Field, table: TableKey) -> bool:
    """A column of the rows themselves that is not their key."""
    if not isinstance(field, ColumnField) or field.path or field.table != table:
        return False
    found = asked.model.tables[field.table]
    column = found.column(field.column)
    return column is not None and not column.masked and field.column not in found.primary_key
