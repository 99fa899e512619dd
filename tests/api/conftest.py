"""Two associations, and a program of each officer."""

from __future__ import annotations

import pytest

from tests.api.program import Program
from tests.journey.scene import Scene, open_scene


@pytest.fixture
def scene(db: None) -> Scene:
    return open_scene()


@pytest.fixture
def couples(db: None) -> Scene:
    return open_scene("injab", "couples")


@pytest.fixture
def officer(scene: Scene) -> Program:
    return Program.of(scene, "salma")
