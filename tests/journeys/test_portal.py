"""The portal in a browser: on a telephone and on a wide screen, with a script and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from silah.foundation.tenancy import within
from silah.journey.requests.models import Declaration, SupportRequest
from tests.journey.scene import Scene, open_scene
from tests.journeys.portal_walk import Walk
from tests.portal.asking import NOURA, code_of

SIZES = {"phone": {"width": 390, "height": 844}, "wide": {"width": 1280, "height": 900}}


def open_page(live_app: str, new_context: CreateContextCallback, size: str, *, script: bool = True) -> Page:
    context = new_context(base_url=live_app, viewport=SIZES[size], java_script_enabled=script)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def sign_by_code(walk: Walk) -> None:
    walk.page.locator('[name="signature_method"][value="code"]').check(force=True)
    walk.press("إرسال رمز التوقيع إلى جوالي")
    walk.page.locator('[name="signature_method"][value="code"]').check(force=True)
    walk.fill("code", code_of(walk.scene, "sign"))
    walk.press("توقيع وإرسال الطلب")


@pytest.mark.parametrize(("size", "script"), [("phone", True), ("wide", True), ("phone", False)])
def test_noura_asks_for_help(
    live_app: str, new_context: CreateContextCallback, size: str, script: bool
) -> None:
    scene = open_scene()
    walk = Walk(open_page(live_app, new_context, size, script=script), scene, f"{size}-{script}", script=script)
    walk.go("")
    walk.press(scene.pack.services[0].title, "link")
    walk.press("بدء الطلب")
    walk.answer_all(NOURA)
    walk.press("متابعة إلى الإقرار", "link")
    sign_by_code(walk)
    assert walk.page.locator("h1").inner_text() == "وصلنا طلبك"
    walk.press("متابعة هذا الطلب", "link")
    with within(scene.organisation_id):
        case = SupportRequest.objects.get()
        assert Declaration.objects.get().strength == "code_confirmed"
    walk.go(f"requests/{case.id}/answers/")
    walk.go("requests/")
    walk.go("not-clear/?page=/here/")
    walk.go("privacy/")
    walk.press("خروج")
    walk.go(f"requests/{case.id}/")
    assert re.search(r"/sign-in/", walk.page.url)
    assert not walk.faults, "\n".join(walk.faults)
