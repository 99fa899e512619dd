"""Steps that every way through the desk has in common, whatever the association."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.requests.models import RequirementItem, SupportRequest
from silah.journey.requests.stages import Stage
from silah.people.models import OneTimeCode
from tests.journey.scene import Scene
from tests.journeys.desk_walk import Day, DeskWalk
from tests.journeys.portal_walk import Walk
from tests.portal.asking import code_of

Follow = Callable[[], None]


def day(when: date) -> Day:
    return when.year, when.month, when.day


def stage(scene: Scene, case: SupportRequest) -> str:
    with within(scene.organisation_id):
        return str(SupportRequest.objects.values_list("stage", flat=True).get(id=case.id))


def signs_in(she: Walk, who: dict[str, Any]) -> None:
    she.go("sign-in/")
    she.fill("mobile", who["mobile"])
    she.press("إرسال الرمز")
    she.fill("code", code_of(she.scene))
    she.press("متابعة")
    she.fill("national_id", who["national_id"])
    she.fill("birth_date", who["birth_date"])
    she.press("دخول")


def signs_by_code(she: Walk) -> None:
    she.press("إرسال رمز التوقيع إلى جوالي")
    she.fill("signature_method", "code")
    she.fill("code", code_of(she.scene, "sign"))
    she.press(she.shown("توقيع وإرسال الطلب", "توقيع"))


def papers_are_seen(desk: DeskWalk, case: SupportRequest) -> None:
    desk.sign_in("salma")
    desk.open("")
    assert case.reference in desk.words
    desk.open(f"cases/{case.id}/")
    with within(desk.scene.organisation_id):
        wanted = list(
            RequirementItem.objects.filter(support_request=case, optional=False, state="missing")
            .order_by("id")
            .values_list("id", flat=True)
        )
    for paper in wanted:
        desk.open(f"cases/{case.id}/papers/{paper}/")
        typed: dict[str, object] = {"how": "seen_at_office"}
        if desk.page.locator('[name="issued_on_day"]').count():
            typed["issued_on"] = day(clock.today() - timedelta(days=5))
        if desk.page.locator('[name="expires_on_day"]').count():
            typed["expires_on"] = day(clock.today() + timedelta(days=400))
        desk.send("تسجيل الاطلاع", **typed)
    assert stage(desk.scene, case) == Stage.COMPLETE
    assert "مدة الرد" in desk.words


def is_compared(desk: DeskWalk, case: SupportRequest, who: str) -> None:
    """What this employee may see of it, ticked together."""
    desk.sign_in(who)
    desk.open(f"cases/{case.id}/matching/")
    desk.send("مطابق", same=True, method="original_seen")


def is_matched(desk: DeskWalk, case: SupportRequest) -> None:
    desk.sign_in("salma")
    desk.open(f"cases/{case.id}/matching/")
    if desk.page.locator('[name="same"]').count():
        desk.send("مطابق", same=True, method="original_seen")
    while desk.page.get_by_role("button", name="قبول بعد المطابقة", exact=True).count():
        desk.send("قبول بعد المطابقة")
    desk.send("تأكيد", action="truth/", data_checked=True, responsibility_explained=True)
    desk.send("إنهاء المطابقة والإحالة إلى الدراسة")
    assert stage(desk.scene, case) == Stage.VERIFIED


def proves_by_code(she: Walk, case: SupportRequest, delivery: str) -> None:
    """What she reads on her telephone, typed on her own page."""
    with within(she.scene.organisation_id):
        code = OneTimeCode.objects.filter(purpose="delivery").latest("created_at").code
    she.go(f"requests/{case.id}/deliveries/{delivery}/")
    she.fill("code", code)
    she.page.locator("main form button").first.click()
    she.page.wait_for_load_state()
    she.look()
    assert stage(she.scene, case) == Stage.DELIVERED


def the_clause_is(desk: DeskWalk, state: str, reference: str | None) -> None:
    desk.sign_in("reem")
    desk.open("evidence/")
    row = desk.page.locator("main .clause-row").filter(has_text="H5c").first.inner_text()
    assert state in row, row
    desk.open("evidence/H5c/")
    assert str(reference) in desk.words
    assert desk.page.locator(".heading").inner_text().count(state) == 1
