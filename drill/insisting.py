"""Clients that insist: a step is sent again, under its first key, until it is answered; what was answered is kept."""

from __future__ import annotations

import http.cookiejar
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

AWAY = (urllib.error.URLError, HTTPException, OSError)
PATIENCE = 240.0  # seconds until a step counts as never answered


class GaveUp(Exception):
    """No code came however often it was asked for."""


@dataclass
class Log:
    """What all clients together sent and were answered."""

    asked: int = 0  # steps sent for the first time
    again: int = 0  # times a step was sent again
    errors: list[str] = field(default_factory=list)  # answers that no client should get
    people: dict[str, str] = field(default_factory=dict)  # acknowledged: id → name
    requests: dict[str, str] = field(default_factory=dict)  # acknowledged: id → reference, once it was read
    papers: set[str] = field(default_factory=set)  # acknowledged: ids of items
    by_page: set[str] = field(default_factory=set)  # of the requests, those sent through the portal
    slowest: float = 0.0  # seconds one sending took, answered or not
    gave_up: int = 0  # people to whom no code came
    broken: int = 0  # answers with 5xx
    inhuman: int = 0  # of them, pages without a word in Arabic


class Client(threading.Thread):
    def __init__(self, address: str, slug: str, log: Log, *, seed: int) -> None:
        super().__init__(daemon=True)
        self.base, self.log, self.draw = f"{address}/{slug}/", log, random.Random(seed)
        self.ending = threading.Event()
        self.host = f"10.{self.draw.randrange(256)}.{self.draw.randrange(256)}.{self.draw.randrange(1, 255)}"
        self.jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(self.jar, _NoRedirect())

    def run(self) -> None:
        try:
            while not self.ending.is_set() and self._one():
                pass
        except Exception as error:  # noqa: BLE001 - told among the findings
            self.log.errors.append(f"{type(self).__name__}: {error!r}"[:300])

    def _one(self) -> bool:
        try:
            return self.once()
        except GaveUp:
            self.log.gave_up += 1
            return True

    def once(self) -> bool:
        """One person's business; False when there is nobody left."""
        raise NotImplementedError

    def insist(self, send: Callable[[], Any]) -> Any:
        """What the first answer was. Stops being patient soon after the end was asked for."""
        until = time.monotonic() + PATIENCE
        self.log.asked += 1
        while time.monotonic() < until:
            begun = time.monotonic()
            try:
                return send()
            except urllib.error.HTTPError as error:
                self._broken(error)
            except AWAY:
                pass
            finally:
                self.log.slowest = max(self.log.slowest, time.monotonic() - begun)
            self.log.again += 1
            time.sleep(0.2 + self.draw.random() * 0.3)
        raise AssertionError("never answered")

    def _broken(self, error: urllib.error.HTTPError) -> None:
        """An answer of the server's own fault is waited out; another is nobody's business here."""
        said = error.read().decode(errors="replace")
        if error.code < 500:
            led = error.headers.get("Location", "")
            raise AssertionError(f"{error.code} {error.url} {led} {said[:300]}")
        self.log.broken += 1
        self.log.inhuman += not re.search(r"[\u0621-\u064a]{3}", said)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_about: Any) -> None:
        """Where an answer leads is part of it."""
