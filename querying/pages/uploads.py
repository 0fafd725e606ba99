"""Sending files and looking at what they became, before they are used."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from accounts.actor import Actor
from accounts.pages import room
from querying.enums import UploadStatus
from querying.models import DataSource, Upload
from querying.pages.data import action, mine, page, tried
from querying.uploads import services
from querying.uploads.errors import MayNotUpload, UploadNotFound, UploadRefused
from querying.uploads.words import CAN_SKIP, problem_words, type_words

BUSY = (UploadStatus.WAITING, UploadStatus.READING, UploadStatus.USING)
CHOICES = {"": None, "yes": True, "no": False}


def upload_of(actor: Actor, pk: UUID) -> Upload:
    """Raises UploadNotFound."""
    found = Upload.objects.visible_to(actor).select_related("replaces", "source").filter(pk=pk).first()
    if found is None:
        raise UploadNotFound
    return found


@action
def begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """For the page's own sending, piece by piece: {"files": [{"name", "size"}], "replaces"?} -> addresses."""
    try:
        files, replaces = _wanted(request.body, actor)
        upload = services.begin(actor, files, replaces=replaces)
    except (UploadRefused, MayNotUpload) as error:
        return JsonResponse({"message": error.message}, status=400)
    return JsonResponse({"id": str(upload.pk)}, status=201)


def _wanted(body: bytes, actor: Actor) -> tuple[list[tuple[str, int]], DataSource | None]:
    """Raises UploadRefused for what no page of ours sends."""
    try:
        said = json.loads(body)
        files = [(str(file["name"]), int(file["size"])) for file in said["files"]]
        replaced = said.get("replaces")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UploadRefused(problem_words({"code": "interrupted"})[0]) from error
    return files, mine(actor, replaced) if isinstance(replaced, int) else None


@action
def piece(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """A piece of a file, at `at`; answers how much is there, so that a cut line goes on where it was."""
    at = request.GET.get("at", "")
    try:
        there = services.append(upload_of(actor, pk), number, int(at) if at.isdecimal() else -1, request)
    except UploadRefused as error:
        return JsonResponse({"message": error.message}, status=400)
    return JsonResponse({"there": there})


@action
def finish(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """All pieces were sent."""
    try:
        services.finish(upload_of(actor, pk))
    except UploadRefused as error:
        return JsonResponse({"message": error.message}, status=400)
    return JsonResponse({})


@action
def send(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form without the page's scripts: everything in one request."""
    given = request.FILES.getlist("files")
    replaced = request.POST.get("replaces", "")
    replaces = mine(actor, int(replaced)) if replaced.isdecimal() else None
    made: list[Upload] = []

    def take_in() -> None:
        files = [(file.name or "", file.size or 0) for file in given]
        upload = services.begin(actor, files, replaces=replaces)
        for number, file in enumerate(given):
            services.append(upload, number, 0, file)
        services.finish(upload)
        made.append(upload)

    return redirect("queries:upload", made[0].pk) if tried(request, take_in) else redirect("queries:data")


@page
def upload(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """What became of the files: their first rows and types, or what is wrong with them."""
    found = upload_of(actor, pk)
    return render(request, "data/upload.html", room(actor, "data") | about(found))


@page
def state(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The same without its frame, asked for again and again while the files are read."""
    return render(request, "data/_state.html", about(upload_of(actor, pk)))


def about(found: Upload) -> dict[str, Any]:
    """What the templates show of an upload."""
    asks = {kind for table in found.told for kind in table.get("asks", {}).values()}
    return {
        "upload": found,
        "is_busy": found.status in BUSY,
        "problem": problem_words(found.problem) if found.problem else [],
        "can_skip": found.problem.get("code") in CAN_SKIP,
        "tables": [_shown(table) for table in found.told],
        "asks": sorted(asks),
        "wishes": {
            name: {None: "", True: "yes", False: "no"}[found.wishes.get(name)] for name in services.OPTIONS
        },
    }


def _shown(table: dict[str, Any]) -> dict[str, Any]:
    asked = table.get("asks", {})
    columns = [
        {"name": column["name"], "type": type_words(column["type"]), "is_unclear": column["name"] in asked}
        for column in table["columns"]
    ]
    return table | {"shown_columns": columns}


def _then_show(request: HttpRequest, actor: Actor, pk: UUID, act: Callable[[Upload], object]) -> HttpResponse:
    found = upload_of(actor, pk)
    tried(request, lambda: act(found))
    return redirect("queries:upload", pk)


@action
def again(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Read the files as the person says they are written."""
    wishes = {
        name: CHOICES[request.POST[name]]
        for name in services.OPTIONS
        if request.POST.get(name, "?") in CHOICES
    }
    return _then_show(request, actor, pk, lambda found: services.read_again(found, **wishes))


@action
def use(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Make a data source of it."""
    return _then_show(request, actor, pk, lambda found: services.use(found, request.POST.get("name", "")))


@action
def discard(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Forget it."""
    services.discard(upload_of(actor, pk))
    return redirect("queries:data")
