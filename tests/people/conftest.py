"""The association at work, its transaction open around the test."""

from __future__ import annotations

from silah.foundation.access import Actor, Door, Role
from silah.people.models import Party
from tests.journey.conftest import couples, scene
from tests.journey.scene import Scene

__all__ = ["couples", "scene"]


def herself_of(scene: Scene, party: Party) -> Actor:
    return Actor(scene.organisation_id, frozenset({Role.BENEFICIARY}), Door.PORTAL, id=party.id)
