"""What proves H3, and what breaks it."""

from __future__ import annotations

from datetime import datetime, timedelta

from silah.foundation.kernel import clock
from silah.journey.research import controls, operations, queries
from silah.journey.research.models import Referral
from silah.policy.control import Figures, Period, measured
from tests.journey.scene import Scene

SUNDAY = datetime(2026, 11, 1, 9, 0, tzinfo=clock.RIYADH)
PERIOD = Period(SUNDAY - timedelta(days=30), SUNDAY + timedelta(days=60))


def figures(scene: Scene) -> Figures:
    return measured(controls.ReferralControl(), scene.actor("reem"), scene.pack, PERIOD)


def asked(scene: Scene) -> Referral:
    return operations.refer(scene.case(), by=scene.actor("salma"), questions=["متى الرد؟"])


def answered(scene: Scene, referral: Referral) -> None:
    by = scene.actor("nouf")
    waiting = queries.referral(by, referral.id).waiting
    operations.answer_referral(referral, {each.id: "خلال أسبوعين على الأقل." for each in waiting}, by=by)


def test_a_referral_answered_in_time_and_confirmed_proves_it(scene: Scene) -> None:
    with clock.travel(SUNDAY):
        referral = asked(scene)
        answered(scene, referral)
        operations.confirm_clarity(referral, by=scene.actor("salma"), clear=True)
        found = figures(scene)

    assert (found.total, found.good, found.breaches) == (1, 1, ())
    assert all(found.events.values())
    assert [sample.reference for sample in found.samples] == [referral.reference]


def test_a_referral_left_past_its_day_breaks_it_even_if_answered_later(scene: Scene) -> None:
    with clock.travel(SUNDAY):
        referral = asked(scene)
        assert figures(scene).breaches == ()
    with clock.travel(SUNDAY + timedelta(days=10)):
        assert [breach.subject_id for breach in figures(scene).breaches] == [referral.id]
        answered(scene, referral)
        found = figures(scene)

    assert (found.total, found.good) == (1, 0)
    assert found.breaches[0].code == "late"


def test_the_unconfirmed_are_counted_apart(scene: Scene) -> None:
    by = scene.actor("nouf")
    with clock.travel(SUNDAY):
        referral = asked(scene)
        answered(scene, referral)
    with clock.travel(SUNDAY + timedelta(days=8)):
        operations.log_try(referral, "phone", by=by)
        operations.log_try(referral, "visit", by=by)
        operations.close_unconfirmed(referral, by=by)
        lines = dict(figures(scene).lines)

    assert lines["أُجيب عنها ولم يُؤكَّد"] == "1"
    assert lines["أُجيب عنها واتضح الجواب لصاحبها"] == "0"


def test_the_setting_says_the_days_and_the_tries(scene: Scene) -> None:
    assert "3 أيام عمل" in controls.ReferralControl().setting(scene.pack)
