"""The committed document is what the api does, and says all that a program needs to know."""

from __future__ import annotations

import json
from pathlib import Path

from silah.doors.api.document import document
from tests.api.addresses import addresses

COMMITTED = Path(__file__).resolve().parents[2] / "docs/openapi.json"


def test_the_committed_document_is_the_generated_one() -> None:
    generated = json.loads(json.dumps(document()))
    assert json.loads(COMMITTED.read_text()) == generated, "run scripts/openapi.py"


def test_every_call_says_what_comes_back_when_it_goes_wrong() -> None:
    for each in addresses():
        problem = each.described["responses"]["default"]["content"]["application/problem+json"]
        assert problem["schema"] == {"$ref": "#/components/schemas/Problem"}, str(each)


def test_every_change_can_be_sent_twice() -> None:
    for each in addresses():
        named = {parameter["name"] for parameter in each.described["parameters"]}
        assert ("Idempotency-Key" in named) == (each.method in {"post", "put", "patch"}), str(each)


def test_whatever_comes_in_is_closed_to_unknown_fields() -> None:
    shapes = document()["components"]["schemas"]
    for name, shape in shapes.items():
        if name.endswith("Body"):
            assert shape["additionalProperties"] is False, name


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(document())
    shapes = document()["components"]["schemas"]
    wanted = {part.split('"', 1)[0] for part in text.split("#/components/schemas/")[1:]}
    assert wanted <= shapes.keys()
