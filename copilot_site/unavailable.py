"""What a person sees where the site's own database or cache is away, or has no room."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from redis import RedisError

AWAY = (OperationalError, InterfaceError, RedisError)
RETRY_AFTER_SECONDS = "5"


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of what no view caught: 503 and why where a service is away, else 500.

    The templates ask no database: whoever is signed in would be looked up there.
    """
    away = isinstance(sys.exc_info()[1], AWAY)
    status = 503 if away else 500
    if "application/json" in request.headers.get("Accept", ""):
        error = {"code": "service.unavailable" if away else "internal", "text": _sentence(away=away)}
        response: HttpResponse = JsonResponse({"error": error}, status=status)
    else:
        response = HttpResponse(loader.render_to_string(f"{status}.html"), status=status)
    if away:
        response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _sentence(*, away: bool) -> str:
    if away:
        return _("Our own database does not answer at the moment. Nothing was lost: try again soon.")
    return _("Something went wrong here. It has been logged.")
