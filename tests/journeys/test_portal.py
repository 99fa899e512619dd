"""The portal in a browser: on a telephone and on a wide screen, with a script and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from silah.foundation.tenancy import within
from silah.journey.requests.models import Declaration, Explanation, SupportRequest
from tests.journey.scene import Scene, open_scene
from tests.journeys.portal_walk import Walk
from tests.portal.asking import MAHA, NOURA, code_of
from tests.portal.telling import see_all_papers, tell

SIZES = {"phone": {"width": 390, "height": 844}, "wide": {"width": 1280, "height": 900}}
WAYS = [("phone", True), ("wide", True), ("phone", False)]
each_way = pytest.mark.parametrize(("size", "script"), WAYS, ids=["phone", "wide", "no script"])


def open_page(live_app: str, new_context: CreateContextCallback, size: str, *, script: bool) -> Page:
    context = new_context(base_url=live_app, viewport=SIZES[size], java_script_enabled=script)
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def sign_by_code(walk: Walk) -> None:
    walk.press("إرسال رمز التوقيع إلى جوالي")
    walk.fill("signature_method", "code")
    walk.fill("code", code_of(walk.scene, "sign"))
    walk.press(walk.shown("توقيع وإرسال الطلب", "توقيع"))


def sign_by_hand(walk: Walk) -> None:
    walk.fill("signature_method", "drawn")
    pad = walk.page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    mouse = walk.page.mouse
    mouse.move(box["x"] + 40, box["y"] + 40)
    mouse.down()
    mouse.move(box["x"] + 160, box["y"] + 80, steps=6)
    mouse.up()
    walk.press(walk.shown("توقيع وإرسال الطلب", "توقيع"))


def sent(walk: Walk) -> SupportRequest:
    assert walk.page.locator("h1").inner_text() == "وصلنا طلبك"
    with within(walk.scene.organisation_id):
        return SupportRequest.objects.get()


@each_way
def test_noura_asks_signs_follows_and_objects(
    live_app: str, new_context: CreateContextCallback, size: str, script: bool
) -> None:
    scene = open_scene()
    walk = Walk(
        open_page(live_app, new_context, size, script=script), scene, f"{size}-{script}", script=script
    )
    walk.go("")
    walk.press(scene.pack.services[0].title, "link")
    walk.press("بدء الطلب")
    walk.answer_all(NOURA)
    walk.press("متابعة إلى الإقرار", "link")
    if size == "wide":
        sign_by_hand(walk)
    else:
        sign_by_code(walk)
    case = sent(walk)
    walk.press("متابعة هذا الطلب", "link")
    walk.press("الهوية الوطنية أو الإقامة", "link")
    walk.go(f"requests/{case.id}/answers/")
    walk.go(f"requests/{case.id}/answers/11/")
    see_all_papers(scene, case)
    walk.go(f"requests/{case.id}/")
    walk.press("فهمت")
    with within(scene.organisation_id):
        assert Explanation.objects.get().understood
    tell(scene, case)
    walk.go(f"requests/{case.id}/")
    walk.press("فتح الرد")
    walk.press("تقديم اعتراض", "link")
    walk.press("إرسال الاعتراض")
    walk.fill("grounds", "لم يُحسب الإيجار في الدخل.")
    walk.press("إرسال الاعتراض")
    walk.go("requests/")
    look_at_the_rest(walk, case)
    walk.press("خروج")
    walk.go(f"requests/{case.id}/")
    assert "/sign-in/" in walk.page.url
    assert not walk.faults, "\n".join(walk.faults)


def look_at_the_rest(walk: Walk, case: SupportRequest) -> None:
    walk.go("privacy/")
    walk.go("not-clear/?page=/here/")
    walk.fill("questions", "متى تجتمع اللجنة؟")
    walk.press("إرسال السؤال")
    walk.go(f"requests/{case.id}/")
    walk.press("تقييم الخدمة")
    walk.fill("procedure_clear", "5")
    walk.press("إرسال الرأي")


@each_way
def test_a_couple_asks_and_each_signs_alone(
    live_app: str, new_context: CreateContextCallback, size: str, script: bool
) -> None:
    scene = open_scene("injab", "couples")
    wife = Walk(
        open_page(live_app, new_context, size, script=script), scene, f"ej-{size}-{script}", script=script
    )
    wife.go("services/1/")
    wife.press("بدء الطلب")
    wife.answer_all(MAHA)
    wife.press("متابعة إلى الإقرار", "link")
    sign_by_code(wife)
    case = sent(wife)
    husband = Walk(
        open_page(live_app, new_context, size, script=script), scene, f"ej-he-{size}-{script}", script=script
    )
    husband.go(f"requests/{case.id}/sign/")
    husband.fill("mobile", MAHA["spouse"]["mobile"])
    husband.press("إرسال الرمز")
    husband.fill("code", code_of(scene))
    husband.press("متابعة")
    husband.fill("national_id", MAHA["spouse"]["national_id"])
    husband.fill("birth_date", MAHA["spouse"]["birth_date"])
    husband.press("دخول")
    husband.fill("agree", "on")
    husband.press("متابعة")
    sign_by_code(husband)
    with within(scene.organisation_id):
        assert Declaration.objects.count() == 2
    assert not wife.faults + husband.faults, "\n".join(wife.faults + husband.faults)


def test_a_place_outside_and_mistakes_are_told_on_the_page(
    live_app: str, new_context: CreateContextCallback
) -> None:
    scene: Scene = open_scene()
    walk = Walk(open_page(live_app, new_context, "phone", script=True), scene, "wrong")
    walk.go("services/1/")
    walk.press("بدء الطلب")
    walk.press("متابعة")
    walk.fill("place", "outside")
    walk.press("متابعة")
    walk.press("تصحيح مكان السكن", "link")
    walk.fill("place", "hijra")
    walk.press("حفظ والمتابعة لاحقًا")
    walk.go("requests/00000000-0000-0000-0000-000000000000/")
    assert not walk.faults, "\n".join(walk.faults)
