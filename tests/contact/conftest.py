"""The association at work, its transaction open around the test."""

from __future__ import annotations

from tests.journey.conftest import couples, scene

__all__ = ["couples", "scene"]
