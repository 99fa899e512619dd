"""What proves H5a, H5b and H5c, and what breaks each."""

from __future__ import annotations

from datetime import timedelta

from silah.foundation.kernel import clock
from silah.journey.decisions import controls, operations
from silah.journey.decisions.models import AgendaItem, Decision, Reply, Sitting, Vote
from silah.journey.research.models import CaseStudy
from silah.people.models import Kinship
from silah.policy.control import Figures, Period, control, measured
from silah.policy.pack import load
from tests.journey.decisions import hall
from tests.journey.decisions.test_replies import herself, released
from tests.journey.scene import Scene
from tests.policy.pack.third import PACKS


def figures(scene: Scene, name: str) -> Figures:
    now = clock.now()
    period = Period(now - timedelta(days=365), now + timedelta(days=1))
    return measured(control(name), scene.actor("reem"), scene.pack, period)


def codes(found: Figures) -> set[str]:
    return {breach.code for breach in found.breaches}


def test_each_control_says_its_setting_in_a_sentence() -> None:
    committee, management = load(PACKS / "quwayiyah"), load(PACKS / "injab")
    for kind in (controls.DecidingBody, controls.Replied, controls.ReplyWindow):
        assert len(kind().setting(committee)) > 30
    assert "لجنة" in controls.DecidingBody().setting(committee)
    assert "سلسلة اعتماد" in controls.DecidingBody().setting(management)


def test_a_sitting_with_quorum_and_confirmed_minutes_proves_the_deciding_body(hall_scene: Scene) -> None:
    case = hall.decided(hall_scene)

    found = figures(hall_scene, "decisions.deciding_body")

    assert (found.total, found.good, found.breaches) == (1, 1, ())
    assert [sample.reference for sample in found.samples] == [case.reference]


def test_a_decision_of_the_other_body_breaks_it(hall_scene: Scene) -> None:
    hall.decided(hall_scene)
    Decision.objects.update(body="management")

    assert codes(figures(hall_scene, "decisions.deciding_body")) & {"no_approval", "wrong_body"}


def test_a_decision_without_votes_breaks_it(hall_scene: Scene) -> None:
    hall.decided(hall_scene)
    Vote.objects.all().delete()

    assert codes(figures(hall_scene, "decisions.deciding_body")) == {"no_quorum"}


def test_a_decision_with_half_the_seats_breaks_it(hall_scene: Scene) -> None:
    hall.decided(hall_scene)
    AgendaItem.objects.update(seats=4, present=2)

    assert codes(figures(hall_scene, "decisions.deciding_body")) == {"no_quorum"}


def test_a_vote_of_kin_breaks_it(hall_scene: Scene) -> None:
    case = hall.decided(hall_scene)
    Kinship.objects.create(
        membership=hall_scene.members["yusuf"], party_id=case.applicant_id, relation="cousin"
    )

    assert codes(figures(hall_scene, "decisions.deciding_body")) == {"barred"}


def test_a_vote_of_the_sole_researcher_breaks_it(hall_scene: Scene) -> None:
    case = hall.decided(hall_scene)
    CaseStudy.objects.filter(support_request=case).update(researcher=hall_scene.members["mona"])

    assert codes(figures(hall_scene, "decisions.deciding_body")) == {"barred"}


def test_telling_before_the_minutes_breaks_it(hall_scene: Scene) -> None:
    released(hall_scene)
    Decision.objects.update(final_at=None)
    Sitting.objects.update(confirmed_at=None)

    assert codes(figures(hall_scene, "decisions.deciding_body")) == {"told_before_minutes"}


def test_a_reply_received_proves_the_reply(hall_scene: Scene) -> None:
    case, reply = released(hall_scene)
    on_its_way = figures(hall_scene, "decisions.reply")
    assert (on_its_way.total, on_its_way.good, on_its_way.breaches) == (1, 0, ())

    operations.receive(reply, "portal", by=herself(hall_scene, case))

    found = figures(hall_scene, "decisions.reply")
    assert (found.total, found.good, found.breaches) == (1, 1, ())
    assert all(found.events.values())


def test_a_reply_left_lying_breaks_it(hall_scene: Scene) -> None:
    released(hall_scene)
    Reply.objects.update(released_at=clock.now() - timedelta(days=11))

    assert codes(figures(hall_scene, "decisions.reply")) == {"not_delivered"}


def test_a_decision_nobody_made_a_reply_of_breaks_it(hall_scene: Scene) -> None:
    hall.decided(hall_scene)
    Reply.objects.all().delete()

    assert codes(figures(hall_scene, "decisions.reply")) == {"no_reply"}


def test_replies_in_the_window_and_early_with_a_reason_prove_the_window(hall_scene: Scene) -> None:
    released(hall_scene)
    case = hall.decided(hall_scene, complete_days_ago=3)
    early = Reply.objects.get(support_request=case)
    operations.release_early([early], "set_date", by=hall_scene.actor("ibrahim"))

    found = figures(hall_scene, "decisions.reply_window")

    assert (found.total, found.good, found.breaches) == (2, 2, ())
    assert ("داخل المدة", "1") in found.lines
    assert ("مبكر بسبب", "1") in found.lines


def test_a_late_reply_breaks_the_window_and_names_the_case(hall_scene: Scene) -> None:
    case, _reply = released(hall_scene, complete_days_ago=40)

    found = figures(hall_scene, "decisions.reply_window")

    assert [(breach.subject_id, breach.code) for breach in found.breaches] == [(case.id, "late")]
    assert case.reference in found.breaches[0].sentence


def test_an_early_reply_without_a_reason_breaks_the_window(hall_scene: Scene) -> None:
    _case, _reply = released(hall_scene)
    Reply.objects.update(floor_on=clock.today() + timedelta(days=2))

    assert codes(figures(hall_scene, "decisions.reply_window")) == {"early"}


def test_a_latest_day_that_passed_without_any_reply_breaks_the_window(hall_scene: Scene) -> None:
    case = hall.studied(hall_scene, complete_days_ago=45)

    found = figures(hall_scene, "decisions.reply_window")

    assert [(breach.subject_id, breach.code) for breach in found.breaches] == [(case.id, "no_reply_yet")]


def test_the_last_moment_of_the_latest_day_is_still_in_time(hall_scene: Scene) -> None:
    case = hall.decided(hall_scene)
    reply = Reply.objects.get(support_request=case)
    assert reply.ceiling_on is not None

    with clock.travel(clock.end_of_day(reply.ceiling_on)):
        operations.release(reply, by=hall_scene.actor("salma"))
        assert figures(hall_scene, "decisions.reply_window").breaches == ()
