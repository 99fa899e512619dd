"""A program with a token: opens files, asks for support, sees some of the papers; insists on an answer."""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from uuid import uuid4

from bench.asked import SERVICE, WIDOW
from drill.furnish import BORN, NAMES
from drill.insisting import Client, Log
from silah.foundation.kernel import national_id

OTHERS = 10_000_000  # identities from here on are in no population, however large
EACH = 100_000  # people a client may open files of


class Program(Client):
    """Through the api of one host."""

    def __init__(self, address: str, slug: str, log: Log, *, token: str, seed: int) -> None:
        super().__init__(address, slug, log, seed=seed)
        self.token, self.next = token, OTHERS + seed % 400 * EACH

    def once(self) -> bool:
        party = self.person()
        if self.ending.is_set():
            return False
        case = self.request(party)
        for item in self.call("GET", f"requests/{case['id']}/items/")["items"]:
            if item["state"] == "missing" and not item["dates_needed"] and not self.ending.is_set():
                seen = {"how": "seen_at_office", "version": item["version"]}
                self.post(f"requests/{case['id']}/items/{item['id']}/presentation/", seen)
                self.log.papers.add(item["id"])
        return True

    def person(self) -> str:
        """The id of a new one."""
        self.next += 1
        person = {
            "full_name": self.draw.choice(NAMES),
            "national_id": national_id.synthetic(self.next),
            "birth_date": BORN.isoformat(),
            "mobile": f"+96650{self.next % 10_000_000:07d}",
            "sex": "female",
            "confirmed_new": True,
        }
        party = str(self.post("people/", person)["id"])
        self.log.people[party] = str(person["full_name"])
        return party

    def request(self, party: str, key: str = "") -> Any:
        """What was answered: her request, with its number."""
        case = self.call("POST", "requests/", asking(party), key=key or uuid4().hex)
        self.log.requests[case["id"]] = case["reference"]
        return case

    def read_references(self) -> None:
        """Of what was signed through the portal the number is read as an officer's program reads it."""
        for case in self.log.by_page:
            self.log.requests[case] = self.call("GET", f"requests/{case}/")["reference"]

    def post(self, path: str, body: Any) -> Any:
        return self.call("POST", path, body, key=uuid4().hex)

    def call(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        return self.insist(lambda: self.sent(method, path, body, key))

    def sent(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """Once; raises what `AWAY` names where no answer came, and HTTPError for a refusal."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "X-Forwarded-For": self.host,
        }
        if key:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}api/v1/{path}", data, headers, method=method)
        with self.opener.open(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")


def asking(party: str) -> dict[str, Any]:
    return {
        "service": SERVICE,
        "applicant_id": party,
        "channel": "interview",
        "consents": ["privacy_notice"],
        "answers": WIDOW,
        "signature": {"method": "paper"},
    }
