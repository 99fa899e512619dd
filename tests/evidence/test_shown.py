"""Green wants the record itself: each was proven, one thing it rests on is taken away, and it says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F

from silah.contact.models import Question
from silah.evidence import queries
from silah.evidence.rules import State
from silah.foundation.access import Role
from silah.foundation.kernel import clock
from silah.journey.decisions import operations as decisions
from silah.journey.decisions.models import Approval, Decision, Reply
from silah.journey.decisions.operations import Proposal
from silah.journey.requests.models import Pause, RequirementItem, SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.verification.models import Match
from tests import cast
from tests.evidence import breaking
from tests.journey.decisions import hall
from tests.journey.scene import COUPLE, Scene

Act = Callable[[Scene], object]


def row(scene: Scene, clause: str) -> queries.ClauseEvidence:
    return queries.clause(scene.actor("reem"), clause)[1]


def ended_unanswered(scene: Scene) -> None:
    Question.objects.update(answered_at=None)


def told_first(scene: Scene) -> None:
    final_at = Decision.objects.values_list("final_at", flat=True).get()
    assert final_at is not None
    Reply.objects.update(released_at=final_at - timedelta(minutes=1))


def given_up_at_once(scene: Scene) -> None:
    Reply.objects.update(closed_as="tried")


def one_comparison_gone(scene: Scene) -> None:
    first = Match.objects.order_by("id").first()
    assert first is not None
    first.delete()


def changed_since(scene: Scene) -> None:
    SupportRequest.objects.update(answers_version=F("answers_version") + 1)


def decided_while_waiting(scene: Scene) -> None:
    """Somebody named a paper as missing, and it was decided without it."""
    case = SupportRequest.objects.get()
    Pause.objects.create(support_request=case, reason="missing", begun_at=clock.now())
    RequirementItem.objects.filter(requirement="national_id").update(state="missing")
    SupportRequest.objects.update(stage=Stage.DECIDED)


TAKEN_AWAY: list[tuple[str, Act, Act, str]] = [
    ("H1", breaking.received("interview"), ended_unanswered, "open_question"),
    ("C1", breaking.received("interview"), ended_unanswered, "open_question"),
    ("H2a", cast.complete_request, decided_while_waiting, "went_on_incomplete"),
    ("H2b", breaking.matched, one_comparison_gone, "unsettled"),
    ("H4a", breaking.matched, changed_since, "half"),
    ("H5a", breaking.reply_received, told_first, "told_before_minutes"),
    ("H5b", breaking.reply_received, given_up_at_once, "not_delivered"),
]


@pytest.mark.parametrize(("clause", "prove", "take", "code"), TAKEN_AWAY)
def test_without_what_it_rests_on_it_is_violated(
    scene: Scene, clause: str, prove: Act, take: Act, code: str
) -> None:
    prove(scene)
    assert row(scene, clause).state is State.PROVEN
    take(scene)
    broken = row(scene, clause)
    assert broken.state is State.VIOLATED
    assert code in {each.breach.code for each in broken.breaches}
    assert all(each.breach.sentence for each in broken.breaches)


def test_a_paper_that_nobody_has_seen_may_still_bring_its_owner_to_the_office(scene: Scene) -> None:
    breaking.at_home(scene)
    assert row(scene, "D4").figures.good == 1
    RequirementItem.objects.filter(requirement="national_id").update(how="")
    assert (row(scene, "D4").figures.good, row(scene, "D4").state) == (0, State.IDLE)


@pytest.fixture
def chain(couples: Scene) -> Scene:
    """One accepted by the first of the two approvers, within his limit."""
    hall.join(couples, "sami", "سامي حمد الدوسري", Role.MANAGER)
    for who, step in (("majed", "programmes"), ("sami", "executive")):
        named = {"by": couples.actor("ibrahim"), "named_by": "قرار المجلس رقم 2"}
        decisions.seat_approver(couples.members[who], step, **named)
    case = hall.studied(couples, service="ivf_support", answers=COUPLE, amount=8_000_00, months=12)
    decisions.approve(case, Proposal("accept", 8_000_00, 12), by=couples.actor("majed"))
    return couples


def codes(scene: Scene) -> set[str]:
    return {each.breach.code for each in row(scene, "H5a").breaches}


def test_an_approval_within_its_limit_is_enough(chain: Scene) -> None:
    assert not codes(chain) & {"no_approval", "beyond_limit"}


def test_an_amount_beyond_the_limit_of_who_approved_it_is_violated(chain: Scene) -> None:
    Approval.objects.update(limit=7_000_00)
    assert codes(chain) == {"beyond_limit"}


def test_an_approval_that_was_voided_is_none(chain: Scene) -> None:
    Approval.objects.update(voided_at=clock.now())
    assert codes(chain) == {"no_approval"}
