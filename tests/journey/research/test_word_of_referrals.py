"""What the person hears of her referral: a neutral line, to her own safe number, and only about a request."""

from __future__ import annotations

from silah.contact.models import Message
from silah.foundation.journal.models import Entry
from silah.journey.research import operations, queries, tasks
from tests.journey.scene import Scene


def entry(name: str) -> Entry:
    return Entry.objects.get(name=name)


def test_she_is_told_that_it_was_passed_on_and_that_it_was_answered(scene: Scene) -> None:
    party = scene.registered("نورة سعد الحربي", 5)
    case, by = scene.case(applicant=party), scene.actor("nouf")
    referral = operations.refer(case, by=scene.actor("salma"), questions=["متى الرد؟"])
    tasks.tell_of_referral(scene.organisation_id, entry("research.referred").id, case.id)
    waiting = queries.referral(by, referral.id).waiting
    operations.answer_referral(referral, {each.id: "خلال أسبوعين." for each in waiting}, by=by)
    tasks.tell_of_answer(scene.organisation_id, entry("research.answered").id, case.id)

    told = Message.objects.filter(about_id=referral.id).order_by("created_at")
    assert [message.template for message in told] == ["referral", "referral_answered"]
    assert all(case.reference in message.body and "متى الرد" not in message.body for message in told)


def test_nobody_is_written_to_about_a_question_without_a_request(scene: Scene) -> None:
    referral = operations.refer(by=scene.actor("salma"), questions=["من يستحق؟"], call_back="+966510000001")

    tasks.tell_of_referral(scene.organisation_id, entry("research.referred").id, referral.id)

    assert not Message.objects.exists()
