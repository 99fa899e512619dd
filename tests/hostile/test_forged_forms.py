"""A form of another site changes nothing: every address is walked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from silah.doors.api.document import document
from silah.foundation.journal.models import Entry
from silah.foundation.tenancy import within
from tests.api.addresses import addresses as api_addresses
from tests.api.addresses import example
from tests.api.program import Program
from tests.cast import widow, widows_request
from tests.doors.addresses import Address, addresses
from tests.journey.scene import Scene

PAGES = [each for each in addresses() if each.door != "<association:slug>/api/v1/"]
# Read by machines that watch the server; they change nothing and ask nothing of a session.
WATCHED = {"health", "ready"}
NOWHERE = "019a0000-0000-7000-8000-000000000000"


@pytest.fixture
def strict(office: Scene) -> list[Client]:
    """Signed in, a member and a beneficiary; their browser minds the mark of a form."""
    with within(office.organisation_id):
        party = widow(office)
    member, hers = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    member.force_login(office.user("salma"), backend="django.contrib.auth.backends.ModelBackend")
    hers.cookies = Program.herself(office, party.id).client.cookies
    return [member, hers]


def given(address: Address) -> dict[str, Any]:
    words = {"uuid": NOWHERE, "int": 1}
    return {name: words.get(kind, "word") for name, kind in address.converters.items() if name != "slug"}


def test_every_page_refuses_a_form_without_its_mark(office: Scene, strict: list[Client]) -> None:
    let_in = []
    for address in PAGES:
        if address.route in WATCHED:
            continue
        path = address.at(office.slug, **given(address))
        status = strict[0].post(path, {}).status_code
        if status != 403:
            let_in.append(f"{address.route}: {status}")
    assert not let_in, "\n".join(let_in)


def test_a_mark_of_another_browser_is_no_mark(office: Scene, strict: list[Client]) -> None:
    strange = Client()
    strange.get(f"/{office.slug}/sign-in/")
    mark = strange.cookies["csrftoken"].value
    for client in strict:
        client.get(f"/{office.slug}/sign-in/")
        answer = client.post(f"/{office.slug}/sign-in/", {"csrfmiddlewaretoken": mark, "mobile": "x"})
        assert answer.status_code == 403


def test_no_call_of_the_api_acts_for_a_session_without_the_mark(office: Scene, strict: list[Client]) -> None:
    let_in, number = [], entries(office)
    for address in api_addresses():
        if address.is_open or address.method == "get":
            continue
        path = f"/{office.slug}/api/v1/{address.at(**dict.fromkeys(address.parameters, NOWHERE))}"
        body = example(address.described)
        for client in strict:
            call = getattr(client, address.method)
            answer = call(path, body if body is not None else {}, content_type="application/json")
            if answer.status_code not in {401, 403}:
                let_in.append(f"{address}: {answer.status_code}")
    assert not let_in, "\n".join(let_in)
    assert entries(office) == number


def test_what_the_api_leaves_open_asks_for_no_session(office: Scene) -> None:
    """Its calls know nobody but by what they carry, so there is nothing for another site to borrow."""
    assert document()["paths"]
    for address in (each for each in api_addresses() if each.is_open and each.method == "post"):
        assert "{token}" in address.path or address.path == "/open-referrals/"


def test_opening_a_page_changes_nothing(office: Scene) -> None:
    """Whatever an address or a picture on another site can make a browser open, it only reads."""
    with within(office.organisation_id):
        case = widows_request(office)
    member = Client()
    member.force_login(office.user("salma"), backend="django.contrib.auth.backends.ModelBackend")
    hers = Program.herself(office, case.applicant_id).client
    ids = {"case_id": case.id, "request_id": case.id, "party_id": case.applicant_id}
    number = entries(office)
    for address in PAGES:
        path = address.at(office.slug, **(given(address) | ids))
        for client in (member, hers):
            client.get(path)
    changed = entries(office) - number
    assert not changed, f"{changed} entries in the journal by opening pages"


def entries(office: Scene) -> int:
    """Without refusals, which are told of whoever tries."""
    with within(office.organisation_id):
        return Entry.objects.exclude(name="journal.refused").count()
