"""What the layers above ask of knowledge: the model, the values, and what is written about a source."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from django.db import connection

from accounts.actor import Actor
from accounts.models import Organization
from knowledge.building import build_model, load_definitions
from knowledge.drafting.drafts import draft_knowledge
from knowledge.enums import Status
from knowledge.models import KnowledgeRevision, QueryTemplate, VerifiedQuery
from knowledge.planner.plan import ValueIndex
from knowledge.search import KnowledgeHit, documents, find
from knowledge.semantic.model import SemanticModel
from knowledge.values import Values, ValuesOfAsker, load_values, refresh_values
from knowledge.writing import approve, delete_definition, save_definition, save_table
from querying.catalog import CatalogView
from querying.models import DataSource
from querying.services import catalog_view

__all__ = [
    "KnowledgeHit",
    "KnownSource",
    "approve",
    "delete_definition",
    "known_source",
    "ready_questions",
    "save_definition",
    "save_table",
    "search",
    "semantic_model",
    "slotted_questions",
    "value_index",
]

MODELS_KEPT = 256

_models: OrderedDict[tuple[int, int, int], tuple[CatalogView, int, SemanticModel]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source as an actor sees it and speaks of it, all of one moment."""

    view: CatalogView
    model: SemanticModel
    values: ValueIndex


def known_source(actor: Actor, source: DataSource) -> KnownSource:
    """What the actor may see, in the actor's words, and its values. Raises SourceNotFound.

    All of it is kept; two small queries tell whether it still holds.
    """
    view = catalog_view(actor, source)
    number, has_values = _revision(actor.organization_id, source)
    values = _value_index(actor, source, view, number, has_values)
    return KnownSource(view, _semantic_model(actor, source, view, number), values)


def semantic_model(actor: Actor, source: DataSource) -> SemanticModel:
    """The source in the actor's words, within what the actor may see. Raises SourceNotFound."""
    view = catalog_view(actor, source)
    number, _has_values = _revision(actor.organization_id, source)
    return _semantic_model(actor, source, view, number)


def value_index(actor: Actor, source: DataSource) -> ValueIndex:
    """Values of the source by what they sound like, in columns the actor sees. Raises SourceNotFound."""
    view = catalog_view(actor, source)
    number, has_values = _revision(actor.organization_id, source)
    return _value_index(actor, source, view, number, has_values)


def _semantic_model(actor: Actor, source: DataSource, view: CatalogView, number: int) -> SemanticModel:
    """Built once per view and revision of the knowledge."""
    # A view is one object as long as it holds; kept beside the model, its id is not used again.
    key = (actor.organization_id, source.pk, id(view))
    with _lock:
        kept = _models.get(key)
        if kept is not None and kept[0] is view and kept[1] == number:
            _models.move_to_end(key)
            return kept[2]
    model = build_model(load_definitions(actor.organization_id, source), view)
    with _lock:
        _models[key] = (view, number, model)
        while len(_models) > MODELS_KEPT:
            _models.popitem(last=False)
    return model


def _value_index(
    actor: Actor, source: DataSource, view: CatalogView, number: int, has_values: bool
) -> ValueIndex:
    """The index is the organization's, kept in memory until it is built anew. It is built at the first
    question where introspection did not do so: for an organization that came later.
    """
    if not has_values:
        refresh_values(Organization.objects.get(pk=actor.organization_id), source)
        number, _has_values = _revision(actor.organization_id, source)
    return ValuesOfAsker(_values(actor.organization_id, source.pk, number), view.tables)


def ready_questions(actor: Actor, source: DataSource, language: str) -> list[str]:
    """Approved questions about the source in the language or in none: templates, verified ones.

    Templates first, in the order staff gave them, but for those with slots to fill.
    """
    texts: list[str] = []
    for kind in (QueryTemplate, VerifiedQuery):
        rows = kind.objects.visible_to(actor).filter(
            source=source, status=Status.APPROVED, language__in=["", language]
        )
        texts += [question for question in rows.values_list("question", flat=True) if "{" not in question]
    return list(dict.fromkeys(texts))


def slotted_questions(actor: Actor, source: DataSource, language: str) -> list[str]:
    """Approved templates with slots to fill, in the language or in none, in the order staff gave them."""
    rows = QueryTemplate.objects.visible_to(actor).filter(
        source=source, status=Status.APPROVED, language__in=["", language], question__contains="{"
    )
    return list(rows.values_list("question", flat=True))


def search(
    actor: Actor, source: DataSource, text: str, limit: int = 8, *, category: str = "", tag: str = ""
) -> list[KnowledgeHit]:
    """Knowledge about the source that fits the text, best first, within what the actor may see (R-304).

    `category` and `tag` keep entries of theirs alone. Raises SourceNotFound.
    """
    found = documents(actor, source.pk, semantic_model(actor, source), catalog_view(actor, source))
    if category or tag:
        found = [
            one for one in found if category in ("", one.hit.category) and (not tag or tag in one.hit.tags)
        ]
    return find(text, found, limit)


@lru_cache(maxsize=32)
def _values(organization: int, source: int, number: int) -> Values:
    """Read after the revision was: what it holds is never older than that says."""
    return load_values(organization, source)


def _revision(organization_id: int, source: DataSource) -> tuple[int, bool]:
    """The number of the organization's knowledge about a source, and whether its values were ever indexed.

    Drafts the knowledge first where there is none yet: for an organization that a source was shared with
    after its introspection.
    """
    found = _kept_revision(organization_id, source.pk)
    if found is not None:
        return found
    draft_knowledge(source, Organization.objects.get(pk=organization_id), source.structure)
    return _kept_revision(organization_id, source.pk) or (0, False)


def _kept_revision(organization_id: int, source_id: int) -> tuple[int, bool] | None:
    with connection.cursor() as cursor:
        cursor.execute(*_revision_query(organization_id, source_id))
        return cursor.fetchone()


@lru_cache(maxsize=512)
def _revision_query(organization_id: int, source_id: int) -> tuple[str, tuple[Any, ...]]:
    """As SQL with its values: every question asks it twice, and putting it together takes longer."""
    rows = KnowledgeRevision.objects.filter(organization=organization_id, source=source_id)[:1]
    return rows.values_list("number", "has_values").query.sql_with_params()
