"""A published pack as bytes, and back: a version once published loads forever."""

import json
from collections.abc import Callable
from typing import Any

from silah.foundation.kernel.canonical import canonical_bytes

from .model import Pack
from .schema import as_json

SCHEMA_VERSION = 3


def _with_unfinished(tree: dict[str, Any]) -> dict[str, Any]:
    """What was written in the programme until packs could say it."""
    days = {"draft_days": 30, "remind_after_days": 7, "announce_after_days": 45, "end_after_days": 15}
    return {**tree, "reply_window": {**tree["reply_window"], "unfinished": days}}


def _without_asked_of(tree: dict[str, Any]) -> dict[str, Any]:
    """A question could say of whom it is asked; no code ever read it, and every one said the applicant."""
    for service in tree["services"]:
        for question in service["questions"]:
            question.pop("asked_of", None)
    return tree


UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _with_unfinished, 2: _without_asked_of}
"""For each earlier schema version, how its tree becomes the next one's."""


class UnknownSchema(Exception):
    """The bytes were written by a newer programme, or are no pack."""


def canonical(pack: Pack) -> bytes:
    """The same pack gives the same bytes."""
    tree = {"schema_version": SCHEMA_VERSION, "pack": pack.model_dump(mode="json")}
    return canonical_bytes(tree)


def from_canonical(stored: bytes) -> Pack:
    tree = json.loads(stored)
    version = tree.get("schema_version")
    if not isinstance(version, int) or not 1 <= version <= SCHEMA_VERSION:
        raise UnknownSchema(version)
    pack = tree["pack"]
    for step in range(version, SCHEMA_VERSION):
        pack = UPGRADES[step](pack)
    return Pack.model_validate_json(as_json(pack))
