"""From a draft to a numbered request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from silah.foundation.access import Door
from silah.foundation.journal.idempotency import Key
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, national_id
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from silah.journey.requests import drafts, gaps
from silah.journey.requests.models import Declaration, Draft, Participant, RequirementItem, SupportRequest
from silah.journey.requests.operations import AlreadyOpen, Signature, submit, withdraw
from silah.journey.requests.stages import Stage
from silah.people.models import HouseholdMember, Party
from tests import cast
from tests.journey.scene import Scene


def test_a_widow_asks_from_home_and_gets_her_number(scene: Scene) -> None:
    case = cast.widows_request(scene)
    assert case.reference is not None
    assert case.reference.endswith("/000001")
    assert (case.stage, case.channel, case.door) == (Stage.SUBMITTED, "request_service", "portal")
    assert case.entered_by_id is None
    assert case.answers["persons"] == 3
    assert case.answers["income"] == 1_500_00
    assert Declaration.objects.get(support_request=case).strength == "code_confirmed"


def test_exactly_what_she_lacks_is_named_and_nothing_else(scene: Scene) -> None:
    case = cast.widows_request(scene)
    assert [gap.text for gap in gaps.missing(case)] == [
        "الهوية الوطنية أو الإقامة — تخص نورة سعد الحربي",
        "سجل الأسرة — تخص نورة سعد الحربي",
        "ما يثبت الدخل — تخص نورة سعد الحربي",
        "شهادة وفاة الزوج أو الزوجة — تخص نورة سعد الحربي",
    ]


def test_an_unsigned_request_is_received_and_the_signature_is_named(scene: Scene) -> None:
    case = cast.widows_request(scene, signed=False)
    assert gaps.missing(case)[-1].text == "قراءة البيانات وتوقيع الإقرار — تخص نورة سعد الحربي"


def test_references_follow_one_another_without_a_gap(scene: Scene) -> None:
    numbers = [cast.widows_request(scene, cast.widow(scene, number)).reference for number in (1, 2, 3)]
    assert [number[-6:] for number in numbers if number] == ["000001", "000002", "000003"]


def test_a_refused_submission_takes_no_number(scene: Scene) -> None:
    party = cast.widow(scene)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    with pytest.raises(Invalid) as caught:
        submit(draft, by=by, applicant=party, channel="website")
    assert "channel" in caught.value.fields
    case = submit(draft, by=by, applicant=party, channel="request_service")
    assert case.reference is not None
    assert case.reference.endswith("/000001")


def test_a_double_click_makes_one_request(scene: Scene) -> None:
    party = cast.widow(scene)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    key = Key("one-form", {"draft": str(draft.id)})
    first = submit(draft, by=by, applicant=party, channel="request_service", key=key)  # type: ignore[call-arg]
    again = submit(draft, by=by, applicant=party, channel="request_service", key=key)  # type: ignore[call-arg]
    assert first.id == again.id
    assert SupportRequest.objects.count() == 1
    assert Entry.objects.filter(name="requests.submitted").count() == 1


def test_a_submission_is_few_statements_and_each_is_known_already(scene: Scene) -> None:
    """Neither reads nor writes are built anew by the ORM: what it costs is the values sent."""
    cast.widows_request(scene)
    party = cast.widow(scene, 2)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    with CaptureQueriesContext(connection) as asked, built_anew() as built:
        submit(draft, by=by, applicant=party, channel="request_service")
    assert len(asked) <= 23
    assert not built


@contextmanager
def built_anew() -> Iterator[list[str]]:
    """Statements that the ORM builds meanwhile."""
    found: list[str] = []
    builds = SQLCompiler.execute_sql

    def noted(compiler: Any, *args: Any, **kwargs: Any) -> Any:
        if "as_sql" not in vars(compiler):  # a prepared one has its statement by heart
            found.append(str(compiler.query))
        return builds(compiler, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "execute_sql", noted)
        yield found


def test_without_a_key_the_second_submission_is_told(scene: Scene) -> None:
    party = cast.widow(scene)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    submit(draft, by=by, applicant=party, channel="request_service")
    with pytest.raises(Conflict):
        submit(draft, by=by, applicant=party, channel="request_service")


def test_an_unanswered_page_is_named(scene: Scene) -> None:
    party = cast.widow(scene)
    by = cast.herself(scene, party)
    draft = drafts.begin("social_aid", by=by)
    with pytest.raises(Invalid) as caught:
        submit(draft, by=by, applicant=party, channel="request_service")
    assert {"urgent", "persons", "income"} <= set(caught.value.fields)


def test_the_officer_who_writes_is_never_the_applicant(scene: Scene) -> None:
    case = cast.request_at_the_desk(scene)
    assert case.applicant.full_name == cast.NOURA
    assert case.entered_by_id == scene.members["salma"].id
    assert case.answers["name"] == cast.NOURA
    assert set(case.sources.values()) == {"officer", "earlier"}
    assert Declaration.objects.get(support_request=case).witnessed_by_id == scene.members["salma"].id


def test_an_officer_does_not_write_in_his_own_name(scene: Scene) -> None:
    own = cast.person(scene, scene.members["salma"].full_name, 90)
    by = scene.actor("salma")
    draft = cast.filled(drafts.begin("social_aid", by=by, party=own), by, cast.WIDOW)
    with pytest.raises(Invalid) as caught:
        submit(draft, by=by, applicant=own, channel="interview")
    assert caught.value.code == "own_name"
    colleague = scene.actor("faisal")
    draft = cast.filled(drafts.begin("social_aid", by=colleague, party=own), colleague, cast.WIDOW)
    assert submit(draft, by=colleague, applicant=own, channel="interview").applicant_id == own.id


def test_nobody_submits_for_another_from_the_portal(scene: Scene) -> None:
    hers, other = cast.widow(scene), cast.person(scene, "هدى صالح الشمري", 2)
    draft = cast.widows_draft(scene, hers)
    with pytest.raises(NotAllowed):
        submit(draft, by=cast.herself(scene, hers), applicant=other, channel="request_service")
    with pytest.raises(NotFound):
        submit(draft, by=cast.herself(scene, other), applicant=other, channel="request_service")


def test_who_lives_with_her_is_written_with_needs_of_their_own(scene: Scene) -> None:
    party = cast.widow(scene)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    son = {"name": "سعد فهد الحربي", "relation": "son", "birth_date": "1/1/1440", "needs": "نظارة"}
    case = submit(draft, by=by, applicant=party, channel="request_service", persons=[son])
    dependant = Participant.objects.get(support_request=case, role="dependant")
    assert (dependant.party.full_name, dependant.needs) == ("سعد فهد الحربي", "نظارة")
    assert HouseholdMember.objects.filter(household=case.household, relation="son").count() == 1
    school = RequirementItem.objects.get(support_request=case, requirement="school_letter")
    assert (school.party_id, school.optional) == (dependant.party_id, True)


def test_who_returns_is_asked_less_and_her_household_is_known(scene: Scene) -> None:
    party = cast.widow(scene)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    son = {"name": "سعد فهد الحربي", "relation": "son", "birth_date": "1/1/1440"}
    first = submit(draft, by=by, applicant=party, channel="request_service", persons=[son])
    again = drafts.begin("social_aid", by=by)
    with pytest.raises(AlreadyOpen) as refused:
        submit(cast.filled(again, by, cast.WIDOW), by=by, applicant=party, channel="request_service")
    assert refused.value.request_id == first.id
    withdraw(first, by=by)
    again = drafts.begin("social_aid", by=by)
    assert [step.id for step in drafts.steps(again, by=by)] == ["service", "urgent", "changed", "papers"]
    second = submit(cast.filled(again, by, cast.WIDOW), by=by, applicant=party, channel="request_service")
    assert second.asked_count < first.asked_count
    assert second.known_count > 0
    assert second.answers["income"] == first.answers["income"]
    assert second.sources["income"] == "earlier"
    assert Participant.objects.filter(support_request=second, role="dependant").count() == 1


def test_a_number_alone_opens_nobodys_file(scene: Scene) -> None:
    cast.person(scene, "منيرة صالح الدوسري", 55)
    party = cast.widow(scene)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    guess = {
        "name": "منيرة الدوسري", "relation": "sibling",
        "national_id": national_id.synthetic(55), "birth_date": "1/1/1410",
    }  # fmt: skip
    with pytest.raises(Invalid) as caught:
        submit(draft, by=by, applicant=party, channel="request_service", persons=[guess])
    assert "منيرة" not in caught.value.message


def test_the_couple_is_the_unit_and_both_must_sign(couples: Scene) -> None:
    case = cast.couples_request(couples)
    husband = Party.objects.get(full_name=cast.AHMAD)
    signers = Participant.objects.filter(support_request=case, must_sign=True)
    assert set(signers.values_list("role", flat=True)) == {"applicant", "spouse"}
    ids = RequirementItem.objects.filter(support_request=case, requirement="national_id")
    assert set(ids.values_list("party_id", flat=True)) == {case.applicant_id, husband.id}
    kinds = {(gap.kind, gap.party_id) for gap in gaps.missing(case)}
    assert ("health_consent", husband.id) in kinds
    assert ("signature", husband.id) in kinds
    assert ("signature", case.applicant_id) not in kinds
    assert gaps.how_many([case]) == {case.id: len(gaps.missing(case))}


def test_she_cannot_name_herself_as_the_other_of_the_couple(couples: Scene) -> None:
    party = cast.wife(couples)
    spouse = {"name": cast.MAHA, "national_id": party.national_id, "birth_date": "1992-05-01",
              "mobile": "0510000701"}  # fmt: skip
    with pytest.raises(Invalid) as caught:
        cast.couples_request(couples, party, spouse=[spouse])
    assert "spouse-0-national_id" in caught.value.fields


def test_paper_is_entered_later_with_the_day_it_was_given(scene: Scene) -> None:
    party, by = cast.widow(scene), scene.actor("salma")
    draft = cast.filled(drafts.begin("social_aid", by=by, party=party), by, cast.WIDOW)
    on = clock.now() - timedelta(days=3)
    case = submit(
        draft,
        by=by,
        applicant=party,
        channel="office_representative",
        signature=Signature("fingerprint"),
        at=on,
    )
    entry = Entry.objects.get(name="requests.submitted", subject_id=case.id)
    assert entry.happened_at == case.submitted_at == on
    assert entry.recorded_at > on


def test_a_day_that_has_not_come_is_refused(scene: Scene) -> None:
    party = cast.widow(scene)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    tomorrow = clock.now() + timedelta(days=1)
    with pytest.raises(Invalid):
        submit(draft, by=by, applicant=party, channel="request_service", at=tomorrow)


def test_the_same_way_is_taken_from_the_api(scene: Scene) -> None:
    party = cast.widow(scene)
    draft = cast.widows_draft(scene, party)
    by = cast.herself(scene, party, Door.API)
    assert submit(draft, by=by, applicant=party, channel="request_service").door == "api"


def test_a_submitted_draft_keeps_no_answers(scene: Scene) -> None:
    case = cast.widows_request(scene)
    assert Draft.objects.get(submitted_request_id=case.id).answers == {}
