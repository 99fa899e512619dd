"""Whoever calls Silah in a drill: a program with a token, a person with a browser's cookies."""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

AWAY = (urllib.error.URLError, http.client.HTTPException, OSError)  # no answer, or half of one
SERVICE = "social_aid"
WIDOW = {
    "changed": [],
    "place": "quwayiyah",
    "urgent": "no",
    "for_whom": "own",
    "marital_status": "widowed",
    "persons": 3,
    "income": 1_500_00,
    "rent": 0,
    "safe_contact": {"way": "message"},
    "papers": {"national_id": "now"},
}
# Run with a host's settings: an association that lives, with a token of an officer. Nothing is sent outside.
FURNISH = """
import django, json, contextlib, io
django.setup()
from silah.doors.cli import demo
with contextlib.redirect_stdout(io.StringIO()):
    demo.seed(short=True)
from silah.doors.cli.demo import kept
from django.conf import settings
from silah.foundation.access import Door
from silah.foundation.organisations import queries
from silah.foundation.organisations.models import Membership
from silah.foundation.organisations.tokens import issue_token
from silah.foundation.tenancy import within
found = queries.by_slug("qw")
with within(found.id):
    rows = Membership.objects.filter(roles__contains=["relations_officer"], left_at=None).select_related("user")
    officer = rows.order_by("id")[0]
    token = issue_token("تمرين", by=officer.actor(Door.DESK)).secret
name = officer.user.username
print(json.dumps({"slug": "qw", "token": token, "name": name,
                  "password": kept.load(settings.DATA, [name]).passwords[name]}))
"""


class Program:
    """Speaks to the api of one association, of whichever host it is told."""

    def __init__(self, slug: str, token: str) -> None:
        self.slug, self.token = slug, token

    def call(self, address: str, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """The answer; raises what `AWAY` names where none came, and HTTPError for a refusal."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        data = None if method == "GET" else json.dumps({} if body is None else body).encode()
        asked = urllib.request.Request(
            f"{address}/{self.slug}/api/v1/{path}", data=data, headers=headers, method=method
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.loads(answer.read() or b"null")


class Browser:
    """Keeps its cookies and sends forms; follows redirects as browsers do."""

    def __init__(self) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, url: str) -> tuple[int, str]:
        return self._send(urllib.request.Request(url))

    def post(self, url: str, **typed: str) -> tuple[int, str]:
        _status, page = self.get(url)
        marks = re.findall(r'name="(csrfmiddlewaretoken|_key)" value="([^"]+)"', page)
        form = urllib.parse.urlencode(dict(marks) | typed).encode()
        return self._send(urllib.request.Request(url, data=form, headers={"Referer": url}))

    def _send(self, asked: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(asked, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
