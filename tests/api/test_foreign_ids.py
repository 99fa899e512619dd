"""Another association's id and an id of nothing give one and the same answer, whatever is asked of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from silah.foundation.access import Role
from silah.foundation.access.actor import STAFF_ROLES
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import ApiToken, Membership
from silah.foundation.tenancy import within
from silah.journey.requests.models import RequirementItem
from silah.voice.models import RatingInvitation
from tests.api.addresses import Address, addresses, example
from tests.api.program import Program, token_of
from tests.cast import person, widows_draft, widows_request
from tests.journey.scene import Scene, open_scene

# Words of the policy and of its services, the same for everybody; and tokens, which are no ids.
NO_IDS = {"clause", "question_id", "token"}
ASKED = [each for each in addresses() if set(each.parameters) - NO_IDS]


@pytest.fixture
def everything(scene: Scene) -> Program:
    """Holds every role, so that nothing but the id itself stands in the way."""
    with within(scene.organisation_id):
        Membership.objects.filter(id=scene.members["salma"].id).update(
            roles=[str(role) for role in STAFF_ROLES if role is not Role.OPERATOR]
        )
    return Program.of(scene, "salma")


@pytest.fixture
def theirs(db: None) -> dict[str, UUID]:
    """What really is there, in the other association."""
    other = open_scene("quwayiyah", "there")
    with within(other.organisation_id):
        case = widows_request(other)
        draft = widows_draft(other, person(other, "هدى صالح الشمري", 5))
        item = RequirementItem.objects.filter(support_request=case).first()
        assert item is not None
        return {
            "request_id": case.id,
            "person_id": case.applicant_id,
            "item_id": item.id,
            "draft_id": draft.id,
        }


def ask(program: Program, address: Address, ids: dict[str, Any]) -> Any:
    path = address.at(**ids)
    if address.method == "get":
        return program.get(path, status=404)
    if "multipart/form-data" in address.described.get("requestBody", {}).get("content", {}):
        return program.post(path, status=404, file=SimpleUploadedFile("a.png", b"x"))
    return program.send(address.method, path, example(address.described), status=404)


def test_foreign_and_absent_ids_are_told_alike(
    scene: Scene, everything: Program, theirs: dict[str, UUID]
) -> None:
    told = set()
    for address in ASKED:
        if "Token" not in address.schemes:
            continue
        absent = {name: new_id() for name in address.parameters}
        words = {"clause": "H1", "question_id": "income", "token": "x"}
        foreign = {**absent, **{name: each for name, each in theirs.items() if name in absent}}
        for ids in (absent, foreign):
            body = ask(everything, address, {**ids, **{w: v for w, v in words.items() if w in absent}})
            told.add(tuple(sorted((key, str(value)) for key, value in body.items())))
    assert len(told) == 1, told


def test_a_beneficiary_finds_nothing_of_anybody_elses(scene: Scene) -> None:
    with within(scene.organisation_id):
        hers = widows_request(scene)
        other = scene.party("هدى صالح الشمري", 5)
        item = RequirementItem.objects.filter(support_request=hers).first()
        assert item is not None
    stranger = Program.herself(scene, other.id, other.full_name)
    ids = {"request_id": hers.id, "item_id": item.id, "draft_id": hers.id, "question_id": "income"}
    for address in ASKED:
        if "PortalSession" not in address.schemes or not set(address.parameters) <= ids.keys():
            continue
        ask(stranger, address, {name: ids[name] for name in address.parameters})


def test_a_token_rating_that_is_not_there_says_nothing(scene: Scene) -> None:
    program = Program(scene.slug)
    program.get("ratings/nothing/", status=404)
    program.post("ratings/nothing/", {"answers": {}}, status=404)
    program.post("ratings/nothing/declining/", status=404)
    with within(scene.organisation_id):
        assert not RatingInvitation.objects.exists()


def test_a_members_token_is_nobody_elses_to_end(scene: Scene) -> None:
    token_of(scene, "salma")
    with within(scene.organisation_id):
        (row,) = ApiToken.objects.all()
    client = Program(scene.slug).client
    client.force_login(scene.user("khalid"), backend="django.contrib.auth.backends.ModelBackend")
    Program(scene.slug, client=client).post(f"tokens/{row.id}/revocation/", status=404)
    with within(scene.organisation_id):
        row.refresh_from_db()
    assert row.revoked_at is None
