"""Changing a mobile takes two employees and the card; households are dated; consent is one's own."""

from __future__ import annotations

import pytest

from silah.foundation.kernel import phone
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed
from silah.people import operations as people
from silah.people import queries
from silah.people.models import ContactPoint, Party
from tests.journey.scene import Scene
from tests.people.conftest import herself_of

OLD, NEW = phone.synthetic(1), phone.synthetic(2)


def person(scene: Scene, name: str = "نورة سعد الحربي", mobile: str | None = OLD) -> Party:
    return people.register_person(by=scene.actor("salma"), full_name=name, mobile=mobile)


def test_a_mobile_changes_after_the_card_was_seen_and_a_second_employee_agreed(scene: Scene) -> None:
    party, salma, faisal = person(scene), scene.actor("salma"), scene.actor("faisal")
    with pytest.raises(Invalid) as caught:
        people.propose_mobile(party, NEW, by=salma, original_seen=False)
    assert set(caught.value.fields) == {"original_seen"}
    point = people.propose_mobile(party, NEW, by=salma, original_seen=True)
    assert queries.mobile_of(salma, party.id) == OLD
    with pytest.raises(NotAllowed):
        people.approve_mobile(point, by=salma)
    people.approve_mobile(point, by=faisal)
    assert queries.mobile_of(salma, party.id) == NEW
    assert ContactPoint.objects.filter(party=party).count() == 2
    with pytest.raises(Conflict):
        people.approve_mobile(point, by=faisal)


def test_a_change_may_be_declined_and_the_old_number_stands(scene: Scene) -> None:
    party = person(scene)
    point = people.propose_mobile(party, NEW, by=scene.actor("salma"), original_seen=True)
    assert [each.id for each in queries.waiting_mobiles(scene.actor("faisal"))] == [point.id]
    people.decline_mobile(point, by=scene.actor("faisal"))
    assert queries.waiting_mobiles(scene.actor("faisal")) == []
    assert queries.mobile_of(scene.actor("salma"), party.id) == OLD


def test_a_later_proposal_replaces_the_one_that_waited(scene: Scene) -> None:
    party, salma = person(scene), scene.actor("salma")
    first = people.propose_mobile(party, NEW, by=salma, original_seen=True)
    people.propose_mobile(party, phone.synthetic(3), by=salma, original_seen=True)
    with pytest.raises(Conflict):
        people.approve_mobile(first, by=scene.actor("faisal"))


def test_she_does_not_change_her_number_by_herself(scene: Scene) -> None:
    party = person(scene)
    with pytest.raises(NotAllowed):
        people.propose_mobile(party, NEW, by=herself_of(scene, party), original_seen=True)


def test_a_number_that_is_not_safe_stays_unsafe_until_said_otherwise(scene: Scene) -> None:
    party = person(scene)
    people.set_contact_safety(party, by=herself_of(scene, party), safe=False)
    assert queries.mobile_of(scene.actor("salma"), party.id) is None
    view = queries.contact(scene.actor("salma"), party.id)
    assert (view.mobile, view.is_safe) == (OLD, False)


def test_a_household_keeps_who_left_with_the_date(scene: Scene) -> None:
    by, mother = scene.actor("salma"), person(scene)
    child = person(scene, "فهد سعد العتيبي", None)
    household = people.form_household(mother, by=by)
    member = people.add_household_member(household, child, "son", by=by)
    with pytest.raises(Conflict):
        people.add_household_member(household, child, "son", by=by)
    people.leave_household(member, by=by)
    view = queries.household_of(by, mother.id)
    assert view is not None
    assert [(each.relation, each.left_at is None) for each in view.members] == [
        ("head", True),
        ("son", False),
    ]
    people.add_household_member(household, child, "son", by=by)


def test_one_household_a_head_and_no_second_head(scene: Scene) -> None:
    by, mother = scene.actor("salma"), person(scene)
    household = people.form_household(mother, by=by)
    with pytest.raises(Conflict):
        people.form_household(mother, by=by)
    with pytest.raises(Invalid):
        people.add_household_member(household, person(scene, "هدى صالح الشمري"), "head", by=by)


def test_a_child_of_two_households_is_shown_as_such(scene: Scene) -> None:
    by, mother, father = scene.actor("salma"), person(scene), person(scene, "سعد فهد العتيبي", NEW)
    child = person(scene, "فهد سعد العتيبي", None)
    for head in (mother, father):
        people.add_household_member(people.form_household(head, by=by), child, "son", by=by)
    view = queries.household_of(by, mother.id)
    assert view is not None
    assert [member.elsewhere for member in view.members] == [False, True]


def test_consent_is_given_by_herself_or_witnessed_by_who_saw_it(scene: Scene) -> None:
    party, version = person(scene), scene.version.id
    people.give_consent(party, "health", by=herself_of(scene, party), policy_version_id=version)
    with pytest.raises(Invalid):
        people.give_consent(party, "health", by=scene.actor("salma"), policy_version_id=version)
    people.give_consent(
        party,
        "health",
        by=scene.actor("salma"),
        policy_version_id=version,
        witnessed_by=scene.members["salma"],
    )
    given = queries.consents(scene.actor("salma"), party.id)
    assert [each.witnessed for each in given] == [True, False]
    people.withdraw_consent(party, "health", by=herself_of(scene, party))
    assert all(each.withdrawn_at for each in queries.consents(scene.actor("salma"), party.id))
    with pytest.raises(Conflict):
        people.withdraw_consent(party, "health", by=herself_of(scene, party))


def test_a_spouse_does_not_consent_for_the_other(scene: Scene) -> None:
    wife, husband = person(scene), person(scene, "سعد فهد العتيبي", NEW)
    with pytest.raises(NotAllowed):
        people.give_consent(wife, "health", by=herself_of(scene, husband), policy_version_id=scene.version.id)
