"""Names and labels of the groupings and listed columns of a result."""

from __future__ import annotations

from collections.abc import Collection

from knowledge.semantic.joins import Located
from knowledge.semantic.model import LANGUAGES, SemanticModel
from knowledge.semantic.names import unique_name
from knowledge.semantic.query import Grain
from knowledge.semantic.wording import GRAINS

# Columns that name their row: "airline", not "airline name".
_NAMING = frozenset({"name", "title", "label", "nom", "titre", "libelle"})


def field_name(located: Located, grain: Grain | None, taken: Collection[str]) -> str:
    """The output column's name: `month`, `country`, `airline_name`."""
    if grain is not None:
        return unique_name(grain.value, taken)
    name = located.target.name
    if located.path and not name.startswith(located.path[-1]):
        name = f"{located.path[-1]}_{name}"
    elif name in taken:
        name = f"{located.table[1]}_{name}"
    return unique_name(name, taken)


def field_label(model: SemanticModel, located: Located, grain: Grain | None) -> dict[str, str]:
    """What people read above the column, by language."""
    if grain is not None:
        return dict(GRAINS[grain])
    return {language: _label(model, located, language) for language in LANGUAGES}


def _label(model: SemanticModel, located: Located, language: str) -> str:
    own = located.target.words.label_in(language, located.target.name.replace("_", " "))
    if not located.path or located.is_dimension:
        return own
    join = model.joins[located.path[-1]]
    role = join.words.label_in(language) or model.tables[located.table].words.label_in(language)
    if not role or own.lower().startswith(role.lower()):
        return own
    if located.target.name.lower() in _NAMING:
        return role[:1].upper() + role[1:]
    return f"{role[:1].upper()}{role[1:]}: {own[:1].lower()}{own[1:]}"
