"""Two people decide, reply or approve a payment at the same moment: one act happens, the other is told."""

from __future__ import annotations

from datetime import timedelta

from silah.foundation.access import Role
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict
from silah.foundation.tenancy import within
from silah.journey.decisions import operations
from silah.journey.decisions.models import Decision, Reply
from silah.journey.decisions.operations import Proposal
from silah.journey.delivery import operations as delivery
from silah.journey.delivery.models import Delivery
from tests.journey.decisions import hall
from tests.journey.delivery import store
from tests.journey.delivery.test_at_once import at_once
from tests.journey.scene import COUPLE, open_scene


def test_a_holder_and_his_delegate_decide_and_one_decision_is_made(committed_db: str) -> None:
    scene = open_scene("injab", "couples")
    with within(scene.organisation_id):
        lama = hall.join(scene, "lama", "لمى سعد القحطاني", Role.MANAGER)
        hall.join(scene, "sami", "سامي حمد الدوسري", Role.MANAGER)
        for who, step in (("majed", "programmes"), ("sami", "executive")):
            operations.seat_approver(
                scene.members[who], step, by=scene.actor("ibrahim"), named_by="قرار المجلس رقم 2"
            )
        today = clock.today()
        operations.delegate(
            lama,
            "executive",
            limit=15_000_00,
            starts_on=today,
            ends_on=today + timedelta(days=3),
            reason="leave",
            by=scene.actor("sami"),
        )
        case = hall.studied(scene, service="ivf_support", answers=COUPLE, amount=14_000_00, months=12)
        proposal = Proposal("accept", 14_000_00, 12)
        operations.approve(case, proposal, by=scene.actor("majed"))
        managers = [scene.actor("sami"), scene.actor("lama")]

    results = at_once(
        scene,
        *(lambda by=by: operations.approve(case, proposal, by=by) for by in managers),  # type: ignore[misc]
    )

    assert sorted(results, key=str) == sorted([None, Conflict], key=str)
    with within(scene.organisation_id):
        assert Decision.objects.count() == Reply.objects.count() == 1
        assert Entry.objects.filter(name="decisions.decided").count() == 1


def test_two_officers_reply_and_she_is_told_once(committed_db: str) -> None:
    scene = open_scene()
    with within(scene.organisation_id):
        hall.form(scene)
        case = hall.decided(scene)
        reply = Reply.objects.get(support_request=case)
        officers = [scene.actor("salma"), scene.actor("faisal")]

    results = at_once(scene, *(lambda by=by: operations.release(reply, by=by) for by in officers))  # type: ignore[misc]

    assert sorted(results, key=str) == sorted([None, Conflict], key=str)
    with within(scene.organisation_id):
        assert Entry.objects.filter(name="decisions.reply_released").count() == 1


def test_two_people_approve_a_payment_and_it_is_approved_once(committed_db: str) -> None:
    scene = open_scene()
    with within(scene.organisation_id):
        order = store.prepared(scene)
        hall.join(scene, "lama", "لمى سعد القحطاني", Role.MANAGER)
        second = [scene.actor("majed"), scene.actor("lama")]
        version = order.version

    results = at_once(
        scene,
        *(
            lambda by=by: delivery.approve(order, by=by, expected_version=version)  # type: ignore[misc]
            for by in second
        ),
    )

    assert sorted(results, key=str) == sorted([None, Conflict], key=str)
    with within(scene.organisation_id):
        assert Delivery.objects.get().version == version + 1
        assert Entry.objects.filter(name="delivery.approved").count() == 1
