"""Declared beside verified: compared field by field, settled, and only then handed on to the study."""

from __future__ import annotations

import pytest

from silah.foundation.journal.models import Entry
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.journey.verification import operations, queries
from silah.journey.verification.models import Match
from tests.journey.scene import Scene


def match_everything(scene: Scene, case: SupportRequest, who: str = "salma") -> None:
    by = scene.actor(who)
    for row in queries.sheet(by, case).fields:
        operations.match_field(case, row.field, by=by, method="original_seen", result="match")


def test_the_declared_value_stays_and_the_verified_one_stands_beside_it(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")

    operations.match_field(
        case, "income", by=by, method="document_seen", result="mismatch", verified="2,300 ريالًا"
    )

    row = queries.sheet(by, case).field("income")
    assert row is not None
    assert (row.declared, row.verified, row.differs) == ("1,500 ريال", "2,300 ريالًا", True)
    case.refresh_from_db()
    assert case.answers["income"] == 1_500_00


def test_what_matches_needs_no_typing(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")

    match = operations.match_field(case, "rent", by=by, method="original_seen", result="match")

    assert match.verified == "900 ريال"


def test_a_difference_without_the_value_seen_is_sent_back_to_the_field(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")

    with pytest.raises(Invalid) as refused:
        operations.match_field(case, "income", by=by, method="document_seen", result="mismatch")

    assert set(refused.value.fields) == {"verified"}


def test_unknown_fields_means_and_results_are_refused(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")

    with pytest.raises(Invalid) as field:
        operations.match_field(case, "urgent", by=by, method="by_phone", result="match")
    with pytest.raises(Invalid) as words:
        operations.match_field(case, "income", by=by, method="guess", result="maybe")

    assert "field" in field.value.fields
    assert set(words.value.fields) == {"method", "result"}


def test_a_difference_stays_open_until_somebody_says_how_it_was_settled(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")
    match_everything(scene, case)
    operations.match_field(
        case, "income", by=by, method="document_seen", result="mismatch", verified="2,300 ريالًا"
    )
    operations.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)
    with pytest.raises(NotYet) as waiting:
        operations.finish_matching(case, by=by)
    assert "دخل الأسرة" in waiting.value.message

    difference = Match.objects.get(support_request=case, field="income", superseded_at=None)
    operations.resolve_mismatch(difference, by=by, how="verified_taken")

    assert operations.finish_matching(case, by=by).stage == Stage.VERIFIED


def test_a_difference_is_settled_once_and_a_match_never(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")
    same = operations.match_field(case, "rent", by=by, method="original_seen", result="match")
    other = operations.match_field(case, "income", by=by, method="document_seen", result="unreadable")
    operations.resolve_mismatch(other, by=by, how="difference_explained")

    with pytest.raises(Conflict):
        operations.resolve_mismatch(other, by=by, how="verified_taken")
    with pytest.raises(Invalid):
        operations.resolve_mismatch(same, by=by, how="verified_taken")


def test_matching_again_keeps_the_earlier_comparison(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")
    operations.match_field(case, "income", by=by, method="by_phone", result="mismatch", verified="2,000")

    operations.match_field(case, "income", by=by, method="original_seen", result="match")

    rows = Match.objects.filter(support_request=case, field="income").order_by("version")
    assert [(row.result, row.superseded_at is None) for row in rows] == [("mismatch", False), ("match", True)]


def test_the_second_of_two_officers_is_told_who_came_first_and_what_was_seen(scene: Scene) -> None:
    case = scene.case()
    operations.match_field(
        case, "income", by=scene.actor("salma"), method="document_seen", result="mismatch",
        verified="2,300 ريالًا", expected_version=0,
    )  # fmt: skip

    with pytest.raises(Conflict) as late:
        operations.match_field(
            case, "income", by=scene.actor("faisal"), method="by_phone", result="match", expected_version=0
        )

    assert "سلمى فهد العتيبي" in late.value.message
    assert "2,300 ريالًا" in late.value.fields["verified"]
    current = Match.objects.get(support_request=case, field="income", superseded_at=None)
    assert current.result == "mismatch"


def test_two_officers_on_two_fields_do_not_stand_in_each_others_way(scene: Scene) -> None:
    case = scene.case()

    operations.match_field(
        case, "income", by=scene.actor("salma"), method="by_phone", result="match", expected_version=0
    )
    operations.match_field(
        case, "rent", by=scene.actor("faisal"), method="by_phone", result="match", expected_version=0
    )

    assert Match.objects.filter(support_request=case).count() == 2


def test_an_answer_changed_by_the_applicant_is_compared_again(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")
    match_everything(scene, case)
    operations.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)
    case.answers = {**case.answers, "income": 900_00}
    case.answers_version += 1
    case.save(update_fields=["answers", "answers_version"])

    sheet = queries.sheet(by, case)

    row = sheet.field("income")
    assert row is not None
    assert row.stale
    assert sheet.waiting == ("كم دخل الأسرة في الشهر تقريبًا؟", "تأكيد صحة البيانات")


def test_each_spouse_is_compared_apart(couples: Scene) -> None:
    case, husband = couples.couple()
    by = couples.actor("nouf")

    operations.match_field(case, "spouse", by=by, method="original_seen", result="match", party=husband)

    row = queries.sheet(by, case).field("spouse", husband.id)
    assert row is not None
    assert "أحمد خالد القرني" in row.label
    assert "أحمد خالد القرني" in row.declared
    assert row.result == "match"


def test_an_officer_sees_that_a_health_answer_waits_and_never_what_it_says(couples: Scene) -> None:
    case, _husband = couples.couple()

    sealed = queries.sheet(couples.actor("salma"), case).field("cycles")
    opened = queries.sheet(couples.actor("nouf"), case).field("cycles")

    assert sealed is not None
    assert (sealed.sealed, sealed.declared, sealed.open) == (True, "", True)
    assert opened is not None
    assert (opened.sealed, opened.declared) == (False, "1")


def test_a_health_answer_is_compared_by_its_readers_alone(couples: Scene) -> None:
    case, _husband = couples.couple()

    with pytest.raises(NotAllowed) as refused:
        operations.match_field(
            case, "cycles", by=couples.actor("salma"), method="document_seen", result="match"
        )
    operations.match_field(case, "cycles", by=couples.actor("nouf"), method="document_seen", result="match")

    assert refused.value.refusal is not None
    assert Match.objects.filter(support_request=case, field="cycles").count() == 1


def test_matching_ends_only_when_papers_truth_and_every_field_are_there(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")
    paper = scene.item(case, "national_id", state="presented", valid_when_presented=None)
    match_everything(scene, case)

    with pytest.raises(NotYet) as waiting:
        operations.finish_matching(case, by=by)
    assert "الهوية الوطنية" in waiting.value.message
    assert "تأكيد صحة البيانات" in waiting.value.message

    paper.state, paper.valid_when_presented = "accepted", True
    paper.save(update_fields=["state", "valid_when_presented"])
    operations.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)
    operations.finish_matching(case, by=by)

    names = Entry.objects.filter(subject_id=case.id).values_list("name", "clause")
    assert ("verification.matched", "H2b") in names
    assert ("verification.truth_confirmed", "H4a") in names
    assert ("verification.finished", "H2b") in names


def test_an_incomplete_request_cannot_pass_however_well_it_matches(scene: Scene) -> None:
    case, by = scene.case(stage=Stage.SUBMITTED), scene.actor("salma")
    match_everything(scene, case)
    operations.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)

    with pytest.raises(NotYet):
        operations.finish_matching(case, by=by)

    assert SupportRequest.objects.get(id=case.id).stage == Stage.SUBMITTED


def test_truth_is_confirmed_whole_and_once(scene: Scene) -> None:
    case, by = scene.case(), scene.actor("salma")

    with pytest.raises(Invalid) as half:
        operations.confirm_truth(case, by=by, data_checked=True, responsibility_explained=False)
    operations.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)
    with pytest.raises(Conflict):
        operations.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)

    assert set(half.value.fields) == {"responsibility_explained"}


def test_nothing_is_compared_after_the_request_went_on(scene: Scene) -> None:
    case = scene.case(stage=Stage.STUDIED)

    with pytest.raises(NotYet):
        operations.match_field(case, "income", by=scene.actor("salma"), method="by_phone", result="match")


def test_those_who_decide_do_not_match(scene: Scene) -> None:
    case = scene.case()

    with pytest.raises(NotAllowed):
        operations.match_field(case, "income", by=scene.actor("khalid"), method="by_phone", result="match")


def test_the_sheet_asks_the_same_number_of_questions_however_long_it_is(
    scene: Scene, django_assert_num_queries: object
) -> None:
    case, by = scene.case(), scene.actor("salma")
    match_everything(scene, case)
    for requirement in ("national_id", "family_record", "income_statement"):
        scene.item(case, requirement)

    with django_assert_num_queries(5):  # type: ignore[operator]
        queries.sheet(by, case)
