"""A query's whole result as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.actor import Actor
from accounts.pages import with_actor
from querying.errors import SourceNotFound
from querying.exports import FORMATS
from querying.exports.response import export_response
from querying.guard import GuardRefusal
from querying.models import AnalyticsQuery
from querying.services import open_export


@require_GET
@with_actor
def export(request: HttpRequest, actor: Actor, query_id: UUID, extension: str) -> HttpResponseBase:
    """The whole result of one of the person's own queries as a file, as of when it ran."""
    own = AnalyticsQuery.objects.visible_to(actor).filter(user=actor.user_id)
    query = own.filter(pk=query_id).select_related("source").first()
    if query is None or query.source is None or extension not in FORMATS:
        raise Http404
    try:
        opened = open_export(
            actor=actor,
            source=query.source,
            sql=query.sql,
            extension=extension,
            clock=query.created_at,
            question=query.question,
        )
    except (GuardRefusal, SourceNotFound) as refusal:
        return no_file(request, refusal.message)
    return export_response(request, opened, lambda failure: no_file(request, failure.message))


def no_file(request: HttpRequest, reason: str) -> HttpResponse:
    """A page that says why there is no file."""
    return render(request, "queries/no_file.html", {"reason": reason}, status=400)
