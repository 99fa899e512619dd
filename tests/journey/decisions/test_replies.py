"""The outcome is told in its window, early only for a reason, and followed until it arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from silah.config.logs import Line
from silah.contact.models import Message
from silah.foundation.access import Actor, Door, Role
from silah.foundation.access.actor import timer
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.journey.decisions import operations, tasks
from silah.journey.decisions.models import Decision, Reply
from silah.journey.decisions.operations import Proposal
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from tests.journey.decisions import hall
from tests.journey.scene import Scene


def herself(scene: Scene, case: SupportRequest) -> Actor:
    return Actor(scene.organisation_id, frozenset({Role.BENEFICIARY}), Door.PORTAL, id=case.applicant_id)


def ready(scene: Scene, **more: object) -> tuple[SupportRequest, Reply]:
    case = hall.decided(scene, **more)  # type: ignore[arg-type]
    return case, Reply.objects.get(support_request=case)


def released(scene: Scene, **more: object) -> tuple[SupportRequest, Reply]:
    case, reply = ready(scene, **more)
    return case, operations.release(reply, by=scene.actor("salma"))


def test_inside_the_window_a_reply_leaves_without_a_reason(hall_scene: Scene) -> None:
    _case, reply = ready(hall_scene)

    operations.release(reply, by=hall_scene.actor("salma"))

    assert Entry.objects.get(name="decisions.reply_released").data["standing"] == "within"


def test_before_the_floor_a_reply_needs_one_of_three_reasons(hall_scene: Scene) -> None:
    _case, reply = ready(hall_scene, complete_days_ago=5)
    by = hall_scene.actor("ibrahim")

    with pytest.raises(NotYet) as refused:
        operations.release(reply, by=by)
    assert refused.value.code == "early"
    with pytest.raises(Invalid):
        operations.release_early([reply], "no_such_reason", by=by)

    operations.release_early([reply], "urgent_need", by=by)
    reply.refresh_from_db()
    assert reply.early_reason == "urgent_need"
    assert Entry.objects.get(name="decisions.reply_released").data["standing"] == "early_with_reason"


def test_one_reason_covers_a_whole_sitting(hall_scene: Scene) -> None:
    for _ in range(3):
        hall.studied(hall_scene, complete_days_ago=5)
    hall.confirm(hall_scene, hall.record(hall_scene, hall.open_sitting(hall_scene)))

    operations.release_early(list(Reply.objects.all()), "study_complete", by=hall_scene.actor("ibrahim"))

    assert Reply.objects.filter(early_reason="study_complete", released_at__isnull=False).count() == 3


def test_held_to_the_letter_a_reply_waits_for_its_day_whatever_the_reason(hall_scene: Scene) -> None:
    _case, reply = ready(hall_scene, complete_days_ago=5, mode="hold")

    with pytest.raises(NotYet) as refused:
        operations.release_early([reply], "urgent_need", by=hall_scene.actor("ibrahim"))
    assert refused.value.code == "held"
    assert clock.day_of(reply.release_at) == reply.floor_on


def test_the_timer_releases_what_was_held_from_the_first_minute_of_the_floor(hall_scene: Scene) -> None:
    _case, reply = ready(hall_scene, complete_days_ago=5, mode="hold")
    by = timer(hall_scene.organisation_id)
    assert reply.floor_on is not None

    with clock.travel(clock.start_of_day(reply.floor_on) - timedelta(seconds=1)):
        assert tasks.release_due(by) == 0
    with clock.travel(clock.start_of_day(reply.floor_on)):
        assert tasks.release_due(by) == 1
        assert tasks.release_due(by) == 0


def test_read_as_a_ceiling_nothing_holds_a_reply_back(hall_scene: Scene) -> None:
    _case, reply = ready(hall_scene, complete_days_ago=5, mode="ceiling")

    operations.release(reply, by=hall_scene.actor("salma"))

    reply.refresh_from_db()
    assert reply.early_reason == ""


def test_a_reply_after_the_latest_day_says_that_it_is_late(hall_scene: Scene) -> None:
    _case, _reply = released(hall_scene, complete_days_ago=45)

    assert Entry.objects.get(name="decisions.reply_released").data["standing"] == "late"


def test_a_reply_leaves_once(hall_scene: Scene) -> None:
    _case, reply = released(hall_scene)
    with pytest.raises(Conflict):
        operations.release(reply, by=hall_scene.actor("salma"))


def test_opening_it_on_the_portal_closes_the_reply(hall_scene: Scene) -> None:
    case, reply = released(hall_scene)

    operations.receive(reply, "portal", by=herself(hall_scene, case))

    case.refresh_from_db()
    assert case.stage == Stage.REPLIED
    reply.refresh_from_db()
    assert (reply.closed_as, reply.received_how) == ("received", "portal")


def test_nobody_opens_it_for_another(hall_scene: Scene) -> None:
    _case, reply = released(hall_scene)
    other = Actor(
        hall_scene.organisation_id,
        frozenset({Role.BENEFICIARY}),
        Door.PORTAL,
        id=hall_scene.party("سارة علي", 900).id,
    )
    with pytest.raises(NotAllowed):
        operations.receive(reply, "portal", by=other)


def test_an_employee_cannot_say_that_she_opened_the_portal(hall_scene: Scene) -> None:
    _case, reply = released(hall_scene)
    with pytest.raises(Invalid):
        operations.receive(reply, "portal", by=hall_scene.actor("salma"))
    operations.receive(reply, "in_person", by=hall_scene.actor("salma"))


def test_three_tries_close_a_reply_only_if_one_of_them_is_a_call(hall_scene: Scene) -> None:
    case, reply = released(hall_scene)
    by = hall_scene.actor("salma")

    for _ in range(3):
        operations.log_try(reply, "sms", "no_answer", by=by)
    reply.refresh_from_db()
    assert reply.closed_at is None

    operations.log_try(reply, "phone", "no_answer", by=by)
    reply.refresh_from_db()
    assert reply.closed_as == "tried"
    case.refresh_from_db()
    assert case.stage == Stage.REPLIED
    operations.receive(reply, "portal", by=herself(hall_scene, case))


def test_receiving_later_than_told_lengthens_the_time_to_object(hall_scene: Scene) -> None:
    case, reply = released(hall_scene)
    first = reply.object_until
    assert first is not None

    with clock.travel(clock.now() + timedelta(days=6)):
        reply = operations.receive(reply, "portal", by=herself(hall_scene, case))

    assert reply.object_until == first + timedelta(days=6)


def test_a_decision_that_was_told_is_corrected_and_not_undone(hall_scene: Scene) -> None:
    case, _reply = released(hall_scene)
    decision, by = Decision.objects.get(), hall_scene.actor("ibrahim")

    with pytest.raises(NotYet) as refused:
        operations.undo(decision, "typing", by=by)
    assert refused.value.code == "already_told"
    with pytest.raises(Invalid):
        operations.correct(decision, Proposal("reject", reasons=("above_ceiling",)), "amount", by=by)

    fresh = operations.correct(
        decision, Proposal("accept", 1_050_00, 6, ("as_recommended",)), "amount", by=by
    )
    decision.refresh_from_db()
    assert fresh.corrects_id == decision.id
    assert decision.superseded_at is not None
    assert Reply.objects.filter(support_request=case).count() == 2
    assert Reply.objects.get(decision=fresh).mode == "free"


def test_before_it_is_told_a_decision_is_undone_and_not_corrected(hall_scene: Scene) -> None:
    ready(hall_scene)
    with pytest.raises(NotYet):
        operations.correct(
            Decision.objects.get(),
            Proposal("accept", 1_050_00, 6, ("as_recommended",)),
            "amount",
            by=hall_scene.actor("ibrahim"),
        )


def test_the_database_itself_refuses_a_refusal_without_a_reason(hall_scene: Scene) -> None:
    ready(hall_scene)
    with pytest.raises(IntegrityError, match="decision_with_reason"), transaction.atomic():
        Decision.objects.update(outcome="reject", amount=None, months=None, payments=0, reason_codes=[])


def test_the_database_itself_refuses_two_standing_decisions(hall_scene: Scene) -> None:
    ready(hall_scene)
    row = Decision.objects.get()
    row.pk = None
    row.id = hall.SupportRequest().id
    with pytest.raises(IntegrityError, match="decision_standing_once"), transaction.atomic():
        row.save(force_insert=True)


def test_a_late_reply_is_explained_with_a_new_day(hall_scene: Scene) -> None:
    late, soon = hall.studied(hall_scene, complete_days_ago=45), hall.studied(hall_scene)
    by, new_day = hall_scene.actor("salma"), clock.today() + timedelta(days=7)

    operations.tell_delay(late, new_day, "quorum", by=by)

    with pytest.raises(NotYet):
        operations.tell_delay(soon, new_day, "quorum", by=by)
    with pytest.raises(Invalid):
        operations.tell_delay(late, clock.today() - timedelta(days=1), "quorum", by=by)


def entry(name: str) -> Entry:
    return Entry.objects.filter(name=name).latest("recorded_at")


def test_the_outcome_leaves_in_discreet_words_and_the_reasons_stay_sealed(hall_scene: Scene) -> None:
    case, _reply = released(hall_scene)
    told = entry("decisions.reply_released")

    for _ in range(2):
        tasks.tell_outcome(hall_scene.organisation_id, told.id, case.id)

    short, letter = Message.objects.filter(template="accepted").order_by("created_at")
    assert "1,500" not in short.body
    assert "1,500 ريال" in letter.body
    assert "ثبت الاستحقاق" in letter.body


def test_a_refusals_letter_names_its_reason_and_until_when_to_object(hall_scene: Scene) -> None:
    case = hall.decided(hall_scene, recommendation="reject", reason="above_ceiling")
    reply = operations.release(Reply.objects.get(), by=hall_scene.actor("salma"))
    assert reply.object_until is not None

    tasks.tell_outcome(hall_scene.organisation_id, entry("decisions.reply_released").id, case.id)

    letter = Message.objects.filter(template="refused").latest("created_at").body
    assert hall_scene.pack.service(case.service).reason("above_ceiling").sentence in letter
    assert hijri.both(reply.object_until) in letter
    assert "لجنة الاعتراضات" in letter


def test_a_delay_is_told_with_the_new_day(hall_scene: Scene) -> None:
    late, new_day = hall.studied(hall_scene, complete_days_ago=45), clock.today() + timedelta(days=7)
    operations.tell_delay(late, new_day, "quorum", by=hall_scene.actor("salma"))

    tasks.tell_delay(hall_scene.organisation_id, entry("decisions.delay_told").id, late.id)

    assert hijri.both_in_figures(new_day) in Message.objects.get(template="delayed").body


def test_the_round_finds_the_associations_with_a_reply_due(hall_scene: Scene) -> None:
    _case, reply = ready(hall_scene, complete_days_ago=5, mode="hold")

    assert tasks.associations_with_replies_due() == []
    with clock.travel(reply.release_at):
        assert tasks.associations_with_replies_due() == [hall_scene.organisation_id]


def test_one_reply_at_fault_holds_no_other_back_and_is_tried_again(
    hall_scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        hall.studied(hall_scene)
    hall.confirm(hall_scene, hall.record(hall_scene, hall.open_sitting(hall_scene)))
    broken, by = Reply.objects.order_by("release_at", "id")[0], timer(hall_scene.organisation_id)
    whole = operations.release_many

    def release(replies: list[Reply], **more: Any) -> list[Reply]:
        if broken.id in {reply.id for reply in replies}:
            Reply.objects.filter(id=broken.id).update(early_reason="half")
            raise IntegrityError(f"DETAIL: {broken.support_request.applicant.full_name}")
        return whole(replies, **more)

    with clock.travel(clock.now() + timedelta(hours=2)):
        monkeypatch.setattr(operations, "release_many", release)
        assert tasks.release_due(by) == 2
        broken.refresh_from_db()
        assert (broken.released_at, broken.early_reason) == (None, "")
        monkeypatch.setattr(operations, "release_many", whole)
        assert tasks.release_due(by) == 1
    (line,) = [each for each in caplog.records if each.name == "silah.rounds"]
    told = Line().format(line)
    assert str(broken.id) in told
    assert broken.support_request.applicant.full_name not in told
