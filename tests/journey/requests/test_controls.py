"""Each control is seen good, then broken, and says which case broke it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from silah.foundation.kernel import clock
from silah.journey.requests import controls  # noqa: F401 - importing registers them
from silah.journey.requests.models import Declaration, RequirementItem, SupportRequest
from silah.journey.requests.operations import witness_signature
from silah.journey.requests.stages import Stage
from silah.people.models import Party
from silah.policy.control import Figures, Period, control, measured
from tests import cast
from tests.journey.scene import Scene

YEAR = timedelta(days=365)


def figures(scene: Scene, name: str) -> Figures:
    found = control(name)
    assert found is not None
    assert found.setting(scene.pack)
    period = Period(clock.now() - YEAR, clock.now() + timedelta(days=400))
    read = measured(found, scene.actor("reem"), scene.pack, period)
    assert all(cast.NOURA not in sample.sentence for sample in read.samples)
    return read


def codes(scene: Scene, name: str) -> list[str]:
    return [breach.code for breach in figures(scene, name).breaches]


def test_the_form_as_stored_is_the_form_as_shown(scene: Scene) -> None:
    cast.widows_request(scene)
    good = figures(scene, "requests.form")
    assert (good.total, good.good, good.breaches) == (1, 1, ())
    assert all(good.events.values())
    row = Declaration.objects.get()
    row.snapshot["answers"][0][1] = "سؤال آخر"
    row.save()
    assert codes(scene, "requests.form") == ["altered"]


def test_who_returns_is_not_asked_again(scene: Scene) -> None:
    party = cast.widow(scene)
    cast.widows_request(scene, party)
    SupportRequest.objects.update(stage=Stage.CLOSED)
    second = cast.widows_request(scene, party)
    assert second.known_count > 0
    good = figures(scene, "requests.ask_once")
    assert (good.total, good.good, good.breaches) == (1, 1, ())
    SupportRequest.objects.filter(id=second.id).update(known_count=0)
    assert codes(scene, "requests.ask_once") == ["asked_again"]


def test_what_began_electronically_was_not_sent_to_paper(scene: Scene) -> None:
    cast.widows_request(scene)
    good = figures(scene, "requests.electronic")
    assert (good.total, good.good, good.breaches) == (1, 1, ())
    other = cast.widows_request(scene, cast.person(scene, "هدى صالح الشمري", 2), signed=False)
    witness_signature(other, other.applicant, by=scene.actor("salma"))
    assert codes(scene, "requests.electronic") == ["sent_to_paper"]


def test_whoever_cannot_travel_is_not_made_to(scene: Scene) -> None:
    case = cast.widows_request(scene)
    for item in RequirementItem.objects.filter(support_request=case).select_related("support_request"):
        cast.show(item, scene.actor("salma"), how="seen_by_representative")
    Party.objects.filter(id=case.applicant_id).update(cannot_travel=True)
    good = figures(scene, "requests.from_place")
    assert (good.total, good.good, good.breaches) == (1, 1, ())
    RequirementItem.objects.filter(support_request=case, requirement="national_id").update(
        how="seen_at_office"
    )
    broken = figures(scene, "requests.from_place")
    assert ([breach.code for breach in broken.breaches], broken.good) == (["made_to_travel"], 0)


def test_the_request_itself_is_a_channel(scene: Scene) -> None:
    case = cast.widows_request(scene)
    good = figures(scene, "requests.request_service")
    assert (good.total, good.good, good.breaches) == (1, 1, ())
    assert good.lines == (("خدمات طلب المساعدة", "1"),)
    SupportRequest.objects.filter(id=case.id).update(channel="website")
    assert codes(scene, "requests.request_service") == ["wrong_channel"]


def test_a_step_that_was_skipped_past_the_operations_is_seen(scene: Scene) -> None:
    case = cast.complete_request(scene)
    good = figures(scene, "requests.ordered_steps")
    assert (good.total, good.good, good.breaches) == (1, 1, ())
    SupportRequest.objects.filter(id=case.id).update(stage=Stage.DECIDED)
    broken = figures(scene, "requests.ordered_steps")
    assert [(breach.code, breach.subject_id) for breach in broken.breaches] == [("skipped", case.id)]


def test_a_request_that_went_on_incomplete_is_seen(scene: Scene) -> None:
    case = cast.complete_request(scene)
    good = figures(scene, "requests.completeness")
    assert (good.total, good.good, good.breaches) == (1, 1, ())
    assert all(good.events.values())
    SupportRequest.objects.filter(id=case.id).update(stage=Stage.VERIFIED)
    RequirementItem.objects.filter(support_request=case, requirement="national_id").update(state="missing")
    assert codes(scene, "requests.completeness") == ["went_on_incomplete"]


def test_whoever_was_left_without_a_reminder_is_seen(scene: Scene) -> None:
    cast.widows_request(scene)
    assert codes(scene, "requests.completeness") == []
    with clock.travel(clock.now() + timedelta(days=11)):
        assert codes(scene, "requests.completeness") == ["not_reminded"]


def test_a_request_that_went_on_unsigned_is_seen(scene: Scene) -> None:
    case = cast.complete_request(scene)
    good = figures(scene, "requests.declaration")
    assert (good.total, good.good, good.breaches) == (1, 1, ())
    assert good.lines == (("مؤكد برمز", "1"),)
    SupportRequest.objects.filter(id=case.id).update(stage=Stage.STUDIED)
    Declaration.objects.update(voided_at=clock.now())
    assert codes(scene, "requests.declaration") == ["unsigned"]


def test_a_declaration_the_journal_does_not_know_is_seen(scene: Scene) -> None:
    cast.complete_request(scene)
    Declaration.objects.update(id=uuid4())
    assert codes(scene, "requests.declaration") == ["altered"]


def test_a_complete_request_without_a_file_number_is_seen(scene: Scene) -> None:
    case = cast.complete_request(scene)
    good = figures(scene, "requests.registration")
    assert (good.total, good.good, good.breaches) == (1, 1, ())
    Party.objects.filter(id=case.applicant_id).update(file_number=None)
    assert codes(scene, "requests.registration") == ["no_number"]


def test_a_gap_between_file_numbers_is_seen(scene: Scene) -> None:
    one = cast.complete_request(scene)
    cast.complete_request(scene, cast.person(scene, "هدى صالح الشمري", 2))
    Party.objects.filter(id=one.applicant_id).update(file_number="1448/000009")
    assert "gap-1448" in codes(scene, "requests.registration")
    other = cast.person(scene, "منيرة صالح الدوسري", 3)
    Party.objects.filter(id=other.id).update(file_number="1448/000001")
    assert "unrecorded" in codes(scene, "requests.registration")


def test_an_incomplete_request_is_no_breach_and_proves_nothing(scene: Scene) -> None:
    cast.widows_request(scene)
    found = figures(scene, "requests.registration")
    assert (found.total, found.breaches) == (0, ())
    assert not all(found.events.values())
