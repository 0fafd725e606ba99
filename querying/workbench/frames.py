"""Who may open the workbench, and how a refusal is answered: a page to a reader, JSON to a module."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.actor import Actor
from accounts.framing import Frame
from accounts.pages import room
from accounts.roles import Role
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.models import DataSource
from querying.plans import CannotExplain
from querying.results import QueryFailed
from querying.workbench.answers import error_as_json
from querying.workbench.errors import NotThere, TooLow, WorkbenchError

LEAST = Role.USER


def _check_role(actor: Actor) -> None:
    """Raises TooLow."""
    if not actor.role.is_at_least(LEAST):
        raise TooLow


def _told_reader(request: HttpRequest, actor: Actor, error: Exception) -> HttpResponse:
    """A page; what is not theirs is not there."""
    if not isinstance(error, TooLow):
        raise Http404 from error
    return render(request, "workbench/not_allowed.html", room(actor, ""), status=403)


def _told_module(request: HttpRequest, actor: Actor, error: Exception) -> HttpResponse:
    """JSON, in the shape of the socket's errors."""
    if isinstance(error, TooLow):
        return HttpResponse(status=403)
    status = 404 if isinstance(error, NotThere | SourceNotFound) else 400
    return JsonResponse({"error": error_as_json(error)}, status=status)


_MISSING = (TooLow, NotThere, SourceNotFound)
_MODULES = Frame(
    (*_MISSING, GuardRefusal, QueryFailed, WorkbenchError, CannotExplain), _told_module, _check_role
)
page = Frame(_MISSING, _told_reader, _check_role).form_page
looked_up, act = _MODULES.page, _MODULES.action
"""Something that a module asks for, by GET and by POST."""


def source_of(actor: Actor, pk: int) -> DataSource:
    """A source that the actor may ask. Raises NotThere."""
    found = DataSource.objects.visible_to(actor).defer("catalog").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def clock_of(actor: Actor, ran_at: dt.datetime | None = None) -> dt.datetime:
    """What `now()` means in what is run, or meant at `ran_at`."""
    now = settings.COPILOT_FROZEN_NOW or ran_at or timezone.now()
    return now.astimezone(zoneinfo.ZoneInfo(actor.time_zone))
