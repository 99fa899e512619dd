"""What journeys through several days and several people need."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from silah.foundation.kernel import clock
from tests.jobs.worker import work

SIZES = {"phone": {"width": 390, "height": 844}, "wide": {"width": 1280, "height": 900}}
OpenBrowser = Callable[..., Page]


class Days:
    """The clock of the whole application, put forward for every thread of its server."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def pass_by(self, days: int) -> None:
        self.ahead += timedelta(days=days)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    made = Days()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def follow(live_app: str) -> Callable[[], None]:
    """Everything that follows what was done, as the worker does it beside the pages."""

    def run() -> None:
        thread = threading.Thread(target=work)  # the browser's event loop lives in this one
        thread.start()
        thread.join()

    return run


@pytest.fixture
def open_browser(live_app: str, new_context: CreateContextCallback) -> OpenBrowser:
    """A browser of one more person; nothing of another's is in it."""

    def browser(size: str = "wide", *, script: bool = True) -> Page:
        context = new_context(base_url=live_app, viewport=SIZES[size], java_script_enabled=script)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    return browser
