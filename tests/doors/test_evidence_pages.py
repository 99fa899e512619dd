"""The evidence pages: what is proven, what is violated and by which case, explained by one person alone."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silah.evidence.models import ExplainedException
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.delivery.models import Delivery
from silah.journey.requests.models import SupportRequest
from tests.doors.conftest import SignIn
from tests.journey.delivery import store
from tests.journey.scene import Scene, open_scene
from tests.ui.letters.conftest import pages, plain

REASON = "تأخر المصرف يومًا بسبب عطلة، وسُلّم في اليوم التالي."


def late(office: Scene) -> str:
    with within(office.organisation_id), clock.travel(clock.now() - timedelta(days=40)):
        return str(store.entitled(office).support_request.reference)


def test_every_clause_stands_on_the_page_with_its_state(office: Scene, sign_in: SignIn) -> None:
    page = sign_in("reem").get("desk/evidence/")
    assert len([node for node in page.main.all("li") if node.attrs.get("class") == "clause-row"]) == 55
    assert "كل البنود 55" in page.words
    assert "وينقصها سند الاعتماد" in page.words


def test_a_state_filters_and_keeps_the_period(office: Scene, sign_in: SignIn) -> None:
    late(office)
    reem = sign_in("reem")
    page = reem.get("desk/evidence/", state="violated")
    rows = [node.words for node in page.main.all("li") if node.attrs.get("class") == "clause-row"]
    # A row that was laid past the operations is noticed too.
    assert any(row.startswith("H7") for row in rows)
    assert len(rows) < 10
    day = clock.today()
    chosen = {
        "last_day": day.day,
        "last_month": day.month,
        "last_year": day.year,
        "last_calendar": "gregorian",
    }
    page = reem.get("desk/evidence/", **chosen)
    assert all("last_year" in link for link in page.links().values() if "state=" in link)


@pytest.mark.parametrize("path", ["desk/evidence/", "desk/evidence/H7/", "desk/evidence/paper.pdf"])
def test_a_day_before_the_policy_is_told_kindly_with_the_first_day(
    office: Scene, sign_in: SignIn, path: str
) -> None:
    old = {"last_day": 1, "last_month": 1, "last_year": 2020, "last_calendar": "gregorian"}
    page = sign_in("reem").get(path, **old)
    assert "لم تكن السياسة منشورة هنا في ذلك الوقت" in page.words
    assert "أول إصدار نُشر يوم" in page.words
    assert page.main.all("form")


@pytest.mark.parametrize("who", ["reem", "majed"])
def test_a_case_behind_an_exception_opens_without_a_name_and_prints(
    office: Scene, sign_in: SignIn, who: str
) -> None:
    reference = late(office)
    reader = sign_in(who)
    link = reader.get("desk/evidence/H7/").links()["فتح الطلب"]
    page = reader.get(link.split("/", 2)[2])
    with within(office.organisation_id):
        applicant = SupportRequest.objects.select_related("applicant").get().applicant
    assert reference in page.heading
    assert "قُبل الطلب" in page.words or "انتقل الطلب" in page.words
    for part in applicant.full_name.split():
        assert part not in page.main.words
    printed = reader.get(page.links()["طباعة السجل"].split("/", 2)[2])
    words = "".join(pages(printed.response.content))
    assert plain(reference) in words
    assert plain(applicant.full_name) not in words


def test_a_case_of_another_association_is_not_found_among_the_evidence(
    office: Scene, sign_in: SignIn
) -> None:
    there = open_scene("quwayiyah", "there")
    late(there)
    with within(there.organisation_id):
        case = SupportRequest.objects.get()
    for tail in ("", "history.pdf"):
        sign_in("reem").get(f"desk/evidence/cases/{case.id}/{tail}", status=404)


def test_all_exceptions_leave_as_a_sheet_however_many_the_page_shows(
    office: Scene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("silah.doors.desk.evidence.SHOWN", 1)
    references = {late(office), late(office)}
    reem = sign_in("reem")
    page = reem.get("desk/evidence/H7/")
    assert "المعروض 1 من 2" in page.words
    assert sum(reference in page.words for reference in references) == 1
    sheet = b"".join(reem.get("desk/evidence/H7/exceptions.xlsx").response.streaming_content)
    with zipfile.ZipFile(io.BytesIO(sheet)) as book:
        told = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert all(reference in told for reference in references)


def test_a_period_that_ends_before_it_begins_is_told(office: Scene, sign_in: SignIn) -> None:
    first = {"first_day": 2, "first_month": 1, "first_year": 2026, "first_calendar": "gregorian"}
    last = {"last_day": 1, "last_month": 1, "last_year": 2026, "last_calendar": "gregorian"}
    assert "اليوم الأخير قبل الأول" in sign_in("reem").get("desk/evidence/", **first, **last).words


def test_the_exception_is_named_by_its_reference_and_explained(office: Scene, sign_in: SignIn) -> None:
    reference = late(office)
    reem = sign_in("reem")
    page = reem.get("desk/evidence/H7/")
    assert f"الطلب {reference} قُبل وفات موعد تسليمه" in page.words
    assert "بلا تفسير" in page.words
    with within(office.organisation_id):
        case = Delivery.objects.get().support_request
        assert case.applicant.full_name not in page.words
    action = f"exceptions/{case.id}/undelivered-1/"
    wrong = reem.fill(page, action, status=422, reason="قصير")
    assert "يفهمه من يراجع" in wrong.words
    reem.fill(page, action, reason=REASON)
    page = reem.get("desk/evidence/H7/")
    assert REASON in page.words
    assert "بلا تفسير" not in page.words


@pytest.mark.parametrize("who", ["majed"])
def test_who_may_look_but_not_explain_sees_no_form_and_is_refused(
    office: Scene, sign_in: SignIn, who: str
) -> None:
    late(office)
    pages_of = sign_in(who)
    page = pages_of.get("desk/evidence/H7/")
    assert "تسجيل تفسير" not in page.words
    with within(office.organisation_id):
        case = SupportRequest.objects.get()
    pages_of.post(f"desk/evidence/H7/exceptions/{case.id}/undelivered-1/", {"reason": REASON}, status=403)
    with within(office.organisation_id):
        assert not ExplainedException.objects.exists()
        assert Entry.objects.filter(name="journal.refused").exists()


@pytest.mark.parametrize("who", ["salma", "nouf", "abeer", "khalid", "ibrahim"])
def test_evidence_is_not_everybodys_page(office: Scene, sign_in: SignIn, who: str) -> None:
    for path in (
        "desk/evidence/",
        "desk/evidence/H7/",
        "desk/evidence/paper.pdf",
        "desk/evidence/H7/paper.pdf",
    ):
        sign_in(who).get(path, status=403)


def test_an_unknown_clause_is_not_found(office: Scene, sign_in: SignIn) -> None:
    sign_in("reem").get("desk/evidence/Z9/", status=404)


def test_anothers_case_is_no_exception_here(office: Scene, sign_in: SignIn) -> None:
    there = open_scene("quwayiyah", "there")
    late(there)
    with within(there.organisation_id):
        case = SupportRequest.objects.get()
    sign_in("reem").post(
        f"desk/evidence/H7/exceptions/{case.id}/undelivered-1/", {"reason": REASON}, status=404
    )


def test_the_paper_holds_every_clause_and_no_name(office: Scene, sign_in: SignIn) -> None:
    reference = late(office)
    paper = sign_in("reem").get("desk/evidence/paper.pdf")
    assert paper.response["Content-Disposition"] == 'attachment; filename="evidence.pdf"'
    words = "".join(pages(paper.response.content))
    assert plain(reference) in words
    with within(office.organisation_id):
        assert plain(SupportRequest.objects.get().applicant.full_name) not in words
    for clause in office.pack.clauses:
        assert plain(clause.id) in words


def test_one_clause_has_a_paper_of_its_own(office: Scene, sign_in: SignIn) -> None:
    reference, reem = late(office), sign_in("reem")
    link = reem.get("desk/evidence/H7/").links()["نسخة للطباعة"]
    paper = reem.get("desk/evidence/H7/paper.pdf")
    assert "desk/evidence/H7/paper.pdf" in link
    assert paper.response["Content-Disposition"] == 'attachment; filename="evidence-H7.pdf"'
    words = "".join(pages(paper.response.content))
    assert plain(reference) in words
    assert plain("البند H6") not in words
    reem.get("desk/evidence/Z9/paper.pdf", status=404)


def test_tabs_and_legend_name_the_states_in_one_order(office: Scene, sign_in: SignIn) -> None:
    page = sign_in("reem").get("desk/evidence/")
    tabs = [link.split("state=")[1].split("&")[0] for link in page.links().values() if "state=" in link]
    assert tabs == ["proven", "violated", "idle", "gap", "absent"]
    legend = [
        node.words.split(":")[0] for node in page.main.all("ul") if "legend" in node.attrs.get("class", "")
    ]
    assert " ".join(legend).startswith("مثبت")


def test_more_cases_cost_the_page_no_more_queries(office: Scene, sign_in: SignIn) -> None:
    late(office)
    reem = sign_in("reem")
    reem.get("desk/evidence/")
    with CaptureQueriesContext(connection) as few:
        reem.get("desk/evidence/")
    for _more in range(4):
        late(office)
    reem.get("desk/evidence/")
    with CaptureQueriesContext(connection) as many:
        reem.get("desk/evidence/")
    assert len(many) <= len(few) <= 11, "four of its own; the rest is any page's and the test's"
