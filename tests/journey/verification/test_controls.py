"""What proves H2b, H2c and H4a, and what breaks each."""

from __future__ import annotations

from datetime import timedelta

from silah.foundation.kernel import clock
from silah.journey.requests.models import Declaration, SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.verification import controls, operations, queries
from silah.journey.verification.models import TruthCheck
from silah.policy.control import Control, Figures, Period, control, measured
from tests.journey.scene import Scene


def figures(scene: Scene, name: str) -> Figures:
    now = clock.now()
    period = Period(now - timedelta(days=365), now + timedelta(days=1))
    return measured(control(name), scene.actor("reem"), scene.pack, period)


def matched(scene: Scene) -> SupportRequest:
    case, by = scene.case(), scene.actor("salma")
    for row in queries.sheet(by, case).fields:
        operations.match_field(case, row.field, by=by, method="original_seen", result="match")
    operations.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)
    return operations.finish_matching(case, by=by)


def signed(case: SupportRequest) -> None:
    Declaration.objects.create(
        support_request=case,
        party_id=case.applicant_id,
        method="code",
        strength="code_confirmed",
        policy_version_id=case.policy_version_id,
        answers_version=case.answers_version,
        snapshot={},
        salt="",
        digest=bytes(32),
        signed_at=clock.now(),
    )


def test_each_control_says_its_setting_in_a_sentence(scene: Scene) -> None:
    kinds: tuple[type[Control], ...] = (controls.Matching, controls.Validity, controls.Truth)
    assert all(len(kind().setting(scene.pack)) > 20 for kind in kinds)


def test_matching_is_proven_by_requests_whose_fields_are_all_settled(scene: Scene) -> None:
    case = matched(scene)

    found = figures(scene, "verification.matching")

    assert (found.total, found.good, found.breaches) == (1, 1, ())
    assert all(found.events.values())
    assert [sample.reference for sample in found.samples] == [case.reference]


def test_a_request_that_passed_unmatched_breaks_matching(scene: Scene) -> None:
    matched(scene)
    skipped = scene.case(stage=Stage.STUDIED)

    found = figures(scene, "verification.matching")

    assert (found.total, found.good) == (2, 1)
    assert [breach.subject_id for breach in found.breaches] == [skipped.id]


def test_a_difference_left_open_breaks_matching(scene: Scene) -> None:
    case = matched(scene)
    case.stage = Stage.COMPLETE
    case.save(update_fields=["stage"])
    operations.match_field(
        case, "income", by=scene.actor("salma"), method="by_phone", result="mismatch", verified="1"
    )
    case.stage = Stage.DECIDED
    case.save(update_fields=["stage"])

    assert [breach.subject_id for breach in figures(scene, "verification.matching").breaches] == [case.id]


def test_a_paper_refused_for_its_date_is_the_rule_at_work(scene: Scene) -> None:
    case = scene.case()
    scene.item(case, "national_id")
    scene.item(case, "income_statement", state="refused", valid_when_presented=False, reason="too_old")

    found = figures(scene, "verification.validity")

    assert (found.total, found.good, found.breaches) == (2, 2, ())


def test_a_paper_accepted_after_its_last_day_breaks_validity(scene: Scene) -> None:
    case = scene.case()
    scene.item(case, "income_statement", state="accepted", valid_when_presented=False)
    scene.item(case, "national_id", state="accepted", valid_when_presented=None)

    found = figures(scene, "verification.validity")

    assert (found.total, found.good) == (2, 0)
    assert all(breach.code.startswith("invalid-") for breach in found.breaches)
    assert len({breach.code for breach in found.breaches}) == 2, "each is explained by itself"


def test_truth_needs_the_employees_word_and_the_applicants_signature(scene: Scene) -> None:
    case = matched(scene)
    assert [breach.subject_id for breach in figures(scene, "verification.truth").breaches] == [case.id]

    signed(case)
    assert figures(scene, "verification.truth").breaches == ()

    TruthCheck.objects.filter(support_request=case).delete()
    assert [breach.subject_id for breach in figures(scene, "verification.truth").breaches] == [case.id]


def test_what_was_submitted_before_the_period_is_not_counted(scene: Scene) -> None:
    scene.case(stage=Stage.STUDIED, submitted_at=clock.now() - timedelta(days=500))

    assert figures(scene, "verification.matching").total == 0
