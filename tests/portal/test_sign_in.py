"""A mobile is not a person: who signs in, what is answered, and what is left behind."""

from __future__ import annotations

from typing import Any

import pytest

from silah.foundation.access.actor import visitor as nobody
from silah.foundation.kernel import hijri, national_id
from silah.foundation.tenancy import within
from silah.journey.requests.models import Participant, SupportRequest
from silah.people.models import Party
from silah.people.operations import register_person
from tests.journey.scene import Scene
from tests.portal.asking import code_of, day
from tests.portal.page import Visitor

SHARED = "+966501112222"
BORN = ("12", "3", "1401")


def registered(scene: Scene, name: str, number: int, mobile: str = SHARED) -> Party:
    with within(scene.organisation_id):
        return register_person(
            by=nobody(scene.organisation_id),
            full_name=name,
            national_id=national_id.synthetic(number),
            birth_date=hijri.to_gregorian(1401, 3, 12),
            mobile=mobile,
        )


def asked_by(scene: Scene, party: Party, **more: Any) -> SupportRequest:
    case = scene.case(applicant=party, **more)
    Participant.objects.create(support_request=case, party=party, role="applicant", must_sign=True)
    return case


def prove_mobile(visitor: Visitor, scene: Scene, mobile: str = "0501112222") -> None:
    visitor.open("sign-in/")
    visitor.send(mobile=mobile)
    visitor.send(code=code_of(scene))


def sign_in(visitor: Visitor, scene: Scene, number: int, mobile: str = "0501112222") -> None:
    prove_mobile(visitor, scene, mobile)
    visitor.send(national_id=national_id.synthetic(number), **day("birth_date", BORN))


def test_two_people_share_a_mobile_and_see_nothing_of_each_other(visitor: Visitor, scene: Scene) -> None:
    noura, saad = registered(scene, "نورة سعد الحربي", 1), registered(scene, "سعد فهد الحربي", 2)
    with within(scene.organisation_id):
        his, hers = asked_by(scene, saad), asked_by(scene, noura)
    sign_in(visitor, scene, 1)
    assert hers.reference in visitor.words
    assert his.reference not in visitor.words
    visitor.open(f"requests/{his.id}/", status=404)


@pytest.mark.parametrize(
    ("number", "born"), [(1, ("13", "3", "1401")), (9, BORN)], ids=["wrong birth date", "nobody's id"]
)
def test_the_answer_is_the_same_whether_she_has_a_file_or_not(
    visitor: Visitor, scene: Scene, number: int, born: tuple[str, str, str]
) -> None:
    registered(scene, "نورة سعد الحربي", 1)
    prove_mobile(visitor, scene)
    visitor.send(national_id=national_id.synthetic(number), status=422, **day("birth_date", born))
    assert "لم نتمكن من الدخول بهذه البيانات" in visitor.errors


def test_her_id_under_another_mobile_opens_nothing(visitor: Visitor, scene: Scene) -> None:
    registered(scene, "نورة سعد الحربي", 1, "+966501113333")
    prove_mobile(visitor, scene)
    visitor.send(national_id=national_id.synthetic(1), status=422, **day("birth_date", BORN))
    assert "لم نتمكن من الدخول بهذه البيانات" in visitor.errors


def test_a_code_goes_to_any_mobile_and_a_wrong_one_is_said_at_the_field(
    visitor: Visitor, scene: Scene
) -> None:
    visitor.open("sign-in/")
    visitor.send(mobile="٠٥٠٩٩٩٨٨٧٧")
    assert visitor.heading == "رمز التحقق"
    wrong = "000000" if code_of(scene) != "000000" else "111111"
    visitor.send(code=wrong, status=422)
    assert "الرمز غير صحيح أو انتهت مدته" in visitor.errors


def test_codes_do_not_leave_without_end(visitor: Visitor, scene: Scene) -> None:
    for _again in range(5):
        visitor.open("sign-in/")
        visitor.send(mobile="0501112222")
    visitor.open("sign-in/")
    visitor.send(mobile="0501112222", status=422)
    assert "ربع ساعة" in visitor.errors


def test_another_code_can_be_asked_for_on_the_page_of_the_code(visitor: Visitor, scene: Scene) -> None:
    visitor.open("sign-in/")
    visitor.send(mobile="0501112222")
    first = code_of(scene)
    visitor.send(another_code="yes")
    assert visitor.heading == "رمز التحقق"
    visitor.send(code=first, status=422) if first != code_of(scene) else None
    visitor.send(code=code_of(scene))
    assert visitor.heading == "رقم الهوية وتاريخ الميلاد"


def test_after_signing_out_the_back_button_shows_nothing(visitor: Visitor, scene: Scene) -> None:
    noura = registered(scene, "نورة سعد الحربي", 1)
    with within(scene.organisation_id):
        case = scene.case(applicant=noura)
    sign_in(visitor, scene, 1)
    page = visitor.client.get(visitor.url(f"requests/{case.id}/"))
    assert "no-store" in page["Cache-Control"]
    visitor.open("requests/")
    visitor.send("sign-out/")
    visitor.open(f"requests/{case.id}/")
    assert visitor.path.endswith("/sign-in/")


def test_signing_in_leads_back_to_this_portal_alone(visitor: Visitor, scene: Scene) -> None:
    registered(scene, "نورة سعد الحربي", 1)
    visitor.open("sign-in/?next=https://elsewhere.example/")
    sign_in(visitor, scene, 1)
    assert visitor.path == "/here/requests/"


def test_the_session_of_one_association_is_no_session_of_another(
    visitor: Visitor, scene: Scene, couples: Scene
) -> None:
    registered(scene, "نورة سعد الحربي", 1)
    sign_in(visitor, scene, 1)
    response = visitor.client.get(f"/{couples.slug}/requests/")
    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]


def test_the_pages_of_signing_in_ask_little(
    visitor: Visitor, scene: Scene, django_assert_max_num_queries: Any
) -> None:
    visitor.open("sign-in/")
    with django_assert_max_num_queries(7):
        visitor.open("sign-in/")
