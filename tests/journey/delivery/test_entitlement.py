"""From an acceptance told to what is owed, by month, with an owner."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from silah.config import reactions
from silah.foundation.access import Role
from silah.foundation.access.actor import operator, timer
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.foundation.organisations.operations import end_membership
from silah.journey.delivery import operations, queries, rules, tasks
from silah.journey.delivery.models import Delivery, DeliveryState, Entitlement
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from tests.journey.delivery import store
from tests.journey.scene import Scene


def told(scene: Scene, case: SupportRequest) -> Entry:
    """The outcome reaches her: the stage says so, and an entry with it."""
    advance(case, Stage.REPLIED, by=timer(scene.organisation_id))
    return Entry.objects.filter(subject_id=case.id, name="requests.advanced").latest("number")


def test_an_acceptance_told_becomes_what_is_owed_by_itself(scene: Scene) -> None:
    decision = store.accepted(scene, stage=Stage.DECIDED)
    entry = told(scene, decision.support_request)

    tasks.entitle_accepted(scene.organisation_id, entry.id, decision.support_request_id)

    entitlement = Entitlement.objects.get(decision=decision)
    assert (entitlement.amount, entitlement.times, entitlement.kind) == (1_800_00, 1, "payment_order")
    assert SupportRequest.objects.get(id=decision.support_request_id).stage == Stage.SERVING
    entry = Entry.objects.get(name="delivery.entitled")
    assert (entry.actor_kind, entry.clause, entry.subject_id) == ("nobody", "H7", decision.support_request_id)


def test_the_table_of_reactions_leads_from_the_reply_to_the_entitlement() -> None:
    names = {name: [each.name for each in follows] for name, follows in reactions.table().items()}
    for event in ("requests.advanced", "decisions.reply_closed"):
        assert "silah.journey.delivery.tasks.entitle_accepted" in names[event]
    assert names["organisations.member_left"] == [
        "silah.journey.requests.tasks.hand_on_requests",
        "silah.journey.research.tasks.hand_on_research",
        "silah.journey.delivery.tasks.hand_on_all",
        "silah.journey.decisions.tasks.hand_on_replies",
        "silah.contact.tasks.hand_on_promises",
    ]


def test_running_the_reaction_twice_owes_once(scene: Scene) -> None:
    decision = store.accepted(scene, stage=Stage.DECIDED)
    entry = told(scene, decision.support_request)
    for _time in range(2):
        tasks.entitle_accepted(scene.organisation_id, entry.id, decision.support_request_id)
    assert Entitlement.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_a_refusal_told_owes_nothing(scene: Scene) -> None:
    decision = store.refused(scene, stage=Stage.DECIDED)
    entry = told(scene, decision.support_request)
    tasks.entitle_accepted(scene.organisation_id, entry.id, decision.support_request_id)
    assert not Entitlement.objects.exists()
    with pytest.raises(Invalid, match="لا استحقاق بلا قبول"):
        operations.entitle(decision, by=timer(scene.organisation_id))


def test_nothing_is_owed_before_she_is_told(scene: Scene) -> None:
    decision = store.accepted(scene, stage=Stage.DECIDED)
    with pytest.raises(NotYet, match="قبل إبلاغ صاحب الطلب"):
        operations.entitle(decision, by=timer(scene.organisation_id))


def test_a_decision_owes_once(scene: Scene) -> None:
    entitlement = store.entitled(scene)
    with pytest.raises(Conflict, match="من قبل"):
        operations.entitle(entitlement.decision, by=timer(scene.organisation_id))


def test_a_researcher_owes_nobody_anything(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        operations.entitle(store.accepted(scene), by=scene.actor("nouf"))


def test_parts_come_month_by_month(scene: Scene) -> None:
    with clock.travel(datetime(2026, 1, 31, 9, tzinfo=UTC)):
        entitlement = store.entitled(scene, service="rent", amount=1_000_00, payments=3, months=3)
    parts = list(Delivery.objects.filter(entitlement=entitlement).order_by("number"))
    assert [part.amount for part in parts] == [1_000_00] * 3
    # Five working days after the 31st of January, the 28th of February and the 31st of March.
    assert [part.due_on for part in parts] == [date(2026, 2, 5), date(2026, 3, 5), date(2026, 4, 7)]
    assert entitlement.ends_on == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day: date, months: int, later: date) -> None:
    assert rules.add_months(day, months) == later


@pytest.mark.parametrize(
    ("given", "amounts"),
    [
        ((300, 3), [100, 100, 100]),
        ((1000, 3), [333, 333, 334]),
        ((1200, 3, 500, 1), [350, 350]),
        ((500, 1, 500, 1), []),
        ((400, 1, 500, 1), []),
        ((900, 1, 500, 1), [400]),
    ],
)
def test_what_is_left_is_shared_into_the_parts_that_are_left(
    given: tuple[int, ...], amounts: list[int]
) -> None:
    assert rules.parts(*given) == amounts


def test_the_least_busy_officer_answers_for_the_next(scene: Scene) -> None:
    store.second_officer(scene)
    owners = [store.first_part(store.entitled(scene)).owner_id for _time in range(3)]
    salma, abeer = scene.members["salma"].id, scene.members["abeer"].id
    assert owners == [salma, abeer, salma]


def test_without_a_delivery_officer_the_manager_answers(scene: Scene) -> None:
    abeer = scene.members["abeer"]
    abeer.roles = ["social_researcher"]
    abeer.save(update_fields=["roles"])
    assert store.first_part(store.entitled(scene)).owner_id == scene.members["majed"].id


def test_accepted_and_not_delivered_is_a_list_with_an_owner(scene: Scene) -> None:
    with clock.travel(clock.now() - timedelta(days=40)):
        late = store.first_part(store.entitled(scene))
    store.entitled(scene)
    store.delivered(scene)
    abeer = scene.actor("abeer")

    rows = queries.undelivered(abeer)
    assert [(row.late, row.owner) for row in rows] == [(True, abeer.name), (False, abeer.name)]
    assert [row.id for row in queries.undelivered(abeer, which="late")] == [late.id]
    assert queries.undelivered(scene.actor("majed"), which="mine") == []
    assert queries.counts(abeer) == {"open": 2, "late": 1, "mine": 2, "to_approve": 0, "to_prove": 0}
    assert [r.id for r in queries.undelivered(abeer, text=late.support_request.reference or "")] == [late.id]


def test_the_list_goes_on_after_its_last_row(scene: Scene) -> None:
    store.entitled(scene, service="rent", amount=100_00, payments=5, months=6)
    abeer = scene.actor("abeer")
    first = queries.undelivered(abeer, limit=2)
    rest = queries.undelivered(abeer, after=(first[-1].due_on, first[-1].id))
    assert [row.number for row in (*first, *rest)] == [1, 2, 3, 4, 5]


def test_when_an_officer_leaves_the_successor_takes_what_is_open(scene: Scene) -> None:
    open_part = store.first_part(store.entitled(scene))
    done = store.delivered(scene)
    by = operator(scene.organisation_id)
    end_membership(scene.members["abeer"], by=by, successor=scene.members["salma"])
    left = Entry.objects.get(name="organisations.member_left")

    tasks.hand_on_all(scene.organisation_id, left.id, left.subject_id)
    tasks.hand_on_all(scene.organisation_id, left.id, left.subject_id)

    assert store.fresh(open_part).owner_id == scene.members["salma"].id
    assert store.fresh(done).owner_id == scene.members["abeer"].id
    assert Entry.objects.filter(name="delivery.owner_changed").count() == 1


def test_between_colleagues_a_part_goes_to_somebody_who_delivers(scene: Scene) -> None:
    part = store.first_part(store.entitled(scene))
    abeer = scene.actor("abeer")
    with pytest.raises(Invalid, match="من مهامه التسليم"):
        operations.hand_on(part, scene.members["nouf"], by=abeer)
    with pytest.raises(Conflict, match="هو المسؤول الآن"):
        operations.hand_on(part, scene.members["abeer"], by=abeer)
    operations.hand_on(part, scene.members["majed"], by=abeer)
    assert store.fresh(part).owner_id == scene.members["majed"].id
    with pytest.raises(NotAllowed):
        operations.hand_on(part, scene.members["abeer"], by=scene.actor("nouf"))


def test_a_correction_takes_the_place_of_what_has_not_left(scene: Scene) -> None:
    first = store.sent(scene, service="rent", amount=1_000_00, payments=3, months=3)
    old = Entitlement.objects.get(id=first.entitlement_id)
    wrong = old.decision
    wrong.superseded_at = clock.now()
    wrong.save(update_fields=["superseded_at"])
    right = store.decided(scene, first.support_request, corrects=wrong, amount=1_200_00, payments=3, months=3)

    new = operations.entitle(right, by=timer(scene.organisation_id))

    assert Entitlement.objects.get(id=old.id).ended_at is not None
    states = Delivery.objects.filter(entitlement=old).order_by("number").values_list("state", flat=True)
    assert list(states) == ["sent", "cancelled", "cancelled"]
    amounts = Delivery.objects.filter(entitlement=new).order_by("number").values_list("amount", flat=True)
    assert list(amounts) == [1_300_00, 1_300_00]
    assert sum(amounts) + first.amount == right.total


def test_an_upheld_appeal_reopens_a_closed_request(scene: Scene) -> None:
    refusal = store.refused(scene, stage=Stage.CLOSED)
    granted = store.decided(
        scene, refusal.support_request, instance="appeal", follows=refusal, amount=900_00, payments=1
    )
    entry = Entry.objects.first()
    assert entry is not None
    tasks.entitle_accepted(scene.organisation_id, entry.id, refusal.support_request_id)
    assert Entitlement.objects.get().decision_id == granted.id
    assert SupportRequest.objects.get(id=refusal.support_request_id).stage == Stage.SERVING


def test_a_superseded_decision_owes_nothing(scene: Scene) -> None:
    decision = store.accepted(scene)
    decision.superseded_at = clock.now()
    decision.save(update_fields=["superseded_at"])
    with pytest.raises(Invalid, match="لم يعد قائمًا"):
        operations.entitle(decision, by=timer(scene.organisation_id))
    assert not Delivery.objects.filter(state=DeliveryState.DUE).exists()


def test_every_part_has_an_owner_who_may_deliver(scene: Scene) -> None:
    entitlement = store.entitled(scene, service="food_basket", amount=450_00, payments=3, months=3)
    for part in Delivery.objects.filter(entitlement=entitlement).select_related("owner"):
        assert part.owner is not None
        assert str(Role.DELIVERY_OFFICER) in part.owner.roles
        assert part.contents
