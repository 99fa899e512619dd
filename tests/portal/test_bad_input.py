"""What goes wrong after a request is in: pressed twice, sent from an old page, sent after the session ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.decisions.models import Appeal
from silah.journey.requests.models import Participant
from tests.journey.scene import Scene
from tests.portal.asking import NOURA, answers_for, begin, code_of, go_through
from tests.portal.page import Visitor
from tests.portal.telling import tell
from tests.portal.test_requests import case_of, expires, item_of, png, sign

SAAD = {"persons-0-name": "سعد فهد الحربي", "persons-0-relation": "son", "persons-0-birth_year": "١٤٤٠"}
GROUNDS = "لم يُحسب الإيجار في الدخل."


@pytest.fixture
def noura(visitor: Visitor, scene: Scene) -> Visitor:
    """Asked for the rent and signed, with her papers still to come."""
    begin(visitor, 2)
    go_through(visitor, scene, NOURA | {"service": "rent"})
    sign(visitor, scene)
    return visitor


def income(scene: Scene) -> str:
    number = [each.id for each in scene.pack.service("rent").questions].index("income") + 1
    return f"requests/{case_of(scene).id}/answers/{number}/"


def comes_back(noura: Visitor, scene: Scene) -> None:
    """Signs in again on the page where the session's end led her."""
    assert noura.path.endswith("/sign-in/")
    noura.send(mobile=NOURA["mobile"])
    noura.send(code=code_of(scene))
    noura.send(**answers_for(scene, "identity", NOURA))


def entries(scene: Scene, name: str) -> int:
    with within(scene.organisation_id):
        return Entry.objects.filter(name=name).count()


def test_a_name_sent_twice_by_one_press_is_written_once(noura: Visitor, scene: Scene) -> None:
    here = f"requests/{case_of(scene).id}/household/"
    noura.open(here)
    once = {**SAAD, "_key": noura.value("_key")}
    for _press in range(2):
        noura.send(here, **once)
    with within(scene.organisation_id):
        assert Participant.objects.filter(role="dependant").count() == 1


def test_a_key_that_no_page_carried_is_none(noura: Visitor, scene: Scene) -> None:
    here = f"requests/{case_of(scene).id}/household/"
    noura.open(here)
    noura.send(here, **SAAD, _key="a\0b")
    with within(scene.organisation_id):
        assert Participant.objects.filter(role="dependant").count() == 1


def test_an_objection_sent_twice_by_one_press_is_filed_once(noura: Visitor, scene: Scene) -> None:
    case = case_of(scene)
    tell(scene, case)
    noura.open(f"requests/{case.id}/")
    noura.send(f"requests/{case.id}/reply/")
    here = f"requests/{case.id}/object/"
    noura.open(here)
    once = {"grounds": GROUNDS, "_key": noura.value("_key")}
    for _press in range(2):
        noura.send(here, **once)
        assert noura.heading == "الرد على طلبك"
    with within(scene.organisation_id):
        assert Appeal.objects.count() == 1
    noura.open(here)
    assert noura.heading == "الرد على طلبك"  # what is filed is not asked for again


def test_a_paper_sent_twice_by_one_press_is_shown_once(noura: Visitor, scene: Scene) -> None:
    here = f"requests/{case_of(scene).id}/papers/{item_of(scene, 'lease').id}/"
    noura.open(here)
    once = {**expires("1455"), "_key": noura.value("_key"), "_version": noura.value("_version")}
    noura.send(here, file=SimpleUploadedFile("lease.png", png()), **once)
    noura.send(here, file=SimpleUploadedFile("lease.png", png()), **once)
    assert entries(scene, "requests.item_presented") == 1


@pytest.mark.parametrize("version", ["", "²", "x", "9" * 40])
def test_a_version_that_no_page_carried_is_an_old_one(noura: Visitor, scene: Scene, version: str) -> None:
    noura.open(income(scene))
    noura.send(income(scene), income="2,000", _version=noura.value("_version"))
    noura.open(income(scene))
    noura.send(income(scene), status=422, income="2,500", _version=version)
    assert "2,000" in noura.errors
    lease = f"requests/{case_of(scene).id}/papers/{item_of(scene, 'lease').id}/"
    noura.open(lease)
    sent = {"file": SimpleUploadedFile("lease.png", png()), "_version": version, **expires("1455")}
    noura.send(lease, status=422, **sent)
    assert item_of(scene, "lease").state == "missing"


def test_an_answer_changed_in_two_windows_shows_what_stands_beside_what_was_typed(
    noura: Visitor, scene: Scene
) -> None:
    noura.open(income(scene))
    before = noura.value("_version")
    noura.send(income(scene), income="2000", _version=before)
    noura.open(income(scene))
    noura.send(income(scene), status=422, income="3000", _version=before)
    assert "2,000" in noura.errors
    assert "3,000" in noura.errors
    assert case_of(scene).answers["income"] == 2_000_00


@pytest.mark.parametrize("typed", ["ألف", "-5", "1.234", ""])
def test_a_wrong_amount_is_said_at_its_box_after_sending_too(
    noura: Visitor, scene: Scene, typed: str
) -> None:
    noura.open(income(scene))
    noura.send(income(scene), status=422, income=typed, _version=noura.value("_version"))
    assert noura.errors
    assert noura.value("income") == typed
    assert case_of(scene).answers["income"] == 1_500_00


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("answers", {"income": "4321"}),
        ("household", SAAD),
        ("object", {"grounds": GROUNDS}),
    ],
)
def test_what_was_being_sent_when_the_session_ended_is_in_its_page_again(
    noura: Visitor, scene: Scene, page: str, typed: dict[str, str]
) -> None:
    case = case_of(scene)
    here = income(scene) if page == "answers" else f"requests/{case.id}/{page}/"
    if page == "object":
        tell(scene, case)
        noura.send(f"requests/{case.id}/reply/")
    noura.open(here)
    with clock.travel(clock.now() + timedelta(minutes=45)):
        noura.send(here, _version=noura.value("_version"), **typed)
        comes_back(noura, scene)
        assert noura.path == noura.url(here)
        assert "محفوظ في هذه الصفحة، ولم يُرسل بعد" in noura.words
        assert all(value in noura.html for value in typed.values())
    assert case_of(scene).answers["income"] == 1_500_00


def test_a_paper_sent_after_the_session_ended_is_asked_for_again_and_nothing_is_written(
    noura: Visitor, scene: Scene
) -> None:
    """A file is never kept for somebody who is not signed in."""
    here = f"requests/{case_of(scene).id}/papers/{item_of(scene, 'lease').id}/"
    noura.open(here)
    with clock.travel(clock.now() + timedelta(minutes=45)):
        noura.send(here, file=SimpleUploadedFile("lease.png", png()), **expires("1455"))
        comes_back(noura, scene)
        assert noura.path == noura.url(here)
        assert 'type="file"' in noura.html
    assert item_of(scene, "lease").state == "missing"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (("1", "1", "1342"), "1343"),
        (("1", "1", "1501"), "1343"),
        (("31", "2", "1455"), "لا يوجد هذا اليوم"),
        (("١", "", "١٤٥٥"), "نرجو كتابة اليوم والشهر والسنة"),
    ],
)
def test_a_day_that_no_calendar_has_is_said_at_the_paper(
    noura: Visitor, scene: Scene, day: tuple[str, str, str], said: str
) -> None:
    here = f"requests/{case_of(scene).id}/papers/{item_of(scene, 'lease').id}/"
    noura.open(here)
    typed = dict(zip(("expires_on_day", "expires_on_month", "expires_on_year"), day, strict=True))
    sent = {"file": SimpleUploadedFile("lease.png", png()), "expires_on_calendar": "hijri", **typed}
    noura.send(here, status=422, _version=noura.value("_version"), **sent)
    assert said in noura.errors
    assert noura.value("expires_on_year") == day[2]
    assert item_of(scene, "lease").state == "missing"
