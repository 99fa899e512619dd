"""The researcher's long form: saved as often as she likes, submitted once, read by others, printed."""

from __future__ import annotations

import io
from dataclasses import replace

from pypdf import PdfReader

from silah.foundation.tenancy import within
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.research import operations
from silah.journey.research.models import CaseStudy
from silah.people.models import Kinship
from tests.doors.conftest import SignIn
from tests.journey.research.test_studies import WRITTEN
from tests.journey.scene import Scene
from tests.pages import Page, Pages

TYPED = {
    "kind": "desk",
    "people_0_name": "سعد فهد الحربي",
    "people_0_relation": "son",
    "people_0_group": "child",
    "people_0_needs": "حقيبة مدرسية",
    "income_social_security": "١٬٨٠٠",
    "income_social_security_proof": "مشهد الضمان",
    "obligation_rent": "900",
    "environment": "hijra",
}
FINISHED = {
    "opinion": "الأسرة بلا عائل، والحاجة قائمة.",
    "recommendation": "accept",
    "amount": "2,000",
    "months": "6",
}


def at(case: SupportRequest, tail: str = "study/") -> str:
    return f"/here/desk/cases/{case.id}/{tail}"


def begun(office: Scene, pages: Pages) -> tuple[SupportRequest, Page]:
    with within(office.organisation_id):
        case = office.case(stage=Stage.VERIFIED)
    pages.fill(pages.get(at(case)), "beginning/")
    return case, pages.get(at(case))


def kept(office: Scene, case: SupportRequest) -> CaseStudy:
    with within(office.organisation_id):
        return CaseStudy.objects.get(support_request=case, superseded_at=None)


def test_a_half_written_study_is_kept_and_shows_its_numbers(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("nouf")
    case, form = begun(office, pages)

    page = pages.follow(pages.fill(form, "study/", button="حفظ المسودة", **TYPED))

    assert "حُفظت المسودة." in page.words
    assert "مجموع دخل الأسرة: 1,800 ريال" in page.words
    assert "مجموع دخل الأسرة: 1,500 ريال" in page.words
    assert kept(office, case).facts["people"][0]["needs"] == "حقيبة مدرسية"
    names = [
        node.attrs["value"] for node in page.main.all("input") if node.attrs.get("value") == "سعد فهد الحربي"
    ]
    assert len(names) == 1


def test_a_letter_in_a_sum_is_pointed_at_and_nothing_typed_is_lost(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("nouf")
    _case, form = begun(office, pages)

    page = pages.fill(form, "study/", status=422, **TYPED | {"expense_food": "كثير", "needs": "إيجار شهرين"})

    assert "نرجو كتابة المبلغ بالأرقام" in page.words
    assert "إيجار شهرين" in page.words
    assert any(node.attrs.get("value") == "كثير" for node in page.main.all("input"))


def test_submitting_needs_opinion_and_recommendation_then_moves_on(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("nouf")
    case, form = begun(office, pages)

    refused = pages.fill(form, "study/", button="رفع الدراسة", status=422, **TYPED)
    pages.fill(form, "study/", button="رفع الدراسة", **TYPED, **FINISHED)

    assert "نرجو كتابة الرأي المهني" in refused.words
    assert "نرجو اختيار التوصية." in refused.words
    assert kept(office, case).per_head == 562_50  # (1,800 − 900) ÷ 1.6
    assert "بانتظار القرار" in pages.get(at(case, "")).words


def test_a_page_left_open_does_not_overwrite_a_later_one(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("nouf")
    case, form = begun(office, pages)
    left_open = pages.get(at(case))
    pages.fill(form, "study/", button="حفظ المسودة", **TYPED)

    told = pages.fill(left_open, "study/", button="حفظ المسودة", status=422, kind="field", needs="غير هذا")

    assert "حُفظت هذه الدراسة من صفحة أخرى" in told.words
    assert "غير هذا" in told.words
    assert "المحفوظ الآن، حيث يختلف عما كُتب هنا نوع الدراسة بحث مكتبي" in told.words
    assert kept(office, case).kind == "desk"


def test_others_read_the_study_and_do_not_write_it(office: Scene, sign_in: SignIn) -> None:
    case, _form = begun(office, sign_in("nouf"))
    with within(office.organisation_id):
        study = kept(office, case)
        operations.save_study(study, WRITTEN, by=office.actor("nouf"), expected_version=1)

    for who in ("khalid", "huda"):
        page = sign_in(who).get(at(case))
        assert "الأسرة بلا عائل" in page.words
        assert not page.main.all("textarea")


def test_kin_is_not_offered_the_study_and_cannot_begin_it(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        case = office.case(stage=Stage.VERIFIED)
        Kinship.objects.create(membership=office.members["nouf"], party=case.applicant)
    pages = sign_in("nouf")

    assert "دراسة الحالة" not in pages.get(at(case, "")).links()
    pages.get(at(case), status=404)
    pages.post(at(case, "study/beginning/"), status=403)


def test_the_study_is_printed_in_arabic_with_its_numbers(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("nouf")
    case, _form = begun(office, pages)
    with within(office.organisation_id):
        operations.submit_study(kept(office, case), WRITTEN, by=office.actor("nouf"), expected_version=1)

    response = sign_in("khalid").get(at(case, "study.pdf")).response

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert response["Content-Disposition"].startswith('attachment; filename="dirasa-')
    assert "300" in text


def test_health_notes_are_on_the_readers_pages_alone(clinic: Scene) -> None:
    with within(clinic.organisation_id):
        case, _husband = clinic.couple(stage=Stage.VERIFIED)
        by = clinic.actor("nouf")
        study = operations.begin_study(case, by=by)
        written = replace(WRITTEN, health="تحتاج إلى متابعة خاصة.", amount=1_000_00)
        operations.save_study(study, written, by=by, expected_version=1)

    def words(who: str) -> str:
        return Pages("couples").sign_in(clinic.user(who)).get(f"desk/cases/{case.id}/study/").words

    assert "متابعة خاصة" in words("majed")
    assert "متابعة خاصة" not in words("salma")
