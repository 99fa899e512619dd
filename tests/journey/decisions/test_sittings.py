"""A sitting recorded on one page: who decides which item, what carries, what it costs, what it leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silah.foundation.journal.models import Entry
from silah.foundation.journal.verifying import verify
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.journey.decisions import operations
from silah.journey.decisions.models import AgendaItem, Decision, Recusal, Reply, Vote
from silah.journey.decisions.operations import Exceptional, Proposal
from silah.journey.requests.stages import Stage
from silah.people.models import Kinship
from tests.journey.decisions import hall
from tests.journey.scene import Scene


def test_the_agenda_is_in_the_order_the_requests_became_complete(hall_scene: Scene) -> None:
    later = hall.studied(hall_scene, complete_days_ago=15)
    earlier = hall.studied(hall_scene, complete_days_ago=25)

    sitting = hall.open_sitting(hall_scene)

    assert [item.support_request_id for item in hall.items(sitting)] == [earlier.id, later.id]


def test_a_sitting_takes_its_number_when_its_decisions_are_recorded(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene)
    assert sitting.number is None

    recorded = hall.record(hall_scene, sitting)

    assert recorded.number is not None
    assert recorded.number.endswith("/000001")


def test_a_cancelled_sitting_leaves_no_hole_in_the_numbers(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    operations.cancel_sitting(hall.open_sitting(hall_scene), by=hall_scene.actor("ibrahim"))

    recorded = hall.record(hall_scene, hall.open_sitting(hall_scene))

    assert recorded.number is not None
    assert recorded.number.endswith("/000001")


def test_twenty_eight_requests_are_decided_in_one_act_with_few_statements(hall_scene: Scene) -> None:
    cases = [hall.studied(hall_scene, amount=1_891_07) for _ in range(28)]
    sitting = hall.open_sitting(hall_scene)

    with CaptureQueriesContext(connection) as told:
        hall.record(hall_scene, sitting)

    assert len(told) < 50
    assert Decision.objects.count() == 28
    assert Vote.objects.count() == 28 * 5
    assert sum(row.total for row in Decision.objects.all()) == 28 * 1_891_07
    for case in cases:
        case.refresh_from_db()
        assert case.stage == Stage.DECIDED
    assert Entry.objects.filter(name="decisions.decided").count() == 28
    assert list(verify()) == []


def test_more_than_the_budget_is_refused_and_says_by_how_much(hall_scene: Scene) -> None:
    for _ in range(3):
        hall.studied(hall_scene, amount=2_000_00)
    sitting = hall.open_sitting(hall_scene, budget=5_000_00)

    with pytest.raises(Invalid) as refused:
        hall.record(hall_scene, sitting)

    assert "1,000" in refused.value.fields["budget"]
    assert not Decision.objects.exists()


def test_a_monthly_award_counts_every_payment_against_the_budget(hall_scene: Scene) -> None:
    hall.studied(hall_scene, service="rent", amount=1_000_00, months=6)
    sitting = hall.open_sitting(hall_scene, budget=5_999_99)

    with pytest.raises(Invalid):
        hall.record(hall_scene, sitting)


def test_a_cousin_stands_outside_and_the_first_alternate_steps_in(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene)
    cousin = hall_scene.members["latifa"]
    Kinship.objects.create(membership=cousin, party_id=case.applicant_id, relation="cousin")

    sitting = hall.record(hall_scene, hall.open_sitting(hall_scene))

    recusal = Recusal.objects.get()
    assert (recusal.membership_id, recusal.ground) == (cousin.id, "kin")
    assert recusal.alternate_id == hall_scene.members["turki"].id
    voters = set(Vote.objects.values_list("membership_id", flat=True))
    assert cousin.id not in voters
    assert hall_scene.members["turki"].id in voters
    item = hall.item_of(sitting, case)
    assert (item.seats, item.present) == (5, 5)


def test_whoever_studied_alone_or_entered_the_file_stands_outside(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene, researcher="mona")
    case.entered_by = hall_scene.members["saad"]
    case.save(update_fields=["entered_by"])

    hall.record(hall_scene, hall.open_sitting(hall_scene))

    grounds = dict(Recusal.objects.values_list("membership_id", "ground"))
    assert grounds == {
        hall_scene.members["mona"].id: "researcher",
        hall_scene.members["saad"].id: "entered",
    }


def test_two_researchers_bar_neither(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene, researcher="mona")
    hall.CaseStudy.objects.filter(support_request=case).update(superseded_at=clock.now())
    hall.CaseStudy.objects.create(
        support_request=case,
        researcher=hall_scene.members["nouf"],
        recommendation="accept",
        amount=1_000_00,
        months=6,
        begun_at=clock.now(),
        saved_at=clock.now(),
        submitted_at=clock.now(),
    )

    hall.record(hall_scene, hall.open_sitting(hall_scene))

    assert not Recusal.objects.exists()


def test_a_member_may_step_aside_of_his_own_wish(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene)
    aside = hall_scene.members["saad"].id

    hall.record(
        hall_scene,
        sitting,
        exceptions={hall.item_of(sitting, case).id: Exceptional(recused=frozenset({aside}))},
    )

    assert Recusal.objects.get().ground == "own_wish"


def test_an_item_without_its_quorum_cannot_be_decided(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene)

    with pytest.raises(Invalid, match="مراجعة البنود") as refused:
        hall.record(hall_scene, sitting, absent=("yusuf", "latifa", "saad", "turki", "hessa"))

    assert "النصاب" in refused.value.fields["item_1"]


def test_without_the_chair_nothing_is_decided(hall_scene: Scene) -> None:
    hall.studied(hall_scene)

    with pytest.raises(Invalid):
        hall.record(hall_scene, hall.open_sitting(hall_scene), absent=("khalid",))


def test_the_chair_settles_a_tie(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene)
    ids = {who: hall_scene.members[who].id for who in hall.COMMITTEE}
    told = Exceptional(against=frozenset({ids["yusuf"], ids["mona"]}), abstained=frozenset({ids["saad"]}))

    hall.record(hall_scene, sitting, exceptions={hall.item_of(sitting, case).id: told})

    item = hall.item_of(sitting, case)
    assert (item.votes_for, item.votes_against, item.abstained, item.by_chair) == (2, 2, 1, True)


def test_what_the_majority_was_against_is_not_recorded(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene)
    against = frozenset(hall_scene.members[who].id for who in ("yusuf", "latifa", "saad"))

    with pytest.raises(Invalid) as refused:
        hall.record(
            hall_scene, sitting, exceptions={hall.item_of(sitting, case).id: Exceptional(against=against)}
        )

    assert "الأغلبية" in refused.value.fields["item_1"]


def test_a_refusal_needs_one_of_the_services_reasons(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene)
    item = hall.item_of(sitting, case)

    for reasons in ((), ("no_such_reason",)):
        with pytest.raises(Invalid):
            hall.record(
                hall_scene, sitting, exceptions={item.id: Exceptional(Proposal("reject", reasons=reasons))}
            )

    told = Exceptional(Proposal("reject", reasons=("above_ceiling",), words="الدخل أعلى من الحد بعد الخصم"))
    hall.record(hall_scene, sitting, exceptions={item.id: told})
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reason_codes, decision.amount) == ("reject", ["above_ceiling"], None)
    assert decision.reason_words is not None
    assert decision.reason_words.text == "الدخل أعلى من الحد بعد الخصم"


def test_the_history_holds_the_reasons_code_and_not_its_words(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene)
    told = Exceptional(Proposal("reject", reasons=("above_ceiling",), words="الدخل أعلى من الحد"))
    hall.record(hall_scene, sitting, exceptions={hall.item_of(sitting, case).id: told})

    entry = Entry.objects.get(name="decisions.decided")
    words = Decision.objects.get().reason_words
    assert words is not None
    assert entry.data["reasons"] == ["above_ceiling"]
    assert entry.data["words"] == str(words.id)
    assert "الدخل" not in bytes(entry.canonical).decode()
    operations.erase_words(words, by=hall_scene.actor("ibrahim"))
    words.refresh_from_db()
    assert words.text is None


def test_what_is_not_reached_is_on_the_next_agenda(hall_scene: Scene) -> None:
    first, second = hall.studied(hall_scene), hall.studied(hall_scene, complete_days_ago=19)
    sitting = hall.open_sitting(hall_scene)

    hall.record(hall_scene, sitting, unanimous=frozenset({hall.item_of(sitting, first).id}))

    second.refresh_from_db()
    assert second.stage == Stage.STUDIED
    assert [item.support_request_id for item in hall.items(hall.open_sitting(hall_scene))] == [second.id]


def test_a_voided_declaration_stops_the_decision(hall_scene: Scene) -> None:
    hall.studied(hall_scene, signed=False)

    with pytest.raises(Invalid) as refused:
        hall.record(hall_scene, hall.open_sitting(hall_scene))

    assert "الإقرار" in refused.value.fields["item_1"]


def test_two_secretaries_at_one_sitting_are_told_of_each_other(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene)
    seen = sitting.version
    hall.studied(hall_scene, complete_days_ago=10)
    operations.refresh_agenda(sitting, by=hall_scene.actor("ibrahim"))

    with pytest.raises(Conflict) as refused:
        hall.record(hall_scene, sitting, expected_version=seen)
    assert refused.value.code == "changed_meanwhile"


def test_a_recorded_sitting_is_not_recorded_again(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    sitting = hall.record(hall_scene, hall.open_sitting(hall_scene))

    with pytest.raises(Conflict):
        hall.record(hall_scene, sitting)


def test_a_sitting_that_has_not_begun_is_not_recorded(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    sitting = hall.open_sitting(hall_scene, held_at=clock.now() + timedelta(days=1))

    with pytest.raises(NotYet):
        hall.record(hall_scene, sitting)


def test_nothing_is_ready_to_be_told_before_the_minutes_are_confirmed(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    sitting = hall.record(hall_scene, hall.open_sitting(hall_scene))
    assert not Reply.objects.exists()

    sitting = hall.confirm(hall_scene, sitting, "yusuf", "latifa", "saad")
    assert sitting.confirmed_at is None
    assert not Reply.objects.exists()

    sitting = hall.confirm(hall_scene, sitting, "khalid")
    assert sitting.confirmed_at is not None
    assert Reply.objects.count() == 1


def test_only_who_was_there_confirms_and_once(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    sitting = hall.record(hall_scene, hall.open_sitting(hall_scene), absent=("mona",))

    with pytest.raises(NotAllowed):
        hall.confirm(hall_scene, sitting, "mona")
    hall.confirm(hall_scene, sitting, "yusuf")
    with pytest.raises(Conflict):
        hall.confirm(hall_scene, sitting, "yusuf")


def test_whoever_was_there_adds_his_word_after_the_quorum_and_nothing_else_changes(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    sitting = hall.confirm(
        hall_scene, hall.record(hall_scene, hall.open_sitting(hall_scene), absent=("hessa",))
    )
    final_at = sitting.confirmed_at
    assert final_at is not None

    later = hall.confirm(hall_scene, sitting, "mona")

    assert later.confirmed_at == final_at
    assert Reply.objects.count() == 1
    assert Entry.objects.filter(name="decisions.minutes_final").count() == 1
    assert Entry.objects.filter(name="decisions.minutes_confirmed").count() == 5
    with pytest.raises(Conflict):
        hall.confirm(hall_scene, later, "mona")
    with pytest.raises(NotAllowed):
        hall.confirm(hall_scene, later, "hessa")


def test_a_signed_scan_stands_for_those_who_signed_it(hall_scene: Scene) -> None:
    hall.studied(hall_scene)
    sitting = hall.record(hall_scene, hall.open_sitting(hall_scene))
    signers = [hall_scene.members[who] for who in (*hall.COMMITTEE[:3], "turki")]

    sitting = operations.attach_signed_minutes(sitting, sitting.id, signers, by=hall_scene.actor("ibrahim"))

    assert sitting.confirmed_at is not None


def test_the_other_way_is_refused_and_leaves_its_trace(couples: Scene) -> None:
    by = couples.actor("ibrahim")

    with pytest.raises(NotAllowed) as refused:
        operations.open_sitting(by=by, held_at=clock.now(), budget=1)

    assert refused.value.code == "wrong_body"
    assert getattr(refused.value.refusal, "code", "") == "wrong_body"


def test_a_committee_too_small_for_the_policy_is_not_formed(scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        operations.form_committee(
            by=scene.actor("ibrahim"),
            formed_by="قرار 1",
            formed_on=clock.today(),
            chair=scene.members["khalid"],
            members=[],
            alternates=[],
        )
    assert {"members", "alternates"} <= set(refused.value.fields)


def test_no_sitting_without_a_committee(scene: Scene) -> None:
    with pytest.raises(NotYet):
        operations.open_sitting(by=scene.actor("ibrahim"), held_at=clock.now(), budget=1)


def test_an_undone_decision_goes_back_to_the_committee(hall_scene: Scene) -> None:
    case = hall.decided(hall_scene)
    decision = Decision.objects.get()

    operations.undo(decision, "typing", by=hall_scene.actor("ibrahim"))

    case.refresh_from_db()
    assert case.stage == Stage.STUDIED
    assert Reply.objects.get().cancelled_at is not None
    assert AgendaItem.objects.get().state == "undone"
    again = hall.record(hall_scene, hall.open_sitting(hall_scene))
    hall.confirm(hall_scene, again)
    assert Decision.objects.filter(undone_at=None).count() == 1
    assert Decision.objects.count() == 2
