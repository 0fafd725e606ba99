"""Puts the actor on the request, found when first asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from accounts.actor import Actor
from accounts.services import NoMembership, actor_for, membership_for


class ActorMiddleware:
    """`request.actor` is the signed-in person's Actor, or falsy where there is no person or membership."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    try:
        membership = membership_for(request.user)
    except NoMembership:
        return None
    return actor_for(membership, language=(get_language() or "")[:2])
