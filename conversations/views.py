"""The chat page and what it posts. Sockets carry the questions; see docs/socket.md."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.actor import Actor
from accounts.pages import View, searched, with_actor
from conversations import services
from conversations.errors import ConversationError, NotAllowed, NotFound
from conversations.forms import ArchiveForm, ChartForm, FeedbackForm, ImproveForm, TitleForm, posted
from conversations.history import history_of
from conversations.page import page_context
from conversations.services import suggesting
from conversations.starters import starters_for
from querying.exports.response import export_response
from querying.models import DataSource
from querying.pages.exports import no_file


def json_errors(view: View) -> View:
    """Answer a refusal as JSON, in the shape of the socket's errors."""

    @wraps(view)
    def wrapper(request: HttpRequest, actor: Actor, **arguments: Any) -> HttpResponseBase:
        try:
            return view(request, actor, **arguments)
        except ConversationError as error:
            status = {NotFound: 404, NotAllowed: 403}.get(type(error), 400)
            return JsonResponse({"error": {"code": error.code, "text": error.message}}, status=status)

    return wrapper


def page_errors(view: View) -> View:
    """Answer a refusal as a page: for addresses that a link opens."""

    @wraps(view)
    def wrapper(request: HttpRequest, actor: Actor, **arguments: Any) -> HttpResponseBase:
        try:
            return view(request, actor, **arguments)
        except NotFound as error:
            raise Http404 from error
        except ConversationError as error:
            return no_file(request, error.message)

    return wrapper


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("conversations:new")


@require_safe
@with_actor
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    return render(request, "conversations/chat.html", page_context(request, actor, None))


@require_safe
@with_actor
def chat(request: HttpRequest, actor: Actor, conversation_id: UUID) -> HttpResponse:
    try:
        conversation = services.get_conversation(actor, conversation_id=conversation_id)
    except NotFound as error:
        raise Http404 from error
    return render(request, "conversations/chat.html", page_context(request, actor, conversation))


@require_safe
@with_actor
def history(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sidebar's list alone, for the search and after a change."""
    found = history_of(actor, search=searched(request), archived="archived" in request.GET)
    context = {
        "groups": found.groups,
        "has_archived": found.has_archived,
        "search": found.search,
        "archived": found.archived,
        "current": _uuid(request.GET.get("current", "")),
    }
    return render(request, "conversations/_history.html", context)


@require_safe
@with_actor
def starters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Questions to start with, apart from the page: finding them takes longer than drawing it."""
    sources = DataSource.objects.visible_to(actor).order_by("name")
    context = {"starters": starters_for(actor, sources)}
    return render(request, "conversations/_starters.html", context)


@require_POST
@with_actor
@json_errors
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    conversation = services.create_conversation(actor)
    url = reverse("conversations:chat", args=[conversation.pk])
    return JsonResponse({"id": str(conversation.pk), "url": url}, status=201)


@require_POST
@with_actor
@json_errors
def improve(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A conversation about a query of the workbench, its first question asked."""
    wanted = posted(ImproveForm, request)
    conversation = services.improve_query(actor, data_source_id=wanted["source"], sql=wanted["sql"])
    return JsonResponse({"url": reverse("conversations:chat", args=[conversation.pk])}, status=201)


@require_POST
@with_actor
@json_errors
def rename(request: HttpRequest, actor: Actor, conversation_id: UUID) -> HttpResponse:
    title = posted(TitleForm, request)["title"]
    conversation = services.rename_conversation(actor, conversation_id=conversation_id, title=title)
    return JsonResponse({"title": conversation.title})


@require_POST
@with_actor
@json_errors
def archive(request: HttpRequest, actor: Actor, conversation_id: UUID) -> HttpResponse:
    archived = posted(ArchiveForm, request)["archived"]
    change = services.archive_conversation if archived else services.restore_conversation
    change(actor, conversation_id=conversation_id)
    return JsonResponse({"archived": archived})


@require_POST
@with_actor
@json_errors
def delete(request: HttpRequest, actor: Actor, conversation_id: UUID) -> HttpResponse:
    services.delete_conversation(actor, conversation_id=conversation_id)
    return JsonResponse({})


@require_POST
@with_actor
@json_errors
def feedback(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    given = services.give_feedback(actor, message_id=message_id, **posted(FeedbackForm, request))
    return JsonResponse({"thumbs": given.thumbs, "rating": given.rating, "comment": given.comment})


@require_POST
@with_actor
@json_errors
def chart(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    kind = posted(ChartForm, request)["kind"]
    answer = services.change_chart(actor, message_id=message_id, kind=kind)
    return JsonResponse(answer.payload["chart"])


@require_GET
@with_actor
@page_errors
def rows(request: HttpRequest, actor: Actor, message_id: UUID, extension: str) -> HttpResponseBase:
    """All rows of an answer as a file; a page that says why where there is none."""
    export = services.open_rows_file(actor, message_id=message_id, extension=extension)
    return export_response(request, export, lambda failure: no_file(request, failure.message))


@require_GET
@with_actor
@page_errors
def picture(request: HttpRequest, actor: Actor, message_id: UUID, extension: str) -> HttpResponse:
    """The chart of an answer as a picture."""
    file = services.draw_answer(actor, message_id=message_id, extension=extension)
    disposition = content_disposition_header(True, file.name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


@require_POST
@with_actor
@json_errors
def segment(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    """Propose the people of an answer; the answer is the card."""
    return JsonResponse(services.suggestion_json(services.propose_people(actor, message_id=message_id)))


DECISIONS = {"accept": suggesting.accept, "reject": suggesting.reject, "apply": suggesting.apply}


@require_POST
@with_actor
@json_errors
def decide(request: HttpRequest, actor: Actor, suggestion_id: UUID, decision: str) -> HttpResponse:
    """Accept, reject or apply a suggestion; the answer is the suggestion as it is then."""
    row = DECISIONS[decision](actor, suggestion_id)
    return JsonResponse(services.suggestion_json(row))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
