"""Every question is answered or promised; only the visitor speaks for herself; a caller is checked first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from silah.contact import operations as contact
from silah.contact import queries
from silah.contact.models import Contact
from silah.contact.operations.contacts import Asked
from silah.foundation.access import Door, Permission, can
from silah.foundation.journal.queries import timeline
from silah.foundation.kernel import clock, national_id, phone
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotYet
from silah.foundation.tenancy import Place
from silah.people import operations as people
from silah.people.models import Party
from tests.journey.scene import Scene

BORN = date(1985, 5, 4)
TEN = [f"السؤال {n}؟" for n in range(1, 11)]


def log(scene: Scene, who: str = "salma", **more: object) -> Contact:
    return contact.log_contact(by=scene.actor(who), **({"channel": "interview"} | more))


def noura(scene: Scene) -> Party:
    return people.register_person(
        by=scene.actor("salma"),
        full_name="نورة سعد الحربي",
        national_id=national_id.synthetic(1),
        birth_date=BORN,
        mobile=phone.synthetic(1),
    )


def test_ten_questions_of_one_visitor_stand_on_one_form(scene: Scene) -> None:
    made = log(scene, questions=TEN, visitor_name="أم فهد")
    view = queries.contact(scene.actor("salma"), made.id)
    assert [question.text for question in view.questions] == TEN
    assert view.who == "أم فهد"
    assert view.reference.endswith("/000001")


def test_a_visitor_may_stay_unnamed(scene: Scene) -> None:
    assert queries.contact(scene.actor("salma"), log(scene).id).who == "مراجع لم يذكر اسمه"


def test_the_manager_logs_a_contact_into_the_same_steps(scene: Scene) -> None:
    made = log(scene, "majed", questions=["متى يصرف؟"])
    assert queries.contact(scene.actor("majed"), made.id).taken_by == "ماجد فيصل الحربي"


@pytest.mark.parametrize("channel", ["carrier_pigeon", "volunteering", ""])
def test_a_channel_the_policy_does_not_use_is_refused_at_its_field(scene: Scene, channel: str) -> None:
    with pytest.raises(Invalid) as caught:
        log(scene, channel=channel)
    assert set(caught.value.fields) == {"channel"}


def test_a_contact_with_an_open_question_cannot_be_closed(scene: Scene) -> None:
    by = scene.actor("salma")
    made = log(scene, questions=["متى يصلني الرد؟", "أين المكتب؟"])
    one, two = queries.contact(by, made.id).questions
    contact.answer_question(queries.question_row(by, made.id, one.id), by=by, text="بعد أسبوعين على الأقل.")
    with pytest.raises(NotYet):
        contact.close_contact(made, by=by)
    contact.promise_answer(queries.question_row(by, made.id, two.id), by=by)
    assert contact.close_contact(made, by=by).closed_at is not None


def test_a_promise_without_a_date_is_for_three_working_days(scene: Scene) -> None:
    by = scene.actor("salma")
    made = log(scene, questions=["متى؟"])
    asked = queries.question_row(by, made.id, queries.contact(by, made.id).questions[0].id)
    with clock.travel(clock.start_of_day(date(2026, 3, 4)) + timedelta(hours=9)):  # a Wednesday
        promise = contact.promise_answer(asked, by=by)
    assert promise.due_on == date(2026, 3, 9)


def test_a_promise_of_a_past_day_is_refused(scene: Scene) -> None:
    by = scene.actor("salma")
    with pytest.raises(Invalid) as caught:
        log(scene, questions=[Asked("متى؟", due_on=date(2020, 1, 1))])
    assert set(caught.value.fields) == {"due_on"}
    assert not Contact.objects.filter(taken_by_id=by.id).exists()


def test_answering_keeps_the_promise_and_it_leaves_the_list(scene: Scene) -> None:
    by = scene.actor("salma")
    made = log(scene, questions=[Asked("متى؟", due_on=clock.today())])
    [line] = queries.promises(by).rows
    contact.answer_question(queries.question_row(by, made.id, line.question_id), by=by, text="غدًا.")
    assert queries.promises(by).rows == ()
    assert "وفاءً بالوعد" in " ".join(said.sentence for said in timeline(by, [("contact", made.id)]))


def test_a_promise_is_overdue_from_the_day_after(scene: Scene) -> None:
    by = scene.actor("salma")
    log(scene, questions=[Asked("متى؟", due_on=clock.today())])
    assert queries.promises(by, overdue=True).rows == ()
    with clock.travel(clock.now() + timedelta(days=1)):
        assert len(queries.promises(by, overdue=True).rows) == 1


def test_who_may_not_answer_names_who_will(scene: Scene) -> None:
    made = log(scene, "majed", questions=["متى؟"])
    asked = queries.question_row(
        scene.actor("majed"), made.id, queries.contact(scene.actor("majed"), made.id).questions[0].id
    )
    with pytest.raises(Invalid) as caught:
        contact.promise_answer(asked, by=scene.actor("majed"))
    assert set(caught.value.fields) == {"owner"}
    promise = contact.promise_answer(asked, by=scene.actor("majed"), owner=scene.members["salma"])
    assert promise.owner_id == scene.members["salma"].id


def test_an_approved_answer_is_given_by_its_key_and_keeps_its_text(scene: Scene) -> None:
    by, reem = scene.actor("salma"), scene.actor("reem")
    first = contact.approve_answer("دوام", "متى الدوام؟", "من الأحد إلى الخميس.", by=reem)
    made = log(scene, questions=[Asked("متى تفتحون؟", approved_answer=first.id)])
    contact.approve_answer("دوام", "متى الدوام؟", "من 8 إلى 3.", by=reem)
    [view] = queries.contact(by, made.id).questions
    assert (view.answer, view.approved_key) == ("من الأحد إلى الخميس.", "دوام")
    assert [(each.key, each.number) for each in queries.approved_answers(by)] == [("دوام", 2)]


def test_a_retired_answer_is_no_longer_given(scene: Scene) -> None:
    answer = contact.approve_answer("دوام", "متى الدوام؟", "غدًا.", by=scene.actor("reem"))
    contact.retire_answer(answer, by=scene.actor("reem"))
    with pytest.raises(NotFound):
        log(scene, questions=[Asked("متى؟", approved_answer=answer.id)])


def test_an_officer_approves_no_answers(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        contact.approve_answer("دوام", "متى؟", "غدًا.", by=scene.actor("salma"))


@pytest.mark.parametrize(
    "text",
    ["رقم طلبك مربوط بالهوية ١٩٠٠٠٠٠٠١٢", "اتصل على 051 000 0001", "حوّلنا إلى SA03 8000 0000 6080 1016 7519"],
)
def test_a_reply_all_can_read_holds_no_number_of_anybody(scene: Scene, text: str) -> None:
    by = scene.actor("salma")
    made = log(scene, channel="social", handle="@someone", questions=["أين وصل طلبي؟"])
    asked = queries.question_row(by, made.id, queries.contact(by, made.id).questions[0].id)
    with pytest.raises(Invalid, match="قناة خاصة"):
        contact.answer_question(asked, by=by, text=text, in_public=True)
    contact.answer_question(asked, by=by, text="نسعد بخدمتك، راسلنا على الخاص.", in_public=True)


def test_nothing_of_a_file_is_told_to_an_unverified_caller(scene: Scene) -> None:
    by, party = scene.actor("salma"), noura(scene)
    call = log(scene, channel="phone", party=party)
    with pytest.raises(NotYet):
        contact.disclose(call, by=by)
    assert not contact.verify_caller(call, by=by, national_id=national_id.synthetic(2), birth_date=BORN)
    call.refresh_from_db()
    with pytest.raises(NotYet):
        contact.disclose(call, by=by)
    assert contact.verify_caller(call, by=by, national_id=national_id.synthetic(1), birth_date=BORN)
    call.refresh_from_db()
    assert contact.disclose(call, by=by) == party.id
    said = [line.name for line in timeline(by, [("contact", call.id)])]
    assert said == [
        "contact.logged",
        "contact.caller_not_verified",
        "contact.caller_verified",
        "contact.file_disclosed",
    ]


def test_a_caller_who_is_somebody_else_is_not_verified_for_this_file(scene: Scene) -> None:
    by, party = scene.actor("salma"), noura(scene)
    other = people.register_person(
        by=by, full_name="هدى صالح الشمري", national_id=national_id.synthetic(2), birth_date=BORN
    )
    call = log(scene, channel="phone", party=party)
    assert not contact.verify_caller(call, by=by, national_id=national_id.synthetic(2), birth_date=BORN)
    call.refresh_from_db()
    assert call.party_id == party.id != other.id


def test_who_sits_at_the_desk_is_seen_and_needs_no_check(scene: Scene) -> None:
    party = noura(scene)
    assert contact.disclose(log(scene, party=party), by=scene.actor("salma")) == party.id


def test_only_her_own_hand_is_told_as_her_word(scene: Scene) -> None:
    by, made = scene.actor("salma"), log(scene)
    contact.record_visitor_word(made, by=by, enough_time=True, courteous=None)
    assert queries.contact(by, made.id).by_own_hand is False
    contact.record_visitor_word(made, by=by, enough_time=True, courteous=True, by_own_hand=True)
    assert queries.contact(by, made.id).by_own_hand is True
    said = [line.sentence for line in timeline(by, [("contact", made.id)])]
    assert said[-1] == "أجاب المراجع بنفسه عن الوقت وحسن الاستقبال"
    with pytest.raises(Invalid):
        contact.record_visitor_word(made, by=by, enough_time=None, courteous=None)


def test_no_program_of_the_staff_speaks_with_her_hand(scene: Scene) -> None:
    made = log(scene)
    with pytest.raises(NotAllowed):
        contact.record_visitor_word(
            made, by=scene.actor("salma", Door.API), enough_time=True, courteous=True, by_own_hand=True
        )
    assert queries.contact(scene.actor("salma"), made.id).enough_time == "not_asked"


def test_what_happened_yesterday_is_entered_today_under_both_moments(scene: Scene) -> None:
    yesterday = clock.now() - timedelta(days=1)
    made = log(scene, happened_at=yesterday, questions=["متى؟"])
    view = queries.contact(scene.actor("salma"), made.id)
    assert view.happened_at == yesterday
    assert view.late
    with pytest.raises(Invalid) as caught:
        log(scene, happened_at=clock.now() + timedelta(hours=1))
    assert set(caught.value.fields) == {"happened_at"}


def test_a_closed_contact_takes_no_more_questions(scene: Scene) -> None:
    by, made = scene.actor("salma"), log(scene)
    contact.close_contact(made, by=by)
    with pytest.raises(Conflict):
        contact.add_question(made, "وماذا عن الإيجار؟", by=by)


def test_a_contact_linked_to_a_request_stands_in_its_history(scene: Scene) -> None:
    by, made, case = scene.actor("salma"), log(scene), scene.case()
    contact.link_request(made, case.id, by=by)
    [line] = queries.contacts_of(by, request_id=case.id)
    assert line.id == made.id
    assert [each.name for each in timeline(by, [("support_request", case.id)])] == ["contact.linked"]


def test_the_register_pages_by_moment(scene: Scene) -> None:
    by = scene.actor("salma")
    for hours in range(1, 4):
        log(scene, happened_at=clock.now() - timedelta(hours=hours), questions=["متى؟"])
    first = queries.contacts(by, at=Place(limit=2))
    rest = queries.contacts(by, at=Place(first.after, limit=2))
    assert [len(first.rows), len(rest.rows)] == [2, 1]
    assert rest.rows[0].happened_at < first.rows[1].happened_at < first.rows[0].happened_at
    assert [line.left for line in (*first.rows, *rest.rows)] == [1, 1, 1]
    assert not rest.after


def test_every_member_of_staff_may_log_a_contact(scene: Scene) -> None:
    assert all(can(scene.actor(who), Permission.LOG_CONTACT) for who in scene.members)
