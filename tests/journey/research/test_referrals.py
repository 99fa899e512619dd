"""«غير واضح لي»: handed over with its questions, answered, and closed by the person's own word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from silah.contact.operations import log_contact
from silah.foundation.access import Actor, Door, Role
from silah.foundation.access.actor import visitor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotYet
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import Place
from silah.journey.requests.models import SupportRequest
from silah.journey.research import operations, queries
from silah.journey.research.models import Referral, ReferralQuestion
from silah.journey.research.words import ReferralState
from silah.people.models import Party
from tests.journey.scene import Scene

SUNDAY = datetime(2026, 11, 1, 9, 0, tzinfo=clock.RIYADH)


def herself(scene: Scene, party: Party) -> Actor:
    return Actor(scene.organisation_id, frozenset({Role.BENEFICIARY}), Door.PORTAL, id=party.id)


@contextmanager
def days_later(days: int) -> Iterator[None]:
    with clock.travel(SUNDAY + timedelta(days=days)):
        yield


def sent(scene: Scene, *questions: str) -> Referral:
    return operations.refer(
        scene.case(), by=scene.actor("salma"), questions=questions or ("لماذا طلبتم إثبات الدخل؟",)
    )


def answered(scene: Scene) -> Referral:
    referral = sent(scene)
    return answer(scene, referral)


def answer(scene: Scene, referral: Referral) -> Referral:
    waiting = queries.referral(scene.actor("nouf"), referral.id).waiting
    return operations.answer_referral(
        referral, {each.id: "لأن الدخل يُحسب به نصيب الفرد." for each in waiting}, by=scene.actor("nouf")
    )


def test_the_questions_go_with_it_and_the_answer_is_due_on_a_working_day(scene: Scene) -> None:
    with clock.travel(datetime(2026, 11, 4, 9, 0, tzinfo=clock.RIYADH)):  # Wednesday
        referral = sent(scene, "ما المطلوب؟", "ومتى الرد؟")

    view = queries.referral(scene.actor("nouf"), referral.id)
    assert [each.text for each in view.questions] == ["ما المطلوب؟", "ومتى الرد؟"]
    assert view.row.due_on.isoformat() == "2026-11-09"  # Thursday, Sunday, Monday
    entry = Entry.objects.get(name="research.referred")
    assert (entry.subject_kind, entry.clause) == ("support_request", "H3")
    assert "المطلوب" not in str(entry.data)


def test_an_empty_question_is_asked_for(scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        operations.refer(scene.case(), by=scene.actor("salma"), questions=["  ", ""])

    assert set(refused.value.fields) == {"questions"}


def test_she_may_press_it_herself_on_her_own_request_only(scene: Scene) -> None:
    case, stranger = scene.case(), scene.party("هند علي الشهري", 900)

    referral = operations.refer(case, by=herself(scene, case.applicant), questions=["ما معنى الإقرار؟"])
    with pytest.raises(NotAllowed):
        operations.refer(case, by=herself(scene, stranger), questions=["ما معنى الإقرار؟"])

    assert (referral.sent_by_id, referral.party_id) == (None, case.applicant_id)


def test_a_visitor_leaves_a_number_to_be_called_on(scene: Scene) -> None:
    by = visitor(scene.organisation_id)

    with pytest.raises(Invalid) as refused:
        operations.refer(by=by, questions=["من يستحق؟"], page="/here/services/")
    referral = operations.refer(
        by=by, questions=["من يستحق؟"], page="/here/services/", call_back="+966510000001"
    )

    assert set(refused.value.fields) == {"call_back"}
    view = queries.referral(scene.actor("nouf"), referral.id)
    assert (view.call_back, view.page) == ("+966510000001", "/here/services/")
    assert Entry.objects.get(name="research.referred").subject_id == referral.id


def test_what_came_with_a_contact_is_written_in_the_contacts_history(scene: Scene) -> None:
    contact = log_contact(by=scene.actor("salma"), channel="interview")

    operations.refer(by=scene.actor("salma"), questions=["من يستحق؟"], contact_id=contact.id)
    with pytest.raises(NotFound):
        operations.refer(by=scene.actor("salma"), questions=["من يستحق؟"], contact_id=new_id())

    assert Entry.objects.get(name="research.referred").subject_id == contact.id


def test_it_is_accepted_by_a_researcher_once(scene: Scene) -> None:
    referral = sent(scene)

    with pytest.raises(NotAllowed):
        operations.accept_referral(referral, by=scene.actor("salma"))
    operations.accept_referral(referral, by=scene.actor("nouf"))
    with pytest.raises(Conflict):
        operations.accept_referral(referral, by=scene.actor("huda"))


def test_every_question_needs_its_answer(scene: Scene) -> None:
    referral = sent(scene, "ما المطلوب؟", "ومتى الرد؟")
    first, second = queries.referral(scene.actor("nouf"), referral.id).waiting

    with pytest.raises(Invalid) as refused:
        operations.answer_referral(referral, {first.id: "الهوية وسجل الأسرة."}, by=scene.actor("nouf"))

    assert set(refused.value.fields) == {f"answer_{second.id}"}
    assert ReferralQuestion.objects.filter(answer=None).count() == 2


def test_it_closes_with_her_own_word_that_it_is_clear(scene: Scene) -> None:
    referral = sent(scene)
    owner = herself(scene, SupportRequest.objects.get(id=referral.support_request_id).applicant)
    with pytest.raises(NotYet):
        operations.confirm_clarity(referral, by=owner, clear=True)
    answer(scene, referral)

    closed = operations.confirm_clarity(referral, by=owner, clear=True)

    assert closed.state == ReferralState.CLEAR
    assert Entry.objects.get(name="research.clarity_confirmed").actor_kind == "party"
    with pytest.raises(Conflict):
        operations.confirm_clarity(referral, by=owner, clear=True)


def test_not_clear_sends_it_back_with_a_new_due_day_and_the_answers_are_kept(scene: Scene) -> None:
    with days_later(0):
        referral = answered(scene)
    with days_later(7):
        again = operations.confirm_clarity(
            referral, by=scene.actor("salma"), clear=False, question="وماذا عن الزكاة؟"
        )

    view = queries.referral(scene.actor("nouf"), referral.id)
    assert (again.state, again.round) == (ReferralState.SENT, 2)
    assert again.due_on.isoformat() == "2026-11-11"
    assert [bool(each.answer) for each in view.questions] == [True, False]


def test_what_was_clear_may_become_unclear_again(scene: Scene) -> None:
    referral = answered(scene)
    operations.confirm_clarity(referral, by=scene.actor("salma"), clear=True)

    again = operations.confirm_clarity(referral, by=scene.actor("salma"), clear=False)

    assert (again.state, again.closed_at) == (ReferralState.SENT, None)


def test_it_cannot_be_closed_without_her_before_two_tries_on_two_channels(scene: Scene) -> None:
    with days_later(0):
        referral = answered(scene)
    by = scene.actor("nouf")
    with days_later(20):
        operations.log_try(referral, "phone", by=by)
        operations.log_try(referral, "phone", by=by)
        with pytest.raises(NotYet) as refused:
            operations.close_unconfirmed(referral, by=by)
        operations.log_try(referral, "visit", by=by)
        closed = operations.close_unconfirmed(referral, by=by)

    assert refused.value.code == "tries"
    assert closed.state == ReferralState.UNCONFIRMED


def test_nor_before_five_working_days(scene: Scene) -> None:
    with days_later(0):
        referral = answered(scene)
    by = scene.actor("nouf")
    with days_later(2):
        operations.log_try(referral, "phone", by=by)
        operations.log_try(referral, "message", by=by)
    with days_later(6), pytest.raises(NotYet) as refused:  # Saturday: four working days have passed
        operations.close_unconfirmed(referral, by=by)
    with days_later(7):
        closed = operations.close_unconfirmed(referral, by=by)

    assert refused.value.code == "days"
    assert closed.state == ReferralState.UNCONFIRMED


def test_tries_of_an_earlier_round_do_not_count(scene: Scene) -> None:
    with days_later(0):
        referral = answered(scene)
    by = scene.actor("nouf")
    with days_later(1):
        operations.log_try(referral, "phone", by=by)
        operations.log_try(referral, "visit", by=by)
        operations.confirm_clarity(referral, by=scene.actor("salma"), clear=False)
        answer(scene, referral)
    with days_later(30), pytest.raises(NotYet) as refused:
        operations.close_unconfirmed(referral, by=by)

    assert refused.value.code == "tries"


def test_she_sees_her_own_and_nobody_elses(scene: Scene) -> None:
    referral = sent(scene)
    applicant = SupportRequest.objects.get(id=referral.support_request_id).applicant
    stranger = scene.party("هند علي الشهري", 900)

    assert queries.referral(herself(scene, applicant), referral.id).row.id == referral.id
    with pytest.raises(NotFound):
        queries.referral(herself(scene, stranger), referral.id)
    with pytest.raises(NotFound):
        queries.referral(scene.actor("nouf"), new_id())


def test_the_queue_has_the_nearest_due_first_and_goes_on_where_it_stopped(
    scene: Scene, django_assert_num_queries: object
) -> None:
    by = scene.actor("nouf")
    with days_later(3):
        later = sent(scene)
    with days_later(0):
        sooner = sent(scene)
    with days_later(30), django_assert_num_queries(1):  # type: ignore[operator]
        first = queries.referrals(by, at=Place(limit=1))
    rest = queries.referrals(by, at=Place(first.after))

    assert [each.id for each in (*first.rows, *rest.rows)] == [sooner.id, later.id]
    assert first.rows[0].late
    assert first.rows[0].questions == 1
