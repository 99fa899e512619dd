"""Fixtures for journeys in a real browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

SYSTEM_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Requests of a test are not news."""


class Server(ThreadedWSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


@pytest.fixture
def live_app(committed_db: str) -> Iterator[str]:
    """Address of the whole application, served from threads of this process over a database of its own."""
    from silah.config.wsgi import application

    server = Server(("127.0.0.1", 0), QuietHandler)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")
    found = next(filter(None, map(shutil.which, SYSTEM_CHROMIUM)), None)
    return browser_type_launch_args | {"args": quiet} | ({"executable_path": found} if found else {})


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "ar-SA", "timezone_id": "Asia/Riyadh"}


@pytest.fixture
def browser_page(live_app: str, new_context: CreateContextCallback) -> Page:
    """A page of a fresh browser; `goto("/…")` leads to the live application."""
    page = new_context(base_url=live_app).new_page()
    page.set_default_timeout(10_000)
    return page
