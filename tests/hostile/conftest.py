"""An office and a stranger at its doors."""

from __future__ import annotations

import pytest

from tests.journey.scene import Scene, open_scene


@pytest.fixture
def office(db: None) -> Scene:
    return open_scene()
