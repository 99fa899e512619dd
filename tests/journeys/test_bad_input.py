"""Two officers, two browsers, one request; days that no calendar has; a button pressed twice."""

from __future__ import annotations

import pytest

from silah.foundation.journal.models import Entry
from silah.foundation.tenancy import within
from silah.journey.requests.models import RequirementItem, SupportRequest
from silah.journey.requests.stages import Stage
from tests.journey.scene import Scene, open_scene
from tests.journeys.conftest import OpenBrowser
from tests.journeys.desk_walk import DeskWalk


@pytest.fixture
def scene(live_app: str) -> Scene:
    return open_scene()


def one_paper(scene: Scene, requirement: str = "national_id") -> tuple[SupportRequest, str]:
    with within(scene.organisation_id):
        case = scene.case(stage=Stage.SUBMITTED)
        paper = RequirementItem.objects.create(support_request=case, requirement=requirement)
    return case, f"cases/{case.id}/papers/{paper.id}/"


def shown(desk: DeskWalk, day: tuple[str, str, str], *, ok: bool = True) -> None:
    """Typed as it stands on a paper, whatever digits the keyboard writes."""
    for part, typed in zip(("day", "month", "year"), day, strict=True):
        desk.page.fill(f'[name="expires_on_{part}"]', typed)
    desk.page.locator('[name="expires_on_calendar"][value="hijri"]').check(force=True)
    desk.send("تسجيل الاطلاع", how="seen_at_office", ok=ok)


def test_the_second_of_two_officers_is_told_who_was_first_and_keeps_what_was_typed(
    open_browser: OpenBrowser, scene: Scene
) -> None:
    _case, path = one_paper(scene)
    salma = DeskWalk(open_browser(), scene, "first").sign_in("salma")
    faisal = DeskWalk(open_browser("phone"), scene, "second").sign_in("faisal")
    for desk in (salma, faisal):
        desk.open(path)

    shown(salma, ("١٠", "٥", "١٤٥٢"))
    shown(faisal, ("11", "5", "1452"), ok=False)

    assert "سلمى فهد العتيبي" in faisal.words
    assert faisal.page.input_value('[name="expires_on_day"]') == "11"
    with within(scene.organisation_id):
        assert str(RequirementItem.objects.get().expires_on) == "2030-09-08"
    assert not salma.faults + faisal.faults


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (("1", "1", "1550"), "من 1343هـ إلى 1500هـ"),
        (("31", "5", "1452"), "لا يوجد هذا اليوم في ذلك الشهر"),
        (("5", "13", "1452"), "الشهر رقم من 1 إلى 12"),
        (("", "5", "1452"), "نرجو كتابة اليوم والشهر والسنة"),
    ],
)
def test_a_day_that_no_calendar_has_is_told_at_its_field(
    open_browser: OpenBrowser, scene: Scene, day: tuple[str, str, str], said: str
) -> None:
    _case, path = one_paper(scene)
    desk = DeskWalk(open_browser(), scene, "days").sign_in("salma")
    desk.open(path)

    shown(desk, day, ok=False)

    assert said in desk.page.locator(".error-summary").inner_text()
    assert desk.page.input_value('[name="expires_on_year"]') == day[2]
    assert not desk.faults


def test_a_paper_that_has_ended_is_recorded_and_stays_missing(
    open_browser: OpenBrowser, scene: Scene
) -> None:
    _case, path = one_paper(scene)
    desk = DeskWalk(open_browser(), scene, "ended").sign_in("salma")
    desk.open(path)

    shown(desk, ("1", "1", "1440"))

    assert "سُجّلت الورقة، وهي غير صالحة يوم تقديمها، فبقيت ناقصة." in desk.words
    assert not desk.faults


def test_a_button_pressed_twice_in_haste_acts_once(open_browser: OpenBrowser, scene: Scene) -> None:
    case, _path = one_paper(scene)
    desk = DeskWalk(open_browser(), scene, "haste").sign_in("salma")
    desk.open(f"cases/{case.id}/explanation/")
    desk.page.select_option('[name="topic"]', index=1)
    desk.page.select_option('[name="how"]', index=1)
    desk.page.locator('main [name="understood"]').first.check(force=True)

    desk.page.locator("main form button.primary").dblclick()
    desk.page.wait_for_url(f"**/cases/{case.id}/")

    with within(scene.organisation_id):
        assert Entry.objects.filter(name="requests.explained").count() == 1
