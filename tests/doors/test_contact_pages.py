"""Reception on pages: one form for ten questions, an end only when none is open, a caller checked first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from silah.contact import operations as contact
from silah.contact import queries
from silah.contact.models import Contact
from silah.contact.operations.contacts import Asked
from silah.foundation.kernel import clock, national_id
from silah.foundation.kernel.text import eastern_digits
from silah.foundation.tenancy import within
from silah.people.models import Party
from tests.cast import person
from tests.journey.scene import Scene
from tests.pages import Pages

SignIn = Callable[[str], Pages]


@pytest.fixture
def noura(office: Scene) -> Party:
    with within(office.organisation_id):
        return person(office)


def logged(office: Scene, who: str = "salma", **more: Any) -> Contact:
    with within(office.organisation_id):
        return contact.log_contact(by=office.actor(who), **({"channel": "interview"} | more))


def test_ten_questions_are_logged_on_one_page(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        contact.approve_answer("دوام", "متى الدوام؟", "من الأحد إلى الخميس.", by=office.actor("reem"))
    pages = sign_in("salma")
    typed = {f"question_{n}": f"السؤال {n}؟" for n in range(1, 11)}
    typed |= {f"answer_{n}": "نعم." for n in range(1, 8)} | {"answer_8": "دوام"}
    done = pages.fill(
        pages.get("desk/contacts/new/"),
        channel="interview",
        visitor_name="أم فهد",
        promise_9="on",
        promise_10="on",
        **typed,
    )
    page = pages.follow(done)
    assert page.heading == "أم فهد"
    assert page.words.count("نعم.") == 7
    assert "جواب معتمد: دوام" in page.words
    assert page.words.count("وعد بحلول") == 2
    ended = pages.follow(pages.fill(page, "closing/"))
    assert "انتهى التواصل" in ended.words


def test_the_channels_are_those_of_the_policy(office: Scene, sign_in: SignIn) -> None:
    page = sign_in("salma").get("desk/contacts/new/")
    shown = [node.attrs["value"] for node in page.main.all("input") if node.attrs.get("name") == "channel"]
    assert shown == [channel.id for channel in office.pack.channels if channel.active]


def test_a_contact_with_an_open_question_stays_open(office: Scene, sign_in: SignIn) -> None:
    made = logged(office, questions=["متى؟"])
    pages = sign_in("salma")
    page = pages.get(f"desk/contacts/{made.id}/")
    refused = pages.follow(pages.fill(page, "closing/"))
    assert "بقي سؤال بلا جواب" in refused.words
    assert "انتهى التواصل" not in refused.words
    one = queries_of(office, made)[0]
    answered = pages.follow(pages.fill(page, f"{one.id}/answer/", **{"q1-answer": "غدًا."}))
    assert "غدًا." in answered.words
    pages.fill(answered, "closing/")


def queries_of(office: Scene, made: Contact) -> tuple[queries.QuestionView, ...]:
    with within(office.organisation_id):
        return queries.contact(office.actor("salma"), made.id).questions


def test_a_promise_is_made_for_a_day_or_the_usual_one(office: Scene, sign_in: SignIn) -> None:
    made = logged(office, questions=["متى؟"])
    pages = sign_in("salma")
    page = pages.follow(pages.fill(pages.get(f"desk/contacts/{made.id}/"), "promise/"))
    assert "وعد بحلول" in page.words
    listed = pages.get("desk/contacts/promises/")
    assert "متى؟" in listed.words


def test_the_manager_logs_and_names_who_will_answer(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("majed")
    form = pages.get("desk/contacts/new/")
    assert not [node for node in form.main.all("input") if node.attrs.get("name") == "answer_1"]
    asked = pages.fill(form, channel="phone", question_1="متى يصرف؟", promise_1="on", status=422)
    assert "الموظف الذي سيجيب" in asked.words
    done = pages.fill(asked, owner=str(office.members["salma"].id))
    assert "سلمى فهد العتيبي" in pages.follow(done).words
    assert "متى يصرف؟" in sign_in("salma").get("desk/contacts/promises/").words


def test_a_caller_is_checked_before_the_file_opens(office: Scene, sign_in: SignIn, noura: Party) -> None:
    pages = sign_in("salma")
    made = logged(office, channel="phone")
    page = pages.get(f"desk/contacts/{made.id}/")
    assert "فتح الملف" not in [button.words for button in page.main.all("button")]
    pages.post(f"desk/contacts/{made.id}/disclosure/", status=409)
    said = {"birth_date_day": "9", "birth_date_month": "3", "birth_date_year": "1980"}
    missed = pages.follow(pages.fill(page, "verification/", national_id=national_id.synthetic(2), **said))
    assert "لم تطابق" in missed.words
    assert noura.full_name not in missed.words
    right = pages.follow(pages.fill(missed, "verification/", national_id=national_id.synthetic(1), **said))
    assert right.heading == noura.full_name
    assert pages.follow(pages.fill(right, "disclosure/")).heading == noura.full_name


def test_the_visitor_answers_on_the_screen_handed_over_and_the_officer_does_not_see_what(
    office: Scene, sign_in: SignIn
) -> None:
    made, pages = logged(office), sign_in("salma")
    page = pages.get(f"desk/contacts/{made.id}/word/")
    assert not page.root.all("nav")
    assert "نرجو إعادة الشاشة" in pages.fill(page, enough_time="yes", courteous="no", status=200).words
    officer = pages.get(f"desk/contacts/{made.id}/").words
    assert "أجاب بنفسه." in officer
    assert "استُقبل بلطف" not in officer
    assert "استُقبل بلطف" in sign_in("reem").get(f"desk/contacts/{made.id}/").words


def test_who_it_was_is_found_afterwards(office: Scene, sign_in: SignIn, noura: Party) -> None:
    made, pages = logged(office), sign_in("salma")
    asked = pages.get(f"desk/contacts/{made.id}/person/", q="نوره الحربي")
    assert pages.follow(pages.fill(asked)).heading == noura.full_name


def test_a_new_person_is_registered_for_the_contact_she_came_with(office: Scene, sign_in: SignIn) -> None:
    made, pages = logged(office), sign_in("salma")
    asked = pages.get(f"desk/contacts/{made.id}/person/", q="هدى صالح الشمري")
    page = pages.get(asked.links()["فتح ملف جديد له"])
    done = pages.client.post(
        asked.links()["فتح ملف جديد له"], {"full_name": "هدى صالح الشمري", "types": "beneficiary"}
    )
    assert page.heading == "شخص جديد"
    assert pages.get(done["Location"]).heading == "هدى صالح الشمري"
    assert done["Location"].endswith(f"/contacts/{made.id}/")


def test_a_contact_is_linked_to_a_request_by_its_reference(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        case = office.case()
    made, pages = logged(office), sign_in("salma")
    year, number = case.reference.split("/")
    page = pages.get(f"desk/contacts/{made.id}/")
    linked = pages.fill(page, "request/", reference=eastern_digits(f"{year} / {int(number)}"))
    assert "الطلب المربوط به" in pages.follow(linked).links()
    pages.fill(page, "request/", reference="1400/9", status=404)


def test_an_empty_word_is_no_word(office: Scene, sign_in: SignIn) -> None:
    made, pages = logged(office), sign_in("salma")
    pages.fill(pages.get(f"desk/contacts/{made.id}/word/"), status=422)


def test_a_public_reply_with_a_number_is_stopped_on_the_page(office: Scene, sign_in: SignIn) -> None:
    made = logged(office, channel="social", handle="@someone", questions=["أين طلبي؟"])
    pages = sign_in("salma")
    page = pages.get(f"desk/contacts/{made.id}/")
    typed = {"q1-answer": "راسلنا من 0510000001", "q1-in_public": "on"}
    stopped = pages.fill(page, "answer/", **typed, status=422)
    assert "قناة خاصة" in stopped.words


def test_what_happened_earlier_is_entered_with_its_own_moment(office: Scene, sign_in: SignIn) -> None:
    pages, then = sign_in("salma"), clock.riyadh(clock.now() - timedelta(days=2))
    done = pages.fill(
        pages.get("desk/contacts/new/"),
        channel="interview",
        happened_at_day=str(then.day),
        happened_at_month=str(then.month),
        happened_at_year=str(then.year),
        happened_at_time="10:30",
    )
    assert "10:30 ص" in pages.follow(done).words


def test_a_press_twice_is_one_contact(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    page = pages.get("desk/contacts/new/")
    first = pages.fill(page, channel="interview", question_1="متى؟")
    second = pages.fill(page, channel="interview", question_1="متى؟")
    assert first.response["Location"] == second.response["Location"]
    with within(office.organisation_id):
        assert Contact.objects.count() == 1


def test_answers_are_approved_by_who_may_and_read_by_all(office: Scene, sign_in: SignIn) -> None:
    reem = sign_in("reem")
    reem.fill(reem.get("desk/contacts/answers/"), key="دوام", question="متى الدوام؟", text="من 8 إلى 3.")
    seen = sign_in("salma").get("desk/contacts/answers/")
    assert "من 8 إلى 3." in seen.words
    assert not list(seen.main.all("form"))
    reem.fill(reem.get("desk/contacts/answers/"), "retirement/")
    assert "من 8 إلى 3." not in sign_in("salma").get("desk/contacts/answers/").words


def test_the_register_is_filtered_and_exported_whole(office: Scene, sign_in: SignIn) -> None:
    logged(office, channel="phone", visitor_name="=1+1")
    logged(office)
    pages = sign_in("salma")
    page = pages.get("desk/contacts/", channel="phone")
    assert "=1+1" in page.words
    assert "مقابلة" not in [row.words for row in page.main.all("td")]
    sheet = pages.client.get(pages.at("desk/contacts/"), {"export": "1"})
    cells = ZipFile(BytesIO(sheet.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    assert cells.count("<row ") == 3
    assert "<t>=1+1</t>" in cells
    assert "<f>" not in cells


def test_another_associations_contact_is_not_found(office: Scene, clinic: Scene, sign_in: SignIn) -> None:
    with within(clinic.organisation_id):
        theirs = contact.log_contact(by=clinic.actor("salma"), channel="interview", questions=[Asked("متى؟")])
    pages = sign_in("salma")
    for tail in ("", "word/"):
        pages.get(f"desk/contacts/{theirs.id}/{tail}", status=404)
    for tail in ("closing/", "disclosure/"):
        pages.post(f"desk/contacts/{theirs.id}/{tail}", status=404)


def test_the_queries_of_each_page(
    office: Scene, sign_in: SignIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    made = logged(office, questions=["متى؟", "أين؟"])
    pages = sign_in("salma")
    pages.get(f"desk/contacts/{made.id}/")
    with django_assert_num_queries(CONTACT):
        pages.get(f"desk/contacts/{made.id}/")
    with django_assert_num_queries(REGISTER):
        pages.get("desk/contacts/")
    with django_assert_num_queries(NEW):
        pages.get("desk/contacts/new/")


CONTACT, REGISTER, NEW = 16, 10, 7


def test_the_second_of_two_officers_on_one_question_sees_the_answer_beside_what_was_typed(
    office: Scene, sign_in: SignIn
) -> None:
    with within(office.organisation_id):
        made = contact.log_contact(by=office.actor("salma"), channel="phone", questions=["متى الرد؟"])
    salma, faisal = sign_in("salma"), sign_in("faisal")
    left_open = faisal.get(f"desk/contacts/{made.id}/")
    salma.fill(salma.get(f"desk/contacts/{made.id}/"), "answer/", **{"q1-answer": "بعد أسبوعين."})

    told = faisal.fill(left_open, "answer/", status=422, **{"q1-answer": "جواب كُتب في الصفحة الثانية."})

    assert "أجاب سلمى فهد العتيبي عن هذا السؤال" in told.words
    assert "بعد أسبوعين." in told.words
    assert "جواب كُتب في الصفحة الثانية." in told.words
