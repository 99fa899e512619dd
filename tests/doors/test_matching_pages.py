"""Matching at the desk: many ticked at once, a difference on its own page, and the way on when nothing is left."""

from __future__ import annotations

from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import within
from silah.journey.requests.models import RequirementItem, SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.verification.models import Match
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene
from tests.pages import Page, Pages


def case_of(office: Scene, **more: object) -> SupportRequest:
    with within(office.organisation_id):
        return office.case(**more)  # type: ignore[arg-type]


def at(case: SupportRequest, tail: str = "") -> str:
    return f"/here/desk/cases/{case.id}/matching/{tail}"


def offered(page: Page) -> list[str]:
    return [
        node.attrs["value"]
        for node in page.form("matching/").all("input")
        if node.attrs.get("name") == "same"
    ]


def test_what_matches_is_ticked_together(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_of(office), sign_in("salma")
    page = pages.get(at(case))

    nothing = pages.fill(page, "matching/", status=422)
    pages.fill(page, "matching/", same=offered(page), method="original_seen")

    assert "نرجو اختيار واحد على الأقل." in nothing.words
    with within(office.organisation_id):
        assert Match.objects.filter(support_request=case, result="match").count() == len(offered(page))


def test_a_difference_is_written_beside_and_then_settled(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_of(office), sign_in("salma")
    page = pages.get(at(case, "fields/income/"))

    empty = pages.fill(page, "income/", result="mismatch", method="document_seen", status=422)
    pages.fill(page, "income/", result="mismatch", method="document_seen", verified="٢٣٠٠ ريال")
    listed = pages.get(at(case))
    settle = pages.get(at(case, "fields/income/"))
    pages.follow(pages.fill(settle, settle.form().attrs["action"], how="verified_taken"))

    assert "نرجو كتابة القيمة التي ظهرت في المستند." in empty.words
    assert "فرق لم يُحسم" in listed.words
    assert "اعتُمدت القيمة المتحقَّق منها" in pages.get(at(case)).words


def test_two_officers_on_one_field_the_second_is_told(office: Scene, sign_in: SignIn) -> None:
    case, first, second = case_of(office), sign_in("salma"), sign_in("faisal")
    stale = second.get(at(case, "fields/income/"))
    first.fill(first.get(at(case, "fields/income/")), "income/", result="match", method="by_phone")

    told = second.fill(
        stale, "income/", result="mismatch", verified="5,000", method="original_seen", status=422
    )

    assert "سبقك سلمى فهد العتيبي" in told.words
    assert told.form("income/").words
    with within(office.organisation_id):
        assert Match.objects.get(support_request=case, superseded_at=None).result == "match"


def test_a_double_click_compares_once(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_of(office), sign_in("salma")
    page = pages.get(at(case, "fields/income/"))

    pages.fill(page, "income/", result="match", method="by_phone")
    pages.fill(page, "income/", result="match", method="by_phone")

    with within(office.organisation_id):
        assert Match.objects.filter(support_request=case).count() == 1


def test_the_way_on_opens_when_nothing_is_left(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_of(office), sign_in("salma")
    with within(office.organisation_id):
        office.item(case, "national_id", state="presented")
    page = pages.get(at(case))
    pages.fill(page, "matching/", same=offered(page), method="original_seen")
    assert "بقي قبل إنهاء المطابقة" in pages.get(at(case)).words
    with within(office.organisation_id):
        paper = RequirementItem.objects.get(support_request=case)

    pages.fill(pages.get(at(case)), f"papers/{paper.id}/")
    half = pages.fill(pages.get(at(case)), "truth/", data_checked="on", status=422)
    pages.fill(pages.get(at(case)), "truth/", data_checked="on", responsibility_explained="on")
    done = pages.follow(pages.fill(pages.get(at(case)), "finish/"))

    assert "نرجو التأشير للمتابعة." in half.words
    assert "اكتملت المطابقة" in done.words
    with within(office.organisation_id):
        assert SupportRequest.objects.get(id=case.id).stage == Stage.VERIFIED


def test_finishing_too_soon_says_what_is_left(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_of(office), sign_in("salma")
    page = pages.get(at(case))

    refused = pages.post(at(case, "finish/"), status=422)

    assert "كم الإيجار؟" in refused.words
    assert page.status == 200


def test_the_sheet_is_read_only_after_its_stage(office: Scene, sign_in: SignIn) -> None:
    case = case_of(office, stage=Stage.STUDIED)

    assert not sign_in("salma").get(at(case)).main.all("form")


def test_unknown_fields_and_differences_are_not_found(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_of(office), sign_in("salma")

    pages.get(at(case, "fields/colour/"), status=404)
    pages.get(at(case, "fields/income/") + "?party=x", status=404)
    pages.get(at(case, f"differences/{new_id()}/"), status=404)


def test_a_health_answer_has_no_page_for_an_officer(clinic: Scene) -> None:
    with within(clinic.organisation_id):
        case, husband = clinic.couple()
    officer = Pages("couples").sign_in(clinic.user("salma"))
    reader = Pages("couples").sign_in(clinic.user("nouf"))

    officer.get(f"desk/cases/{case.id}/matching/fields/cycles/", status=404)
    assert "1" in reader.get(f"desk/cases/{case.id}/matching/fields/cycles/").words
    spouse = reader.get(f"desk/cases/{case.id}/matching/fields/spouse/?party={husband.id}")
    assert "أحمد خالد القرني" in spouse.heading
