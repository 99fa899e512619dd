"""A request ends when nothing is owed to it and nothing is left to object to; only the clock ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from silah.foundation.access.actor import timer
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, NotAllowed
from silah.journey.decisions import operations as decisions
from silah.journey.decisions.models import Decision, Reply
from silah.journey.delivery import operations, tasks
from silah.journey.delivery.models import Delivery
from silah.journey.requests import queries
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import close
from silah.journey.requests.stages import Stage
from tests.journey.delivery import store
from tests.journey.scene import Scene

OBJECT_DAYS = 15


def told(scene: Scene, case: SupportRequest) -> None:
    """Received the day it left, with the days to object running."""
    decision = Decision.objects.filter(support_request=case).latest("recorded_at")
    now = clock.now()
    Reply.objects.create(
        support_request=case,
        decision=decision,
        mode="inform",
        ready_at=now,
        release_at=now,
        released_at=now,
        received_at=now,
        received_how="portal",
        closed_at=now,
        closed_as="received",
        object_until=clock.today() + timedelta(days=OBJECT_DAYS),
    )


@pytest.fixture
def served(scene: Scene) -> SupportRequest:
    proof_of = store.delivered(scene)
    case = SupportRequest.objects.get(id=proof_of.support_request_id)
    told(scene, case)
    assert case.stage == Stage.DELIVERED
    return case


def stage_of(case: SupportRequest) -> Stage:
    return Stage(SupportRequest.objects.get(id=case.id).stage)


def after(scene: Scene, days: int) -> int:
    with clock.travel(clock.now() + timedelta(days=days)):
        return tasks.close_delivered(timer(scene.organisation_id))


def test_what_was_delivered_ends_after_the_days_to_object_and_once(
    scene: Scene, served: SupportRequest
) -> None:
    assert after(scene, OBJECT_DAYS) == 0
    assert after(scene, OBJECT_DAYS + 1) == 1
    assert after(scene, OBJECT_DAYS + 2) == 0

    assert stage_of(served) == Stage.CLOSED
    assert Entry.objects.get(name="requests.closed").data["why"] == "delivered"
    status = queries.status(scene.actor("salma"), served.id)
    assert "سُلّم ما تقرّر لك وانتهى هذا الطلب" in status.what_next


def test_a_week_passes_in_which_a_transfer_may_come_back(scene: Scene, served: SupportRequest) -> None:
    Reply.objects.update(object_until=clock.today() - timedelta(days=1))

    assert after(scene, 6) == 0
    assert after(scene, 8) == 1


def test_an_objection_keeps_it_open_until_its_answer_has_arrived(
    scene: Scene, served: SupportRequest
) -> None:
    decisions.file_appeal(served, "المبلغ أقل مما ثبت", by=scene.actor("salma"), channel="phone")

    assert after(scene, OBJECT_DAYS + 30) == 0
    assert stage_of(served) == Stage.DELIVERED


def test_a_reply_nobody_has_received_keeps_it_open(scene: Scene, served: SupportRequest) -> None:
    Reply.objects.update(closed_at=None, received_at=None, received_how="", closed_as="")

    assert after(scene, OBJECT_DAYS + 30) == 0


def test_what_comes_back_after_the_end_opens_it_again(scene: Scene, served: SupportRequest) -> None:
    assert after(scene, OBJECT_DAYS + 1) == 1
    delivery = Delivery.objects.get(support_request=served)

    operations.record_returned(delivery, "account_closed", by=scene.actor("abeer"))

    assert stage_of(served) == Stage.SERVING


def test_no_employee_ends_a_request(scene: Scene, served: SupportRequest) -> None:
    for who in ("salma", "ibrahim", "majed", "abeer", "reem"):
        with pytest.raises(NotAllowed):
            close([served], "delivered", by=scene.actor(who))
    with pytest.raises(Conflict):
        close([served], "refused", by=timer(scene.organisation_id))


def test_a_correction_down_to_what_is_proven_leaves_nothing_owed(scene: Scene) -> None:
    proven = store.delivered(scene, service="rent", amount=1_000_00, payments=3, months=3)
    case = SupportRequest.objects.get(id=proven.support_request_id)
    assert case.stage == Stage.SERVING
    first = Decision.objects.get(support_request=case)
    first.superseded_at = clock.now()
    first.save()
    second = store.decided(
        scene, case, amount=1_000_00, payments=1, months=1, corrects=first, correction="months"
    )

    operations.entitle(second, by=timer(scene.organisation_id))

    assert stage_of(case) == Stage.DELIVERED
