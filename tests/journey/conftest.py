"""Scenes with their association's transaction open around the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from silah.foundation.tenancy import within
from tests.journey.scene import Scene, open_scene


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    made = open_scene()
    with within(made.organisation_id):
        yield made


@pytest.fixture
def couples(db: None) -> Iterator[Scene]:
    """The association where a couple is the unit and health answers have readers of their own."""
    made = open_scene("injab", "couples")
    with within(made.organisation_id):
        yield made
