"""«لمن هذا الطلب؟»: an agent acts and signs as himself, a writer never signs, and neither becomes her."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from silah.contact.models import Message, MessageState
from silah.foundation.access import Actor, Door, Role
from silah.foundation.kernel import clock, hijri, national_id
from silah.foundation.kernel.errors import Invalid
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import within
from silah.journey.requests import gaps
from silah.journey.requests import queries as requests
from silah.journey.requests.models import Declaration, Draft, Participant, RequirementItem, SupportRequest
from silah.journey.requests.operations import present_item, sign
from silah.people import operations as people
from silah.people.models import HouseholdMember, Party
from tests.doors.ways import follow
from tests.journey.scene import Scene
from tests.portal.asking import NOURA, answers_for, begin, code_of, day, go_through
from tests.portal.page import Visitor
from tests.portal.test_requests import case_of
from tests.portal.test_requests import sign as sign_page
from tests.portal.test_sign_in import registered

FAHD = "فهد سعد الحربي"
NEXT_YEAR = hijri.to_hijri(clock.today() + timedelta(days=300))


def deed(**changes: Any) -> dict[str, Any]:
    ends = (str(NEXT_YEAR.day), str(NEXT_YEAR.month), str(NEXT_YEAR.year))
    said = {"agent-name": FAHD, "agent-national_id": national_id.synthetic(61), "agent-deed": "agency"}
    said |= (
        {"agent-number": "٤٤١٢٣"} | day("agent-birth_date", ("1", "1", "1405")) | day("agent-expires", ends)
    )
    return said | changes


def by_agent(visitor: Visitor, scene: Scene, *, mobile: str = "0501117777") -> None:
    begin(visitor)
    who = NOURA | {"for_whom": "agent", "mobile": mobile}
    go_through(visitor, scene, who, until="agent")
    visitor.send(_version=visitor.value("_version"), **deed())
    go_through(visitor, scene, who)


def test_an_agent_signs_in_his_own_name_for_her_and_his_deed_is_required(
    visitor: Visitor, scene: Scene
) -> None:
    by_agent(visitor, scene)
    visitor.open("ask/sign/")
    assert "نيابةً عن نورة سعد الحربي" in visitor.words
    sign_page(visitor, scene)
    assert visitor.heading == "وصلنا طلبك"
    case = case_of(scene)
    with within(scene.organisation_id):
        assert case.applicant.full_name == NOURA["name"]
        signed = Declaration.objects.get()
        assert signed.party.full_name == FAHD
        assert "نيابةً عن نورة سعد الحربي" in signed.snapshot["declaration"]
        assert Participant.objects.get(role="agent").must_sign
        assert not Participant.objects.get(role="applicant").must_sign
        wanted = RequirementItem.objects.get(requirement="agency_deed")
        assert wanted.party.full_name == FAHD
        late = present_item(
            wanted,
            by=scene.actor("salma"),
            how="seen_at_office",
            expires_on=clock.today() - timedelta(days=1),
        )
        assert (late.state, late.reason) == ("refused", "expired")
        assert [gap.kind for gap in gaps.missing(case)].count("signature") == 0
        view = requests.signatures(scene.actor("salma"), case.id)
        assert [(each.name, each.role) for each in view] == [(FAHD, "agent")]
    visitor.open("requests/")
    assert "طلب تنوب فيه عن صاحبه" in visitor.words


def test_her_own_file_is_used_and_nothing_in_it_is_shown_to_him(visitor: Visitor, scene: Scene) -> None:
    noura = registered(scene, NOURA["name"], 31, "+966501234567")
    with within(scene.organisation_id):
        scene.case(applicant=noura, service="rent")
    by_agent(visitor, scene)
    assert "هل تغيّر شيء؟" not in visitor.words
    sign_page(visitor, scene)
    with within(scene.organisation_id):
        assert SupportRequest.objects.filter(applicant=noura, service="social_aid").count() == 1
        assert Party.objects.filter(full_name=NOURA["name"]).count() == 1
    visitor.open("requests/")
    assert "المساعدة في الإيجار" not in visitor.words.split("طلب جديد")[0]


def test_a_deed_that_has_ended_is_said_at_its_day(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA | {"for_whom": "agent"}, until="agent")
    old = day("agent-expires", ("1", "1", "1440"))
    visitor.send(status=422, _version=visitor.value("_version"), **deed(**old))
    assert "انتهت مدتها" in visitor.errors
    assert visitor.value("agent-name") == FAHD
    nothing = day("agent-expires", ("", "", ""))
    visitor.send(status=422, _version=visitor.value("_version"), **deed(**nothing))
    assert "يوم انتهاء الوكالة" in visitor.errors
    visitor.send(_version=visitor.value("_version"), **deed(**nothing | {"agent-deed": "guardianship"}))
    assert visitor.heading == "رقم الهوية وتاريخ الميلاد"


def test_the_agents_own_number_is_not_hers(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    who = NOURA | {"for_whom": "agent"}
    go_through(visitor, scene, who, until="agent")
    visitor.send(_version=visitor.value("_version"), **deed())
    own = answers_for(scene, "identity", NOURA | {"national_id": national_id.synthetic(61)})
    visitor.send(status=422, _version=visitor.value("_version"), **own)
    assert "هذا رقمك أنت" in visitor.errors


def test_going_back_to_oneself_takes_nothing_of_hers_along(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA | {"for_whom": "agent"}, until="agent")
    visitor.send(_version=visitor.value("_version"), **deed())
    go_through(visitor, scene, NOURA | {"for_whom": "agent"}, until="persons")
    number = [each.id for each in scene.pack.service("social_aid").questions].index("for_whom") + 1
    visitor.open(f"ask/{number}/")
    visitor.send(_version=visitor.value("_version"), for_whom="own")
    with within(scene.organisation_id):
        draft = Draft.objects.get()
        assert not {"identity", "name", "marital_status", "agent"} & set(draft.answers)
        assert draft.party is not None
        assert draft.party.full_name == FAHD


def test_a_writer_sends_without_a_signature_and_she_signs_by_her_own_code(
    visitor: Visitor, scene: Scene
) -> None:
    begin(visitor)
    who = NOURA | {"for_whom": "writer", "writer": "هند خالد المطيري"}
    go_through(visitor, scene, who)
    visitor.open("ask/sign/")
    assert "لا يوقّع عنه" in visitor.words
    assert 'name="signature_method"' not in visitor.html
    visitor.send()
    assert visitor.heading == "وصلنا الطلب"
    case = case_of(scene)
    with within(scene.organisation_id):
        assert not Declaration.objects.exists()
        assert case.applicant.full_name == NOURA["name"]
        assert case.sources["income"] == "writer"
        herself = scene.actor("salma")
        assert "signature" in [gap.kind for gap in requests.missing(herself, case.id)]
    visitor.open(f"requests/{case.id}/sign/")
    assert "/sign-in/" in visitor.path  # the visit ended with the sending
    visitor.send(mobile=NOURA["mobile"])
    visitor.send(code=code_of(scene))
    visitor.send(**answers_for(scene, "identity", NOURA))
    assert 'value="drawn"' not in visitor.html
    visitor.send(send_code="yes")
    visitor.send(signature_method="code", code=code_of(scene, "sign"))
    with within(scene.organisation_id):
        assert Declaration.objects.get().party_id == case.applicant_id


def test_a_drawing_signs_nothing_that_another_wrote(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA | {"for_whom": "writer", "writer": "هند خالد المطيري"})
    visitor.open("ask/sign/")
    visitor.send()
    case = case_of(scene)
    hers = Actor(scene.organisation_id, frozenset({Role.BENEFICIARY}), Door.PORTAL, case.applicant_id)
    with within(scene.organisation_id), pytest.raises(Invalid):
        sign(case, case.applicant, by=hers, method="drawn", file_id=new_id())


def test_the_writers_name_can_never_be_hers(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    who = NOURA | {"for_whom": "writer", "writer": "نوره سعد الحربى"}
    go_through(visitor, scene, who, until="name")
    visitor.send(status=422, _version=visitor.value("_version"), name=NOURA["name"])
    assert "اسم من يكتب وصاحب الطلب معًا" in visitor.errors


SAAD = {"persons-0-name": "سعد فهد الحربي", "persons-0-relation": "son", "persons-0-birth_year": "1440"}


def test_an_agent_names_who_lives_with_her_and_is_shown_nobody_known_before(
    visitor: Visitor, scene: Scene
) -> None:
    noura = registered(scene, NOURA["name"], 31, "+966501234567")
    with within(scene.organisation_id):
        home = people.form_household(noura, by=scene.actor("salma"))
        for name, year in (("ريم فهد الحربي", 2015), ("سعد فهد الحربي", 2019)):
            child = people.register_person(
                by=scene.actor("salma"), full_name=name, birth_year=year, confirmed_new=True
            )
            relation = "daughter" if year == 2015 else "son"
            people.add_household_member(home, child, relation, by=scene.actor("salma"))
    by_agent(visitor, scene)
    sign_page(visitor, scene)
    case = case_of(scene)
    visitor.open(f"requests/{case.id}/")
    assert "من يعيش مع صاحب الطلب؟" in visitor.words
    assert "ريم" not in visitor.words
    here = f"requests/{case.id}/household/"
    visitor.open(here)
    assert "ريم" not in visitor.words
    assert "سعد فهد" not in visitor.words.replace(FAHD, "")
    visitor.send(here, **SAAD)
    assert "مواليد 2019" in visitor.words
    with within(scene.organisation_id):
        assert Party.objects.filter(full_name="سعد فهد الحربي").count() == 1  # he has a file already
        named = Participant.objects.get(support_request=case, role="dependant")
    visitor.send(f"{here}{named.id}/removal/")
    with within(scene.organisation_id):
        stay = HouseholdMember.objects.filter(household=home, left_at=None).exclude(relation="head")
        assert stay.count() == 2  # her file is as it was


def test_messages_about_a_request_reach_the_agent_and_her_where_she_can_be_reached(
    visitor: Visitor, scene: Scene
) -> None:
    noura = registered(scene, NOURA["name"], 31, "+966501234567")
    by_agent(visitor, scene)
    sign_page(visitor, scene)
    with within(scene.organisation_id):
        follow(scene)
        told = Message.objects.filter(about_id=case_of(scene).id, template="receipt")
        both = {noura.id, Party.objects.get(full_name=FAHD).id}
        assert {each.to_party_id for each in told if each.state == MessageState.SEALED} == both
        assert {each.to_party_id for each in told if each.state != MessageState.SEALED} == both


def test_without_a_mobile_of_hers_the_agent_alone_is_told(visitor: Visitor, scene: Scene) -> None:
    by_agent(visitor, scene)
    sign_page(visitor, scene)
    with within(scene.organisation_id):
        follow(scene)
        told = Message.objects.filter(about_id=case_of(scene).id, template="receipt")
        assert {each.to_party_id for each in told} == {Party.objects.get(full_name=FAHD).id}
