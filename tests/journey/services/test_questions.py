"""Which pages come, what is never asked again, and what a wrong answer is told."""

from __future__ import annotations

from typing import Any

import pytest

from silah.foundation.kernel import national_id, phone
from silah.foundation.kernel.errors import Invalid
from silah.journey.services import catalogue, questions, territory
from silah.journey.services.questions import CHANGED, check, flow
from silah.policy.pack import Pack, load
from tests.policy.pack.third import PACKS

QUWAYIYAH = load(PACKS / "quwayiyah")
INJAB = load(PACKS / "injab")
EVERY = [(pack, service.id) for pack in (QUWAYIYAH, INJAB) for service in catalogue.services(pack)]


def ids(pack: Pack, service: str, answers: dict[str, Any], known: dict[str, Any], **more: Any) -> list[str]:
    return [step.id for step in flow(catalogue.service(pack, service), answers, known, **more)]


def ask(key: str, raw: object, pack: Pack = QUWAYIYAH, service: str = "social_aid") -> Any:
    return check(catalogue.service(pack, service).question(key), raw)


def told(key: str, raw: object, pack: Pack = QUWAYIYAH, service: str = "social_aid") -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        ask(key, raw, pack, service)
    return caught.value.fields


@pytest.mark.parametrize(("pack", "service"), EVERY)
def test_a_first_request_asks_at_most_fourteen_questions(pack: Pack, service: str) -> None:
    assert len(ids(pack, service, {}, {})) <= 14


def test_the_first_pages_are_in_the_order_that_spares_her_most() -> None:
    assert ids(QUWAYIYAH, "social_aid", {}, {})[:7] == [
        "place", "service", "urgent", "for_whom", "mobile", "code", "identity",
    ]  # fmt: skip


def test_who_returns_is_asked_which_help_how_urgent_what_changed_and_for_papers() -> None:
    service = catalogue.service(QUWAYIYAH, "social_aid")
    known = {question.id: "x" for question in service.questions if questions.carries(question)}
    known["persons"] = 3
    assert ids(QUWAYIYAH, "social_aid", {}, known) == ["service", "urgent", CHANGED, "papers"]


def test_what_she_says_has_changed_is_asked_and_the_rest_is_not() -> None:
    known = {"identity": {"national_id": "1"}, "income": 100, "rent": 0, "persons": 2}
    asked = ids(QUWAYIYAH, "social_aid", {CHANGED: ["income"]}, known)
    assert "income" in asked
    assert "rent" not in asked


def test_an_officer_who_writes_for_her_sends_no_code() -> None:
    assert "code" not in ids(QUWAYIYAH, "social_aid", {}, {}, assisted=True)


def test_what_is_known_is_shown_to_be_confirmed() -> None:
    service = catalogue.service(QUWAYIYAH, "social_aid")
    step = next(step for step in flow(service, {}, {"income": 250000}) if step.id == CHANGED)
    assert [(question.id, value) for question, value in step.known] == [("income", 250000)]


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("persons", "٤", 4),
        ("income", "٢٬٥٠٠٫٥٠", 250050),
        ("income", "2,500 ريال", 250000),
        ("urgent", "yes", True),
        ("mobile", "٠٥١٠٠٠٠٠٠١", phone.synthetic(1)),
        ("name", "  نورة  سعد الحربي ", "نورة سعد الحربي"),
        ("marital_status", "widowed", "widowed"),
    ],
)
def test_right_answers_are_kept_in_one_form(key: str, raw: str, value: object) -> None:
    assert ask(key, raw) == value


@pytest.mark.parametrize("born", ["9/3/1400", "٩/٣/١٤٠٠هـ", "27 يناير 1980", "1980-01-27"])
def test_a_birth_date_is_read_in_both_calendars(born: str) -> None:
    identity = ask("identity", {"national_id": national_id.synthetic(1), "birth_date": born})
    assert identity == {"national_id": national_id.synthetic(1), "birth_date": "1980-01-27"}


def test_both_mistakes_of_an_identity_are_told_at_once_each_at_its_box() -> None:
    assert told("identity", {"national_id": "1000000000", "birth_date": "1/1/1501"}) == {
        "national_id": "في رقم الهوية خطأ في أحد الأرقام. نرجو مراجعته.",
        "birth_date": "هذا التاريخ الهجري خارج التقويم المعروف (من 1343 إلى 1500هـ). نرجو مراجعة السنة.",
    }


@pytest.mark.parametrize(
    ("key", "raw", "word"),
    [
        ("persons", "كثير", "عدد صحيح"),
        ("persons", "41", "أكثر ما يُقبل"),
        ("income", "-5", "أقل من صفر"),
        ("income", "5.123", "مئة هللة"),
        ("mobile", "0112345678", "هاتف ثابت"),
        ("mobile", "+201001234567", "السعودية"),
        ("marital_status", "engaged", "اختيار"),
        ("urgent", "maybe", "نعم أو لا"),
        ("name", "نورة", "الاسم واسم العائلة"),
        ("income", " ", "الإجابة"),
        ("papers", {"national_id": "perhaps"}, "الاختيار"),
    ],
)
def test_a_wrong_answer_is_told_in_arabic_at_its_field(key: str, raw: object, word: str) -> None:
    assert word in next(iter(told(key, raw).values()))


def test_nothing_about_the_other_of_a_couple_may_lack() -> None:
    wrong = told("spouse", [{"name": "أحمد القرني"}], INJAB, "ivf_support")
    assert set(wrong) == {"spouse-0-national_id", "spouse-0-birth_date", "spouse-0-mobile"}


def test_a_day_that_has_not_come_is_no_wedding_day() -> None:
    assert "لم يأتِ" in told("marriage_date", "1/1/1499", INJAB, "ivf_support")["marriage_date"]


def test_another_safe_number_is_asked_for_where_it_is_chosen() -> None:
    assert "safe_contact-mobile" in told("safe_contact", {"way": "other_mobile", "mobile": "12"})
    assert ask("safe_contact", "call") == {"way": "call"}


def test_outside_the_territory_she_is_told_kindly_where_to_go() -> None:
    with pytest.raises(Invalid) as caught:
        territory.refuse_outside(QUWAYIYAH, "makkah")
    assert caught.value.code == "outside_territory"
    assert "المركز الوطني" in caught.value.fields["place"]


def test_a_flat_form_is_gathered_into_what_is_read() -> None:
    service = catalogue.service(INJAB, "ivf_support")
    rows = questions.gather(service.question("spouse"), {"spouse-0-name": "أحمد القرني"})
    assert rows[0]["name"] == "أحمد القرني"
    assert questions.gather(service.question("papers"), {"papers-national_id": "now"}) == {
        "national_id": "now"
    }
