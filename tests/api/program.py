"""A program that speaks to the api; whatever goes wrong must come as one kind of document."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.test import Client

from silah.foundation.access import Door
from silah.foundation.kernel import clock
from silah.foundation.organisations.tokens import issue_token
from silah.foundation.tenancy import within
from tests.journey.scene import Scene

JSON = "application/json"
PROBLEM = "application/problem+json"


def token_of(scene: Scene, who: str) -> str:
    with within(scene.organisation_id):
        return str(issue_token("نظام خارجي", by=scene.actor(who, Door.DESK)).secret)  # type: ignore[attr-defined]


class Program:
    """Acts as a member by a token, or as whoever is signed in to `client`."""

    def __init__(self, slug: str, token: str = "", client: Client | None = None) -> None:
        self.slug, self.client = slug, client or Client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    @classmethod
    def of(cls, scene: Scene, who: str) -> Program:
        return cls(scene.slug, token_of(scene, who))

    @classmethod
    def herself(cls, scene: Scene, party_id: UUID, name: str = "") -> Program:
        """A beneficiary's browser, signed in to the portal."""
        client = Client()
        session = client.session
        session["portal"] = {
            "organisation": str(scene.organisation_id),
            "party": str(party_id),
            "name": name,
            "seen": clock.now().isoformat(),
        }
        session.save()
        return cls(scene.slug, client=client)

    def get(self, path: str, *, status: int = 200, **query: Any) -> Any:
        return self._read(self.client.get(self.url(path), query, headers=self.headers), path, status)

    def post(self, path: str, body: Any = None, *, status: int = 200, key: str = "", **files: Any) -> Any:
        return self.send("post", path, body, status=status, key=key, **files)

    def send(
        self, method: str, path: str, body: Any = None, *, status: int = 200, key: str = "", **files: Any
    ) -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        call = getattr(self.client, method)
        if files:
            response = call(self.url(path), {**(body or {}), **files}, headers=headers)
        else:
            text = body if isinstance(body, str) else json.dumps(body if body is not None else {})
            response = call(self.url(path), text, content_type=JSON, headers=headers)
        return self._read(response, path, status)

    def url(self, path: str) -> str:
        return f"/{self.slug}/api/v1/{path}"

    def _read(self, response: Any, path: str, status: int) -> Any:
        assert response.status_code == status, f"{path}: {response.status_code} {response.content.decode()}"
        if not response.content:
            return None
        found = json.loads(response.content)
        if status >= 400:
            self._check(response, found)
        return found

    def _check(self, response: Any, found: dict[str, Any]) -> None:
        assert response["Content-Type"] == PROBLEM
        assert found["status"] == response.status_code
        assert found["type"] == "about:blank"
        assert {"title", "detail", "code"} <= found.keys()
        assert any("\u0621" <= letter <= "\u064a" for letter in found["detail"]), found["detail"]
