"""Who may open the workbench, and how a refusal is answered: a page to a reader, JSON to a module."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actor import Actor
from accounts.pages import View, room, with_actor
from accounts.roles import Role
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.models import DataSource
from querying.plans import CannotExplain
from querying.results import QueryFailed
from querying.workbench.answers import error_as_json
from querying.workbench.errors import NotThere, WorkbenchError

LEAST = Role.USER


def page(view: View) -> View:
    """A page, by GET or by its own form: times are in the person's zone; what is not theirs is 404."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @with_actor
    @wraps(view)
    def wrapper(request: HttpRequest, actor: Actor, **arguments: Any) -> HttpResponseBase:
        if not actor.role.is_at_least(LEAST):
            return render(request, "workbench/not_allowed.html", room(actor, ""), status=403)
        try:
            return _in_zone(view, request, actor, arguments)
        except (NotThere, SourceNotFound) as error:
            raise Http404 from error

    return wrapper


def looked_up(view: View) -> View:
    """Something that a module asks for, by GET."""
    return never_cache(require_safe(with_actor(_answered(view))))


def act(view: View) -> View:
    """Something that a module asks for, by POST."""
    return require_POST(with_actor(_answered(view)))


def _answered(view: View) -> View:
    """Errors as JSON, in the shape of the socket's."""

    @wraps(view)
    def wrapper(request: HttpRequest, actor: Actor, **arguments: Any) -> HttpResponseBase:
        if not actor.role.is_at_least(LEAST):
            return HttpResponse(status=403)
        try:
            return _in_zone(view, request, actor, arguments)
        except (NotThere, SourceNotFound) as error:
            return JsonResponse({"error": error_as_json(error)}, status=404)
        except (GuardRefusal, QueryFailed, WorkbenchError, CannotExplain) as error:
            return JsonResponse({"error": error_as_json(error)}, status=400)

    return wrapper


def _in_zone(
    view: View, request: HttpRequest, actor: Actor, arguments: Mapping[str, Any]
) -> HttpResponseBase:
    with timezone.override(zoneinfo.ZoneInfo(actor.time_zone)):
        return view(request, actor, **arguments)


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
