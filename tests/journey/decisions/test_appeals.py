"""An objection is heard by nobody who decided; both decisions stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from silah.foundation.access.actor import timer
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.journey.decisions import operations, tasks
from silah.journey.decisions.models import Appeal, Decision, Reply
from silah.journey.decisions.operations import Exceptional, Proposal
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from tests.journey.decisions import hall
from tests.journey.decisions.test_replies import herself
from tests.journey.scene import Scene

WORDS = "لم يُحسب الإيجار، وهو ألف وخمسمئة في الشهر"
BECAUSE = "أُغفل الإيجار في حساب نصيب الفرد، وبعد خصمه تحقق الشرط"
GRANT = Proposal("accept", 1_200_00, 6, words=BECAUSE)


@pytest.fixture
def told(hall_scene: Scene) -> Reply:
    """A refusal on its way."""
    case = hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene)
    refusal = Exceptional(Proposal("reject", reasons=("above_ceiling",)))
    hall.record(hall_scene, sitting, exceptions={hall.item_of(sitting, case).id: refusal})
    sitting.refresh_from_db()
    hall.confirm(hall_scene, sitting)
    return operations.release(Reply.objects.get(), by=hall_scene.actor("salma"))


@pytest.fixture
def refused(hall_scene: Scene, told: Reply) -> SupportRequest:
    """It was received."""
    case = told.support_request
    operations.receive(told, "portal", by=herself(hall_scene, case))
    case.refresh_from_db()
    return case


def filed(scene: Scene, case: SupportRequest) -> Appeal:
    return operations.file_appeal(case, WORDS, by=herself(scene, case))


def test_she_objects_herself_within_the_days_she_was_told(hall_scene: Scene, refused: SupportRequest) -> None:
    appeal = filed(hall_scene, refused)

    assert appeal.reference.endswith("/000001")
    assert appeal.grounds.text == WORDS
    assert appeal.answer_by > clock.today() + timedelta(days=15)


def test_after_the_days_told_it_is_too_late(hall_scene: Scene, refused: SupportRequest) -> None:
    with clock.travel(clock.now() + timedelta(days=31)), pytest.raises(NotYet) as late:
        filed(hall_scene, refused)
    assert late.value.code == "too_late"


def test_an_officer_files_it_for_her_and_stays_himself(hall_scene: Scene, refused: SupportRequest) -> None:
    appeal = operations.file_appeal(refused, WORDS, by=hall_scene.actor("salma"), channel="phone")

    assert appeal.entered_by_id == hall_scene.members["salma"].id
    assert appeal.support_request.applicant_id == refused.applicant_id


def test_one_objection_a_decision(hall_scene: Scene, refused: SupportRequest) -> None:
    filed(hall_scene, refused)
    with pytest.raises(Conflict):
        filed(hall_scene, refused)


def test_nobody_objects_before_the_reply(hall_scene: Scene) -> None:
    case = hall.decided(hall_scene)
    with pytest.raises(NotYet):
        filed(hall_scene, case)


def test_whoever_decided_is_neither_assigned_nor_heard(hall_scene: Scene, refused: SupportRequest) -> None:
    appeal = filed(hall_scene, refused)
    voter = hall_scene.members["yusuf"]
    voter.roles = [*voter.roles, "quality_manager"]
    voter.save(update_fields=["roles"])

    with pytest.raises(NotAllowed) as barred:
        operations.assign_appeal(appeal, voter, by=hall_scene.actor("reem"))
    assert barred.value.code == "barred"
    with pytest.raises(NotAllowed):
        operations.dismiss(appeal, BECAUSE, by=hall_scene.actor("yusuf"))


def test_the_researcher_and_the_one_who_entered_it_do_not_hear_it(
    hall_scene: Scene, refused: SupportRequest
) -> None:
    appeal = filed(hall_scene, refused)
    for who in ("nouf", "salma"):
        member = hall_scene.members[who]
        member.roles = [*member.roles, "manager"]
        member.save(update_fields=["roles"])
        with pytest.raises(NotAllowed):
            operations.dismiss(appeal, BECAUSE, by=hall_scene.actor(who))


def test_whoever_wrote_the_objection_for_her_does_not_hear_it(
    hall_scene: Scene, refused: SupportRequest
) -> None:
    SupportRequest.objects.filter(id=refused.id).update(entered_by=None)
    refused.refresh_from_db()
    appeal = operations.file_appeal(refused, WORDS, by=hall_scene.actor("salma"), channel="phone_call")
    salma = hall_scene.members["salma"]
    salma.roles = [*salma.roles, "quality_manager"]
    salma.save(update_fields=["roles"])

    with pytest.raises(NotAllowed, match="كتابة الاعتراض نيابة عن صاحبه"):
        operations.dismiss(appeal, BECAUSE, by=hall_scene.actor("salma"))
    with pytest.raises(NotAllowed, match="كتابة الاعتراض نيابة عن صاحبه"):
        operations.assign_appeal(appeal, salma, by=hall_scene.actor("reem"))
    operations.dismiss(appeal, BECAUSE, by=hall_scene.actor("reem"))


def test_only_the_seats_that_the_policy_names_hear_it(hall_scene: Scene, refused: SupportRequest) -> None:
    appeal = filed(hall_scene, refused)
    with pytest.raises(NotAllowed):
        operations.dismiss(appeal, BECAUSE, by=hall_scene.actor("abeer"))
    with pytest.raises(NotAllowed):
        operations.assign_appeal(appeal, hall_scene.members["abeer"], by=hall_scene.actor("reem"))


def test_once_assigned_it_is_one_persons(hall_scene: Scene, refused: SupportRequest) -> None:
    appeal = filed(hall_scene, refused)
    appeal = operations.assign_appeal(appeal, hall_scene.members["majed"], by=hall_scene.actor("reem"))

    with pytest.raises(NotAllowed):
        operations.dismiss(appeal, BECAUSE, by=hall_scene.actor("reem"))
    operations.dismiss(appeal, BECAUSE, by=hall_scene.actor("majed"))


def test_upheld_there_are_two_decisions_that_name_each_other(
    hall_scene: Scene, refused: SupportRequest
) -> None:
    appeal = operations.uphold(filed(hall_scene, refused), GRANT, by=hall_scene.actor("reem"))

    first, second = Decision.objects.order_by("recorded_at")
    assert (second.follows_id, second.body, second.instance) == (first.id, "appeal", "appeal")
    assert (first.undone_at, first.superseded_at) == (None, None)
    assert appeal.new_decision_id == second.id
    answer = Reply.objects.get(appeal=appeal)
    answer = operations.release(answer, by=hall_scene.actor("salma"))
    operations.receive(answer, "portal", by=herself(hall_scene, refused))
    assert answer.object_until is None
    with pytest.raises(Conflict):
        filed(hall_scene, refused)


def test_dismissed_the_first_decision_stays_and_she_hears_why(
    hall_scene: Scene, refused: SupportRequest
) -> None:
    appeal = operations.dismiss(filed(hall_scene, refused), BECAUSE, by=hall_scene.actor("reem"))

    assert Decision.objects.count() == 1
    assert appeal.reason_words is not None
    assert appeal.reason_words.text == BECAUSE
    assert Reply.objects.get(appeal=appeal).decision_id == appeal.decision_id


def test_an_answer_has_its_reasons(hall_scene: Scene, refused: SupportRequest) -> None:
    appeal = filed(hall_scene, refused)
    with pytest.raises(Invalid):
        operations.dismiss(appeal, "لا", by=hall_scene.actor("reem"))
    with pytest.raises(Invalid):
        operations.uphold(appeal, Proposal("accept", 1_200_00, 6), by=hall_scene.actor("reem"))


def test_a_refusal_closes_when_its_days_have_passed_without_objection(
    hall_scene: Scene, refused: SupportRequest
) -> None:
    by = timer(hall_scene.organisation_id)
    assert tasks.close_refused(by) == 0

    with clock.travel(clock.now() + timedelta(days=31)):
        assert tasks.close_refused(by) == 1

    refused.refresh_from_db()
    assert refused.stage == Stage.CLOSED


def test_a_refusal_tried_in_vain_closes_when_the_days_since_it_left_have_passed(
    hall_scene: Scene, told: Reply
) -> None:
    """Its stage began with the last try, weeks after the reply left, and the days count from before."""
    by, case = timer(hall_scene.organisation_id), told.support_request
    left = clock.now()
    with clock.travel(left + timedelta(days=20)):
        for channel in ("phone", "phone", "letter"):
            operations.log_try(told, channel, "no_answer", by=hall_scene.actor("salma"))
    case.refresh_from_db()
    assert (case.stage, case.stage_since) == (Stage.REPLIED, left + timedelta(days=20))
    with clock.travel(left + timedelta(days=30)):
        assert tasks.close_refused(by) == 0
    with clock.travel(left + timedelta(days=31)):
        assert tasks.close_refused(by) == 1


def test_the_day_that_is_told_is_still_a_day_to_object(hall_scene: Scene, refused: SupportRequest) -> None:
    by, until = timer(hall_scene.organisation_id), Reply.objects.get().object_until
    assert until is not None
    with clock.travel(clock.end_of_day(until)):
        assert tasks.close_refused(by) == 0
    with clock.travel(clock.end_of_day(until) + timedelta(seconds=1)):
        assert tasks.close_refused(by) == 1


def test_a_refusal_with_an_open_objection_does_not_close(hall_scene: Scene, refused: SupportRequest) -> None:
    filed(hall_scene, refused)
    with clock.travel(clock.now() + timedelta(days=60)):
        assert tasks.close_refused(timer(hall_scene.organisation_id)) == 0


def test_an_answer_that_is_overdue_is_noted_once(hall_scene: Scene, refused: SupportRequest) -> None:
    appeal = filed(hall_scene, refused)
    with clock.travel(clock.end_of_day(appeal.answer_by) + timedelta(seconds=1)):
        assert tasks.note_overdue_appeals(timer(hall_scene.organisation_id)) == 1
        assert tasks.note_overdue_appeals(timer(hall_scene.organisation_id)) == 0
