"""The portal in a browser: on a telephone and on a wide screen, with a script and without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from silah.foundation.kernel import clock, hijri, national_id
from silah.foundation.tenancy import within
from silah.journey.requests.models import Declaration, Explanation, SupportRequest
from silah.journey.requests.stages import Stage
from tests.journey.scene import WIDOW, Scene, open_scene
from tests.journeys.portal_walk import Walk
from tests.portal.asking import MAHA, NOURA, code_of
from tests.portal.telling import see_all_papers, tell
from tests.portal.test_sign_in import asked_by, registered

SIZES = {"phone": {"width": 390, "height": 844}, "wide": {"width": 1280, "height": 900}}
WAYS = [("phone", True), ("wide", True), ("phone", False)]
SAID_BEFORE = {"for_whom": "own", "safe_contact": {"way": "message", "mobile": None}}
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


def place_of(scene: Scene, question: str) -> int:
    return [each.id for each in scene.pack.services[0].questions].index(question) + 1


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
    walk.press("أسماؤهم وحاجاتهم", "link")
    walk.fill("persons-0-name", "سعد فهد الحربي")
    walk.page.select_option('[name="persons-0-relation"]', "son")
    walk.fill("persons-0-birth_year", "1440")
    walk.press("إضافة")
    walk.press("العودة إلى الطلب", "link")
    walk.press("الهوية الوطنية أو الإقامة", "link")
    walk.go(f"requests/{case.id}/answers/")
    walk.go(f"requests/{case.id}/answers/{place_of(scene, 'persons')}/")
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


def test_a_returning_person_passes_eight_pages_and_no_more(
    live_app: str, new_context: CreateContextCallback
) -> None:
    """Code, id, which service, urgent, what changed, papers, check, sign; what is known is on one of them."""
    scene = open_scene()
    noura = registered(scene, NOURA["name"], 31, "+966501234567")
    with within(scene.organisation_id):
        asked_by(scene, noura, stage=Stage.CLOSED, answers=WIDOW | SAID_BEFORE)
    walk = Walk(open_page(live_app, new_context, "phone", script=False), scene, "returning", script=False)
    walk.go("requests/")
    walk.fill("mobile", NOURA["mobile"])
    walk.press("إرسال الرمز")
    passed = [heading(walk)]
    walk.fill("code", code_of(scene))
    walk.press("متابعة")
    passed.append(heading(walk))
    walk.fill("national_id", NOURA["national_id"])
    walk.fill("birth_date", NOURA["birth_date"])
    walk.press("دخول")
    walk.page.click('main a[href$="/services/1/"]')  # her earlier request bears the service's title too
    walk.look()
    passed.append("الخدمة")
    walk.press("بدء الطلب")
    for answer in ({"urgent": "no"}, {}, None):
        passed.append(heading(walk))
        if answer is None:
            for name in walk.asked():
                walk.fill(name, "later")
        for name, said in (answer or {}).items():
            walk.fill(name, said)
        walk.press("متابعة")
    passed.append(heading(walk))
    walk.press("متابعة إلى الإقرار", "link")
    passed.append(heading(walk))
    assert passed == [
        "رمز التحقق",
        "رقم الهوية وتاريخ الميلاد",
        "الخدمة",
        "هل الحاجة عاجلة؟",
        "هل تغيّر شيء؟",
        "الأوراق المطلوبة",
        "مراجعة الإجابات",
        "الإقرار والإرسال",
    ]
    sign_by_code(walk)
    assert heading(walk) == "وصلنا طلبك"


def heading(walk: Walk) -> str:
    return walk.page.locator("h1").inner_text()


@pytest.mark.parametrize("way", ["agent", "writer"])
def test_for_another_each_signs_what_is_his_to_sign(
    live_app: str, new_context: CreateContextCallback, way: str
) -> None:
    scene = open_scene()
    walk = Walk(open_page(live_app, new_context, "phone", script=True), scene, way)
    walk.go("services/1/")
    walk.press("بدء الطلب")
    ends = hijri.to_hijri(clock.today() + timedelta(days=300))
    walk.answer_all(
        NOURA
        | {"for_whom": way, "writer": "هند خالد المطيري", "agent-name": "فهد سعد الحربي"}
        | {"agent-national_id": national_id.synthetic(61), "agent-birth_date": ("1", "1", "1405")}
        | {"agent-deed": "agency", "agent-number": "44123"}
        | {"agent-expires": (str(ends.day), str(ends.month), str(ends.year))}
    )
    walk.press("متابعة إلى الإقرار", "link")
    if way == "writer":
        walk.press("إرسال الطلب دون توقيع")
        assert heading(walk) == "وصلنا الطلب"
    else:
        sign_by_code(walk)
        walk.press("متابعة هذا الطلب", "link")
    with within(scene.organisation_id):
        assert Declaration.objects.count() == (way == "agent")
    assert not walk.faults, "\n".join(walk.faults)


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
