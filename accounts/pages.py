"""What every page of a signed-in person needs: the actor, and who is shown at its foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.actor import Actor
from accounts.middleware import actor_of
from accounts.places import places

View = Callable[..., HttpResponseBase]
LONGEST_SEARCH = 200


def with_actor(view: View) -> View:
    """Give the view the actor; who belongs to no organization gets a page that says what to do."""

    @login_required
    def shown(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        # The Actor itself, not the lazy stand-in: dataclasses.replace takes no other.
        actor = request.actor = actor_of(request)  # type: ignore[attr-defined]
        if actor is None:
            return render(request, "no_membership.html", status=403)
        return view(request, actor, **arguments)

    @wraps(view)
    def wrapper(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        # A part of a page, asked for after the sign-in has ended, is not replaced by the sign-in page.
        if request.htmx and not request.user.is_authenticated:  # type: ignore[attr-defined]
            return HttpResponse(status=401)
        return shown(request, **arguments)

    return wrapper


def searched(request: HttpRequest) -> str:
    """What is searched for (`q`): without the NULs that PostgreSQL takes in no text."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]


def person(actor: Actor) -> dict[str, str]:
    """How the person is shown in the menu: name, e-mail, organization, role, initials."""
    words = [word for word in actor.name.replace("@", " ").split() if word]
    return {
        "name": actor.name,
        "email": actor.email,
        "organization": actor.organization_name,
        "role": str(actor.role.label),
        "initials": "".join(word[0] for word in words[:2]).upper(),
    }


def room(actor: Actor, here: str) -> dict[str, Any]:
    """What the frame of a page beside the chat (room.html) shows; `here` is the place that it belongs to."""
    return {"person": person(actor), "places": places(actor), "here": here}
