"""The case study: facts and numbers apart from the opinion, saved without loss, submitted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.research import operations, queries
from silah.journey.research.facts import Findings, Housing, Money, Person
from silah.journey.research.models import CaseStudy
from silah.journey.research.operations import Written
from silah.journey.research.studies import sole_researcher
from silah.people.models import Kinship
from tests.journey.scene import Scene

FOUND = Findings(
    people=(
        Person("سعد فهد الحربي", "son", "child", needs="حقيبة مدرسية"),
        Person("منيرة فهد الحربي", "daughter", "child"),
        Person("موضي علي الحربي", "parent", "adult", needs="دواء شهري"),
    ),
    housing=Housing("hijra", "popular", "rent", "سقف يحتاج إلى ترميم"),
    income={"social_security": Money(1_800_00, proof="مشهد الضمان")},
    obligations={"rent": Money(900_00, proof="عقد الإيجار")},
    expenses={"electricity": Money(250_00)},
    needs="سداد إيجار شهرين",
)
WRITTEN = Written(
    findings=FOUND,
    kind="field",
    visited_on=clock.today() - timedelta(days=1),
    opinion="الأسرة بلا عائل، والسكن مستأجر، والحاجة قائمة.",
    recommendation="accept",
    amount=2_000_00,
    months=6,
)


def begun(scene: Scene, who: str = "nouf") -> CaseStudy:
    return operations.begin_study(scene.case(stage=Stage.VERIFIED), by=scene.actor(who))


def test_a_study_begins_after_matching_only(scene: Scene) -> None:
    with pytest.raises(NotYet):
        operations.begin_study(scene.case(stage=Stage.COMPLETE), by=scene.actor("nouf"))
    with pytest.raises(NotAllowed):
        operations.begin_study(scene.case(stage=Stage.VERIFIED), by=scene.actor("salma"))


def test_nothing_typed_is_lost_in_a_draft_however_little_it_is(scene: Scene) -> None:
    study, by = begun(scene), scene.actor("nouf")

    half = Written(findings=Findings(people=(Person("سعد"),), needs="؟"), opinion="لم")
    operations.save_study(study, half, by=by, expected_version=1)
    saved = operations.save_study(study, WRITTEN, by=by, expected_version=2)

    view = queries.study(by, study.support_request_id)
    assert view is not None
    assert view.findings == FOUND
    assert (view.opinion, saved.version) == (WRITTEN.opinion, 3)
    assert CaseStudy.objects.get(id=study.id).facts["people"][0]["needs"] == "حقيبة مدرسية"


def test_a_stale_page_does_not_overwrite_what_another_page_saved(scene: Scene) -> None:
    study, by = begun(scene), scene.actor("nouf")
    operations.save_study(study, WRITTEN, by=by, expected_version=1)

    with pytest.raises(Conflict):
        operations.save_study(study, Written(findings=Findings()), by=by, expected_version=1)

    assert CaseStudy.objects.get(id=study.id).opinion == WRITTEN.opinion


def test_submitting_freezes_the_numbers_and_moves_the_request_on(scene: Scene) -> None:
    study, by = begun(scene), scene.actor("nouf")

    done = operations.submit_study(study, WRITTEN, by=by, expected_version=1)

    # (1,800 − 900) ÷ (1 + 0.8 + 0.6 + 0.6) = 300
    assert (done.per_head, done.need_class) == (300_00, "a")
    assert SupportRequest.objects.get(id=study.support_request_id).stage == Stage.STUDIED
    entry = Entry.objects.get(name="research.study_submitted")
    assert "بلا عائل" not in str(entry.data)
    with pytest.raises(NotYet):
        operations.save_study(study, WRITTEN, by=by, expected_version=done.version)


def test_declared_and_studied_numbers_stand_side_by_side(scene: Scene) -> None:
    study, by = begun(scene), scene.actor("nouf")
    operations.save_study(study, WRITTEN, by=by, expected_version=1)

    view = queries.study(by, study.support_request_id)

    assert view is not None
    assert view.declared.need is not None
    assert view.studied.need is not None
    assert view.declared.need.per_head == 176_47  # (1,500 − 900) ÷ 3.4
    assert view.studied.need.per_head == 300_00


def test_an_opinion_a_recommendation_and_its_figures_are_needed_to_submit(scene: Scene) -> None:
    study, by = begun(scene), scene.actor("nouf")

    with pytest.raises(Invalid) as empty:
        operations.submit_study(study, Written(findings=FOUND), by=by, expected_version=1)
    too_much = replace(WRITTEN, amount=99_999_00, months=60, visited_on=None)
    with pytest.raises(Invalid) as award:
        operations.submit_study(study, too_much, by=by, expected_version=1)
    with pytest.raises(Invalid) as reason:
        operations.submit_study(study, replace(WRITTEN, recommendation="reject"), by=by, expected_version=1)

    assert set(empty.value.fields) == {"opinion", "recommendation"}
    assert set(award.value.fields) == {"amount", "months", "visited_on"}
    assert set(reason.value.fields) == {"reason"}


def test_a_refusal_is_recommended_with_one_of_the_services_reasons(scene: Scene) -> None:
    study, by = begun(scene), scene.actor("nouf")
    refusal = replace(WRITTEN, recommendation="reject", reason="above_ceiling", amount=None, months=None)

    done = operations.submit_study(study, refusal, by=by, expected_version=1)

    assert (done.recommendation, done.reason) == ("reject", "above_ceiling")


def test_the_researcher_does_not_study_her_own_kin(scene: Scene) -> None:
    case = scene.case(stage=Stage.VERIFIED)
    Kinship.objects.create(membership=scene.members["nouf"], party=case.applicant, relation="cousin")

    with pytest.raises(NotAllowed):
        operations.begin_study(case, by=scene.actor("nouf"))

    assert operations.begin_study(case, by=scene.actor("huda")).researcher_id == scene.members["huda"].id


def test_two_researchers_do_not_write_one_study(scene: Scene) -> None:
    study = begun(scene)

    with pytest.raises(Conflict) as second:
        operations.begin_study(study.support_request, by=scene.actor("huda"))
    with pytest.raises(NotAllowed):
        operations.save_study(study, WRITTEN, by=scene.actor("huda"), expected_version=1)

    assert "نوف عبدالله الدوسري" in second.value.message


def test_a_study_is_taken_over_from_a_researcher_who_left(scene: Scene) -> None:
    study = begun(scene)
    operations.save_study(study, WRITTEN, by=scene.actor("nouf"), expected_version=1)
    scene.members["nouf"].left_at = clock.now()
    scene.members["nouf"].save(update_fields=["left_at"])

    taken = operations.begin_study(study.support_request, by=scene.actor("huda"))

    assert taken.opinion == WRITTEN.opinion
    assert CaseStudy.objects.get(id=study.id).superseded_at is not None


def test_a_request_sent_back_is_studied_again_from_where_it_ended(scene: Scene) -> None:
    study, by = begun(scene), scene.actor("nouf")
    operations.submit_study(study, WRITTEN, by=by, expected_version=1)
    case = SupportRequest.objects.get(id=study.support_request_id)
    case.stage = Stage.VERIFIED
    case.save(update_fields=["stage"])

    again = operations.begin_study(case, by=scene.actor("huda"))

    assert (again.kind, again.opinion) == ("follow_up", WRITTEN.opinion)
    assert sole_researcher(case.id) == {scene.members["nouf"].id}
    operations.submit_study(again, WRITTEN, by=scene.actor("huda"), expected_version=1)
    assert sole_researcher(case.id) == frozenset()


def test_health_notes_are_opened_by_the_packs_readers_alone(couples: Scene) -> None:
    case, _husband = couples.couple(stage=Stage.VERIFIED)
    researcher = couples.actor("nouf")
    study = operations.begin_study(case, by=researcher)
    written = replace(WRITTEN, health="تحتاج إلى دورة واحدة.")
    operations.save_study(study, written, by=researcher, expected_version=1)

    def health(who: str) -> str | None:
        view = queries.study(couples.actor(who), case.id)
        assert view is not None
        return view.health

    assert health("nouf") == health("majed") == "تحتاج إلى دورة واحدة."
    assert health("salma") is None


def test_a_couples_conditions_are_explained_line_by_line(couples: Scene) -> None:
    case, _husband = couples.couple(stage=Stage.VERIFIED)
    operations.begin_study(case, by=couples.actor("nouf"))

    view = queries.study(couples.actor("nouf"), case.id)

    assert view is not None
    assert {line.id: line.passed for line in view.studied.lines}["earlier_cycles"] is True
    assert view.studied.need is None
