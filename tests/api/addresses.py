"""Every address of the api as its document lists it, with what to put where an id belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from silah.doors.api.document import document

PARAMETER = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Address:
    method: str
    path: str
    described: dict[str, Any]

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.path)

    @property
    def schemes(self) -> set[str]:
        return {name for each in self.described.get("security", []) for name in each}

    @property
    def is_open(self) -> bool:
        return not self.described.get("security")

    def at(self, **ids: object) -> str:
        return self.path.lstrip("/").format(**ids)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def addresses() -> Iterator[Address]:
    for path, methods in document()["paths"].items():
        for method, described in methods.items():
            yield Address(method, path, described)


def example(described: dict[str, Any]) -> Any:
    """A body that its schema accepts: the least of everything."""
    content = described.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    return _of(content["application/json"]["schema"])


def _of(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in schema:
        return _of(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: _of(schema["properties"][name]) for name in schema.get("required", [])}
    if kind == "array":
        return [_of(schema["items"]) for _each in range(schema.get("minItems", 0))]
    if kind == "integer":
        return schema.get("minimum", 1)
    return kind == "boolean" or FORMS.get(schema.get("format", ""), schema.get("const", "كلمة"))


FORMS = {
    "uuid": "019a0000-0000-7000-8000-000000000000",
    "date": "2026-11-23",
    "date-time": "2026-11-23T09:30:00Z",
}
