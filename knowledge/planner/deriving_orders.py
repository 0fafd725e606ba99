"""Order words at the end: "oldest first", "best first", "sorted by price", « du plus cher au moins cher »."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.planner.deriving_columns import columns_called
from knowledge.planner.deriving_text import Asked
from knowledge.planner.fields import entity_fields, find_column, is_measure, is_person, is_time, time_columns
from knowledge.planner.lexicon import Tag, TagKind, lookup
from knowledge.planner.measuring import words_of_measure
from knowledge.planner.plan import Planned
from knowledge.planner.polarity import direction_of
from knowledge.planner.timing import spelt
from knowledge.planner.words import likeness
from knowledge.semantic.derivation import ShareOf
from knowledge.semantic.joins import field_named
from knowledge.semantic.model import SemanticTable
from knowledge.semantic.query import ColumnField, Field, Order, SemanticQuery

_FIRST = re.compile(
    r"(?:,|;|:| -)?\s(?:(?:sorted|ordered|listed|ranked|with) )?(?:the |les? |la )?(?P<how>\w+(?: \w+)?)"
    r" (?:first|ones first|at the top|on top|d'abord|en premiere?s?|en tete)$"
)
_FROM = re.compile(
    r"(?:,|;|:)?\s(?:(?:sorted|ordered|ranked|tri\w+|class\w+|ordonn\w+),? )?(?:from |du |de la "
    r"|des )(?:the )?"
    r"(?P<how>\w+(?: \w+)?) (?:to|au|aux|a la) (?:the )?(?P<other>\w+(?: \w+)?)$"
)
_WAY = re.compile(
    r"(?:,|;|:)?\s(?:in |par |dans l'|sorted |ordered |tri\w+ )?(?:ordre )?(?:(?P<up>ascending|croissant)"
    r"|(?P<down>descending|decroissant)|(?P<name>alphabetical(?:ly)?|alphabetique(?:ment)?)"
    r"|(?P<time>chronological(?:ly)?|chronologique(?:ment)?)|(?P<back>reverse chronological))(?: order)?$"
)
_SORTED = re.compile(
    r"(?:,|;|:)?\s(?:sorted|ordered|ranked|sort|order|tri\w+|class\w+|ordonn\w+|rang\w+) (?:by|on"
    r"|par|selon) "
    r"(?:their |its |the |leurs? |la |le |l'|les )?(?P<by>.+?)"
    r"(?:,? (?:in |par )?(?:ordre )?(?:(?P<up>asc(?:ending)?|croissante?s?|lowest first|smallest first)"
    r"|(?P<down>desc(?:ending)?|decroissante?s?|highest first|largest first))(?: order)?)?$"
)
_LISTED_BY = re.compile(
    r"^(?:list|show|give me|display|liste[rz]?|affiche[rz]?|montre[rz]?)\b.*(?P<tail>\s(?:by|par) "
    r"(?:their |the |leurs? )?(?:name|names|title|titre|nom|noms))$"
)


_NUMBER = {"en": "number of", "fr": "nombre de"}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the words ask for: a kind of ranking, its direction, and words of columns that it hints at."""

    kind: TagKind
    direction: str
    hints: tuple[str, ...] = ()


def read(asked: Asked) -> Planned | None:
    """The plan in the order asked for, or None where no order is said or it is not clear by what."""
    folded = asked.folded.rstrip(" ?.!")
    for pattern, ordered in (
        (_SORTED, _sorted),
        (_LISTED_BY, _named),
        (_WAY, _directed),
        (_FROM, _ranked),
        (_FIRST, _ranked),
    ):
        match = pattern.search(folded)
        if match is None:
            continue
        start = match.start("tail") if pattern is _LISTED_BY else match.start()
        rest = asked.text[:start].strip(" ,;:")
        wish = _wish(match["how"], asked.language) if ordered is _ranked else None
        if not rest or (ordered is _ranked and wish is None):
            continue
        found = asked.listed(rest)
        if wish is not None and wish.kind is TagKind.TOP and (found is None or not found.query.measures):
            found = asked.again(f"{_NUMBER[asked.language]} {rest}") or found
        query = ordered(asked, found.query, match, wish) if found is not None else None
        if found is not None and query is not None:
            return asked.with_query(found, query)
        if ordered is _sorted:
            return None
    return None


def _wish(how: str, language: str) -> _Wish | None:
    """The ranking that an adjective names: "oldest", "most expensive", « plus cher »."""
    words = tuple(how.replace("'", " ").split())
    for phrase in (words, ("le", *words), ("les", *words), ("la", *words), words[-1:]):
        for tag in lookup(phrase, language):
            if tag.kind in (TagKind.TOP, TagKind.ADJECTIVE, TagKind.RECENT):
                return _told(tag)
    return _Wish(TagKind.TOP, "high") if words == ("most",) else None


def _told(tag: Tag) -> _Wish:
    direction, _, hints = tag.value.partition(":")
    return _Wish(tag.kind, direction, tuple(hints.split()))


# -- what is measured ------------------------------------------------------------------------------------


def _ranked(
    asked: Asked, query: SemanticQuery, match: re.Match[str], wish: _Wish | None
) -> SemanticQuery | None:
    assert wish is not None
    if query.measures:
        return _numbers_ranked(asked, query, wish)
    return _rows_ranked(asked, query, wish)


def _numbers_ranked(asked: Asked, query: SemanticQuery, wish: _Wish) -> SemanticQuery | None:
    if len(query.measures) != 1 or not query.group_by:
        return None
    words = words_of_measure(asked.model, query.measures[0])
    if isinstance(query.derived, ShareOf) and not query.derived.part:
        return query if wish.kind is TagKind.TOP and wish.direction == "high" else None
    if query.derived is not None:
        return None
    grains = [item.grain is not None for item in query.group_by]
    if wish.kind is TagKind.RECENT:
        if sum(grains) != 1 or query.limit is not None:
            return None
        return replace(
            query, order=(Order(grouping=grains.index(True), descending=wish.direction == "high"),)
        )
    if wish.kind is TagKind.ADJECTIVE and not _hinted(wish.hints, words):
        return None
    direction = wish.direction
    if direction not in ("high", "low"):
        known = direction_of(words, direction)
        if known is None:
            return None
        direction = known
    return _by_number(query, descending=direction == "high")


def _by_number(query: SemanticQuery, *, descending: bool) -> SemanticQuery | None:
    """By the number; of a few that were ranked before only if it is the same way round."""
    order = (Order(measure=0, descending=descending),)
    return replace(query, order=order) if query.limit is None or query.order == order else None


def _hinted(hints: tuple[str, ...], words: list[str]) -> bool:
    return any(likeness(hint.rstrip("~"), word) >= 0.9 for hint in hints for word in words)


# -- rows ------------------------------------------------------------------------------------------------


def _rows_ranked(asked: Asked, query: SemanticQuery, wish: _Wish) -> SemanticQuery | None:
    if query.table is None or query.derived is not None:
        return None
    table = asked.model.tables[query.table]
    high = wish.direction == "high"
    if wish.kind is TagKind.TOP:
        if wish.direction not in ("high", "low"):
            return None
        numbers = [one for one in query.columns if _is_number(asked, one)]
        own = [column for column in table.columns if is_measure(column)]
        if len(numbers) != 1 and len(own) == 1:
            numbers = [ColumnField(table.key, own[0].name)]
        return _by_field(query, numbers[0], high) if len(numbers) == 1 else None
    field, reverse = _meant(asked, table, wish)
    return _by_field(query, field, high != reverse) if field is not None else None


def _meant(asked: Asked, table: SemanticTable, wish: _Wish) -> tuple[Field | None, bool]:
    """The column that an adjective means in a table, and whether it runs the other way (age by birth)."""
    if wish.kind is TagKind.RECENT:
        return _time_of(asked, table), False
    columns = [
        column for column in table.columns if not column.masked and (is_time(column) or is_measure(column))
    ]
    for hint in wish.hints:
        reverse, word = hint.endswith("~"), hint.rstrip("~")
        fitting = [one for one in columns if any(likeness(word, part) >= 0.97 for part in spelt(one.name))]
        if len(fitting) == 1:
            return ColumnField(table.key, fitting[0].name), reverse
        if fitting:
            return None, False
    ages = "birth" in wish.hints and not is_person(table)
    return (_time_of(asked, table), False) if ages else (None, False)


def _time_of(asked: Asked, table: SemanticTable) -> Field | None:
    """The date that tells how old a row is: the table's own, or its only one."""
    if table.time_column:
        return field_named(asked.model, table.key, table.time_column)
    own = time_columns(table)
    return ColumnField(table.key, own[0].name) if len(own) == 1 else None


def _is_number(asked: Asked, field: Field) -> bool:
    column = find_column(asked.model, field)
    return column is not None and is_measure(column)


def _by_field(query: SemanticQuery, field: Field, descending: bool) -> SemanticQuery | None:
    """The rows in order of one column, which is shown beside."""
    if query.order and query.limit is not None:
        same = (
            query.columns[query.order[0].grouping or 0] == field and query.order[0].descending == descending
        )
        return query if same else None
    if field not in query.columns and query.distinct:
        return None
    columns = query.columns if field in query.columns else (*query.columns, field)
    return replace(
        query, columns=columns, order=(Order(grouping=columns.index(field), descending=descending),)
    )


def _sorted(
    asked: Asked, query: SemanticQuery, match: re.Match[str], wish: _Wish | None
) -> SemanticQuery | None:
    """Sorted by a column that is named; of numbers by group the planner itself knows the way."""
    if query.measures or query.table is None or query.derived is not None:
        return None
    found = columns_called(asked, match["by"].strip(), query.table)
    return _by_field(query, found[0], bool(match["down"])) if found else None


def _named(
    asked: Asked, query: SemanticQuery, match: re.Match[str], wish: _Wish | None
) -> SemanticQuery | None:
    """List hotels by name."""
    if query.measures or query.table is None or query.derived is not None:
        return None
    names = entity_fields(asked.model, query.table, ())
    return _by_field(query, names[0], False) if names else None


def _directed(
    asked: Asked, query: SemanticQuery, match: re.Match[str], wish: _Wish | None
) -> SemanticQuery | None:
    """In descending order, alphabetically, in chronological order."""
    if match["name"]:
        if not query.measures:
            return _named(asked, query, match, wish)
        plain = len(query.group_by) >= 1 and query.group_by[0].grain is None and query.limit is None
        return (
            replace(query, order=(Order(grouping=0, descending=False),))
            if plain and query.derived is None
            else None
        )
    if match["time"] or match["back"]:
        direction = "high" if match["back"] else "low"
        return _ranked(asked, query, match, _Wish(TagKind.RECENT, direction))
    direction = "high" if match["down"] else "low"
    return _ranked(asked, query, match, _Wish(TagKind.TOP, direction))
