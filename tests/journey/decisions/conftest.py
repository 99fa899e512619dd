"""A scene whose committee is formed."""

from __future__ import annotations

import pytest

from tests.journey.decisions import hall
from tests.journey.scene import Scene


@pytest.fixture
def hall_scene(scene: Scene) -> Scene:
    hall.form(scene)
    return scene
