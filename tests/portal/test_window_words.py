"""The dates of the reply in the words of the policy's mode: on her pages, in the message, in the letter."""

from __future__ import annotations

from typing import Any

import pytest

from silah.contact.models import Message
from silah.foundation.access.actor import operator
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, hijri
from silah.foundation.tenancy import within
from silah.foundation.ui.letters import WindowNotice
from silah.journey.requests import tasks
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import recalculate_window
from silah.policy.models import BoardRule
from silah.policy.operations import publish, set_board_rule
from tests import cast
from tests.journey.scene import Scene
from tests.portal.page import Visitor
from tests.portal.test_sign_in import registered, sign_in

FLOOR_WORDS = ("على الأقل", "أسبوعين", "أقرب", "لا يصدر", "بين يوم", "بين ")


def in_mode(scene: Scene, mode: str) -> None:
    window = scene.pack.reply_window.model_copy(update={"mode": mode})
    if mode != scene.pack.reply_window.mode:
        with within(scene.organisation_id):
            pack = scene.pack.model_copy(update={"reply_window": window})
            scene.version = publish(pack, by=operator(scene.organisation_id))


def complete(scene: Scene) -> tuple[SupportRequest, str, str]:
    """Her request, the short message and the sealed letter of its window."""
    noura = registered(scene, "نورة سعد الحربي", 1)
    with within(scene.organisation_id):
        case = cast.complete_request(scene, noura)
        Message.objects.filter(about_id=case.id).delete()
        told = Entry.objects.get(name="requests.window_told", subject_id=case.id)
        tasks.send_window(scene.organisation_id, told.id, case.id)
        short, letter = Message.objects.filter(about_id=case.id).order_by("id")
        case.refresh_from_db()
    return case, short.body, letter.body


def days(case: SupportRequest) -> tuple[str, str]:
    assert case.floor_on
    assert case.ceiling_on
    return hijri.both(case.floor_on), hijri.both(case.ceiling_on)


def in_figures(case: SupportRequest) -> tuple[str, str]:
    """As a text message says them."""
    assert case.floor_on
    assert case.ceiling_on
    return hijri.both_in_figures(case.floor_on), hijri.both_in_figures(case.ceiling_on)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[WindowNotice]:
    """What goes to the printer; how it is laid out is tested with the letters."""
    kept: list[WindowNotice] = []

    def keep(letter: Any) -> bytes:
        kept.append(letter)
        return b"%PDF"

    monkeypatch.setattr("silah.doors.portal.letters.print_letter", keep)
    return kept


def test_informed_she_hears_both_days(visitor: Visitor, scene: Scene, printed: list[WindowNotice]) -> None:
    case, short, letter = complete(scene)
    floor, ceiling = days(case)
    sign_in(visitor, scene, 1)

    visitor.open(f"requests/{case.id}/")
    visitor.client.get(visitor.url(f"requests/{case.id}/letters/window/"))

    assert f"بين يوم {floor} ويوم {ceiling}" in letter
    assert "بين {} و{}".format(*in_figures(case)) in short
    assert "موعد نسعى إليه" in letter
    assert printed[0].earliest
    assert not printed[0].held
    assert not printed[0].board_minutes


def test_held_she_hears_that_nothing_comes_before_its_day(
    visitor: Visitor, scene: Scene, printed: list[WindowNotice]
) -> None:
    in_mode(scene, "hold")
    case, short, letter = complete(scene)
    floor, ceiling = days(case)
    visitor.open("services/1/")
    assert "لا يصدر قبل 14 يومًا" in visitor.words
    sign_in(visitor, scene, 1)

    visitor.open(f"requests/{case.id}/")
    assert (
        f"لا يصدر الرد قبل يوم {floor}، ونتوقع أن يصلك بحلول يوم {ceiling} (موعد نسعى إليه)" in visitor.words
    )
    visitor.client.get(visitor.url(f"requests/{case.id}/letters/window/"))

    first, last = in_figures(case)
    assert f"يصدر الرد من {first} إلى {last}." in short
    assert f"لا يصدر الرد قبل يوم {floor}" in letter
    assert ceiling in letter
    assert printed[0].held


def test_read_as_a_ceiling_no_first_day_is_told_anywhere(
    visitor: Visitor, scene: Scene, printed: list[WindowNotice]
) -> None:
    in_mode(scene, "ceiling")
    case, short, letter = complete(scene)
    _floor, ceiling = days(case)
    visitor.open("services/1/")
    service = visitor.words
    sign_in(visitor, scene, 1)
    visitor.open(f"requests/{case.id}/")
    page = visitor.words
    visitor.client.get(visitor.url(f"requests/{case.id}/letters/window/"))

    for said, last in ((short, in_figures(case)[1]), (letter, ceiling), (page, ceiling)):
        assert f"بحلول يوم {last}" in said
    for said in (short, letter, page, service):
        assert not [word for word in FLOOR_WORDS if word in said]
    for said in (letter, page, service):
        assert "موعد نسعى إليه" in said
    assert printed[0].earliest is None
    assert printed[0].least == ""


def test_with_the_boards_minutes_a_ceiling_is_a_promise(visitor: Visitor, scene: Scene) -> None:
    in_mode(scene, "ceiling")
    with within(scene.organisation_id):
        set_board_rule(
            BoardRule.REPLY_CEILING_DAYS,
            20,
            by=operator(scene.organisation_id),
            minutes="محضر 5",
            decided_on=clock.today(),
        )
    _case, _short, letter = complete(scene)
    visitor.open("services/1/")

    assert "خلال 20 يومًا من اكتمال الطلب (موعد نلتزم به)" in visitor.words
    assert "موعد نلتزم به" in letter


@pytest.mark.parametrize(
    ("mode", "short", "long"),
    [
        ("inform", "بين ", "بين يوم"),
        ("hold", "فصار من ", "لا يصدر قبل يوم"),
        ("ceiling", "ونتوقع أن يصلك بحلول يوم", "ونتوقع أن يصلك بحلول يوم"),
    ],
)
def test_a_changed_day_is_told_in_the_same_words(scene: Scene, mode: str, short: str, long: str) -> None:
    in_mode(scene, mode)
    with within(scene.organisation_id):
        by = operator(scene.organisation_id)
        case = cast.complete_request(scene)
        set_board_rule(BoardRule.REPLY_CEILING_DAYS, 40, by=by, minutes="محضر 5", decided_on=clock.today())
        recalculate_window(case, by=scene.actor("salma"), reason="holiday_changed")
        changed = Entry.objects.get(name="requests.window_changed", subject_id=case.id)
        Message.objects.filter(about_id=case.id).delete()
        tasks.send_window(scene.organisation_id, changed.id, case.id)
        text, letter = Message.objects.filter(about_id=case.id).order_by("id")

    assert short in text.body
    assert long in letter.body
