"""She is told, once, in words that disclose nothing; the letter says the rest."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from silah.contact.models import Message
from silah.foundation.journal.models import Entry
from silah.journey.requests import tasks
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import change_answer
from tests import cast
from tests.journey.scene import Scene

Task = Callable[[UUID, UUID, UUID], None]


def follow(scene: Scene, task: Task, event: str, case: SupportRequest) -> list[Message]:
    """The task as the worker runs it, twice: nothing is said twice."""
    Message.objects.filter(about_id=case.id).delete()
    entry = Entry.objects.filter(name=event, subject_id=case.id).latest("number")
    for _twice in range(2):
        task(scene.organisation_id, entry.id, case.id)
    return list(Message.objects.filter(about_id=case.id).order_by("id"))


def test_a_receipt_has_the_number_and_its_letter_what_is_missing(scene: Scene) -> None:
    case = cast.widows_request(scene)
    short, letter = follow(scene, tasks.send_receipt, "requests.submitted", case)
    assert case.reference in short.body
    assert "مساعدة" not in short.body
    assert "شهادة وفاة" not in short.body
    assert short.to_party_id == case.applicant_id
    assert "شهادة وفاة الزوج أو الزوجة — تخص نورة سعد الحربي" in letter.body


def test_the_window_is_told_with_both_days_and_who_decides(scene: Scene) -> None:
    case = cast.complete_request(scene)
    short, letter = follow(scene, tasks.send_window, "requests.window_told", case)
    assert short.template == "window"
    assert "هـ" in short.body
    assert "إلى لجنة البحث" in letter.body
    assert "موعد نسعى إليه" in letter.body


def test_a_change_that_voids_says_what_is_needed_now(scene: Scene) -> None:
    case = cast.complete_request(scene)
    change_answer(case, "income", "2000", by=cast.herself(scene, case.applicant), expected_version=1)
    _short, letter = follow(scene, tasks.send_missing, "requests.declaration_voided", case)
    assert "قراءة البيانات وتوقيع الإقرار — تخص نورة سعد الحربي" in letter.body


def test_the_husband_gets_a_neutral_link_of_his_own(couples: Scene) -> None:
    case = cast.couples_request(couples)
    (message,) = follow(couples, tasks.ask_other_signers, "requests.submitted", case)
    assert message.to_party is not None
    assert message.to_party.full_name == cast.AHMAD
    assert f"/requests/{case.id}/sign/" in message.body
    assert not any(word in message.body for word in ("إنجاب", "علاج", "حمل", cast.MAHA))
