"""The researcher's queue and one referral, from its questions to the person's own word."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta

import pytest

from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import within
from silah.journey.requests.stages import Stage
from silah.journey.research import operations
from silah.journey.research.models import Referral
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene, open_scene
from tests.pages import Page


def sent(office: Scene, question: str = "لماذا طلبتم إثبات الدخل؟") -> Referral:
    with within(office.organisation_id):
        return operations.refer(office.case(), by=office.actor("salma"), questions=[question])


def at(referral: Referral) -> str:
    return f"/here/desk/referrals/{referral.id}/"


def box(page: Page) -> str:
    return page.form("answers/").all("textarea")[0].attrs["name"]


def test_from_the_queue_to_her_own_word(office: Scene, sign_in: SignIn) -> None:
    referral, pages = sent(office), sign_in("nouf")
    assert referral.reference in pages.get("desk/referrals/").words

    pages.fill(pages.get(at(referral)), "acceptance/")
    page = pages.get(at(referral))
    empty = pages.fill(page, "answers/", status=422)
    answered = pages.follow(pages.fill(page, "answers/", **{box(page): "لأن نصيب الفرد يُحسب به."}))
    officer = sign_in("salma")
    undecided = officer.fill(officer.get(at(referral)), "clarity/", status=422)
    officer.fill(officer.get(at(referral)), "clarity/", clear="yes")

    assert "نرجو الكتابة هنا." in empty.words
    assert "بقي أن يؤكد صاحب السؤال" in answered.words
    assert "نرجو اختيار جواب." in undecided.words
    assert "أُجيب واتضح" in pages.get(at(referral)).words


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.CLOSED])
def test_what_is_not_clear_about_a_request_that_has_ended_is_asked_and_answered_as_well(
    office: Scene, sign_in: SignIn, stage: Stage
) -> None:
    """The clause (H3) sends every question to the researcher, and names no stage after which none is."""
    with within(office.organisation_id):
        case = office.case(stage=stage)
    officer, path = sign_in("salma"), f"/here/desk/cases/{case.id}/"
    assert "غير واضح؟ إحالة" in officer.get(path).words
    officer.fill(officer.get(f"{path}referral/"), "", questions="لماذا أُغلق الطلب؟")
    with within(office.organisation_id):
        referral = Referral.objects.get(support_request=case)
    researcher = sign_in("nouf")
    page = researcher.get(at(referral))
    researcher.fill(page, "answers/", **{box(page): "لأن مدته انتهت."})
    assert "أُجيب" in officer.get(at(referral)).words


def test_not_clear_goes_round_again(office: Scene, sign_in: SignIn) -> None:
    referral, pages = sent(office), sign_in("nouf")
    page = pages.get(at(referral))
    pages.fill(page, "answers/", **{box(page): "جواب أول."})

    pages.fill(pages.get(at(referral)), "clarity/", clear="no", question="وماذا عن الزكاة؟")

    again = pages.get(at(referral))
    assert "تنتظر من يستلمها" in again.words
    assert "وماذا عن الزكاة؟" in again.words
    assert "جواب أول." in again.words


def test_tries_are_logged_and_closing_waits_for_its_day(office: Scene, sign_in: SignIn) -> None:
    referral, pages = sent(office), sign_in("nouf")
    page = pages.get(at(referral))
    pages.fill(page, "answers/", **{box(page): "جواب."})
    pages.fill(pages.get(at(referral)), "tries/", channel="phone")
    pages.fill(pages.get(at(referral)), "tries/", channel="visit")

    early = pages.post(f"{at(referral)}closing/", status=409)
    with clock.travel(clock.now() + timedelta(days=12)):
        closed_in = sign_in("nouf")
        closed_in.fill(closed_in.get(at(referral)), "closing/")

    assert "خمسة أيام عمل" in early.words
    assert "أُجيب ولم يُؤكَّد" in pages.get(at(referral)).words


def test_an_unknown_visitor_is_referred_with_a_number(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    form = pages.get("desk/referrals/new/")

    nobody = pages.fill(form, questions="من يستحق؟", status=422)
    pages.fill(form, questions="من يستحق؟\nوأين المكتب؟", visitor_name="أم سعد", call_back="٠٥١٠٠٠٠٠٠١")

    assert "نرجو كتابة رقم جوال نتصل بك عليه." in nobody.words
    row = next(node.words for node in pages.get("desk/referrals/").main.all("tr") if "أم سعد" in node.words)
    assert " 2 " in row


def test_the_list_says_late_in_a_word_narrows_and_leaves_as_excel(office: Scene, sign_in: SignIn) -> None:
    with clock.travel(clock.now() - timedelta(days=30)):
        late = sent(office)
    pages = sign_in("nouf")

    assert "متأخرة" in pages.get("desk/referrals/", show="waiting").words
    book = pages.get("desk/referrals/", show="all", export=1).response
    sheet = zipfile.ZipFile(io.BytesIO(book.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    assert late.reference in sheet


def test_an_officer_reads_it_and_cannot_answer(office: Scene, sign_in: SignIn) -> None:
    referral, pages = sent(office), sign_in("salma")

    assert not [
        form for form in pages.get(at(referral)).main.all("form") if "answers" in form.attrs["action"]
    ]
    pages.post(f"{at(referral)}answers/", status=403)


def test_a_foreign_and_an_absent_referral_are_told_alike(office: Scene, sign_in: SignIn) -> None:
    foreign = sent(open_scene("injab", "couples"))
    pages = sign_in("nouf")

    assert (
        pages.get(at(foreign), status=404).words
        == pages.get(f"/here/desk/referrals/{new_id()}/", status=404).words
    )


def test_the_second_researcher_hears_who_answered_and_keeps_what_was_typed(
    office: Scene, sign_in: SignIn
) -> None:
    referral, first, second = sent(office), sign_in("nouf"), sign_in("huda")
    left_open = second.get(at(referral))
    page = first.get(at(referral))
    first.fill(page, "answers/", **{box(page): "لأن نصيب الفرد يُحسب به."})

    told = second.fill(left_open, "answers/", status=422, **{box(left_open): "جواب كُتب في الصفحة الثانية."})

    assert "أجاب نوف عبدالله الدوسري عن هذه الإحالة" in told.words
    assert "لأن نصيب الفرد يُحسب به." in told.words
    assert "جواب كُتب في الصفحة الثانية." in told.words


def test_an_answer_pressed_twice_is_one_answer(office: Scene, sign_in: SignIn) -> None:
    referral, pages = sent(office), sign_in("nouf")
    page = pages.get(at(referral))
    for _twice in range(2):
        pages.fill(page, "answers/", **{box(page): "لأن نصيب الفرد يُحسب به."})

    with within(office.organisation_id):
        assert Entry.objects.filter(name="research.answered").count() == 1


def test_what_was_on_paper_is_entered_with_its_own_moment_and_in_its_order(
    office: Scene, sign_in: SignIn
) -> None:
    with within(office.organisation_id):
        days = [clock.now() - timedelta(days=each) for each in (3, 2, 1)]
        referral = operations.refer(office.case(), by=office.actor("salma"), questions=["متى؟"], at=days[0])
    pages = sign_in("nouf")
    page = pages.get(at(referral))

    early = pages.fill(
        page, "answers/", status=422, **{box(page): "بعد أسبوعين."}, **on(days[0], -1, "answered_at")
    )
    pages.fill(page, "answers/", **{box(page): "بعد أسبوعين."}, **on(days[1], name="answered_at"))
    pages.fill(pages.get(at(referral)), "clarity/", clear="yes", **on(days[2], name="said_at"))

    assert "هذا الوقت قبل ما يُجاب عنه" in early.words
    with within(office.organisation_id):
        for name, day in zip(("answered", "clarity_confirmed"), days[1:], strict=True):
            entry = Entry.objects.get(name=f"research.{name}")
            assert clock.day_of(entry.happened_at) == clock.day_of(day)
            assert clock.day_of(entry.recorded_at) == clock.today()


def on(moment: datetime, days: int = 0, name: str = "at") -> dict[str, str]:
    day = clock.day_of(moment) + timedelta(days=days)
    parts = {"day": day.day, "month": day.month, "year": day.year, "calendar": "gregorian", "time": "23:59"}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}
