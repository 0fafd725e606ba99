"""What the API's documentation says of every operation."""

from __future__ import annotations

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


def describe_problems(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: anything but success is a problem detail."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    problem = {"description": "A problem.", "content": {"application/problem+json": reference}}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = problem
    return result
