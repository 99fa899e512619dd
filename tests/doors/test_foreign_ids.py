"""On pages too: another association's id and an id of nothing are one and the same 404."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from silah.foundation.access.actor import STAFF_ROLES
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import within
from silah.journey.requests.models import RequirementItem
from tests.cast import widow, widows_request
from tests.doors.addresses import Address, addresses
from tests.journey.scene import Scene, open_scene

WITH_IDS = [each for each in addresses() if "uuid" in each.converters.values()]
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[\w-]+"')
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def here(db: None) -> Scene:
    return open_scene("quwayiyah", "here")


@pytest.fixture
def theirs(db: None) -> dict[str, UUID]:
    """What really is there, in the other association, under the names that addresses use."""
    there = open_scene("quwayiyah", "there")
    with within(there.organisation_id):
        case = widows_request(there)
        item = RequirementItem.objects.filter(support_request=case).first()
        assert item is not None
        return {
            "case_id": case.id,
            "request_id": case.id,
            "party_id": case.applicant_id,
            "person_id": case.applicant_id,
            "item_id": item.id,
            "member_id": there.members["salma"].id,
        }


@pytest.fixture
def desk(here: Scene) -> Client:
    """Signed in with every role, so that nothing but the id stands in the way."""
    with within(here.organisation_id):
        held = [str(role) for role in STAFF_ROLES]
        Membership.objects.filter(id=here.members["salma"].id).update(roles=held)
    client = Client()
    client.force_login(here.user("salma"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def portal(here: Scene) -> Client:
    with within(here.organisation_id):
        party = widow(here)
    client = Client()
    session = client.session
    session["portal"] = {
        "organisation": str(here.organisation_id),
        "party": str(party.id),
        "name": party.full_name,
        "seen": clock.now().isoformat(),
    }
    session.save()
    return client


def asked(client: Client, address: Address, ids: dict[str, Any]) -> tuple[int, str]:
    path = address.at("here", **ids)
    response = client.get(path)
    if response.status_code in {302, 405}:  # takes only what a form sends
        response = client.post(path, {})
    if response.status_code == 302:
        return 302, UUIDS.sub("id", response["Location"])
    return response.status_code, UUIDS.sub("id", CHANGING.sub("", response.content.decode()))


@pytest.mark.parametrize("door", ["desk", "portal"])
def test_foreign_and_absent_ids_are_told_alike(
    door: str, here: Scene, theirs: dict[str, UUID], request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(door)
    prefix = "<association:slug>/desk/" if door == "desk" else "<association:slug>/"
    wrong = []
    for address in (each for each in WITH_IDS if each.door == prefix):
        absent: dict[str, Any] = {
            name: _word(kind) for name, kind in address.converters.items() if name != "slug"
        }
        foreign = absent | {name: each for name, each in theirs.items() if name in absent}
        told = {asked(client, address, ids) for ids in (absent, foreign)}
        if len(told) != 1 or not {status for status, _body in told} <= {404, 302}:
            wrong.append(f"{address.route}: {sorted(status for status, _body in told)}")
    assert not wrong, "\n".join(wrong)


def _word(kind: str) -> object:
    return {"uuid": new_id(), "int": 1}.get(kind, "word")
