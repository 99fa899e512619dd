"""What each kind of paper says, with all its parts and with those that may be missing left out."""

from collections.abc import Callable
from dataclasses import replace

from silah.foundation.ui.letters import Letter, Signatory, print_letter
from tests.ui.letters.conftest import pages, plain
from tests.ui.letters.samples import (
    CEILING,
    accepted,
    agenda,
    approval,
    case_study,
    declaration,
    delivery_proof,
    dismissed,
    evidence,
    in_part,
    minutes,
    payment_order,
    receipt,
    rejected,
    timeline,
    upheld,
    window_notice,
)

Read = Callable[[Letter], str]


def said(text: str, *sentences: str) -> list[str]:
    """The sentences that are not there, or not after the one before."""
    place, absent = 0, []
    for sentence in sentences:
        found = text.find(plain(sentence), place)
        if found < 0:
            absent.append(sentence)
        else:
            place = found
    return absent


def test_a_receipt_names_what_is_missing_for_whom_and_what_comes_next(read: Read) -> None:
    assert not said(
        read(receipt),
        "وصلنا طلبك",
        "1447-000123",
        "مساعدة في إيجار السكن",
        "شهادة الوفاة",
        "للابن سعد",
        "بعد وصول ما ينقص",
    )


def test_a_complete_receipt_says_that_nothing_is_missing(read: Read) -> None:
    text = read(replace(receipt, missing=()))
    assert plain("لا ينقص الطلب شيء الآن") in text
    assert plain("ما ينقص الطلب") not in text


def test_a_letter_closes_with_its_signatory_or_with_the_association(read: Read) -> None:
    signed = replace(receipt, signed_by=Signatory("ماجد صالح", "مدير علاقات المستفيدين"))
    assert not said(read(signed), "وتقبلوا خالص التحية", "مدير علاقات المستفيدين", "ماجد صالح")
    assert not said(read(receipt), "وتقبلوا خالص التحية", "جمعية واحة الخير")


def test_a_window_notice_tells_who_studies_it_and_both_days_in_both_calendars(read: Read) -> None:
    text = read(window_notice)
    assert plain("لجنة البحث لدراسته") in text
    assert plain("تحتاج الدراسة أسبوعين على الأقل") in text
    assert plain("موعد نسعى إليه") in text
    for day in ("10/06/1447", "01/12/2025", "26/06/1447", "17/12/2025"):
        assert day in text


def test_board_minutes_take_the_place_of_the_day_aimed_at(read: Read) -> None:
    text = read(replace(window_notice, board_minutes="رقم 4 في 01/01/1447 هـ"))
    assert plain("حدد مجلس الإدارة آخر الموعد") in text
    assert plain("نسعى إليه") not in text


def test_a_ceiling_alone_gives_one_last_day(read: Read) -> None:
    text = read(replace(window_notice, earliest=None, least=""))
    assert plain("بالقبول أو الاعتذار بحلول يوم") in text
    assert plain("على الأقل") not in text


def test_an_acceptance_gives_amount_period_clause_and_the_free_right_to_object(read: Read) -> None:
    text = read(accepted)
    assert not said(
        text,
        "بقبوله",
        "12,000.00",
        "سنة، على دفعتين",
        "إيضاح الأسباب",
        "لك حق الاعتراض مجانا حتى يوم",
        "26/06/1447",
    )
    assert plain("السبب") not in text.replace(plain("إيضاح الأسباب"), "")


def test_a_part_acceptance_says_what_was_left_out_and_why(read: Read) -> None:
    assert not said(
        read(in_part),
        "بقبول جزء منه",
        "12,000.00",
        "ما لم يقبل من الطلب",
        "قسط الكهرباء",
        "السبب",
        "دخل الأسرة",
    )


def test_a_refusal_apologises_gives_its_reason_and_leaves_the_door_open(read: Read) -> None:
    text = read(rejected)
    assert not said(text, "نعتذر عن عدم قبوله هذه المرة", "نصيب الفرد", "لك حق الاعتراض", "فباب الطلب مفتوح")
    assert plain("المبلغ") not in text


def test_several_reasons_are_a_list_under_a_plural(read: Read) -> None:
    assert plain("الأسباب") in read(replace(rejected, reasons=("سبب أول", "سبب ثان")))


def test_an_appeal_reply_names_the_earlier_decision_and_promises_no_second_appeal(read: Read) -> None:
    text = read(replace(accepted, earlier_decision="1447-10/2", appeal=None))
    assert not said(text, "القرار السابق")
    assert "1447-10/2" in text
    assert plain("حق الاعتراض") not in text


def test_minutes_over_many_pages_repeat_the_heads_and_keep_every_case_once() -> None:
    sheets = pages(print_letter(replace(minutes, items=agenda(60))))
    assert len(sheets) >= 5
    held = [sheet for sheet in sheets if plain("صاحب الطلب رقم") in sheet]
    assert all(plain("التوصية") in sheet for sheet in held)
    whole = "".join(sheets)
    assert [whole.count(f"1447-{n:06d}") for n in range(1, 61)] == [1] * 60
    total = len(sheets)
    for n, sheet in enumerate(sheets, start=1):
        assert f"{n}من{total}" in sheet


def test_minutes_show_quorum_recusal_with_alternate_total_and_confirmations(read: Read) -> None:
    text = read(minutes)
    for words in (
        "النصاب ثلاثة من خمسة",
        "قرابة معلنة",
        "52,950.00",
        "60,000.00",
        "7,050.00",
        "مقرر اللجنة",
        "التوقيع",
    ):
        assert plain(words) in text


def test_minutes_without_recusals_or_budget_have_no_empty_parts(read: Read) -> None:
    text = read(replace(minutes, recusals=(), budget=None, items=agenda(1)))
    assert plain("التنحي والبدلاء") not in text
    assert plain("مجموع ما") not in text


def test_an_approval_shows_its_chain_in_order_with_limits_and_delegation(read: Read) -> None:
    assert not said(
        read(approval), "قبول الطلب", "15,000.00", "سلسلة الاعتماد", "ماجد صالح", "ريم فهد", "بتفويض حتى"
    )


def test_a_declaration_prints_the_data_the_words_the_strength_and_the_digest(read: Read) -> None:
    text = read(declaration)
    assert not said(
        text, "نورة سعد الحربي", "1000000008", "حقيبة مدرسية", "بأن المعلومات التي", "رمز لمرة واحدة"
    )
    assert declaration.snapshot_hash in text


def test_a_voided_declaration_says_so(read: Read) -> None:
    assert plain("بطل هذا التوقيع") in read(replace(declaration, voided="بطل هذا التوقيع لتغيير في البيانات"))


def test_a_case_study_keeps_opinion_apart_from_facts_and_counts_line_by_line(read: Read) -> None:
    text = read(case_study)
    assert not said(
        text, "الوقائع", "نصيب الفرد من الدخل", "الضمان الاجتماعي", "حساب المواطن", "رأي الباحث", "التوصية"
    )
    for amount in ("1,980.00", "720.00", "2,700.00", "1,500.00", "400.00"):
        assert amount in text


def test_a_case_study_without_income_numbers_its_parts_anew(read: Read) -> None:
    assert not said(
        read(replace(case_study, income=None, visited_on=None)), "أولا: الوقائع", "رأي الباحث", "التوصية"
    )


def test_a_payment_order_names_payee_iban_amount_and_two_people(read: Read) -> None:
    text = read(payment_order)
    for words in (
        "نورة سعد الحربي",
        "SA03 8000 0000 6080 1016 7519",
        "6,000.00",
        "ستة آلاف ريال",
        "طلال حمد",
        "ريم فهد",
    ):
        assert plain(words) in text


def test_a_delivery_proof_names_what_the_receiver_and_the_witnesses(read: Read) -> None:
    text = read(delivery_proof)
    for words in (
        "سلة غذائية",
        "باستلام ما ذكر أعلاه",
        "أمام شاهدين",
        "بندر عايض",
        "تركي مساعد",
        "جواهر فلاح",
    ):
        assert plain(words) in text


def test_evidence_says_each_state_in_words_and_marks_what_nobody_explained(read: Read) -> None:
    text = read(evidence)
    for words in (
        "مثبت",
        "مخالف",
        "لا نشاط بعد",
        "فجوة",
        "غير وارد",
        "بلا تفسير",
        "حاجة عاجلة",
        "لم يرفع بعد",
    ):
        assert plain(words) in text
    assert not said(text, "الردود", "1447-000087", "استقبال المراجع")


def test_a_timeline_lists_moments_in_order_with_the_clause_and_no_name(read: Read) -> None:
    text = read(timeline)
    assert not said(text, "قدم الطلب", "قبل الطلب بمبلغ", "بصمة آخر قيد")
    assert timeline.digest in text
    assert plain("نورة") not in text


def test_dates_of_the_ceiling_are_not_turned_around(read: Read) -> None:
    assert plain(CEILING.hijri[:10]) in read(window_notice)


def test_an_upheld_objection_brings_a_new_decision_beside_the_first(read: Read) -> None:
    text = read(upheld)
    assert "1447-12/7" in text
    assert not said(
        text,
        "نُظر في اعتراضك رقم 1447-000004",
        "وقُبل الاعتراض، وصدر قرار جديد بقبول طلبك",
        "اثنا عشر ألف ريال",
        "تبيّن أن الإيجار",
        "لجنة الاعتراضات",
        "القرار المعترض عليه",
    )


def test_a_dismissed_objection_is_told_its_own_reason(read: Read) -> None:
    text = read(dismissed)
    assert not said(text, "وبقي القرار على حاله", "أُعيد حساب الدخل", "القرار المعترض عليه")
    assert "1447-12/7" in text
    assert plain("نعتذر عن عدم قبوله") not in text
    assert plain("لك حق الاعتراض") not in text
