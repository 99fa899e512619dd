"""Asking an address as somebody, with nothing left behind: what it answered, and what it tried to write."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import Client

from silah.foundation.kernel import clock
from silah.people.models import Party
from tests.access.matrix import ABSENT, IDLE, IN, NO_METHOD, REFUSED, SIGN_IN
from tests.access.world import ALL, LETTERS, World

SAID = {401: SIGN_IN, 403: REFUSED, 404: ABSENT, 405: NO_METHOD}
PASSED = {200, 201, 204, 302, 409, 422, 429}
FILE = "file"
SMUGGLED = "SMUGGLED-7319"
# Under every name that any site gives the place to return to.
AWAY = dict.fromkeys(
    ("next", "return", "back", "to", "url", "redirect", "continue"), "//elsewhere.example/\\@x"
)
LOG_INS = ("/accounts/login/", "/sign-in/?")
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Answer:
    status: int
    said: str
    body: bytes
    wrote: set[str] = field(default_factory=set)  # tables
    smuggled: bool = False  # a field that no form asks for reached a table
    leads: str = ""  # where a redirect leads


# What stays although nothing was done: a trace, a count, a look.
BESIDE = {"journal_reading", "django_session", "organisations_apitoken", "organisations_throttle"}
DONE = {200, 201, 204, 302}


def came_of(answer: Answer, *, write: bool) -> str:
    """As a table of a state says it: who was let in to write, and changed nothing, found the thing done with."""
    did = answer.status in DONE and bool(answer.wrote - BESIDE)
    return IDLE if write and answer.said == IN and not did else answer.said


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in here has not happened after."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


@contextmanager
def unrendered() -> Iterator[None]:
    """Who may come is settled before a page is drawn, and drawing is most of the cost; the trace that a
    refusal leaves has its own tests."""
    with (
        mock.patch("silah.doors.middleware.leave_evidence"),
        mock.patch("jinja2.environment.Template.render", return_value=""),
        mock.patch("silah.foundation.ui.letters.printing.print_letter", return_value=b"%PDF"),
    ):
        yield


def staff(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.scene.user(who), backend=MODEL_BACKEND)
    return client


def beneficiary(world: World, party: Party) -> Client:
    client = Client()
    session = client.session
    session["portal"] = {
        "organisation": str(world.scene.organisation_id),
        "party": str(party.id),
        "name": party.full_name,
        "seen": clock.now().isoformat(),
    }
    session.save()
    return client


def callers(world: World) -> dict[str, Client]:
    """By column: each role, whoever holds all of them, nobody, herself and her neighbour."""
    found = {who: staff(world, who) for who in (*LETTERS, ALL)}
    found["nobody"] = Client()
    if world.herself is not None and world.neighbour is not None:
        found["herself"] = beneficiary(world, world.herself)
        found["neighbour"] = beneficiary(world, world.neighbour)
    return found


def asked(call: Callable[[], Any]) -> Answer:
    wrote: set[str] = set()
    smuggled = False

    def watch(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        nonlocal smuggled
        if found := WRITES.match(statement):
            wrote.add(found[1])
            smuggled |= SMUGGLED in repr(parameters)
        return execute(statement, parameters, many, context)

    answers: list[Answer] = []
    with undone(), connection.execute_wrapper(watch):
        response = call()
        body = b"" if response.streaming else response.content
        leads = response.get("Location", "")
        answers.append(Answer(response.status_code, _said(response), body, wrote, smuggled, leads))
    return answers[0]


def _said(response: Any) -> str:
    status = response.status_code
    if status == 302 and any(each in response["Location"] for each in LOG_INS):
        return SIGN_IN
    if status in SAID:
        return SAID[status]
    return IN if status in PASSED else f"answered {status}"


def page(client: Client, method: str, path: str, body: dict[str, Any] | None = None) -> Answer:
    with _same_cookies(client):
        if method == "GET":
            return asked(lambda: client.get(path, AWAY))
        return asked(lambda: client.post(f"{path}?{urlencode(AWAY)}", (body or {}) | AWAY))


def program(client: Client, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
    call = getattr(client, method)
    with _same_cookies(client):
        if method == "get":
            return asked(lambda: call(path, body, headers=headers))
        if body == FILE:
            return asked(lambda: call(path, {"file": BytesIO(b"x")}, headers=headers))
        text = json.dumps({} if body is None else body, default=str)
        return asked(lambda: call(path, text, content_type="application/json", headers=headers))


@contextmanager
def _same_cookies(client: Client) -> Iterator[None]:
    """The session that an answer ended was undone with everything else."""
    before = SimpleCookie({name: each.value for name, each in client.cookies.items()})
    yield
    client.cookies = before
