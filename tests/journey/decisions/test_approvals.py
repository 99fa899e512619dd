"""Management's way: the chain in its order, limits, delegates within theirs, nobody where nobody is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from silah.foundation.access import Role
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.foundation.organisations.models import Membership
from silah.journey.decisions import operations
from silah.journey.decisions.models import Approval, Decision, Delegation, Reply
from silah.journey.decisions.operations import Proposal
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.people.models import Kinship
from tests.journey.decisions import hall
from tests.journey.scene import COUPLE, Scene

ACCEPT = Proposal("accept", 8_000_00, 12)
LARGE = Proposal("accept", 14_000_00, 12)


@pytest.fixture
def chain(couples: Scene) -> Scene:
    """Majed holds the first step, Sami the second; Lama may be delegated to."""
    hall.join(couples, "sami", "سامي حمد الدوسري", Role.MANAGER)
    hall.join(couples, "lama", "لمى سعد القحطاني", Role.MANAGER)
    for who, step in (("majed", "programmes"), ("sami", "executive")):
        operations.seat_approver(
            couples.members[who], step, by=couples.actor("ibrahim"), named_by="قرار المجلس رقم 2"
        )
    return couples


def studied(scene: Scene, amount: int = 8_000_00, **more: object) -> SupportRequest:
    return hall.studied(scene, service="ivf_support", answers=COUPLE, amount=amount, months=12, **more)  # type: ignore[arg-type]


def delegated(scene: Scene, limit: int = 15_000_00, receiver: str = "lama") -> Delegation:
    return operations.delegate(
        scene.members[receiver],
        "executive",
        by=scene.actor("sami"),
        limit=limit,
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=10),
        reason="leave",
    )


def test_the_first_step_settles_what_is_inside_its_limit(chain: Scene) -> None:
    case = studied(chain)

    approval = operations.approve(case, ACCEPT, by=chain.actor("majed"))

    case.refresh_from_db()
    assert case.stage == Stage.DECIDED
    decision = Decision.objects.get()
    assert (decision.body, decision.amount, decision.decided_by_id) == (
        "management",
        8_000_00,
        chain.members["majed"].id,
    )
    assert approval.decision_id == decision.id
    assert decision.reference.endswith("/000001")
    assert Reply.objects.count() == 1


def test_above_its_limit_the_first_step_passes_on_and_the_second_settles(chain: Scene) -> None:
    case = studied(chain, 14_000_00)

    operations.approve(case, LARGE, by=chain.actor("majed"))
    case.refresh_from_db()
    assert case.stage == Stage.STUDIED

    operations.approve(case, LARGE, by=chain.actor("sami"))
    case.refresh_from_db()
    assert case.stage == Stage.DECIDED
    assert list(Approval.objects.order_by("position").values_list("step", flat=True)) == [
        "programmes",
        "executive",
    ]


def test_the_second_step_does_not_act_before_the_first(chain: Scene) -> None:
    with pytest.raises(NotAllowed):
        operations.approve(studied(chain, 14_000_00), LARGE, by=chain.actor("sami"))


def test_a_refusal_takes_the_first_step_alone(chain: Scene) -> None:
    case = studied(chain)

    operations.approve(case, Proposal("reject", reasons=(_reason(chain),)), by=chain.actor("majed"))

    assert Decision.objects.get().outcome == "reject"


def test_a_delegate_decides_inside_his_limit_for_whoever_is_away(chain: Scene) -> None:
    case = studied(chain, 14_000_00)
    delegation = delegated(chain)
    operations.approve(case, LARGE, by=chain.actor("majed"))

    approval = operations.approve(case, LARGE, by=chain.actor("lama"))

    assert approval.delegation_id == delegation.id
    assert approval.limit == 15_000_00
    assert Decision.objects.get().decided_by_id == chain.members["lama"].id


def test_above_his_limit_a_delegate_is_refused_and_told_the_limit(chain: Scene) -> None:
    case = studied(chain, 14_000_00)
    delegated(chain, limit=12_000_00)
    operations.approve(case, LARGE, by=chain.actor("majed"))

    with pytest.raises(NotAllowed, match="12,000") as refused:
        operations.approve(case, LARGE, by=chain.actor("lama"))
    assert refused.value.code == "above_limit"


def test_a_delegation_that_ended_gives_nothing(chain: Scene) -> None:
    case = studied(chain, 14_000_00)
    operations.end_delegation(delegated(chain), by=chain.actor("sami"))
    operations.approve(case, LARGE, by=chain.actor("majed"))

    with pytest.raises(NotAllowed):
        operations.approve(case, LARGE, by=chain.actor("lama"))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("limit", {"limit": 15_000_01}),
        ("ends_on", {"ends_on": 40}),
        ("reason", {"reason": "because"}),
        ("step", {"step": "programmes"}),
    ],
)
def test_a_delegation_stays_inside_what_the_policy_allows(
    chain: Scene, field: str, change: dict[str, object]
) -> None:
    given = {"step": "executive", "limit": 1_000_00, "reason": "leave", "ends_on": 5} | change
    by = chain.actor("majed" if given["step"] == "programmes" else "sami")

    with pytest.raises(Invalid) as refused:
        operations.delegate(
            chain.members["lama"],
            str(given["step"]),
            by=by,
            limit=int(str(given["limit"])),
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=int(str(given["ends_on"]))),
            reason=str(given["reason"]),
        )
    assert field in refused.value.fields


def test_two_delegations_of_a_step_do_not_overlap(chain: Scene) -> None:
    delegated(chain)
    with pytest.raises(Conflict):
        delegated(chain, receiver="majed")


def test_only_the_holder_delegates(chain: Scene) -> None:
    with pytest.raises(NotAllowed):
        operations.delegate(
            chain.members["lama"],
            "executive",
            by=chain.actor("majed"),
            limit=1,
            starts_on=clock.today(),
            ends_on=clock.today(),
            reason="leave",
        )


def test_an_empty_chain_decides_nothing(couples: Scene) -> None:
    with pytest.raises(NotYet) as refused:
        operations.approve(studied(couples), ACCEPT, by=couples.actor("majed"))
    assert refused.value.code == "no_approver"


def test_kin_do_not_decide_and_the_next_step_takes_it(chain: Scene) -> None:
    case = studied(chain)
    Kinship.objects.create(membership=chain.members["majed"], party_id=case.applicant_id, relation="brother")

    with pytest.raises(NotAllowed) as refused:
        operations.approve(case, ACCEPT, by=chain.actor("majed"))
    assert refused.value.code == "barred"

    operations.approve(case, ACCEPT, by=chain.actor("sami"))
    assert Decision.objects.get().decided_by_id == chain.members["sami"].id


def test_the_other_way_is_refused_here_too(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene)

    with pytest.raises(NotAllowed) as refused:
        operations.approve(case, Proposal("accept", 1_000_00, 6), by=hall_scene.actor("majed"))

    assert refused.value.code == "wrong_body"
    assert getattr(refused.value.refusal, "subject_id", None) == case.id


def test_nothing_is_decided_on_a_voided_declaration(chain: Scene) -> None:
    with pytest.raises(NotYet) as refused:
        operations.approve(studied(chain, signed=False), ACCEPT, by=chain.actor("majed"))
    assert refused.value.code == "unsigned"


def test_nothing_is_decided_before_the_study(chain: Scene) -> None:
    case = studied(chain)
    SupportRequest.objects.filter(id=case.id).update(stage=Stage.VERIFIED)

    with pytest.raises(NotYet):
        operations.approve(case, ACCEPT, by=chain.actor("majed"))


def test_more_than_the_service_gives_is_refused(chain: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        operations.approve(studied(chain), Proposal("accept", 25_000_01, 12), by=chain.actor("majed"))
    assert "amount" in refused.value.fields


def test_going_against_the_study_needs_words(chain: Scene) -> None:
    case, by = studied(chain), chain.actor("majed")
    with pytest.raises(Invalid) as refused:
        operations.approve(case, Proposal("accept", 5_000_00, 12), by=by)
    assert "words" in refused.value.fields

    operations.approve(case, Proposal("accept", 5_000_00, 12, words="يكفي ثمن الأدوية وحدها"), by=by)


def test_an_undone_decision_starts_the_chain_again(chain: Scene) -> None:
    case = studied(chain)
    operations.approve(case, ACCEPT, by=chain.actor("majed"))

    operations.undo(Decision.objects.get(), "new_fact", by=chain.actor("majed"))
    operations.approve(case, ACCEPT, by=chain.actor("majed"))

    assert Decision.objects.filter(undone_at=None).count() == 1


def test_whoever_leaves_his_seat_no_longer_decides(chain: Scene) -> None:
    case = studied(chain)
    operations.seat_approver(
        chain.members["lama"], "programmes", by=chain.actor("ibrahim"), named_by="قرار المجلس رقم 3"
    )

    with pytest.raises(NotAllowed):
        operations.approve(case, ACCEPT, by=chain.actor("majed"))
    operations.approve(case, ACCEPT, by=chain.actor("lama"))


def test_a_step_is_held_by_somebody_with_its_role(chain: Scene) -> None:
    officer: Membership = chain.members["salma"]
    with pytest.raises(Invalid):
        operations.seat_approver(officer, "executive", by=chain.actor("ibrahim"), named_by="قرار 1")


def _reason(scene: Scene) -> str:
    return scene.pack.service("ivf_support").reasons[0].id
