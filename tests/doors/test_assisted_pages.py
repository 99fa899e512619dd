"""A request written at the desk: in her name, with the officer's beside it, and never his own."""

from __future__ import annotations

from typing import Any

from silah.foundation.access import Role
from silah.foundation.access.actor import operator
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import User
from silah.foundation.organisations.operations import add_member
from silah.foundation.tenancy import within
from silah.journey.requests.models import Draft, SupportRequest
from silah.people.models import Party
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene
from tests.pages import Page, Pages

ANSWERS: dict[str, Any] = {
    "place": "quwayiyah", "urgent": "no", "for_whom": "own", "mobile": "٠٥١٠٠٠٠١٢٣",
    "marital_status": "widowed", "persons": "٣", "income": "١٬٥٠٠", "rent": "900",
    "safe_contact": "call",
}  # fmt: skip


def widow(office: Scene) -> Party:
    with within(office.organisation_id):
        return office.registered("نورة سعد الحربي", 5)


def begun(pages: Pages, party: Party) -> Page:
    page = pages.get(f"desk/people/{party.id}/new-request/")
    return pages.follow(pages.fill(page, service="social_aid", privacy="on"))


def boxes(page: Page) -> set[str]:
    return {node.attrs.get("name", "") for node in page.form().all("input", "select", "textarea")}


def answered(pages: Pages, page: Page) -> Page:
    """Goes on until only sending is left."""
    for _round in range(5):
        if any("submission" in (form.attrs.get("action") or "") for form in page.main.all("form")):
            return page
        there = boxes(page)
        typed = {name: value for name, value in ANSWERS.items() if name in there}
        typed |= {name: "later" for name in there if name.startswith("papers-")}
        page = pages.follow(pages.fill(page, **typed))
    raise AssertionError(page.words)


def test_the_same_questions_lead_to_her_request_with_the_officers_name_beside_it(
    office: Scene, sign_in: SignIn
) -> None:
    party, pages = widow(office), sign_in("salma")

    page = answered(pages, begun(pages, party))
    case_page = pages.follow(pages.fill(page, "submission/", channel="interview"))

    with within(office.organisation_id):
        case = SupportRequest.objects.get()
        assert (case.applicant_id, case.entered_by_id) == (party.id, office.members["salma"].id)
        assert case.answers["income"] == 1_500_00
    assert case_page.heading == "نورة سعد الحربي"
    assert "قراءة البيانات وتوقيع الإقرار" in case_page.words


def test_the_privacy_notice_comes_before_the_first_question(office: Scene, sign_in: SignIn) -> None:
    party, pages = widow(office), sign_in("salma")
    page = pages.get(f"desk/people/{party.id}/new-request/")

    refused = pages.fill(page, service="social_aid", status=422)

    assert office.pack.declaration.privacy_notice[:30] in page.words
    assert "نرجو التأشير للمتابعة." in refused.words


def test_what_is_right_is_kept_whatever_is_wrong_beside_it(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    page = begun(pages, widow(office))
    there = boxes(page)
    typed = {name: value for name, value in ANSWERS.items() if name in there} | {"income": "كثير"}

    wrong = pages.fill(page, status=422, **typed)

    assert "نرجو كتابة المبلغ بالأرقام" in wrong.words
    with within(office.organisation_id):
        assert Draft.objects.get().answers["rent"] == 900_00


def test_outside_the_territory_is_told_at_the_place(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    with within(office.organisation_id):
        party = office.registered("هند علي الشهري", 6, place="")
    page = begun(pages, party)

    told = pages.fill(page, place="outside", status=422)

    assert office.pack.identity.territory.outside[:25] in told.words


def test_an_officer_never_becomes_the_applicant(office: Scene) -> None:
    with within(office.organisation_id):
        user = User.objects.create_user("nora", "kalima-sirriyya-1")
        by = operator(office.organisation_id)
        add_member(user, by=by, full_name="نورة سعد الحربي", roles=[Role.RELATIONS_OFFICER])
    party = widow(office)
    pages = Pages(office.slug).sign_in(user)

    refused = pages.fill(answered(pages, begun(pages, party)), "submission/", channel="interview", status=422)

    assert "لا يكتب الموظف طلبًا باسمه" in refused.words


def test_a_draft_is_its_authors_own(office: Scene, sign_in: SignIn) -> None:
    party, pages = widow(office), sign_in("salma")
    draft = begun(pages, party).path

    sign_in("faisal").get(draft, status=404)
    sign_in("salma").get(f"desk/drafts/{new_id()}/", status=404)
    sign_in("khalid").get(f"desk/people/{party.id}/new-request/", status=403)
    again = pages.get(f"desk/people/{party.id}/new-request/")
    assert draft in again.links().values()
    pages.fill(pages.get(draft), "discard/")
    pages.get(draft, status=404)


def test_a_second_request_of_another_officer_leads_to_the_one_that_is_open(
    office: Scene, sign_in: SignIn
) -> None:
    party, salma, faisal = widow(office), sign_in("salma"), sign_in("faisal")
    late = answered(faisal, begun(faisal, party))
    salma.fill(answered(salma, begun(salma, party)), "submission/", channel="interview")

    refused = faisal.fill(late, "submission/", channel="interview", status=422)

    with within(office.organisation_id):
        case = SupportRequest.objects.get()
    assert case.reference in refused.words
    leads = refused.links()["إلى الطلب المفتوح"]
    assert faisal.get(leads).heading == "نورة سعد الحربي"
    assert leads.endswith(f"/desk/cases/{case.id}/")
