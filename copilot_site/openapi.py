"""What the API's documentation says of every operation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Dotted, such as `question.too_long`."},
        "errors": {"type": "object", "additionalProperties": {}, "description": "Messages by field."},
    },
}
CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
MEANINGS = {
    400: "Something in the request is not right.",
    401: "No credential, or one that is not valid any more.",
    403: "The role or the scope of the key does not allow it.",
    404: "It is not there, or is another organization's.",
    406: "Answers are JSON.",
    409: "Not in the state that it is in.",
    413: "The body is too large.",
    415: "Bodies are JSON.",
    429: "Too many requests, or a quota is used up.",
    503: "A database or a model does not answer.",
    504: "A query took too long.",
}
ALWAYS = (400, 401, 403, 404, 406, 429)
STATES = re.compile(r"/v1/(campaigns/|chatbot/query)")
ASKS_DATA = re.compile(r"/v1/(chatbot/query|knowledge/|queries/.*/rows|segments|suggestions/)")


def describe_problems(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: what is refused is a problem detail, with the statuses that there may be."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path, operations in result["paths"].items():
        for operation in operations.values():
            for status in _statuses(path, operation):
                operation["responses"][str(status)] = {"description": MEANINGS[status], "content": CONTENT}
    return result


def _statuses(path: str, operation: dict[str, Any]) -> Iterator[int]:
    yield from ALWAYS
    if "requestBody" in operation:
        yield from (413, 415)
    if STATES.search(path):
        yield 409
    if ASKS_DATA.search(path):
        yield from (503, 504)
