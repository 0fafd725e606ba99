"""What the editor offers while a person writes: what they may see of a source, and nothing else.

Layers above know more words (labels, metrics): they offer them by `offer_words` in their `ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.actor import Actor
from querying.catalog import CatalogTable, CatalogView, TableKey
from querying.guard.postgresql.functions import ALLOWED
from querying.models import DataSource
from querying.services import catalog_view


@dataclass(frozen=True, slots=True)
class Snippet:
    """A ready piece of SQL by its name: an expression, and a whole query that gives it."""

    name: str
    label: str
    expression: str = ""
    query: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """How an organization names parts of a source, in the actor's language."""

    tables: Mapping[TableKey, str] = field(default_factory=dict)
    columns: Mapping[tuple[TableKey, str], str] = field(default_factory=dict)
    snippets: tuple[Snippet, ...] = ()


WordsOf = Callable[[Actor, DataSource], Words]
_offers: list[WordsOf] = []


def offer_words(words_of: WordsOf) -> None:
    """Ask `words_of` for words whenever the editor is opened on a source."""
    if words_of not in _offers:
        _offers.append(words_of)


def completions(actor: Actor, source: DataSource) -> dict[str, Any]:
    """Tables with columns, metrics and functions as JSON. Raises SourceNotFound."""
    view = catalog_view(actor, source)
    words = [words_of(actor, source) for words_of in _offers]
    return {
        "engine": view.engine,
        "default_schema": view.default_schema,
        "tables": [_table(table, view, words) for table in sorted(view, key=lambda table: table.key)],
        "metrics": [_snippet(snippet) for each in words for snippet in each.snippets],
        "functions": sorted(allowed_functions(view.engine)),
    }


def allowed_functions(engine: str) -> Collection[str]:
    """The names of the functions that the engine's guard lets through."""
    if engine == "postgresql":
        return ALLOWED
    from querying.guard.generic.dialects import DIALECTS  # their parser is loaded where a source needs it

    return DIALECTS[engine].functions


def _table(table: CatalogTable, view: CatalogView, words: list[Words]) -> dict[str, Any]:
    """Where a table is cut to the asker's rows its size is not told: most of them may be others'."""
    return {
        "schema": "" if table.schema == view.default_schema else table.schema,
        "name": table.name,
        "label": _first(each.tables.get(table.key) for each in words),
        "rows": None if table.filters else table.row_estimate,
        "columns": [
            {
                "name": column.name,
                "type": column.sql_type,
                "label": _first(each.columns.get((table.key, column.name)) for each in words),
                "masked": column.masked,
                "key": column.name in table.primary_key,
            }
            for column in table.columns
        ],
    }


def _snippet(snippet: Snippet) -> dict[str, str]:
    return {
        "name": snippet.name,
        "label": snippet.label,
        "expression": snippet.expression,
        "query": snippet.query,
        "description": snippet.description,
    }


def _first(found: Any) -> str:
    return next((one for one in found if one), "")
