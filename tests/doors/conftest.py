"""An office whose pages are opened: each request has its own transaction, as in life."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journey.scene import Scene, open_scene
from tests.pages import Pages

SignIn = Callable[[str], Pages]


@pytest.fixture
def office(db: None) -> Scene:
    return open_scene()


@pytest.fixture
def clinic(db: None) -> Scene:
    """Where a couple is the unit and health answers have readers of their own."""
    return open_scene("injab", "couples")


@pytest.fixture
def sign_in(office: Scene) -> SignIn:
    """Pages opened by a member of the office, by name."""
    return lambda who: Pages(office.slug).sign_in(office.user(who))
