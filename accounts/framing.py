"""How views of an app are asked and answered: by which methods, in whose time zone, with what refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actor import Actor
from accounts.pages import View, with_actor


@dataclass(frozen=True, slots=True)
class Frame:
    """Views get the actor, and speak of times in the actor's zone.

    `check` says who may come in at all. What it or a view raises of `refusals` is answered by `refuse`, which
    may raise Http404 for what is not there for this person.
    """

    refusals: tuple[type[Exception], ...]
    refuse: Callable[[HttpRequest, Actor, Exception], HttpResponseBase]
    check: Callable[[Actor], None] = lambda actor: None

    def page(self, view: View) -> View:
        """Something to look at. It is kept nowhere: what is seen depends on rights that may end."""
        return never_cache(require_safe(self._answered(view)))

    def form_page(self, view: View) -> View:
        """A page with a form that is sent to its own address."""
        return never_cache(require_http_methods(["GET", "HEAD", "POST"])(self._answered(view)))

    def action(self, view: View) -> View:
        """Something to do."""
        return require_POST(self._answered(view))

    def _answered(self, view: View) -> View:
        @with_actor
        @wraps(view)
        def wrapper(request: HttpRequest, actor: Actor, **arguments: Any) -> HttpResponseBase:
            with timezone.override(ZoneInfo(actor.time_zone)):
                try:
                    self.check(actor)
                    return view(request, actor, **arguments)
                except self.refusals as error:
                    return self.refuse(request, actor, error)

        return wrapper
