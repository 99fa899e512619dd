"""«من يعيش معك؟»: asked once the request is in, one by one, and known ever after."""

from __future__ import annotations

import pytest

from silah.foundation.tenancy import within
from silah.journey.requests import queries as requests
from silah.journey.requests.models import Declaration, Participant, RequirementItem
from silah.people.models import HouseholdMember
from tests.journey.scene import Scene
from tests.portal.asking import NOURA, begin, go_through
from tests.portal.page import Visitor
from tests.portal.test_requests import case_of, sign

SAAD = {
    "persons-0-name": "سعد فهد الحربي",
    "persons-0-relation": "son",
    "persons-0-birth_year": "١٤٤٠",
    "persons-0-needs": "نظارة",
}


@pytest.fixture
def noura(visitor: Visitor, scene: Scene) -> Visitor:
    begin(visitor)
    go_through(visitor, scene, NOURA)
    sign(visitor, scene)
    visitor.open(f"requests/{case_of(scene).id}/")
    return visitor


def test_a_name_is_added_with_its_need_and_voids_no_signature(noura: Visitor, scene: Scene) -> None:
    case = case_of(scene)
    assert "عددهم في الطلب 3، ولم يُكتب اسم بعد" in noura.words
    here = f"requests/{case.id}/household/"
    noura.open(here)
    noura.send(here, **SAAD)
    assert "سعد فهد الحربي" in noura.words
    assert "مواليد 2019" in noura.words
    with within(scene.organisation_id):
        person = Participant.objects.get(role="dependant")
        assert (person.needs, person.party.birth_year, person.party.birth_date) == ("نظارة", 2019, None)
        assert HouseholdMember.objects.filter(relation="son").count() == 1
        assert RequirementItem.objects.get(requirement="school_letter").party_id == person.party_id
        assert Declaration.objects.get().voided_at is None
        assert requests.case(scene.actor("salma"), case.id).to_name == 2
    noura.open(f"requests/{case.id}/")
    assert "كُتب منهم 1، وبقي 2" in noura.words


def test_the_same_name_twice_is_said_at_the_name_and_nothing_typed_is_lost(
    noura: Visitor, scene: Scene
) -> None:
    here = f"requests/{case_of(scene).id}/household/"
    noura.open(here)
    noura.send(here, **SAAD)
    noura.send(here, status=422, **SAAD)
    assert "هذا الاسم مكتوب في الطلب من قبل" in noura.errors
    assert noura.value("persons-0-needs") == "نظارة"


def test_a_year_that_nobody_living_was_born_in_is_said_at_its_box(noura: Visitor, scene: Scene) -> None:
    here = f"requests/{case_of(scene).id}/household/"
    noura.open(here)
    noura.send(here, status=422, **SAAD | {"persons-0-birth_year": "1600"})
    assert "سنة الميلاد" in noura.errors
    noura.send(here, status=422, **SAAD | {"persons-0-birth_year": "1499"})
    assert "سنة الميلاد" in noura.errors


def test_whoever_was_written_by_mistake_is_left_out_again(noura: Visitor, scene: Scene) -> None:
    here = f"requests/{case_of(scene).id}/household/"
    noura.open(here)
    noura.send(here, **SAAD)
    with within(scene.organisation_id):
        person = Participant.objects.get(role="dependant")
    noura.send(f"{here}{person.id}/removal/")
    assert "سعد" not in noura.words
    with within(scene.organisation_id):
        assert not Participant.objects.filter(role="dependant").exists()
        assert not RequirementItem.objects.filter(requirement="school_letter").exists()
        assert not HouseholdMember.objects.filter(relation="son", left_at=None).exists()


def test_another_persons_household_is_not_there(noura: Visitor, scene: Scene) -> None:
    stranger = Visitor(scene.slug, scene.pack)
    stranger.open(f"requests/{case_of(scene).id}/household/")
    assert "/sign-in/" in stranger.path
