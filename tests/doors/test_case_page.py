"""One request at the desk: what it shows, to whom, and what may be done from it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from silah.contact.events import MessageQueued
from silah.foundation.access import Actor, Permission
from silah.foundation.access.actor import timer
from silah.foundation.journal.chain import record
from silah.foundation.journal.events import Event
from silah.foundation.journal.models import Entry, Reading
from silah.foundation.journal.operation import operation
from silah.foundation.journal.queries import RECENT
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import within
from silah.journey.requests.events import ItemAccepted
from silah.journey.requests.models import Participant, RequirementItem, SupportRequest, WindowNotice
from silah.journey.requests.stages import Stage
from silah.journey.verification import operations as verification
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene, open_scene
from tests.pages import Pages

# Association, session, user and membership; the file noted as read; then each room its few.
QUERIES = 8


@operation(Permission.TELL)
def note(case: SupportRequest, happened: Event, *, by: Actor) -> None:
    """One entry as it would have been left."""
    record(happened, on=case, by=by)


def case_at(office: Scene, stage: Stage = Stage.SUBMITTED) -> SupportRequest:
    """A request whose applicant must sign, with two papers still missing."""
    with within(office.organisation_id):
        case = office.case(stage=stage)
        Participant.objects.create(
            support_request=case, party_id=case.applicant_id, role="applicant", must_sign=True
        )
        for requirement in ("national_id", "income_statement"):
            RequirementItem.objects.create(support_request=case, requirement=requirement)
    return case


def url(case: SupportRequest, tail: str = "") -> str:
    return f"/here/desk/cases/{case.id}/{tail}"


def item_of(office: Scene, case: SupportRequest, requirement: str) -> RequirementItem:
    with within(office.organisation_id):
        return RequirementItem.objects.get(support_request=case, requirement=requirement)


def test_the_page_says_who_what_where_it_stands_and_what_is_missing(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)

    page = sign_in("salma").get(url(case))

    assert page.heading == "نورة سعد الحربي"
    for said in (
        case.reference,
        "مساعدة اجتماعية",
        "بانتظار الاستكمال",
        "القويعية",
        "الهوية الوطنية أو الإقامة",
    ):
        assert said in page.words
    assert "قراءة البيانات وتوقيع الإقرار" in page.words
    assert "1,500 ريال" in page.words


def test_the_window_is_told_in_both_calendars(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office, Stage.COMPLETE)
    with within(office.organisation_id):
        day = clock.today()
        WindowNotice.objects.create(
            support_request=case, starts_on=day, floor_on=day + timedelta(days=14),
            ceiling_on=day + timedelta(days=30), mode="inform", floor_days=14, ceiling_days=30,
            told_at=clock.now(),
        )  # fmt: skip

    words = sign_in("salma").get(url(case)).words

    assert "أقرب موعد" in words
    assert "30 يومًا" in words
    assert words.count("هـ (") >= 2


def test_declared_stands_beside_verified(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)
    with within(office.organisation_id):
        verification.match_field(
            case, "income", by=office.actor("salma"), method="document_seen", result="mismatch",
            verified="2,300 ريالًا",
        )  # fmt: skip

    row = next(
        node.words for node in sign_in("salma").get(url(case)).main.all("tr") if "دخل الأسرة" in node.words
    )

    assert "1,500 ريال" in row
    assert "2,300 ريالًا" in row
    assert "غير مطابق" in row
    assert "سلمى فهد العتيبي" in row


def test_the_history_is_told_in_sentences_with_names_clauses_and_both_times(
    office: Scene, sign_in: SignIn
) -> None:
    case = case_at(office)
    pages = sign_in("salma")
    with within(office.organisation_id):
        verification.match_field(
            case, "rent", by=office.actor("faisal"), method="original_seen", result="match",
            at=clock.now() - timedelta(days=1),
        )  # fmt: skip

    entry = next(node.words for node in pages.get(url(case)).main.all("li") if "طوبق" in node.words)

    assert "فيصل سعد القحطاني" in entry
    assert "موظف العلاقات" in entry
    assert "H2b" in entry
    assert "وسُجّل" in entry


def test_opening_it_is_noted_before_it_is_shown(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)

    sign_in("khalid").get(url(case))

    with within(office.organisation_id):
        read = Reading.objects.get(subject_kind="support_request", subject_id=case.id)
    assert read.actor_id == office.members["khalid"].id


def test_it_asks_the_same_number_of_questions_whatever_it_holds(
    office: Scene, sign_in: SignIn, django_assert_num_queries: object
) -> None:
    case = case_at(office)
    pages = sign_in("salma")
    with within(office.organisation_id):
        verification.match_field(
            case, "place", by=office.actor("salma"), method="original_seen", result="match"
        )
    pages.get(url(case))
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        pages.get(url(case))
    with within(office.organisation_id):
        for field in ("income", "rent", "persons", "marital_status"):
            verification.match_field(
                case, field, by=office.actor("salma"), method="original_seen", result="match"
            )
        for requirement in ("family_record", "death_certificate", "school_letter"):
            office.item(case, requirement)
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        pages.get(url(case))


def test_buttons_are_there_only_for_who_may_press_them(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)

    officer = sign_in("salma").get(url(case))
    member = sign_in("khalid").get(url(case))

    assert {"مطابقة البيانات", "غير واضح؟ إحالة", "تسجيل شرح"} <= set(officer.links())
    assert not {"مطابقة البيانات", "غير واضح؟ إحالة", "تسجيل شرح"} & set(member.links())
    assert officer.main.all("form")
    assert not member.main.all("form")


def test_the_researcher_is_offered_the_study_when_its_turn_comes(office: Scene, sign_in: SignIn) -> None:
    assert "دراسة الحالة" not in sign_in("nouf").get(url(case_at(office, Stage.COMPLETE))).links()
    with within(office.organisation_id):
        studied = office.case(stage=Stage.VERIFIED)

    assert "دراسة الحالة" in sign_in("nouf").get(url(studied)).links()


@pytest.mark.parametrize(
    "tail", ["", "history.pdf", "matching/", "explanation/", "referral/", "pause/", "study/", "study.pdf"]
)
def test_a_foreign_and_an_absent_request_are_told_alike(office: Scene, sign_in: SignIn, tail: str) -> None:
    other = open_scene("injab", "couples")
    with within(other.organisation_id):
        foreign, _husband = other.couple()
    pages = sign_in("salma")

    away = pages.get(url(foreign, tail), status=404)
    absent = pages.get(f"/here/desk/cases/{new_id()}/{tail}", status=404)

    assert away.words == absent.words


def test_its_reference_in_the_address_leads_to_it(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)
    year, number = case.reference.split("/")

    page = sign_in("salma").get(f"/here/desk/cases/{year}/{int(number)}/", status=302)

    assert page.response["Location"] == url(case)


def test_a_paper_is_shown_with_its_date_in_either_calendar(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)
    item, pages = item_of(office, case, "national_id"), sign_in("salma")
    form = pages.get(url(case, f"papers/{item.id}/"))

    empty = pages.fill(form, f"papers/{item.id}/", how="seen_at_office", status=422)
    pages.fill(
        form, f"papers/{item.id}/", how="seen_at_office", expires_on_day="١", expires_on_month="٩",
        expires_on_year="١٤٥٠", expires_on_calendar="hijri",
    )  # fmt: skip

    assert "نرجو كتابة اليوم والشهر والسنة." in empty.words
    item = item_of(office, case, "national_id")
    assert (item.state, item.valid_when_presented) == ("presented", True)
    assert item.expires_on is not None
    assert item.expires_on.year == 2029


def test_a_paper_that_had_ended_is_recorded_and_stays_missing(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)
    item, pages = item_of(office, case, "national_id"), sign_in("salma")

    sent = pages.fill(
        pages.get(url(case, f"papers/{item.id}/")), f"papers/{item.id}/", how="seen_at_office",
        expires_on_day="1", expires_on_month="1", expires_on_year="2024", expires_on_calendar="gregorian",
    )  # fmt: skip

    page = pages.follow(sent)
    assert "غير صالحة يوم تقديمها" in page.words
    item = item_of(office, case, "national_id")
    assert item.state == "refused"


def test_the_second_of_two_officers_on_one_paper_is_told(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)
    item = item_of(office, case, "national_id")
    first, second = sign_in("salma"), sign_in("faisal")
    day = {
        "expires_on_day": "1", "expires_on_month": "1", "expires_on_year": "2030",
        "expires_on_calendar": "gregorian", "how": "seen_at_office",
    }  # fmt: skip
    stale = second.get(url(case, f"papers/{item.id}/"))
    first.fill(first.get(url(case, f"papers/{item.id}/")), f"papers/{item.id}/", **day)

    told = second.fill(stale, f"papers/{item.id}/", status=422, **day)

    assert "سلمى فهد العتيبي" in told.words


def test_a_paper_may_be_waived_or_sent_back_with_a_reason(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)
    waived, pages = item_of(office, case, "income_statement"), sign_in("salma")
    page = pages.get(url(case, f"papers/{waived.id}/"))

    nothing = pages.fill(page, f"{waived.id}/exemption/", status=422)
    pages.fill(page, f"{waived.id}/exemption/", **{"exempt-reason": "cannot_be_had"})

    assert "نرجو اختيار جواب." in nothing.words
    waived = item_of(office, case, "income_statement")
    assert (waived.state, waived.reason) == ("exempt", "cannot_be_had")


def test_she_signs_on_paper_before_an_officer_who_read_it_to_her(office: Scene, sign_in: SignIn) -> None:
    case = case_at(office)
    pages = sign_in("salma")
    page = pages.get(url(case, f"signatures/{case.applicant_id}/"))
    assert "وأتحمّل المسؤولية" in page.words
    assert "1,500 ريال" in page.words

    unread = pages.fill(page, method="paper", status=422)
    pages.fill(page, method="fingerprint", read_back="on")

    assert "نرجو التأشير للمتابعة." in unread.words
    assert "بصمة بشهادة موظف" in pages.get(url(case)).words
    pages.get(url(case, f"signatures/{new_id()}/"), status=404)


def test_explaining_is_recorded_with_her_word(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_at(office), sign_in("salma")

    pages.fill(
        pages.get(url(case, "explanation/")), topic="declaration", how="face_to_face", understood="yes"
    )

    with within(office.organisation_id):
        assert Entry.objects.filter(subject_id=case.id, name="requests.explained").count() == 1


def test_what_is_not_clear_goes_to_the_researcher_from_her_request(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_at(office), sign_in("salma")

    pages.fill(pages.get(url(case, "referral/")), questions="ما معنى الإقرار؟\nومتى الرد؟")

    assert "تنتظر من يستلمها" in pages.get(url(case)).words
    assert "نورة سعد الحربي" in sign_in("nouf").get("desk/referrals/").words


def test_a_correction_found_stands_beside_hers_and_her_own_change_takes_its_place(
    office: Scene, sign_in: SignIn
) -> None:
    case, pages = case_at(office), sign_in("salma")
    page = pages.get(url(case, "answers/income/"))

    undecided = pages.fill(page, income="١٬٨٠٠", status=422)
    pages.fill(page, income="١٬٨٠٠", whose="found")
    with within(office.organisation_id):
        assert SupportRequest.objects.get(id=case.id).answers["income"] == 1_500_00
    pages.fill(pages.get(url(case, "answers/income/")), income="1,700", whose="hers")

    assert "نرجو اختيار جواب." in undecided.words
    with within(office.organisation_id):
        assert SupportRequest.objects.get(id=case.id).answers["income"] == 1_700_00
    pages.get(url(case, "answers/mobile/"), status=404)


def test_a_request_is_withdrawn_after_asking(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_at(office), sign_in("salma")

    pages.fill(pages.get(url(case)), "withdrawal/")

    assert "سُحب الطلب" in pages.get(url(case)).words


def test_the_history_is_printed_without_a_name(office: Scene, sign_in: SignIn) -> None:
    case, pages = case_at(office), sign_in("salma")
    with within(office.organisation_id):
        verification.match_field(
            case, "rent", by=office.actor("salma"), method="original_seen", result="match"
        )

    response = pages.get(url(case, "history.pdf")).response

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert response["Content-Type"] == "application/pdf"
    assert "الحربي" not in text
    assert "العتيبي" not in text
    assert "H2b" in text


def test_a_member_of_the_committee_cannot_reach_what_the_page_does_not_offer(
    office: Scene, sign_in: SignIn
) -> None:
    case = case_at(office)
    item = item_of(office, case, "national_id")
    pages = sign_in("khalid")

    for tail in (f"papers/{item.id}/", f"signatures/{case.applicant_id}/", "explanation/", "matching/"):
        pages.get(url(case, tail), status=403)


def test_health_answers_are_sealed_from_who_is_not_named_to_read_them(clinic: Scene) -> None:
    with within(clinic.organisation_id):
        case, _husband = clinic.couple()
    sealed = Pages("couples").sign_in(clinic.user("salma")).get(f"desk/cases/{case.id}/")
    opened = Pages("couples").sign_in(clinic.user("nouf")).get(f"desk/cases/{case.id}/")

    row = next(node.words for node in sealed.main.all("tr") if "دورة علاج" in node.words)
    assert "جواب صحي محفوظ" in row
    assert "جواب صحي محفوظ" not in opened.words


def test_the_latest_is_told_beside_the_request_and_all_of_it_on_a_page_of_its_own(
    office: Scene, sign_in: SignIn
) -> None:
    case = case_at(office)
    item, pages = item_of(office, case, "national_id"), sign_in("salma")
    pages.fill(
        pages.get(url(case, f"papers/{item.id}/")), how="seen_at_office", expires_on_day="1",
        expires_on_month="1", expires_on_year="2040", expires_on_calendar="gregorian",
    )  # fmt: skip
    with within(office.organisation_id):
        verification.match_field(
            case, "income", by=office.actor("faisal"), method="original_seen", result="match",
            at=clock.now() - timedelta(days=1),
        )  # fmt: skip
        for reachable in (True, False):
            happened = MessageQueued(message=new_id(), template="receipt", reachable=reachable)
            note(case, happened, by=timer(office.organisation_id))

    aside = next(node for node in pages.get(url(case)).main.all("aside"))
    whole = pages.get(url(case, "history/")).main

    assert len(aside.all("h3")) == 2  # today and yesterday
    assert "أُعدّت رسالة" not in aside.words
    assert "فيلزم التواصل بطريقة أخرى" in aside.words
    days = [node.words for node in whole.all("h3")]
    noise = next(node for node in whole.all("details"))
    told = whole.words.replace(noise.words, "")
    assert len(days) == 3  # today, yesterday, and today again behind the fold
    assert all(said.endswith(")") for said in days)
    assert told.index("قُدّمت ورقة «الهوية الوطنية") < told.index("طوبق بيان «كم دخل")
    assert "رسائل النظام (1)" in noise.words
    assert "أُعدّت رسالة" in noise.words
    assert "أُعدّت رسالة" not in told
    assert "فيلزم التواصل بطريقة أخرى" in told


def test_a_long_history_is_cut_beside_the_request_and_whole_on_its_page(
    office: Scene, sign_in: SignIn, django_assert_num_queries: object
) -> None:
    case, said = case_at(office), "فيلزم التواصل بطريقة أخرى"
    with within(office.organisation_id):
        for _time in range(40):
            happened = MessageQueued(message=new_id(), template="receipt", reachable=False)
            note(case, happened, by=timer(office.organisation_id))
    pages = sign_in("salma")

    aside = next(node for node in pages.get(url(case)).main.all("aside"))
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        whole = pages.get(url(case, "history/")).main

    assert aside.words.count(said) == RECENT
    assert whole.words.count(said) == 40


def test_a_paper_about_health_is_named_to_the_packs_readers_alone(clinic: Scene) -> None:
    with within(clinic.organisation_id):
        case, _husband = clinic.couple()
        secret = next(
            each
            for each in clinic.pack.service("ivf_support").requirements
            if each.classification == "sensitive"
        )
        item = RequirementItem.objects.create(
            support_request=case, requirement=secret.id, sensitive=True, state="presented"
        )
        note(case, ItemAccepted(item=item.id), by=timer(clinic.organisation_id))
    sealed = Pages("couples").sign_in(clinic.user("ibrahim")).get(f"desk/cases/{case.id}/")
    opened = Pages("couples").sign_in(clinic.user("nouf")).get(f"desk/cases/{case.id}/")

    assert "طوبقت ورقة وقُبلت" in sealed.words
    assert secret.title not in sealed.words
    assert f"طوبقت ورقة «{secret.title}» وقُبلت" in opened.words


def test_the_line_under_the_name_says_what_comes_next_and_by_when(office: Scene, sign_in: SignIn) -> None:
    lacking, late = case_at(office), case_at(office, Stage.VERIFIED)
    with within(office.organisation_id):
        day = clock.today() - timedelta(days=1)
        WindowNotice.objects.create(
            support_request=late, starts_on=day, floor_on=day, ceiling_on=day, mode="inform", floor_days=14,
            ceiling_days=30, told_at=clock.now(),
        )  # fmt: skip
        ended = office.case(stage=Stage.CLOSED)
    pages = sign_in("salma")

    first, second, third = (pages.get(url(case)).words for case in (lacking, late, ended))

    assert "الخطوة التالية: استكمال ما ينقص: 3 أشياء قبل نهاية" in first
    assert "الخطوة التالية: دراسة الحالة قبل نهاية" in second
    assert "فات الموعد" in second
    assert "الخطوة التالية" not in third


def test_a_request_that_was_answered_is_not_told_that_its_day_has_passed(
    office: Scene, sign_in: SignIn
) -> None:
    waits, answered = case_at(office, Stage.STUDIED), case_at(office, Stage.REPLIED)
    with within(office.organisation_id):
        day = clock.today() - timedelta(days=1)
        for case in (waits, answered):
            WindowNotice.objects.create(
                support_request=case, starts_on=day, floor_on=day, ceiling_on=day, mode="inform",
                floor_days=14, ceiling_days=30, told_at=clock.now(),
            )  # fmt: skip

    first, second = (sign_in("salma").get(url(case)).words for case in (waits, answered))

    assert "تجاوز الموعد" in first
    assert "تجاوز الموعد" not in second


def test_the_second_change_of_one_answer_names_who_was_first_and_both_values(
    office: Scene, sign_in: SignIn
) -> None:
    case, first, second = case_at(office), sign_in("salma"), sign_in("faisal")
    left_open = second.get(url(case, "answers/income/"))
    first.fill(first.get(url(case, "answers/income/")), income="1,700", whose="hers")

    told = second.fill(left_open, status=422, income="1,900", whose="hers")

    assert "غيّر سلمى فهد العتيبي هذه الإجابة" in told.words
    assert "1,700" in told.words
    assert "1,900" in told.words


def test_what_may_be_corrected_is_offered_and_nothing_else(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    page = pages.get(url(case_at(office)))

    offered = [node.attrs["href"] for node in page.main.all("a") if "/answers/" in node.attrs.get("href", "")]

    assert offered
    for href in offered:
        pages.get(href)


def test_a_paper_says_each_way_it_may_be_met(office: Scene, clinic: Scene, sign_in: SignIn) -> None:
    case = case_at(office)
    seen = sign_in("salma").get(url(case, f"papers/{item_of(office, case, 'national_id').id}/"))
    with within(clinic.organisation_id):
        couple, _husband = clinic.couple()
        kept = next(each for each in clinic.pack.service("ivf_support").requirements if each.copy_kept)
        paper = RequirementItem.objects.create(support_request=couple, requirement=kept.id)
    copy = Pages("couples").sign_in(clinic.user("salma")).get(f"desk/cases/{couple.id}/papers/{paper.id}/")

    assert "تُقدَّم بالاطلاع على الأصل في المكتب، باطلاع المندوب على الأصل، باتصال مرئي" in seen.words
    assert "بنسخة محفوظة" not in seen.words
    assert kept.copy_kept is not None
    assert f"بنسخة محفوظة (سندها: {kept.copy_kept.ground}" in copy.words
