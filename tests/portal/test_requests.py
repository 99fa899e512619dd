"""A request seen and handled by its own applicant, and by nobody else."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import within
from silah.journey.decisions.models import Appeal, Reply
from silah.journey.requests.models import Declaration, RequirementItem, SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.research.models import Referral
from silah.people import queries as people
from silah.voice.models import Rating
from tests.journey.scene import Scene
from tests.portal.asking import NOURA, answers_for, begin, code_of, go_through
from tests.portal.page import Visitor
from tests.portal.telling import tell
from tests.portal.test_sign_in import asked_by, prove_mobile, registered, sign_in


def png() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(held, "PNG")
    return held.getvalue()


def sign(visitor: Visitor, scene: Scene, tail: str = "ask/sign/") -> None:
    visitor.open(tail)
    visitor.send(send_code="yes")
    visitor.send(signature_method="code", code=code_of(scene, "sign"))


@pytest.fixture
def noura(visitor: Visitor, scene: Scene) -> Visitor:
    """Asked for the rent and signed, with her papers still to come."""
    begin(visitor, 2)
    go_through(visitor, scene, NOURA | {"service": "rent"})
    sign(visitor, scene)
    return visitor


def case_of(scene: Scene) -> SupportRequest:
    with within(scene.organisation_id):
        return SupportRequest.objects.get()


def item_of(scene: Scene, requirement: str) -> RequirementItem:
    with within(scene.organisation_id):
        return RequirementItem.objects.get(requirement=requirement)


def decided(scene: Scene, outcome: str = "reject") -> SupportRequest:
    with within(scene.organisation_id):
        case = asked_by(scene, registered(scene, "نورة سعد الحربي", 1), stage=Stage.REPLIED)
    tell(scene, case, outcome)
    return case


def test_the_receipt_says_what_is_missing_and_prints_the_same(noura: Visitor, scene: Scene) -> None:
    assert noura.heading == "وصلنا طلبك"
    assert "شهادة وفاة الزوج أو الزوجة" in noura.words
    response = noura.client.get(noura.url(f"requests/{case_of(scene).id}/letters/receipt/"))
    assert response["Content-Type"] == "application/pdf"
    assert scene.pack.identity.discreet_name not in response["Content-Disposition"]
    assert len(PdfReader(io.BytesIO(response.content)).pages) >= 1
    noura.open(f"requests/{case_of(scene).id}/letters/window/", status=409)


def test_pressing_send_twice_sends_once(noura: Visitor, scene: Scene) -> None:
    noura.open("ask/sign/")
    assert noura.path.endswith("/received/")
    noura.send("ask/sign/", signature_method="code", code="123456")
    assert noura.path.endswith("/received/")
    with within(scene.organisation_id):
        assert SupportRequest.objects.count() == 1
        assert Declaration.objects.count() == 1


def test_a_wrong_signing_code_signs_nothing_and_the_log_in_code_is_no_signature(
    visitor: Visitor, scene: Scene
) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA)
    visitor.open("ask/sign/")
    visitor.send(send_code="yes")
    assert code_of(scene, "sign") not in visitor.html
    visitor.send(status=422, signature_method="code", code=code_of(scene, "login"))
    assert "الرمز غير صحيح" in visitor.errors
    visitor.send(status=422, signature_method="code", code="")
    assert "رمز التوقيع" in visitor.errors
    with within(scene.organisation_id):
        assert not SupportRequest.objects.exists()
    visitor.send(code=code_of(scene, "sign"))
    assert visitor.heading == "وصلنا طلبك"


def test_a_drawn_signature_signs_too(visitor: Visitor, scene: Scene) -> None:
    import base64

    begin(visitor)
    go_through(visitor, scene, NOURA)
    visitor.open("ask/sign/")
    picture = "data:image/png;base64," + base64.b64encode(png()).decode()
    visitor.send(signature_method="drawn", signature_picture=picture)
    assert visitor.heading == "وصلنا طلبك"
    with within(scene.organisation_id):
        assert Declaration.objects.get().strength == "drawn"


def test_an_identity_paper_is_never_taken_as_a_copy(noura: Visitor, scene: Scene) -> None:
    item = item_of(scene, "national_id")
    here = f"requests/{case_of(scene).id}/papers/{item.id}/"
    noura.open(here)
    assert "لا نستقبل صور الهويات" in noura.words
    assert 'type="file"' not in noura.html
    sent = {"file": SimpleUploadedFile("id.png", png()), "expires_on_calendar": "hijri"}
    sent |= {"expires_on_day": "1", "expires_on_month": "1", "expires_on_year": "1455"}
    noura.send(here, status=422, **sent)
    assert "لا نحتفظ بصورة من هذه الوثيقة" in noura.errors
    assert item_of(scene, "national_id").state == "missing"


@pytest.mark.parametrize(
    ("held", "said"),
    [(b"", "فارغ"), (b"MZ not a picture", ""), (b"x" * (10 * 1024 * 1024 + 1), "ميغابايت")],
    ids=["empty", "another kind", "too large"],
)
def test_a_file_that_will_not_do_is_said_at_its_field(
    noura: Visitor, scene: Scene, held: bytes, said: str
) -> None:
    here = f"requests/{case_of(scene).id}/papers/{item_of(scene, 'lease').id}/"
    noura.open(here)
    noura.send(here, status=422, file=SimpleUploadedFile("lease.pdf", held), **expires("1455"))
    assert said in noura.errors
    assert noura.value("expires_on_year") == "1455"


def expires(year: str) -> dict[str, str]:
    parts = {"expires_on_day": "1", "expires_on_month": "1", "expires_on_year": year}
    return parts | {"expires_on_calendar": "hijri"}


def test_a_lease_is_taken_where_the_policy_lets_a_copy_be_kept(noura: Visitor, scene: Scene) -> None:
    here = f"requests/{case_of(scene).id}/papers/{item_of(scene, 'lease').id}/"
    noura.open(here)
    noura.send(
        here, file=SimpleUploadedFile("lease.png", png()), _version=noura.value("_version"), **expires("١٤٥٥")
    )
    assert item_of(scene, "lease").state == "presented"


def test_an_expired_lease_is_told_at_once(noura: Visitor, scene: Scene) -> None:
    here = f"requests/{case_of(scene).id}/papers/{item_of(scene, 'lease').id}/"
    noura.open(here)
    noura.send(
        here, file=SimpleUploadedFile("lease.png", png()), _version=noura.value("_version"), **expires("1440")
    )
    assert "انتهت مدتها قبل تقديمها" in noura.words


def test_changing_a_material_answer_says_that_it_needs_signing_again(noura: Visitor, scene: Scene) -> None:
    case = case_of(scene)
    noura.open(f"requests/{case.id}/answers/13/")
    assert "يلزم التوقيع من جديد" in noura.words
    noura.send(income="1,800", _version=noura.value("_version"))
    assert "تغيّر جواب بعد التوقيع السابق" in noura.words
    sign(noura, scene, f"requests/{case.id}/sign/")
    assert "سُجّل توقيعك" in noura.words
    with within(scene.organisation_id):
        assert Declaration.objects.filter(voided_at=None).count() == 1
        assert Declaration.objects.count() == 2


def test_a_request_can_be_withdrawn_after_being_sure(noura: Visitor, scene: Scene) -> None:
    here = f"requests/{case_of(scene).id}/withdraw/"
    noura.open(here)
    noura.send(status=422)
    noura.send(sure="on")
    assert case_of(scene).stage == Stage.WITHDRAWN
    assert "سُحب هذا الطلب" in noura.words


def test_what_is_not_clear_reaches_the_researcher_with_its_request_and_page(
    noura: Visitor, scene: Scene
) -> None:
    case = case_of(scene)
    noura.open(f"not-clear/?page=/here/requests/{case.id}/")
    noura.send(questions="ما معنى شهادة الوفاة؟\nمن يحضرها؟", page=f"/here/requests/{case.id}/")
    assert noura.heading == "وصل سؤالك"
    with within(scene.organisation_id):
        referral = Referral.objects.get()
        assert referral.support_request_id == case.id
        assert referral.page == f"/here/requests/{case.id}/"
    noura.open(f"not-clear/{referral.id}/")
    assert "ما معنى شهادة الوفاة؟" in noura.words


def test_a_visitor_leaves_a_number_to_be_called_back_on(visitor: Visitor, scene: Scene) -> None:
    visitor.open("not-clear/?page=/here/services/1/")
    visitor.send(questions="هل تخدمون الهجر؟", page="/here/services/1/", status=422)
    assert "رقم الجوال" in visitor.errors
    visitor.send(questions="هل تخدمون الهجر؟", page="/here/services/1/", call_back="٠٥٠١٢٣٤٥٦٧")
    with within(scene.organisation_id):
        assert Referral.objects.get().call_back == "+966501234567"


def test_the_reply_is_hers_to_open_and_opening_it_says_that_it_reached_her(
    visitor: Visitor, scene: Scene
) -> None:
    case = decided(scene)
    sign_in(visitor, scene, 1)
    visitor.open(f"requests/{case.id}/")
    assert "وصل الرد على طلبك" in visitor.words
    assert "نعتذر عن عدم قبول" not in visitor.words
    assert "تقديم الخدمة عند القبول" not in visitor.words
    visitor.open(f"requests/{case.id}/reply/")
    assert visitor.path.endswith(f"/requests/{case.id}/")
    visitor.send(f"requests/{case.id}/reply/")
    assert "نعتذر عن عدم قبول الطلب هذه المرة" in visitor.words
    with within(scene.organisation_id):
        assert Reply.objects.get().received_how == "portal"
    letter = visitor.client.get(visitor.url(f"requests/{case.id}/letters/decision/"))
    assert letter["Content-Type"] == "application/pdf"


def test_she_objects_until_the_day_she_was_told(visitor: Visitor, scene: Scene) -> None:
    case = decided(scene)
    sign_in(visitor, scene, 1)
    visitor.send(f"requests/{case.id}/reply/")
    visitor.open(f"requests/{case.id}/object/")
    visitor.send(grounds="", status=422)
    visitor.send(grounds="لم يُحسب الإيجار في الدخل.")
    assert "نردّ عليه بحلول يوم" in visitor.words
    with within(scene.organisation_id):
        assert Appeal.objects.get().channel == "request_service"
    visitor.send(f"requests/{case.id}/object/", grounds="مرة أخرى", status=422)
    assert "من قبل" in visitor.errors


def test_after_that_day_the_objection_is_refused_kindly(visitor: Visitor, scene: Scene) -> None:
    case = decided(scene)
    sign_in(visitor, scene, 1)
    visitor.send(f"requests/{case.id}/reply/")
    with clock.travel(clock.now() + timedelta(days=60)):
        sign_in(visitor, scene, 1)
        visitor.open(f"requests/{case.id}/reply/")
        assert "تقديم اعتراض" not in visitor.words
        assert "مضت مدة الاعتراض يوم" in visitor.words
        visitor.send(f"requests/{case.id}/object/", grounds="لم يُحسب الإيجار في الدخل.", status=422)
        assert "انتهت مدة الاعتراض" in visitor.errors


def test_rating_is_always_open_and_knows_nobody(visitor: Visitor, scene: Scene) -> None:
    case = decided(scene)
    sign_in(visitor, scene, 1)
    visitor.open(f"requests/{case.id}/")
    visitor.send(f"requests/{case.id}/rate/")
    link = visitor.path
    nobody = Visitor(scene.slug, scene.pack)
    nobody.open(link)
    assert scene.pack.satisfaction.invitation in nobody.words
    nobody.send(procedure_clear="5", comment="شكرًا")
    assert "وصل رأيك" in nobody.words
    with within(scene.organisation_id):
        assert Rating.objects.count() == 1
    nobody.open(link, status=404)


def test_an_act_of_one_press_leads_to_its_page_when_its_address_alone_is_opened(
    visitor: Visitor, scene: Scene
) -> None:
    case = decided(scene)
    sign_in(visitor, scene, 1)
    for tail in ("understood/", "rate/"):
        visitor.open(f"requests/{case.id}/{tail}")
        assert visitor.path.endswith(f"/requests/{case.id}/")
    visitor.open("services/1/start/")
    assert visitor.path.endswith("/services/1/")


def test_declining_to_rate_is_fine(visitor: Visitor, scene: Scene) -> None:
    case = decided(scene)
    sign_in(visitor, scene, 1)
    visitor.send(f"requests/{case.id}/rate/")
    visitor.send(f"{visitor.path}decline/")
    assert scene.pack.satisfaction.declining in visitor.words


PAGES = (
    "", "received/", "answers/", "answers/13/", "sign/", "consent/", "withdraw/", "reply/", "object/",
    "letters/receipt/", "letters/window/", "letters/decision/", f"papers/{new_id()}/", f"deliveries/{new_id()}/",
)  # fmt: skip


@pytest.mark.parametrize("whose", ["her own association", "another association"])
def test_another_persons_request_is_not_found_on_any_page(
    visitor: Visitor, scene: Scene, couples: Scene, whose: str
) -> None:
    registered(scene, "نورة سعد الحربي", 1)
    sign_in(visitor, scene, 1)
    if whose == "another association":
        with within(couples.organisation_id):
            case, _husband = couples.couple()
    else:
        with within(scene.organisation_id):
            case = asked_by(scene, scene.party("سعد فهد الحربي", 2))
    for tail in PAGES:
        visitor.open(f"requests/{case.id}/{tail}", status=404)
        assert case.reference not in visitor.html
    for tail in ("understood/", "withdraw/", "reply/", "object/", "rate/"):
        visitor.send(f"requests/{case.id}/{tail}", status=404, grounds="اعتراض", sure="on")


def test_the_pages_of_a_request_ask_the_database_a_known_number_of_times(
    noura: Visitor, scene: Scene, django_assert_max_num_queries: Any
) -> None:
    case = case_of(scene)
    most = {
        "": 9,
        "received/": 11,
        "answers/": 11,
        "answers/13/": 10,
        "withdraw/": 11,
        "letters/receipt/": 11,
    }
    for tail, number in most.items():
        with django_assert_max_num_queries(number):
            noura.open(f"requests/{case.id}/{tail}") if "letters" not in tail else noura.client.get(
                noura.url(f"requests/{case.id}/{tail}")
            )
    with django_assert_max_num_queries(8):
        noura.open("requests/")


def test_her_messages_go_where_she_chose_and_only_her_own_number_opens_her_file(
    noura: Visitor, scene: Scene
) -> None:
    case, other = case_of(scene), "+966501119999"
    number = [each.id for each in scene.pack.service("rent").questions].index("safe_contact") + 1
    here = f"requests/{case.id}/answers/{number}/"
    noura.open(here)
    way = {"safe_contact": "other_mobile", "_version": noura.value("_version")}
    noura.send(here, status=422, **way)
    assert "الرقم الآخر الآمن" in noura.errors
    noura.send(here, **way, **{"safe_contact-mobile": "٠٥٠١١١٩٩٩٩"})
    with within(scene.organisation_id):
        assert people.mobile_of(scene.actor("salma"), case.applicant_id) == other
        assert people.contact(scene.actor("salma"), case.applicant_id).mobile == "+966501234567"
    stranger = Visitor(scene.slug, scene.pack)
    prove_mobile(stranger, scene, other)
    said = answers_for(scene, "identity", NOURA)
    stranger.send(status=422, **said)  # a number typed wrong must not open her file to its owner
    assert "لم نتمكن من الدخول" in stranger.errors


def test_who_comes_to_the_office_by_her_own_choice_is_sent_nothing(visitor: Visitor, scene: Scene) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA | {"safe_contact": "office"})
    sign(visitor, scene)
    with within(scene.organisation_id):
        assert people.mobile_of(scene.actor("salma"), case_of(scene).applicant_id) is None
