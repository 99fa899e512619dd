"""Two associations with their portals, and visitors to them."""

from __future__ import annotations

import pytest

from tests.journey.scene import Scene, open_scene
from tests.portal.page import Visitor


@pytest.fixture
def scene(db: None) -> Scene:
    return open_scene()


@pytest.fixture
def couples(db: None) -> Scene:
    return open_scene("injab", "couples")


@pytest.fixture
def visitor(scene: Scene) -> Visitor:
    return Visitor(scene.slug, scene.pack)
