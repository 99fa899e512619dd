"""Signing exactly what is read back; what voids it and what does not."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotYet
from silah.journey.requests import queries
from silah.journey.requests.models import Correction, Declaration, Participant, SupportRequest
from silah.journey.requests.operations import (
    advance,
    change_answer,
    consent_health,
    correct_on_record,
    sign,
    withdraw,
    witness_signature,
)
from silah.journey.requests.stages import Stage
from silah.people import operations as people
from silah.people.models import Party
from tests import cast
from tests.journey.scene import Scene


def fresh(case: SupportRequest) -> SupportRequest:
    return SupportRequest.objects.get(id=case.id)


def test_what_is_signed_is_exactly_what_was_read(scene: Scene) -> None:
    case = cast.widows_request(scene)
    by = cast.herself(scene, case.applicant)
    read, signed = queries.to_sign(by, case.id), Declaration.objects.get(support_request=case).snapshot
    assert [(label, text) for _key, label, text in signed["answers"]] == list(read.answers)
    assert signed["declaration"] == scene.pack.declaration.words == read.declaration
    assert ("كم دخل الأسرة في الشهر تقريبًا؟", "1,500 ريال") in read.answers
    assert "شهادة وفاة الزوج أو الزوجة — نورة سعد الحربي" in read.papers


def test_the_digest_is_computed_anew_and_agrees_with_the_journal(scene: Scene) -> None:
    case = cast.widows_request(scene)
    declaration = Declaration.objects.get(support_request=case)
    assert queries.verify_declaration(scene.actor("reem"), declaration.id).holds


def test_one_changed_word_is_found(scene: Scene) -> None:
    declaration = Declaration.objects.get(support_request=cast.widows_request(scene))
    declaration.snapshot["answers"][0][2] = "الرويضة"
    declaration.save()
    found = queries.verify_declaration(scene.actor("reem"), declaration.id)
    assert not found.intact
    assert not found.holds


def test_an_answer_changed_past_the_operations_is_found(scene: Scene) -> None:
    case = cast.widows_request(scene)
    SupportRequest.objects.filter(id=case.id).update(answers={**case.answers, "income": 1})
    found = queries.verify_declaration(scene.actor("reem"), Declaration.objects.get().id)
    assert found.intact
    assert not found.current


def test_a_code_for_entering_or_for_another_request_signs_nothing(scene: Scene) -> None:
    party = cast.widow(scene)
    case, other = (
        cast.widows_request(scene, party, signed=False),
        cast.widows_request(scene, party, signed=False, service="rent"),
    )
    by = cast.herself(scene, party)
    code = cast.signing_code(other.id, party, by)
    with pytest.raises(Invalid):
        sign(case, party, by=by, method="code", code=code)
    assert sign(other, party, by=by, method="code", code=code).strength == "code_confirmed"


def test_nobody_signs_for_her(scene: Scene) -> None:
    party = cast.widow(scene)
    case = cast.widows_request(scene, party, signed=False)
    code = cast.signing_code(case.id, party, cast.herself(scene, party))
    for by in (scene.actor("salma"), cast.herself(scene, cast.person(scene, "هدى صالح الشمري", 2))):
        with pytest.raises(NotAllowed):
            sign(case, party, by=by, method="code", code=code)


def test_a_drawn_signature_says_how_strong_it_is(scene: Scene) -> None:
    party = cast.widow(scene)
    case, by = cast.widows_request(scene, party, signed=False), cast.herself(scene, party)
    with pytest.raises(Invalid):
        sign(case, party, by=by, method="drawn")
    sign(case, party, by=by, method="drawn", file_id=uuid4())
    view = queries.signatures(by, case.id)[0]
    assert (view.strength_words, view.method_words) == ("مرسوم", "توقيع مرسوم على الشاشة")


def test_paper_and_fingerprint_have_a_witness_of_their_own_name(scene: Scene) -> None:
    party = cast.widow(scene)
    case = cast.widows_request(scene, party, signed=False)
    with pytest.raises(NotAllowed):
        witness_signature(case, party, by=cast.herself(scene, party))
    row = witness_signature(case, party, by=scene.actor("salma"), method="fingerprint")
    assert (row.strength, row.witnessed_by_id) == ("witnessed", scene.members["salma"].id)
    with pytest.raises(Conflict):
        witness_signature(case, party, by=scene.actor("salma"))


def test_her_own_change_of_a_material_answer_voids_it_and_takes_her_back(scene: Scene) -> None:
    case = cast.complete_request(scene)
    by = cast.herself(scene, case.applicant)
    change_answer(case, "income", "٢٠٠٠", by=by, expected_version=1)
    changed = fresh(case)
    assert (changed.stage, changed.ceiling_on, changed.answers["income"]) == (Stage.SUBMITTED, None, 200000)
    assert not queries.declaration_stands(by, case.id)
    assert [gap.kind for gap in queries.missing(by, case.id)] == ["signature"]
    assert Entry.objects.filter(name="requests.declaration_voided").count() == 1
    code = cast.signing_code(case.id, case.applicant, by)
    sign(changed, case.applicant, by=by, method="code", code=code)
    assert fresh(case).stage == Stage.COMPLETE
    assert queries.signatures(by, case.id)[0].voided == 1


def test_a_decision_on_a_voided_declaration_is_refused(scene: Scene) -> None:
    case, by = cast.complete_request(scene), scene.actor("nouf")
    for stage in (Stage.VERIFIED, Stage.STUDIED):
        advance(case, stage, by=by)
    Declaration.objects.filter(support_request=case).update(voided_at=clock.now())
    with pytest.raises(NotYet) as caught:
        advance(case, Stage.DECIDED, by=scene.actor("ibrahim"))
    assert caught.value.code == "unsigned"


def test_a_plain_answer_changes_and_the_signature_stands(scene: Scene) -> None:
    case = cast.complete_request(scene)
    change_answer(case, "urgent", "yes", by=cast.herself(scene, case.applicant), expected_version=1)
    assert fresh(case).stage == Stage.COMPLETE
    assert queries.declaration_stands(scene.actor("salma"), case.id)
    assert fresh(case).urgent


def test_an_officers_correction_stands_beside_and_voids_nothing(scene: Scene) -> None:
    case = cast.complete_request(scene)
    correct_on_record(case, "name", "نورة سعيد الحربي", by=scene.actor("salma"))
    assert queries.declaration_stands(scene.actor("salma"), case.id)
    assert fresh(case).stage == Stage.COMPLETE
    found = next(
        a for a in queries.declared_answers(scene.actor("salma"), case.id) if a.question_id == "name"
    )
    assert found.text == cast.NOURA
    assert found.corrected is not None
    assert found.corrected.text == "نورة سعيد الحربي"
    assert Correction.objects.count() == 1
    with pytest.raises(NotAllowed):
        correct_on_record(case, "name", "غيرها فهد", by=cast.herself(scene, case.applicant))


def test_nothing_is_put_beside_what_she_declared_once_the_request_has_ended(scene: Scene) -> None:
    case = cast.complete_request(scene)
    withdraw(case, by=cast.herself(scene, case.applicant))
    with pytest.raises(NotYet):
        correct_on_record(case, "name", "نورة سعيد الحربي", by=scene.actor("salma"))
    assert not Correction.objects.exists()


def test_her_name_corrected_in_her_file_leaves_the_signature_standing(scene: Scene) -> None:
    case = cast.complete_request(scene)
    party = Party.objects.get(id=case.applicant_id)
    people.correct_party(
        party,
        by=scene.actor("salma"),
        changes={"full_name": "نورة سعيد الحربي"},
        expected_version=party.version,
    )
    assert queries.verify_declaration(scene.actor("reem"), Declaration.objects.get().id).holds


def test_two_who_change_one_answer_see_both(scene: Scene) -> None:
    case = cast.widows_request(scene)
    change_answer(case, "rent", "900", by=cast.herself(scene, case.applicant), expected_version=1)
    with pytest.raises(Conflict) as caught:
        change_answer(case, "rent", "800", by=scene.actor("salma"), expected_version=1)
    assert "900 ريال" in caught.value.fields["rent"]
    assert "800 ريال" in caught.value.fields["rent"]


def test_the_same_answer_again_is_no_change(scene: Scene) -> None:
    case = cast.widows_request(scene)
    with pytest.raises(Invalid) as caught:
        change_answer(case, "income", "1500", by=cast.herself(scene, case.applicant), expected_version=1)
    assert caught.value.code == "unchanged"


def test_a_changed_state_changes_the_papers_asked_for(scene: Scene) -> None:
    case = cast.widows_request(scene)
    by = cast.herself(scene, case.applicant)
    change_answer(case, "marital_status", "divorced", by=by, expected_version=1)
    asked = {gap.requirement for gap in queries.missing(by, case.id) if gap.kind == "paper"}
    assert "divorce_deed" in asked
    assert "death_certificate" not in asked


def test_who_she_is_does_not_change_on_this_page(scene: Scene) -> None:
    case = cast.widows_request(scene)
    with pytest.raises(NotFound):
        change_answer(case, "identity", {}, by=cast.herself(scene, case.applicant), expected_version=1)


def test_the_husband_consents_for_himself_and_signs_second(couples: Scene) -> None:
    case = cast.couples_request(couples)
    husband = Party.objects.get(full_name=cast.AHMAD)
    by = cast.herself(couples, husband)
    cast.bring_all(case, couples.actor("salma"))
    assert fresh(case).stage == Stage.SUBMITTED
    code = cast.signing_code(case.id, husband, by)
    with pytest.raises(NotYet) as caught:
        sign(case, husband, by=by, method="code", code=code)
    assert caught.value.code == "health_consent"
    with pytest.raises(NotAllowed):
        consent_health(case, husband, by=cast.herself(couples, case.applicant))
    consent_health(case, husband, by=by)
    sign(case, husband, by=by, method="code", code=cast.signing_code(case.id, husband, by))
    assert fresh(case).stage == Stage.COMPLETE
    assert Party.objects.get(id=case.applicant_id).file_number is not None
    assert Party.objects.get(id=husband.id).file_number is None
    assert Participant.objects.filter(support_request=case, health_consent_at=None).count() == 0


def test_the_wifes_change_voids_the_husbands_signature_too(couples: Scene) -> None:
    case = cast.couples_request(couples)
    husband = Party.objects.get(full_name=cast.AHMAD)
    by = cast.herself(couples, husband)
    consent_health(case, husband, by=by)
    sign(case, husband, by=by, method="drawn", file_id=uuid4())
    change_answer(case, "children", "1", by=cast.herself(couples, case.applicant), expected_version=1)
    assert Declaration.objects.filter(support_request=case, voided_at=None).count() == 0
    assert Declaration.objects.filter(support_request=case).count() == 2


def test_a_signature_on_paper_keeps_its_own_day(scene: Scene) -> None:
    party = cast.widow(scene)
    case = cast.widows_request(scene, party, signed=False)
    on = clock.now() - timedelta(hours=5)
    assert witness_signature(case, party, by=scene.actor("salma"), at=on).signed_at == on
