"""Every error as a problem detail (RFC 9457) with our dotted code; nothing of the server's insides."""

from __future__ import annotations

import logging
import math
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from redis import RedisError
from rest_framework import exceptions, serializers
from rest_framework.response import Response

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
CODES = {
    400: "input.invalid",
    401: "auth.required",
    403: "auth.forbidden",
    404: "not_found",
    405: "method.not_allowed",
    406: "not_acceptable",
    413: "input.too_large",
    415: "input.media_type",
    429: "rate.exceeded",
}
# Errors of our own apps, by their code; any other is 400.
STATUSES = {
    "forbidden": 403,
    "not_allowed": 403,
    "not_found": 404,
    "turn.busy": 409,
    "campaign.state": 409,
    "quota.exceeded": 429,
    "budget.exceeded": 429,
    "service.unavailable": 503,
    "db.timeout": 504,
    "db.unavailable": 503,
    "provider.unavailable": 503,
}


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"

    def __init__(self) -> None:
        super().__init__(_("The request is too large."))


class ProblemSerializer(serializers.Serializer[Any]):
    """The shape of every error, for the documentation."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = serializers.DictField(child=serializers.JSONField(), required=False)


def answer_problem(error: Exception, context: dict[str, Any]) -> Response:
    """The response of whatever a view raised; what nobody foresaw is logged and told as `internal`."""
    if isinstance(error, Http404):
        return problem(404, _("Not found."))
    if isinstance(error, PermissionDenied):
        return problem(403, _("You may not do this."))
    if isinstance(error, ValidationError):
        return problem(400, _("Some values are not right."), errors=_by_field(error))
    if isinstance(error, exceptions.ValidationError):
        errors = error.detail if isinstance(error.detail, dict) else {"request": error.detail}
        return problem(400, _("Some values are not right."), errors=errors)
    if isinstance(error, exceptions.APIException):
        return problem(error.status_code, str(error.detail), headers=_headers(error))
    if type(error).__module__.split(".")[0] in settings.LOCAL_APPS and hasattr(error, "message"):
        code = getattr(error, "code", CODES[400])
        field = getattr(error, "field", "")
        told = {field: [error.message]} if field else None
        return problem(STATUSES.get(code, 400), str(error.message), code=code, errors=told)
    if isinstance(error, (OperationalError, InterfaceError, RedisError)):
        log.warning("The API was without a service: %s", type(error).__name__)
        text = _("Our own database does not answer at the moment. Nothing was lost: try again soon.")
        return problem(503, text, code="service.unavailable", headers={"Retry-After": "5"})
    log.error("The API failed.", exc_info=error)
    return problem(500, _("Something went wrong here. It has been logged."), code="internal")


def problem(
    status: int,
    detail: str,
    *,
    code: str = "",
    errors: Any = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """One problem; `errors` is {field: [messages]}."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code or CODES.get(status, "internal"),
    }
    if errors is not None:
        body["errors"] = errors
    return Response(body, status=status, headers=headers, content_type=CONTENT_TYPE)


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {"request": error.messages}


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)
    if isinstance(error, exceptions.Throttled) and error.wait is not None:
        headers["Retry-After"] = str(max(1, math.ceil(error.wait)))
    return headers
