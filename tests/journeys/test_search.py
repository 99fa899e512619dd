"""Looking a person up at the desk: the list follows what is typed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from silah.foundation.tenancy import within
from tests.journey.scene import Scene, open_scene
from tests.journeys.conftest import OpenBrowser
from tests.journeys.desk_walk import DeskWalk

NOURA = "نورة سعد الحربي"


@pytest.fixture
def scene(live_app: str) -> Scene:
    made = open_scene()
    with within(made.organisation_id):
        made.registered(NOURA, 5)
        made.registered("منيرة صالح الدوسري", 6)
    return made


def test_the_list_follows_what_is_typed_and_the_cursor_stays_where_it_was(
    open_browser: OpenBrowser, scene: Scene
) -> None:
    desk = DeskWalk(open_browser("phone"), scene, "typing").sign_in("salma")
    desk.open("people/")
    box = desk.page.locator('main [name="q"]')
    box.press_sequentially("نوره")
    expect(desk.page.locator("#results")).to_contain_text(NOURA)
    box.press_sequentially(" الحربي")
    expect(desk.page.locator("#results-links")).to_contain_text("مسح الاختيارات")
    expect(box).to_be_focused()
    expect(box).to_have_value("نوره الحربي")
    expect(desk.page).to_have_url(re.compile(r"[?&]q=."))
    desk.look()
    assert not desk.faults
