"""A desk that locked itself, or whose session ended: every long form comes out whole on the other side."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from silah.contact.models import Question
from silah.foundation.tenancy import within
from silah.journey.requests.models import Draft
from silah.journey.requests.stages import Stage
from silah.journey.research import operations as research
from silah.journey.research.models import CaseStudy
from tests.journey.scene import PASSWORD, Scene, open_scene
from tests.journeys.conftest import Days, OpenBrowser
from tests.journeys.desk_walk import DeskWalk

QUIET = timedelta(minutes=25)  # longer than a desk stays open by itself
TEN = {f"question_{number}": f"السؤال رقم {number}؟" for number in range(1, 11)}


@pytest.fixture
def scene(live_app: str) -> Scene:
    return open_scene()


def type_in(desk: DeskWalk, typed: dict[str, str]) -> None:
    for name, value in typed.items():
        box = desk.page.locator(f'main [name="{name}"]').first
        desk._uncover(box)
        box.fill(value)


def storage(desk: DeskWalk) -> str:
    return str(desk.page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })"))


def press_and_unlock(desk: DeskWalk, button: str) -> None:
    desk.page.locator("main").get_by_role("button", name=button, exact=True).first.click()
    desk.page.wait_for_selector('[name="_unlock_password"]')
    assert "ما كُتب محفوظ" in desk.page.inner_text("body")
    assert set(json.loads(json.loads(storage(desk))["silah-typed"])) == {"iv", "sealed", "held"}
    desk.page.fill('[name="_unlock_password"]', PASSWORD)
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="متابعة", exact=True).click()


def test_a_contact_with_ten_questions(open_browser: OpenBrowser, scene: Scene, days: Days) -> None:
    desk = DeskWalk(open_browser(), scene, "lock-contact").sign_in("salma")
    desk.open("contacts/new/")
    desk.page.locator('[name="channel"][value="interview"]').check(force=True)
    type_in(desk, TEN)
    days.ahead += QUIET

    press_and_unlock(desk, "تسجيل")

    with within(scene.organisation_id):
        assert sorted(each.text for each in Question.objects.all()) == sorted(TEN.values())


def test_a_study(open_browser: OpenBrowser, scene: Scene, days: Days) -> None:
    with within(scene.organisation_id):
        case = scene.case(stage=Stage.VERIFIED)
        research.begin_study(case, by=scene.actor("nouf"))
    desk = DeskWalk(open_browser(), scene, "lock-study").sign_in("nouf")
    desk.open(f"cases/{case.id}/study/")
    type_in(desk, {"needs": "تحتاج الأسرة إلى مكيّف.", "opinion": "الأسرة بلا عائل، والحاجة قائمة."})
    days.ahead += QUIET

    press_and_unlock(desk, "حفظ المسودة")

    with within(scene.organisation_id):
        kept = CaseStudy.objects.get()
        assert (kept.facts["needs"], kept.opinion) == (
            "تحتاج الأسرة إلى مكيّف.",
            "الأسرة بلا عائل، والحاجة قائمة.",
        )


def test_a_request_written_for_somebody(open_browser: OpenBrowser, scene: Scene, days: Days) -> None:
    with within(scene.organisation_id):
        party = scene.registered("نورة سعد الحربي", 5)
    desk = DeskWalk(open_browser("phone"), scene, "lock-assisted").sign_in("salma")
    desk.open(f"people/{party.id}/new-request/")
    desk.page.locator('[name="service"][value="social_aid"]').check(force=True)
    desk.page.locator('[name="privacy"]').check(force=True)
    with desk.page.expect_navigation():
        desk.page.locator("main form button[type=submit]").first.click()
    type_in(desk, {"income": "١٬٥٠٠", "rent": "900"})
    days.ahead += QUIET

    press_and_unlock(desk, desk.page.locator("main form button[type=submit]").first.inner_text().strip())

    with within(scene.organisation_id):
        answers = Draft.objects.get().answers
        assert (answers["income"], answers["rent"]) == (1_500_00, 900_00)


def test_a_session_that_ended_gives_what_was_typed_back_after_signing_in(
    open_browser: OpenBrowser, scene: Scene
) -> None:
    desk = DeskWalk(open_browser(), scene, "ended-contact").sign_in("salma")
    desk.open("contacts/new/")
    type_in(desk, TEN)
    desk.page.context.clear_cookies(name="sessionid")

    with desk.page.expect_navigation():
        desk.page.locator("main").get_by_role("button", name="تسجيل", exact=True).first.click()
    waiting = storage(desk)
    assert "السؤال" not in waiting
    assert "question" not in waiting
    assert "sealed" in waiting
    desk.page.fill('[name="login"]', scene.user("salma").get_username())
    desk.page.fill('[name="password"]', PASSWORD)
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="دخول", exact=True).click()

    for name, value in TEN.items():
        expect(desk.page.locator(f'[name="{name}"]')).to_have_value(value)
    desk.page.wait_for_function("sessionStorage.length === 0")


def test_whoever_logs_out_leaves_nothing_in_the_browser(open_browser: OpenBrowser, scene: Scene) -> None:
    desk = DeskWalk(open_browser(), scene, "left-clean").sign_in("salma")
    desk.page.evaluate("sessionStorage.setItem('silah-typed', '{}'); localStorage.setItem('other', '1')")
    desk.page.locator("details.menu summary").click()
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="خروج", exact=True).click()
    desk.page.wait_for_function("sessionStorage.length + localStorage.length === 0")
