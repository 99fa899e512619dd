"""What every kind of answer tells the browser, whoever on the way made it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.templatetags.static import static
from django.test import Client, override_settings

from silah.doors.headers import ALWAYS
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import within
from silah.journey.requests.models import SupportRequest
from tests.api.program import Program
from tests.cast import widow, widows_request
from tests.journey.scene import Scene
from tests.pages import Pages

POLICY, KEPT = "Content-Security-Policy", "Cache-Control"
Way = Callable[["Guests"], Any]


class Guests:
    """One of everybody who may come."""

    def __init__(self, office: Scene) -> None:
        self.slug = office.slug
        with within(office.organisation_id):
            self.case: SupportRequest = widows_request(office, widow(office))
        self.stranger = Client(raise_request_exception=False)
        self.strict = Client(enforce_csrf_checks=True)
        self.salma = Pages(office.slug).sign_in(office.user("salma")).client
        self.khalid = Pages(office.slug).sign_in(office.user("khalid")).client
        self.program = Program.of(office, "salma")
        self.noura = Program.herself(office, self.case.applicant_id).client

    def api(self, path: str) -> HttpResponse:
        answer = self.program.client.get(self.program.url(path), headers=self.program.headers)
        assert isinstance(answer, HttpResponse)
        return answer


# What is asked, and the status that shows it is the kind of answer meant.
KINDS: dict[str, tuple[int, Way]] = {
    "front page": (200, lambda g: g.stranger.get("/")),
    "log-in": (200, lambda g: g.stranger.get("/accounts/login/")),
    "health": (200, lambda g: g.stranger.get("/health")),
    "style sheet": (200, lambda g: g.stranger.get(static("css/base.css"))),
    "picture": (200, lambda g: g.stranger.get(static("img/mark.svg"))),
    "absent style sheet": (404, lambda g: g.stranger.get("/static/no.css")),
    "no association": (404, lambda g: g.stranger.get("/nobody/")),
    "no page": (404, lambda g: g.stranger.get("/here/nothing/")),
    "portal": (200, lambda g: g.stranger.get("/here/")),
    "portal's sign-in": (200, lambda g: g.stranger.get("/here/sign-in/")),
    "sent to sign in": (302, lambda g: g.stranger.get("/here/requests/")),
    "sent to log in": (302, lambda g: g.stranger.get("/here/desk/")),
    "without a slash": (301, lambda g: g.stranger.get("/accounts/login")),
    "a form refused": (422, lambda g: g.stranger.post("/here/sign-in/", {"mobile": "x"})),
    "a form without its mark": (403, lambda g: g.strict.post("/here/sign-in/", {})),
    "not hers": (404, lambda g: g.noura.get(f"/here/requests/{new_id()}/")),
    "her request": (200, lambda g: g.noura.get(f"/here/requests/{g.case.pk}/")),
    "her letter": (200, lambda g: g.noura.get(f"/here/requests/{g.case.pk}/letters/receipt/")),
    "a case": (200, lambda g: g.salma.get(f"/here/desk/cases/{g.case.pk}/")),
    "a list as a file": (200, lambda g: g.salma.get("/here/desk/contacts/?export=1")),
    "not his work": (403, lambda g: g.khalid.get("/here/desk/people/new/")),
    "api": (200, lambda g: g.api("contacts/")),
    "api's document": (200, lambda g: g.api("openapi.json")),
    "api without a token": (401, lambda g: g.stranger.get("/here/api/v1/contacts/")),
    "api's absent row": (404, lambda g: g.api("requests/x/")),
    "api's wrong method": (405, lambda g: g.stranger.delete("/here/api/v1/catalogue/")),
    "api's no address": (404, lambda g: g.api("nothing/")),
}
# Shown again by the back button: nobody's own, and the same for everybody.
KEPT_A_WHILE = {"style sheet", "picture", "portal"}


def complaints(answer: Any) -> list[str]:
    wrong = [f"{name}: {answer.get(name)}" for name, value in ALWAYS.items() if answer.get(name) != value]
    policy = {
        part.split()[0]: part.split()[1:] for part in answer.get(POLICY, "").split("; ") if part.strip()
    }
    closed = ("default-src", "object-src", "base-uri", "frame-ancestors")
    wrong += [f"{name} is {policy.get(name)}" for name in closed if policy.get(name) != ["'none'"]]
    if any("unsafe" in each or "*" in each for sources in policy.values() for each in sources):
        wrong.append(f"the policy allows too much: {answer[POLICY]}")
    if answer.get("Content-Type", "text/html").startswith("text/html"):
        if policy.get("script-src") != ["'self'"] or "sandbox" in policy:
            wrong.append("a page without the pages' policy")
    elif "sandbox" not in policy or "script-src" in policy:
        wrong.append("what is no page could run something")
    if answer.get("Content-Type", "").startswith("text/") and "utf-8" not in answer["Content-Type"]:
        wrong.append(f"letters of an unknown kind: {answer['Content-Type']}")
    return wrong


@pytest.fixture
def guests(office: Scene) -> Guests:
    return Guests(office)


def test_every_kind_of_answer_says_what_a_browser_may_do_with_it(guests: Guests) -> None:
    wrong = []
    for kind, (status, ask) in KINDS.items():
        answer = ask(guests)
        if answer.status_code != status:
            wrong.append(f"{kind}: {answer.status_code}, not {status}")
        wrong += [f"{kind}: {each}" for each in complaints(answer)]
        if kind not in KEPT_A_WHILE and "no-store" not in answer.get(KEPT, ""):
            wrong.append(f"{kind}: kept by the browser, {answer.get(KEPT)}")
    assert not wrong, "\n".join(wrong)


def test_what_everybody_sees_alike_is_kept_by_nobody_between(guests: Guests) -> None:
    assert guests.stranger.get("/here/")[KEPT] == "private, no-cache"
    assert "no-store" in guests.noura.get("/here/")[KEPT]
    assert "max-age=315360000" in guests.stranger.get(static("css/base.css"))[KEPT]


@override_settings(ALLOWED_HOSTS=["here.example"])
def test_a_foreign_host_name_is_answered_with_the_same_manners(office: Scene) -> None:
    answer = Client().get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code >= 400
    assert not complaints(answer)


def test_a_failure_has_the_same_manners() -> None:
    """No fixture opens a database here, so the page fails."""
    for path in ("/somewhere/", "/somewhere/api/v1/requests/"):
        answer = Client(raise_request_exception=False).get(path)
        assert answer.status_code == 500
        assert not complaints(answer)
        assert "no-store" in answer[KEPT]


def test_whatever_is_downloaded_is_an_attachment(guests: Guests) -> None:
    for kind in ("her letter", "a list as a file"):
        answer = KINDS[kind][1](guests)
        assert answer["Content-Disposition"].startswith("attachment; filename=")


@override_settings(
    SECURE_HSTS_SECONDS=31536000,
    SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
)
def test_behind_tls_every_answer_demands_it(guests: Guests) -> None:
    secure = Client(raise_request_exception=False)
    for path in ("/", "/health", "/nobody/", "/here/", "/here/api/v1/contacts/", "/static/no.css"):
        answer = secure.get(path, headers={"X-Forwarded-Proto": "https"})
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", path


def test_saying_that_tls_is_spoken_turns_all_of_it_on() -> None:
    names = [
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "COOKIE_PREFIX",
    ]
    told = f"import json, silah.config.settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    said = os.environ | {"SILAH_TLS": "1", "SILAH_TRUSTED_PROXY": "127.0.0.1"}
    done = subprocess.run([sys.executable, "-c", told], env=said, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [
        *(31536000, True, True, True),
        *("__Host-sessionid", "__Host-csrftoken", "__Host-"),
    ]
