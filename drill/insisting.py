"""Clients that insist: a step is sent again, under its first key, until it is answered; what was answered is kept."""

from __future__ import annotations

import http.cookiejar
import json
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
from uuid import uuid4

from drill.furnish import BORN, NAMES
from drill.provider import Provider
from silah.foundation.kernel import national_id

AWAY = (urllib.error.URLError, HTTPException, OSError)
PATIENCE = 240.0  # seconds until a step counts as never answered
AGAIN = 20.0  # seconds until somebody who waits for a code asks for another
KEY = re.compile(r'name="_key"[^>]*value="([^"]+)"')
FORGERY = re.compile(r'name="csrfmiddlewaretoken"[^>]*value="([^"]+)"')
ASKED = {
    "changed": [],
    "place": "quwayiyah",
    "urgent": "no",
    "for_whom": "own",
    "marital_status": "widowed",
    "persons": 3,
    "income": 1_500_00,
    "rent": 0,
    "safe_contact": {"way": "message"},
    "papers": {"national_id": "now", "death_certificate": "later"},
}


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
            while not self.ending.is_set() and self.once():
                pass
        except GaveUp:
            self.log.gave_up += 1
        except Exception as error:  # noqa: BLE001 - told among the findings
            self.log.errors.append(f"{type(self).__name__}: {error!r}"[:300])

    def once(self) -> bool:
        """One person's business; False when there is nobody left."""
        raise NotImplementedError

    def insist(self, send: Callable[[], Any]) -> Any:
        """What the first answer was. Stops being patient soon after the end was asked for."""
        until, first = time.monotonic() + PATIENCE, True
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
            self.log.again += first is not None
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

    def open(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, text."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        address = urllib.parse.urljoin(self.base, path)
        headers = {"X-Forwarded-For": self.host, "Referer": address}
        request = urllib.request.Request(address, body, headers)
        with self.opener.open(request, timeout=30) as answer:
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()


class Program(Client):
    """Through the api: opens a file, asks for support, sees some of the papers."""

    def __init__(self, address: str, slug: str, log: Log, *, token: str, seed: int) -> None:
        super().__init__(address, slug, log, seed=seed)
        self.token, self.next = token, seed * 100_000

    def once(self) -> bool:
        self.next += 1
        person = {
            "full_name": self.draw.choice(NAMES),
            "national_id": national_id.synthetic(self.next),
            "birth_date": BORN.isoformat(),
            "mobile": f"+96650{self.next % 10_000_000:07d}",
            "sex": "female",
            "confirmed_new": True,
        }
        party = self.post("people/", person)["id"]
        self.log.people[party] = person["full_name"]
        if self.ending.is_set():
            return False
        body = {
            "service": "social_aid",
            "applicant_id": party,
            "channel": "interview",
            "consents": ["privacy_notice"],
            "answers": ASKED,
            "signature": {"method": "paper"},
        }
        case = self.post("requests/", body)
        self.log.requests[case["id"]] = case["reference"]
        for item in self.call("GET", f"requests/{case['id']}/items/")["items"]:
            if item["state"] == "missing" and not item["dates_needed"] and not self.ending.is_set():
                seen = {"how": "seen_at_office", "version": item["version"]}
                self.post(f"requests/{case['id']}/items/{item['id']}/presentation/", seen)
                self.log.papers.add(item["id"])
        return True

    def post(self, path: str, body: Any) -> Any:
        return self.call("POST", path, body, key=uuid4().hex)

    def call(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "X-Forwarded-For": self.host,
        }
        if key:
            headers["Idempotency-Key"] = key

        def send() -> Any:
            data = None if body is None else json.dumps(body).encode()
            request = urllib.request.Request(f"{self.base}api/v1/{path}", data, headers, method=method)
            with self.opener.open(request, timeout=30) as answer:
                return json.loads(answer.read() or b"null")

        return self.insist(send)


class Visitor(Client):
    """Through the portal: signs in by code, reads her requests, signs one by another code, reads it."""

    def __init__(
        self,
        address: str,
        slug: str,
        log: Log,
        *,
        people: list[dict[str, str]],
        provider: Provider,
        seed: int,
    ) -> None:
        super().__init__(address, slug, log, seed=seed)
        self.people, self.provider = people, provider

    def once(self) -> bool:
        try:
            person = self.people.pop()
        except IndexError:
            return False
        while not self.signed_in(person):
            pass
        self.page("requests/")
        self.send("ask/sign/", {"send_code": "1"})
        led = self.with_code(person["mobile"], "ask/sign/", {"signature_method": "code"}, "send_code")
        case = re.search(r"/requests/([0-9a-f-]{36})/", led)
        assert case, f"signed, and led to {led}"
        self.log.requests[case[1]] = ""
        self.log.by_page.add(case[1])
        self.page(f"requests/{case[1]}/")
        return True

    def signed_in(self, person: dict[str, str]) -> bool:
        """A new session whose answer was lost is nobody's: she begins again."""
        self.jar.cookiejar.clear()
        self.send("sign-in/", {"mobile": person["mobile"]})
        self.with_code(person["mobile"], "sign-in/code/", {}, "another_code")
        born = {"birth_date_day": str(BORN.day), "birth_date_month": str(BORN.month)}
        born |= {"birth_date_year": str(BORN.year), "birth_date_calendar": "gregorian"}
        led = self.send("sign-in/identity/", {"national_id": person["national_id"], **born})
        return not led.endswith("sign-in/")

    def page(self, path: str) -> str:
        status, led, text = self.insist(lambda: self.open(path))
        assert status == 200, f"{path}: {status} {led}"
        return str(text)

    def send(self, path: str, data: dict[str, str]) -> str:
        """Where it leads. The key of the form goes with every sending of it."""
        text = self.page(path)
        return self._sent(path, self.form(text, data))

    def form(self, text: str, data: dict[str, str]) -> dict[str, str]:
        key, forgery = KEY.search(text), FORGERY.search(text)
        filled = {**data, "csrfmiddlewaretoken": forgery[1] if forgery else ""}
        return filled | ({"_key": key[1]} if key else {})

    def with_code(self, mobile: str, path: str, data: dict[str, str], another: str) -> str:
        """Types the newest code that came; asks for another where none comes, as people do."""
        text, known = self.page(path), 0
        for _time in range(8):
            until = time.monotonic() + AGAIN
            while time.monotonic() < until:
                if len(self.provider.codes[mobile]) > known:
                    known = len(self.provider.codes[mobile])
                    led = self._sent(
                        path, self.form(text, {**data, "code": self.provider.codes[mobile][-1]}), (422,)
                    )
                    if led and led != path:
                        return led
                time.sleep(0.1)
            self._sent(path, self.form(text, {another: "1"}), (422,))
        raise GaveUp

    def _sent(self, path: str, data: dict[str, str], refusals: tuple[int, ...] = ()) -> str:
        def once() -> str:
            try:
                return self.open(path, data)[1]
            except urllib.error.HTTPError as error:
                if error.code == 302:
                    return str(error.headers["Location"])
                if error.code in refusals:
                    return ""
                raise

        return str(self.insist(once))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_about: Any) -> None:
        """Where an answer leads is part of it."""
