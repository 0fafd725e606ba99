"""The page of data: which sources a person may ask, what is in them, and files of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.framing import Frame
from accounts.models import User
from accounts.pages import room
from querying.catalog import CatalogTable
from querying.models import DataSource, Upload
from querying.services import catalog_view, disconnect
from querying.uploads import services
from querying.uploads.errors import MayNotUpload, UploadNotFound, UploadRefused

SHOWN_TABLES = 12


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table in the list; `rows` is unknown where others' rows are among those counted."""

    name: str
    columns: int
    rows: int | None
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class ShownSource:
    source: DataSource
    tables: list[ShownTable]
    more: int
    is_mine: bool


def _refused(request: HttpRequest, actor: Actor, error: Exception) -> HttpResponse:
    """Too low a role is told so; what is not theirs is not there."""
    if not isinstance(error, MayNotUpload):
        raise Http404 from error
    context = room(actor, "data") | {"message": error.message}
    return render(request, "data/not_allowed.html", context, status=403)


_FRAME = Frame((UploadNotFound, MayNotUpload), _refused)
page, action = _FRAME.page, _FRAME.action


def tried(request: HttpRequest, act: Callable[[], object], done: str = "") -> bool:
    """Whether it went well; either way a sentence for the next page."""
    try:
        act()
    except (UploadNotFound, MayNotUpload):
        raise
    except UploadRefused as error:
        messages.error(request, error.message)
        return False
    if done:
        messages.success(request, done)
    return True


@page
def data(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sources, the person's own first, and the place to send files to."""
    sources = DataSource.objects.visible_to(actor).order_by("owner", "name")
    replaced = request.GET.get("replaces", "")
    context = room(actor, "data") | {
        "sources": [shown(actor, source) for source in sources],
        "waiting": Upload.objects.visible_to(actor).unfinished(),
        "may_upload": services.may_upload(actor),
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "replaces": mine(actor, int(replaced)) if replaced.isdecimal() else None,
    }
    return render(request, "data/data.html", context)


def shown(actor: Actor, source: DataSource) -> ShownSource:
    """What the actor sees of the source, in words."""
    tables = list(catalog_view(actor, source))
    spans = _spans(source)
    return ShownSource(
        source=source,
        tables=[_table(table, spans.get(table.name, {})) for table in tables[:SHOWN_TABLES]],
        more=max(0, len(tables) - SHOWN_TABLES),
        is_mine=source.owner_id == actor.user_id,
    )


def _table(table: CatalogTable, spans: dict[str, list[str]]) -> ShownTable:
    seen = [spans[column.name] for column in table.columns if column.name in spans]
    return ShownTable(
        name=table.name,
        columns=len(table.columns),
        rows=None if table.filters else table.row_estimate,
        first_day=min((span[0] for span in seen), default=""),
        last_day=max((span[1] for span in seen), default=""),
    )


def _spans(source: DataSource) -> dict[str, dict[str, list[str]]]:
    """The first and last day of each date column of what was uploaded last."""
    if source.engine != "duckdb":
        return {}
    upload = source.uploads.order_by("-updated_at").first()
    return {table["table"]: table["spans"] for table in upload.told} if upload else {}


def mine(actor: Actor, pk: int) -> DataSource:
    """A source that is the actor's alone. Raises UploadNotFound."""
    found = DataSource.objects.visible_to(actor).filter(pk=pk, owner=actor.user_id).first()
    if found is None:
        raise UploadNotFound
    return found


@action
def share(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Give a source to the organization."""
    source = mine(actor, pk)
    organization = {"organization": actor.organization_name}
    tried(
        request,
        lambda: services.share(actor, source),
        _("Everybody in %(organization)s may ask it now.") % organization,
    )
    return redirect("queries:data")


@action
def delete(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Remove a source of one's own, with its file."""
    disconnect(mine(actor, pk), user=User.objects.get(pk=actor.user_id))
    messages.success(request, _("The data is deleted. Answers that were given stay in your conversations."))
    return redirect("queries:data")
