"""What the workbench's modules ask for: running, stopping, explaining, words to complete, saving."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.actor import Actor
from accounts.pages import searched
from querying.cache import Caching
from querying.hangups import any_of, hung_up
from querying.limits import Purpose
from querying.models import SavedQuery
from querying.plans import explain
from querying.services import execute
from querying.workbench import saving
from querying.workbench.answers import plan_as_json, run_as_json
from querying.workbench.completions import completions
from querying.workbench.formatting import formatted
from querying.workbench.forms import FavouriteForm, FormatForm, RunForm, SaveForm, StopForm, posted
from querying.workbench.frames import act, clock_of, looked_up, source_of
from querying.workbench.history import history
from querying.workbench.stopping import stop_run, watch


@act
def run(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The first rows of the SQL."""
    wanted = posted(RunForm, request)
    done = execute(
        actor=actor,
        source=source_of(actor, wanted["source"]),
        sql=wanted["sql"],
        purpose=Purpose.WORKBENCH,
        clock=clock_of(actor),
        stopped=any_of(hung_up(request), watch(actor, wanted["run"] or uuid4())),
        caching=Caching.RENEW if wanted["again"] else Caching.USE,
    )
    return JsonResponse(run_as_json(actor, done))


@act
def stop(request: HttpRequest, actor: Actor) -> HttpResponse:
    stop_run(actor, posted(StopForm, request)["run"])
    return JsonResponse({})


@act
def explain_sql(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The plan in words; with `really`, after running it."""
    wanted = posted(RunForm, request)
    told = explain(
        actor,
        source_of(actor, wanted["source"]),
        wanted["sql"],
        clock_of(actor),
        really=wanted["really"],
        stopped=any_of(hung_up(request), watch(actor, wanted["run"] or uuid4())),
    )
    return JsonResponse(plan_as_json(told))


@act
def format_sql(request: HttpRequest, actor: Actor) -> HttpResponse:
    return JsonResponse({"sql": formatted(posted(FormatForm, request)["sql"])})


@looked_up
def words(request: HttpRequest, actor: Actor, source_id: int) -> HttpResponse:
    """What the editor may complete."""
    return JsonResponse(completions(actor, source_of(actor, source_id)))


@looked_up
def own_history(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list of what was run, for the side panel."""
    search = searched(request)
    rows = history(actor, search)
    return render(request, "workbench/_history.html", {"rows": rows, "search": search})


@looked_up
def saved_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list of saved queries, for the side panel."""
    search = searched(request)
    context = {"saved": saved_for(actor, search), "search": search}
    return render(request, "workbench/_saved.html", context)


def saved_for(actor: Actor, search: str = "") -> list[SavedQuery]:
    """The actor's list: favourites first, then by name."""
    found = SavedQuery.objects.visible_to(actor).matching(search).with_favourites(actor)
    return list(
        found.select_related("source", "owner")
        .defer("source__catalog")
        .order_by(F("is_favourite").desc(), "name", "created_at")[:200]
    )


@act
def save(request: HttpRequest, actor: Actor) -> HttpResponse:
    wanted = posted(SaveForm, request)
    saved = saving.save_query(actor, **wanted | {"source": source_of(actor, wanted["source"])})
    return JsonResponse(_saved_json(saved), status=201)


@act
def change(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """What the body names of name, description, sql, is_shared."""
    saving.saved_query(actor, pk)  # what is not theirs is not there, whatever the body says
    wanted = posted(SaveForm, request, partial=True)
    wanted.pop("source", None)
    return JsonResponse(_saved_json(saving.change_query(actor, pk, **wanted)))


@act
def delete(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    saving.delete_query(actor, pk)
    return JsonResponse({})


@act
def favourite(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    saving.saved_query(actor, pk)
    wanted = posted(FavouriteForm, request)["is_favourite"]
    saving.set_favourite(actor, pk, is_favourite=wanted)
    return JsonResponse({"is_favourite": wanted})


def _saved_json(saved: SavedQuery) -> dict[str, object]:
    return {
        "id": str(saved.pk),
        "name": saved.name,
        "description": saved.description,
        "is_shared": saved.is_shared,
        "url": f"{reverse('workbench:page')}?saved={saved.pk}",
    }
