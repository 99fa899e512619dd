"""Who asks whether somebody is known here learns nothing: one answer, one status, as much work."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from silah.foundation.kernel import hijri, national_id
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import within
from tests.journey.scene import Scene
from tests.portal.asking import code_of, day
from tests.portal.page import Visitor
from tests.portal.test_sign_in import BORN, SHARED, prove_mobile, registered

CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|name="_key" value="\w+"')
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KNOWN, UNKNOWN = "0501112222", "0509998877"


class Told:
    """An answer, with what it cost to give."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        with CaptureQueriesContext(connection) as seen:
            answer = ask()
        self.status = answer.status_code
        self.where = answer.get("Location", "")
        self.body = CHANGING.sub("", answer.content.decode())
        self.queries = [re.sub(r"'[^']*'|\d+", "?", each["sql"])[:60] for each in seen.captured_queries]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Told) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each password that is worked on: that is what takes the time of a log-in."""
    worked: list[str] = []
    kind = type(hashers.get_hasher())
    encode = kind.encode

    def counted(self: Any, password: str, *more: Any) -> Any:
        worked.append(password)
        return encode(self, password, *more)

    monkeypatch.setattr(kind, "encode", counted)
    return worked


def test_a_wrong_log_in_and_an_unknown_one_are_told_alike(office: Scene, hashed: list[str]) -> None:
    told, work = [], []
    for name in (f"salma-{office.slug}", "nobody-at-all"):
        hashed.clear()
        form = {"login": name, "password": "khata-khata-1"}
        told.append(Told(lambda form=form: Client().post("/accounts/login/", form)))
        work.append(len(hashed))
    known, unknown = told
    assert known.body.replace(f"salma-{office.slug}", "x") == unknown.body.replace("nobody-at-all", "x")
    assert known.status == unknown.status
    assert work[0] == work[1] > 0


def test_a_code_is_sent_to_any_mobile_alike(office: Scene) -> None:
    registered(office, "نورة سعد الحربي", 1, SHARED)
    warm(office)
    path = f"/{office.slug}/sign-in/"
    known, unknown = (Told(lambda n=n: Client().post(path, {"mobile": n})) for n in (KNOWN, UNKNOWN))
    assert known == unknown
    assert known.status == 302


def test_whatever_is_wrong_with_who_she_says_she_is_the_answer_is_one(office: Scene) -> None:
    """An unknown id, a wrong birth date, and another's mobile with everything else right."""
    registered(office, "نورة سعد الحربي", 1, "+966501113333")
    registered(office, "سعد فهد الحربي", 2, SHARED)
    warm(office)
    visitor = Visitor(office.slug, office.pack)
    prove_mobile(visitor, office, KNOWN)
    tries = [(9, BORN), (2, ("13", "3", "1401")), (1, BORN)]
    told = [
        Told(
            lambda number=number, born=born: visitor.client.post(
                f"/{office.slug}/sign-in/identity/",
                {"national_id": national_id.synthetic(number), **day("birth_date", born)},
            )
        )
        for number, born in tries
    ]
    for each, (number, born) in zip(told, tries, strict=True):
        each.body = each.body.replace(national_id.synthetic(number), "id").replace(f'value="{born[0]}"', "")
    assert told[0] == told[1] == told[2]
    assert told[0].status == 422


def test_somebody_elses_request_and_none_are_told_alike(office: Scene) -> None:
    from tests.api.program import Program
    from tests.cast import person, widows_request

    with within(office.organisation_id):
        case = widows_request(office)
        stranger = person(office, "سعد فهد الحربي", 5)
    client = Program.herself(office, stranger.id).client
    for tail in ("", "reply/", "letters/receipt/", "withdraw/"):
        answers = [client.get(f"/{office.slug}/requests/{at}/{tail}") for at in (case.id, new_id())]
        assert [each.status_code for each in answers] == [404, 404]
        theirs, none = (CHANGING.sub("", UUIDS.sub("id", each.content.decode())) for each in answers)
        assert theirs == none


def test_a_link_that_was_never_given_and_one_that_ended_are_told_alike(office: Scene) -> None:
    for door in ("word", "rate"):
        answers = {Client().get(f"/{office.slug}/{door}/{token}/").status_code for token in ("x" * 43, "y")}
        assert len(answers) == 1
        assert answers <= {404, 302}


def warm(office: Scene) -> None:
    """What is read once a process is read before anything is compared."""
    visitor = Visitor(office.slug, office.pack)
    visitor.open("sign-in/")
    visitor.send(mobile="0505554433")
    visitor.send(code=code_of(office))
    visitor.send(national_id=national_id.synthetic(77), status=422, **day("birth_date", BORN))
    assert hijri.to_gregorian(1401, 3, 12)
