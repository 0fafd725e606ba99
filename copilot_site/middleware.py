"""Request ids and the content security policy."""

import re
import uuid
from collections.abc import Callable

import structlog
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

ACCEPTED_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
# The admin's theme evaluates expressions (Alpine) and sets styles on elements; inline scripts stay refused.
ADMIN_POLICY = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
# The API's page has one inline style sheet, and its scripts set styles.
API_DOCS_POLICY = {"style-src": [SELF, UNSAFE_INLINE]}


class RequestIdMiddleware:
    """Gives each request an id, kept from a proxy if it is harmless, and says it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if ACCEPTED_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request.id):  # type: ignore[attr-defined]
            response = self.get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; the admin and the API's page get what they can't work without."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the policy header."""
        if request.path.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY  # type: ignore[attr-defined]
        elif request.path == "/api/docs/":
            response._csp_update = API_DOCS_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)
