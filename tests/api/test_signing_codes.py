"""Who has a signing code sent to somebody: herself, and whoever receives people; nobody who only reads the file."""

from __future__ import annotations

from django.db import transaction

from silah.foundation.journal.models import Entry
from silah.foundation.tenancy import within
from silah.people.models import OneTimeCode
from tests.api.program import Program
from tests.cast import couples_request, widow, widows_request
from tests.journey.scene import Scene


def codes(scene: Scene) -> int:
    with within(scene.organisation_id):
        return OneTimeCode.objects.filter(purpose="sign").count()


def test_a_signing_code_is_sent_for_herself_or_by_whoever_receives_people(scene: Scene) -> None:
    with within(scene.organisation_id):
        noura = widow(scene)
        case = widows_request(scene, noura, signed=False)
    path, before = f"requests/{case.id}/signing-code/", codes(scene)
    Program.herself(scene, noura.id).post(path, status=204)
    Program.of(scene, "salma").post(path, status=204)
    assert codes(scene) == before + 2


def test_whoever_only_reads_the_file_sends_her_no_code(scene: Scene) -> None:
    with within(scene.organisation_id):
        case = widows_request(scene, widow(scene), signed=False)
    before = codes(scene)
    for who in ("nouf", "khalid", "ibrahim", "majed", "abeer", "reem"):
        with transaction.atomic():
            Program.of(scene, who).post(f"requests/{case.id}/signing-code/", status=403)
    assert codes(scene) == before
    with within(scene.organisation_id):
        refused = Entry.objects.filter(name="journal.refused", subject_id=case.id)
        assert refused.filter(data__permission="send_signing_code").count() == 6


def test_who_has_signed_is_sent_no_further_code(couples: Scene) -> None:
    with within(couples.organisation_id):
        case = couples_request(couples)
    before = codes(couples)
    Program.herself(couples, case.applicant_id).post(f"requests/{case.id}/signing-code/", status=409)
    assert codes(couples) == before
