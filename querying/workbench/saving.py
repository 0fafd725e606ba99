"""Keeping, changing and sharing queries."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import Role
from accounts.services import record
from querying.models import DataSource, SavedQuery
from querying.workbench.errors import NotOwner, NotThere, WorkbenchError

MOST_CHARACTERS = 20_000


def save_query(
    actor: Actor,
    *,
    source: DataSource,
    name: str,
    sql: str,
    description: str = "",
    is_shared: bool = False,
) -> SavedQuery:
    """Keep a text under a name. Raises WorkbenchError."""
    saved = SavedQuery(
        organization_id=actor.organization_id,
        owner_id=actor.user_id,
        source=source,
        name=_checked_name(name),
        description=_plain(description)[:500],
        sql=_checked_sql(sql),
        is_shared=is_shared,
    )
    saved.save(force_insert=True)
    if is_shared:
        record(actor, "saved_query.shared", query=str(saved.pk), name=saved.name)
    return saved


def change_query(actor: Actor, pk: UUID, **changes: str | bool) -> SavedQuery:
    """Change one's own: `name`, `description`, `sql`, `is_shared`. Raises NotThere, WorkbenchError."""
    saved = own_query(actor, pk)
    was_shared = saved.is_shared
    if "name" in changes:
        saved.name = _checked_name(str(changes["name"]))
    if "description" in changes:
        saved.description = _plain(str(changes["description"]))[:500]
    if "sql" in changes:
        saved.sql = _checked_sql(str(changes["sql"]))
    saved.is_shared = bool(changes.get("is_shared", saved.is_shared))
    saved.save()
    if saved.is_shared != was_shared:
        verb = "saved_query.shared" if saved.is_shared else "saved_query.unshared"
        record(actor, verb, query=str(saved.pk), name=saved.name)
    return saved


def delete_query(actor: Actor, pk: UUID) -> None:
    """Delete one's own; admins also what is shared. Raises NotThere."""
    saved = saved_query(actor, pk)
    if saved.owner_id != actor.user_id and not actor.role.is_at_least(Role.ADMIN):
        raise NotOwner
    record(actor, "saved_query.deleted", query=str(saved.pk), name=saved.name)
    saved.delete()


def set_favourite(actor: Actor, pk: UUID, *, is_favourite: bool) -> None:
    """Put a query among the actor's favourites, or take it out. Raises NotThere."""
    saved = saved_query(actor, pk)
    if is_favourite:
        saved.favourites.add(actor.user_id)
    else:
        saved.favourites.remove(actor.user_id)


def saved_query(actor: Actor, pk: UUID) -> SavedQuery:
    """One that the actor may see. Raises NotThere."""
    saved = SavedQuery.objects.visible_to(actor).select_related("source").filter(pk=pk).first()
    if saved is None:
        raise NotThere
    return saved


def own_query(actor: Actor, pk: UUID) -> SavedQuery:
    """One that the actor saved. Raises NotThere, NotOwner."""
    saved = saved_query(actor, pk)
    if saved.owner_id != actor.user_id:
        raise NotOwner
    return saved


def _checked_name(name: str) -> str:
    checked = _plain(name)
    if not checked or len(checked) > 200:
        raise WorkbenchError(_("Give a name of at most 200 characters."))
    return checked


def _checked_sql(sql: str) -> str:
    if not sql.strip():
        raise WorkbenchError(_("There is no SQL to save."))
    if len(sql) > MOST_CHARACTERS:
        raise WorkbenchError(_("This is too long to be saved."))
    return sql.replace("\0", "").encode(errors="replace").decode()


def _plain(text: str) -> str:
    return " ".join(text.replace("\0", "").encode(errors="replace").decode().split())
