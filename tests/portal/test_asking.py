"""One question a page, from the start page to the check; nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from silah.foundation.kernel import clock, national_id
from silah.foundation.tenancy import within
from silah.journey.requests.models import Draft
from silah.journey.requests.stages import Stage
from tests.journey.scene import Scene
from tests.portal.asking import MAHA, NOURA, answers_for, asked_now, begin, code_of, day, go_through
from tests.portal.page import Visitor
from tests.portal.test_sign_in import asked_by, registered, sign_in

ORDER = [
    "place", "urgent", "for_whom", "mobile", "code", "identity", "name", "marital_status",
    "persons", "income", "rent", "safe_contact", "papers",
]  # fmt: skip


def test_a_first_request_asks_at_most_fourteen_questions_in_the_written_order(
    visitor: Visitor, scene: Scene
) -> None:
    begin(visitor)
    met = go_through(visitor, scene, NOURA)
    assert met == ORDER
    assert visitor.heading == "مراجعة الإجابات"
    for said in ("القويعية", "مساعدة اجتماعية", "1,500 ريال", "أرمل أو أرملة"):
        assert said in visitor.words


def test_every_page_says_which_question_of_how_many_and_the_number_does_not_jump(
    visitor: Visitor, scene: Scene
) -> None:
    begin(visitor)
    said = []
    for key in ORDER:
        go_through(visitor, scene, NOURA, until=key)
        said.append(visitor.words.partition("السؤال ")[2][:8].split()[:3])
    assert said == [[str(number), "من", "13"] for number in range(1, 14)]


def test_outside_the_territory_is_told_at_once_and_kindly(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    visitor.send(place="outside")
    assert scene.pack.identity.territory.outside in visitor.words
    with within(scene.organisation_id):
        assert "place" not in Draft.objects.get().answers


def test_pages_are_not_skipped_by_their_address(visitor: Visitor) -> None:
    begin(visitor)
    visitor.open("ask/11/")
    assert visitor.path.endswith("/ask/1/")
    visitor.open("ask/check/")
    assert visitor.path.endswith("/ask/1/")
    visitor.open("ask/99/")
    assert visitor.path.endswith("/ask/1/")


def test_another_browser_does_not_open_a_draft_that_nobody_owns_yet(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    stranger = Visitor(scene.slug, scene.pack)
    stranger.open("ask/1/")
    assert stranger.path.endswith("/sign-in/")


def test_health_is_asked_about_after_consent_alone(couples: Scene) -> None:
    visitor = Visitor(couples.slug, couples.pack)
    begin(visitor)
    go_through(visitor, couples, MAHA, until="children")
    visitor.send(children="0")
    assert visitor.path.endswith("/ask/consent/")
    assert couples.pack.declaration.health.words in visitor.words
    visitor.send(status=422)
    visitor.open("ask/12/")
    assert visitor.path.endswith("/ask/consent/")
    visitor.send(agree="on")
    assert asked_now(visitor, couples, "ivf_support") == "cycles"


def test_whoever_writes_for_another_is_told_whom_the_questions_are_about(
    visitor: Visitor, scene: Scene
) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA | {"for_whom": "writer", "writer": "هند خالد المطيري"}, until="mobile")
    assert "السؤال عن صاحب الطلب" in visitor.words
    assert "رمز" in visitor.words


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("place", {}, "نرجو اختيار جواب"),
    ("urgent", {"urgent": "perhaps"}, "غير موجود"),
    ("mobile", {"mobile": "0112345678"}, "جوال"),
    ("mobile", {"mobile": "هاتف"}, "أرقام"),
    ("code", {"code": "12"}, "6 أرقام"),
    ("identity", {"national_id": "1000000000", **day("birth_date", ("1", "1", "1400"))}, "غير صحيح"),
    ("identity", {"national_id": national_id.synthetic(31), **day("birth_date", ("30", "13", "1400"))}, "12"),
    ("identity", {"national_id": national_id.synthetic(31), **day("birth_date", ("1", "1", "1501"))}, "1343"),
    ("identity", {"national_id": national_id.synthetic(31), **day("birth_date", ("1", "1", "1342"))}, "1343"),
    ("identity", {"national_id": national_id.synthetic(31), **day("birth_date", ("", "", ""))}, "نرجو كتابة"),
    ("name", {"name": "نورة 5"}, "حروف"),
    ("name", {"name": "نورة"}, "اسم العائلة"),
    ("persons", {"persons": "ثلاثة"}, "بالأرقام"),
    ("persons", {"persons": "٩٩"}, "40"),
    ("income", {"income": "ألف"}, "بالأرقام"),
    ("safe_contact", {"safe_contact": "other_mobile", "safe_contact-mobile": ""}, "نرجو"),
]


@pytest.mark.parametrize(
    ("key", "typed", "said"), WRONG, ids=[f"{k}-{i}" for i, (k, _t, _s) in enumerate(WRONG)]
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(
    visitor: Visitor, scene: Scene, key: str, typed: dict[str, Any], said: str
) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA, until=key)
    here = visitor.path
    visitor.send(status=422, _version=visitor.value("_version"), **typed)
    assert visitor.path == here
    assert said in visitor.errors
    assert "_error" in visitor.html
    for name, value in typed.items():
        if visitor.value(name) and 'type="radio"' not in visitor.html:
            assert visitor.value(name) == value
    visitor.open(here)
    assert asked_now(visitor, scene, "social_aid") == key


def test_what_is_saved_for_later_goes_on_from_another_device(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA, until="persons")
    visitor.send(persons="3", save="later", _version=visitor.value("_version"))
    assert visitor.heading == "حُفظ ما كُتب"
    other = Visitor(scene.slug, scene.pack)
    other.open("sign-in/")
    other.send(mobile=NOURA["mobile"])
    other.send(code=code_of(scene))
    other.send(national_id=NOURA["national_id"], **day("birth_date", NOURA["birth_date"]))
    assert "لم يُرسل بعد" in other.words
    other.open("ask/")
    assert asked_now(other, scene, "social_aid") == "income"


def test_two_windows_the_later_sees_what_stands_beside_what_was_typed(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA, until="rent")
    before = visitor.value("_version")
    visitor.open("ask/13/")
    visitor.send("ask/13/", income="2000", _version=visitor.value("_version"))
    visitor.open("ask/13/")
    visitor.send("ask/13/", income="3000", status=422, _version=before)
    assert "2,000" in visitor.errors
    assert "3,000" in visitor.errors
    visitor.send("ask/13/", income="3000", _version=visitor.value("_version"))
    with within(scene.organisation_id):
        assert Draft.objects.get().answers["income"] == 3_000_00


def test_a_returning_person_confirms_what_is_known_and_is_asked_the_rest(
    visitor: Visitor, scene: Scene
) -> None:
    noura = registered(scene, "نورة سعد الحربي", 1)
    with within(scene.organisation_id):
        scene.case(applicant=noura, stage=Stage.CLOSED)
    sign_in(visitor, scene, 1)
    begin(visitor)
    met = go_through(visitor, scene, NOURA)
    assert met[:1] == ["urgent"]
    assert "changed" in met
    assert not {"mobile", "code", "identity", "name", "income", "rent", "persons"} & set(met)
    assert "1,500 ريال" in visitor.words


def test_what_was_being_sent_when_the_session_ended_comes_back_to_the_same_person_alone(
    visitor: Visitor, scene: Scene
) -> None:
    registered(scene, "نورة سعد الحربي", 1)
    registered(scene, "سعد فهد الحربي", 2)
    sign_in(visitor, scene, 1)
    begin(visitor)
    go_through(visitor, scene, NOURA, until="income")
    here = visitor.path
    later = clock.now() + timedelta(minutes=45)
    with clock.travel(later):
        visitor.send(income="4321", _version=visitor.value("_version"))
        assert visitor.path.endswith("/sign-in/")
        assert "4321" not in visitor.html
        visitor.send(mobile="0501112222")
        visitor.send(code=code_of(scene))
        visitor.send(national_id=national_id.synthetic(1), **day("birth_date", ("12", "3", "1401")))
        assert visitor.path == here
        assert visitor.value("income") == "4321"
        assert "محفوظ في هذه الصفحة" in visitor.words
        visitor.open(here)
        assert visitor.value("income") == ""


def test_a_question_page_asks_the_database_little(
    visitor: Visitor, scene: Scene, django_assert_max_num_queries: Any
) -> None:
    begin(visitor)
    with django_assert_max_num_queries(9):
        visitor.open("ask/1/")
    go_through(visitor, scene, NOURA, until="rent")
    with django_assert_max_num_queries(14):
        visitor.open("ask/12/")


def test_a_second_open_request_for_one_service_leads_to_the_first(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA)
    visitor.open("ask/sign/")
    visitor.send(send_code="yes")
    visitor.send(signature_method="code", code=code_of(scene, "sign"))
    assert visitor.heading == "وصلنا طلبك"
    first = visitor.path.split("/")[-3]
    visitor.open("services/1/")
    visitor.send("services/1/start/", status=409)
    assert visitor.heading == "طلبك لهذه الخدمة وصلنا من قبل"
    assert f"/requests/{first}/" in visitor.html
    begin(visitor, 2)  # another service is another matter
    assert visitor.heading != "طلبك لهذه الخدمة وصلنا من قبل"


def test_whoever_comes_back_without_signing_in_learns_it_when_she_says_who_she_is(
    visitor: Visitor, scene: Scene
) -> None:
    with within(scene.organisation_id):
        open_one = asked_by(scene, registered(scene, NOURA["name"], 31, "+966501234567"))
    begin(visitor)
    go_through(visitor, scene, NOURA, until="identity")
    visitor.send(status=409, _version=visitor.value("_version"), **answers_for(scene, "identity", NOURA))
    assert f"/requests/{open_one.id}/" in visitor.html
    visitor.send("ask/discard/")
    visitor.open(f"requests/{open_one.id}/")
    assert "ويبقى مفتوحًا للاستكمال حتى يوم" in visitor.words or "مكتمل" in visitor.words
