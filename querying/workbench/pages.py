"""The workbench's page: whole by itself, and for its modules to make lively."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from csp.constants import NONCE, SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from accounts.actor import Actor
from accounts.pages import room
from querying.guard import GuardRefusal
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource, SavedQuery
from querying.page_parts import base_config
from querying.plans import CannotExplain, PlanExplained, explain
from querying.results import QueryFailed
from querying.services import Execution, execute
from querying.words import words_of_request
from querying.workbench.acts import saved_for
from querying.workbench.errors import NotThere
from querying.workbench.frames import clock_of, page, source_of
from querying.workbench.history import history
from querying.workbench.saving import saved_query
from querying.workbench.words import WORDS

PLAIN_ROWS = 200
"""Rows of the table that the page shows without its modules."""
SAVED = "00000000-0000-0000-0000-0000000005a0"
QUERY = "00000000-0000-0000-0000-00000000c0e0"


@csp_update({"style-src": [SELF, NONCE]})  # the editor makes its style sheet itself
@page
def workbench(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The editor, with what `saved`, `query` or `source` names in it; a posted form is run."""
    sources = list(DataSource.objects.visible_to(actor).defer("catalog").order_by("name"))
    opened = _opened(request, actor)
    chosen = source_of(actor, opened["source"]) if opened["source"] else next(iter(sources), None)
    context = room(actor, "workbench") | {
        "sources": sources,
        "chosen": chosen,
        "opened": opened,
        "saved": saved_for(actor),
        "history": history(actor),
        "words": words_of_request(WORDS),
        "config": _config(request, actor, chosen, opened),
        "tables": [],
    }
    if request.method == "POST" and chosen is not None:
        context |= _plain_answer(actor, chosen, opened["sql"], wants_plan="explain" in request.POST)
    return render(request, "workbench/workbench.html", context)


def _opened(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The SQL to begin with: of the form, a saved query, an earlier run, or none. Raises NotThere."""
    if request.method == "POST":
        return {"source": _number(request.POST.get("source", "")), "sql": request.POST.get("sql", "")}
    if "saved" in request.GET:
        saved = saved_query(actor, _uuid(request.GET["saved"]))
        return {"source": saved.source_id, "sql": saved.sql, "saved": saved}
    if "query" in request.GET:
        # Any of the actor's own: what the chat ran is opened by the same address.
        own = AnalyticsQuery.objects.visible_to(actor).filter(user=actor.user_id)
        ran = own.filter(pk=_uuid(request.GET["query"])).first()
        if ran is None:
            raise NotThere
        return {"source": ran.source_id, "sql": ran.sql}
    return {"source": _number(request.GET.get("source", "")), "sql": request.GET.get("sql", "")[:20_000]}


def _plain_answer(actor: Actor, source: DataSource, sql: str, *, wants_plan: bool) -> dict[str, Any]:
    """What the page shows below the form: rows or a plan, or why there are none."""
    try:
        if wants_plan:
            told: PlanExplained = explain(actor, source, sql, clock_of(actor))
            return {"plan": told}
        done: Execution = execute(
            actor=actor, source=source, sql=sql, purpose=Purpose.WORKBENCH, clock=clock_of(actor)
        )
    except (GuardRefusal, QueryFailed, CannotExplain) as error:
        return {"problem": error.message, "part": getattr(error, "part", "")}
    return {"result": done.result, "rows": done.result.json_rows(PLAIN_ROWS), "query": done.id}


def _config(
    request: HttpRequest, actor: Actor, chosen: DataSource | None, opened: dict[str, Any]
) -> dict[str, Any]:
    """What the modules need to know."""
    saved = opened.get("saved")
    return base_config(request, actor) | {
        "user": actor.user_id,
        "nonce": str(request.csp_nonce),  # type: ignore[attr-defined]
        "editor": static("vendor/codemirror.min.js"),
        "source": chosen.pk if chosen else None,
        "opened": bool(opened["sql"]),
        "saved": saved
        and {"id": str(saved.pk), "name": saved.name, "is_own": saved.owner_id == actor.user_id},
        "urls": {
            "page": reverse("workbench:page"),
            "run": reverse("workbench:run"),
            "stop": reverse("workbench:stop"),
            "explain": reverse("workbench:explain"),
            "format": reverse("workbench:format"),
            "save": reverse("workbench:save"),
            "history": reverse("workbench:history"),
            "saved": reverse("workbench:saved"),
            "words": reverse("workbench:words", args=[0]).replace("/0/", "/SOURCE/"),
            "change": reverse("workbench:change", args=[SAVED]).replace(SAVED, "SAVED"),
            "delete": reverse("workbench:delete", args=[SAVED]).replace(SAVED, "SAVED"),
            "favourite": reverse("workbench:favourite", args=[SAVED]).replace(SAVED, "SAVED"),
            "export": reverse("queries:export", args=[QUERY, "FORMAT"]).replace(QUERY, "QUERY"),
            "chart": reverse("workbench:chart", args=[QUERY, "KIND"]).replace(QUERY, "QUERY"),
            "picture": reverse("workbench:picture", args=[QUERY, "KIND", "FORMAT"]).replace(QUERY, "QUERY"),
            "rows": reverse("api:query-rows", args=[QUERY]).replace(QUERY, "QUERY"),
        },
    }


def _saved(saved: SavedQuery, actor: Actor) -> dict[str, Any]:
    return {
        "id": str(saved.pk),
        "name": saved.name,
        "description": saved.description,
        "is_shared": saved.is_shared,
        "is_own": saved.owner_id == actor.user_id,
    }


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotThere from error
