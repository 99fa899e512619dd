"""The OpenAPI document: what the routers say, with what is common to all of them added once."""

from __future__ import annotations

from functools import cache
from typing import Any

from silah.doors.api.frame import HEADER, LONGEST_KEY
from silah.doors.api.routers import api
from silah.doors.problems import MEDIA_TYPE

WRITES = ("post", "put", "patch")
TEXT = {"type": "string"}
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457. `detail` is a sentence in Arabic, `code` is stable.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "code": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {"pointer": TEXT, "parameter": TEXT, "detail": TEXT},
            },
        },
        "matches": {"type": "array", "items": {"type": "object"}},
    },
}
KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": "Sent twice under one key, the act happens once.",
}


@cache
def document() -> dict[str, Any]:
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=""))
    schema["servers"] = [{"url": "/{association}/api/v1", "variables": {"association": {"default": "slug"}}}]
    schema["components"]["schemas"]["Problem"] = PROBLEM
    problem = {
        "description": "Whatever went wrong",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for methods in schema["paths"].values():
        for method, described in methods.items():
            answers = {str(status): answer for status, answer in described["responses"].items()}
            described["responses"] = answers | {"default": problem}
            if method in WRITES:
                described["parameters"] = [*described["parameters"], KEY]
    return schema
