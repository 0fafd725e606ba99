"""“My check-ins”: questions in the first person, and the rows that are the asker's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from knowledge.planner.interpretation import Reading
from knowledge.planner.language import FRENCH
from knowledge.planner.measuring import metric_tables
from knowledge.planner.misfits import Misfit
from knowledge.planner.shape import Shape
from knowledge.planner.tokens import Token, TokenKind
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import ColumnField, Condition, MetricMeasure, Operator, SemanticQuery
from querying.catalog import ColumnType, TableKey

# People who say "my" speak of rows that belong to somebody before they speak of any others.
OWN_ROWS_FIRST = 0.1
_OWN = {
    "en": frozenset({"my", "mine", "myself"}),
    FRENCH: frozenset({"mon", "ma", "mes", "mien", "mienne", "miens", "miennes"}),
}
_SUBJECTS = {"en": frozenset({"i"}), FRENCH: frozenset({"j", "je"})}
_OBJECTS = {"en": frozenset({"me"}), FRENCH: frozenset({"moi"})}
_BEFORE_OBJECTS = frozenset(
    {"by", "for", "of", "from", "to", "with", "pour", "par", "a", "de", "avec", "chez"}
)
# Who wishes for an answer does not speak of themselves: "can I see", "I want", "show me", "pour moi".
_ASKING_BEFORE = frozenset({"can", "could", "may", "should", "must", "peux", "puis", "pourrais"})
_ASKING_AFTER = frozenset(
    {"want", "would", "need", "see", "d", "wish", "wonder", "like", "ask", "m", "am", "ll", "can", "could"}
    | {"veux", "voudrais", "souhaite", "souhaiterais", "aimerais", "cherche", "peux", "pourrais", "demande"}
)
_REQUESTS = frozenset(
    {
        "show",
        "list",
        "give",
        "get",
        "find",
        "tell",
        "fetch",
        "display",
        "make",
        "draw",
        "plot",
        "count",
        "can",
    }
    | {"could", "please", "would", "let", "compute", "calculate", "create", "build", "provide", "return"}
    | {"montre", "montrez", "affiche", "affichez", "liste", "listez", "donne", "donnez", "trouve", "peux"}
    | {"pouvez", "fais", "faites", "calcule", "calculez", "dis", "dites", "cherche", "pourriez", "pourrais"}
)


@dataclass(slots=True)
class OwnReadings:
    """Readings over the asker's own rows; `refused`: how good the best was that had none to be told by."""

    readings: list[Reading] = field(default_factory=list)
    refused: float = 0.0


def says_own(shape: Shape, tokens: Sequence[Token], language: str) -> bool:
    """Whether the asker speaks of themselves, other than within a name: "My Fair Lady"."""
    named = {place for noun in shape.nouns for place in range(noun.start, noun.end)}
    norms = [token.norm for token in tokens]
    return any(
        token.kind is TokenKind.WORD and place not in named and _speaks_of_self(norms, place, language)
        for place, token in enumerate(tokens)
    )


def _speaks_of_self(norms: list[str], place: int, language: str) -> bool:
    word = norms[place]
    before = norms[place - 1] if place else ""
    if word in _OWN[language]:
        return True
    if word in _SUBJECTS[language]:
        after = norms[place + 1] if place + 1 < len(norms) else ""
        return before not in _ASKING_BEFORE and after not in _ASKING_AFTER
    if word in _OBJECTS[language]:
        return before in _BEFORE_OBJECTS and not _REQUESTS & set(norms)
    return False


def own_readings(readings: Iterable[Reading], model: SemanticModel, owner: str | None) -> OwnReadings:
    """The readings narrowed to the asker's rows where rows have owners; elsewhere "my" is "our"."""
    found = OwnReadings()
    for reading in readings:
        try:
            query = _of_owner(reading.query, model, owner)
        except Misfit:
            found.refused = max(found.refused, reading.score + OWN_ROWS_FIRST)
            continue
        if query is not reading.query:
            told = (("own_rows", ""), *reading.assumptions)
            reading = Reading(query, reading.score + OWN_ROWS_FIRST, tuple(dict.fromkeys(told)))
        found.readings.append(reading)
    return found


def _of_owner(query: SemanticQuery, model: SemanticModel, owner: str | None) -> SemanticQuery:
    """The query with the owner's condition. Raises Misfit where it can't be told whose the rows are."""
    tables = _tables(query, model)
    owned = [table for table in tables if model.tables[table].owner_column]
    if not owned:
        return query
    column = model.tables[owned[0]].column(model.tables[owned[0]].owner_column or "")
    if column is None or column.masked or owner is None or len(tables) > 1:
        raise Misfit("no_owner")
    condition = Condition(ColumnField(owned[0], column.name), Operator.EQUALS, (_typed(owner, column.type),))
    return query if condition in query.where else replace(query, where=(*query.where, condition))


def _tables(query: SemanticQuery, model: SemanticModel) -> list[TableKey]:
    """Tables whose rows are counted, measured or listed."""
    tables: dict[TableKey, None] = {query.table: None} if query.table is not None else {}
    for measure in query.measures:
        if isinstance(measure, MetricMeasure):
            tables |= dict.fromkeys(metric_tables(model, measure.name))
        else:
            tables[measure.table] = None
    return [table for table in tables if table in model.tables]


def _typed(owner: str, kind: ColumnType) -> str | int:
    """The owner as a value of such a column. Raises Misfit where it can't be one."""
    if kind not in (ColumnType.INTEGER, ColumnType.NUMBER):
        return owner
    if not owner.strip().isascii() or not owner.strip().isdigit():
        raise Misfit("no_owner")
    return int(owner)
