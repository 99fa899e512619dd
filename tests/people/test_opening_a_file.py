"""A new person is searched for first; likely doubles are shown; nobody is merged by a name."""

from __future__ import annotations

from datetime import date

import pytest

from silah.foundation.access.actor import visitor
from silah.foundation.journal.models import Reading
from silah.foundation.kernel import national_id, phone
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from silah.people import operations as people
from silah.people import queries
from silah.people.models import Party
from silah.people.operations.parties import LikelyDouble, SameIdentity
from silah.people.operations.stale import Stale
from tests.journey.scene import Scene
from tests.people.conftest import herself_of

BORN = date(1980, 3, 9)


def register(scene: Scene, name: str = "نورة سعد الحربي", who: str = "salma", **more: object) -> Party:
    return people.register_person(by=scene.actor(who), full_name=name, **more)


def test_a_first_file_is_opened_with_its_safe_mobile(scene: Scene) -> None:
    party = register(scene, national_id=national_id.synthetic(1), mobile="٠٥١٠٠٠٠٠٠١", birth_date=BORN)
    view = queries.party(scene.actor("salma"), party.id)
    assert view.full_name == "نورة سعد الحربي"
    assert view.masked_id == national_id.masked(national_id.synthetic(1))
    assert queries.mobile_of(scene.actor("salma"), party.id) == phone.synthetic(1)


def test_the_same_name_spelt_otherwise_is_shown_before_a_second_file(scene: Scene) -> None:
    first = register(scene, "فاطمة أحمد العتيبي", birth_date=BORN)
    with pytest.raises(LikelyDouble) as caught:
        register(scene, "فاطمه احمد العتيبى")
    assert [match.id for match in caught.value.matches] == [first.id]
    assert caught.value.matches[0].reasons == ["الاسم نفسه"]
    assert Party.objects.count() == 1


def test_an_employee_who_compared_them_opens_a_second_file_and_the_alert_stays_away(scene: Scene) -> None:
    first = register(scene, "فاطمة أحمد العتيبي")
    second = register(scene, "فاطمة أحمد العتيبي", confirmed_new=True)
    assert first.id != second.id
    assert queries.doubles_of(scene.actor("salma"), first) == []


def test_one_name_with_two_ids_is_two_people(scene: Scene) -> None:
    register(scene, "محمد عبدالله القحطاني", national_id=national_id.synthetic(1))
    register(scene, "محمد عبدالله القحطاني", national_id=national_id.synthetic(2))
    assert Party.objects.count() == 2


def test_father_and_son_of_one_name_are_told_apart_by_birth(scene: Scene) -> None:
    register(scene, "محمد عبدالله القحطاني", birth_date=date(1950, 1, 1))
    register(scene, "محمد عبدالله القحطاني", birth_date=date(1990, 1, 1))
    assert Party.objects.count() == 2


def test_a_near_name_alone_is_no_double_but_with_the_same_mobile_it_is(scene: Scene) -> None:
    register(scene, "منيرة صالح الدوسري", mobile=phone.synthetic(5))
    register(scene, "منيره صلاح الدوسري")
    with pytest.raises(LikelyDouble):
        register(scene, "منيرة صالج الدوسري", mobile=phone.synthetic(5))


def test_an_id_belongs_to_one_file_whatever_the_name(scene: Scene) -> None:
    first = register(scene, national_id=national_id.synthetic(1))
    with pytest.raises(SameIdentity) as caught:
        register(scene, "هدى صالح الشمري", national_id=national_id.synthetic(1), confirmed_new=True)
    assert caught.value.party_id == first.id
    assert "national_id" in caught.value.fields


def test_a_visitor_is_told_of_nobody_elses_file(scene: Scene) -> None:
    register(scene, "فاطمة أحمد العتيبي", national_id=national_id.synthetic(1))
    stranger = visitor(scene.organisation_id)
    people.register_person(by=stranger, full_name="فاطمة أحمد العتيبي")
    with pytest.raises(SameIdentity) as caught:
        people.register_person(
            by=stranger, full_name="أخرى فهد السبيعي", national_id=national_id.synthetic(1)
        )
    assert caught.value.party_id is None
    assert "ملف آخر" not in caught.value.message


def test_an_alert_ends_when_the_number_is_corrected(scene: Scene) -> None:
    one = register(scene, "سارة فهد المطيري", national_id=national_id.synthetic(1))
    by = scene.actor("salma")
    Party.objects.filter(id=one.id).update(national_id=None, national_id_hash=None)
    other = people.register_person(by=visitor(scene.organisation_id), full_name="ساره فهد المطيري")
    one.refresh_from_db()
    assert [match.id for match in queries.doubles_of(by, one)] == [other.id]
    people.correct_party(one, by=by, changes={"national_id": national_id.synthetic(1)}, expected_version=1)
    people.correct_party(other, by=by, changes={"national_id": national_id.synthetic(2)}, expected_version=1)
    one.refresh_from_db()
    assert queries.doubles_of(by, one) == []


def test_a_wrong_id_is_answered_at_its_field(scene: Scene) -> None:
    with pytest.raises(Invalid) as caught:
        register(scene, national_id="1234567890")
    assert set(caught.value.fields) == {"national_id"}


def test_a_name_of_nothing_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid) as caught:
        register(scene, " \u200f ")
    assert set(caught.value.fields) == {"full_name"}


def test_two_employees_correct_one_field_and_the_second_sees_the_first(scene: Scene) -> None:
    party = register(scene, birth_date=BORN)
    people.correct_party(
        party, by=scene.actor("salma"), changes={"full_name": "نورة سعيد الحربي"}, expected_version=1
    )
    with pytest.raises(Stale) as caught:
        people.correct_party(
            party, by=scene.actor("faisal"), changes={"full_name": "نوره الحربي"}, expected_version=1
        )
    assert caught.value.who == "سلمى فهد العتيبي"
    assert caught.value.current == {"full_name": "نورة سعيد الحربي"}


def test_two_employees_correct_different_fields_without_harm(scene: Scene) -> None:
    party = register(scene, birth_date=BORN)
    people.correct_party(party, by=scene.actor("salma"), changes={"sex": "female"}, expected_version=1)
    people.correct_party(
        party, by=scene.actor("faisal"), changes={"marital_status": "widowed"}, expected_version=1
    )
    assert queries.party(scene.actor("salma"), party.id).marital_words == "أرملة"


def test_she_corrects_her_place_but_not_her_name(scene: Scene) -> None:
    party = register(scene)
    herself = herself_of(scene, party)
    people.correct_party(party, by=herself, changes={"place": "ruwaydah"}, expected_version=1)
    with pytest.raises(NotAllowed):
        people.correct_party(party, by=herself, changes={"full_name": "غيرها"}, expected_version=2)


def test_her_file_is_nobody_elses(scene: Scene) -> None:
    hers, other = register(scene), register(scene, "هدى صالح الشمري")
    with pytest.raises(NotFound):
        queries.party(herself_of(scene, hers), other.id)


def test_a_returning_person_keeps_her_file_number(scene: Scene) -> None:
    party, by = register(scene), scene.actor("salma")
    number = people.number_file(party, by=by)
    assert people.number_file(party, by=by) == number
    other = register(scene, "هدى صالح الشمري")
    assert people.number_file(other, by=by) != number


def test_kin_are_declared_once_and_known_to_who_decides(scene: Scene) -> None:
    party, khalid = register(scene), scene.actor("khalid")
    people.declare_kinship(party, "ابن عم", by=khalid)
    assert queries.kin_memberships(khalid, [party.id]) == {khalid.id}
    with pytest.raises(Conflict):
        people.declare_kinship(party, "ابن عم", by=khalid)


def test_the_whole_id_opens_for_named_roles_and_is_noted(scene: Scene) -> None:
    party = register(scene, national_id=national_id.synthetic(1))
    assert queries.national_id_of(scene.actor("salma"), party.id) == national_id.synthetic(1)
    assert Reading.objects.filter(subject_kind="party_national_id", subject_id=party.id).count() == 1
    with pytest.raises(NotAllowed):
        queries.national_id_of(scene.actor("khalid"), party.id)
