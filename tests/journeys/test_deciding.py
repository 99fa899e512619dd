"""Deciding in a browser: a sitting from its agenda to the reply, the approver chain, an objection; under axe."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from silah.foundation.access import Role
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.decisions import operations
from silah.journey.decisions.models import Decision, Reply, Sitting
from silah.people.models import Kinship
from tests import axe
from tests.journey.decisions import hall
from tests.journey.scene import COUPLE, PASSWORD, Scene, open_scene

PICTURES = os.environ.get("DESK_PICTURES", "")  # a folder: the pages are kept there to be looked at
SIZES = {"wide": {"width": 1360, "height": 900}, "tablet": {"width": 820, "height": 1180}}


class Desk:
    """One employee at the desk; every page opened is looked at."""

    def __init__(self, page: Page, scene: Scene, who: str, size: str) -> None:
        self.page, self.scene, self.who, self.size = page, scene, who, size
        self.faults: list[str] = []
        page.goto(f"/accounts/login/?next=/{scene.slug}/desk/")
        page.fill("[name=login]", f"{who}-{scene.slug}")
        page.fill("[name=password]", PASSWORD)
        page.locator("main button[type=submit], form button[type=submit]").first.click()
        page.wait_for_url(f"**/{scene.slug}/desk/**")

    def go(self, tail: str, name: str) -> Page:
        self.page.goto(f"/{self.scene.slug}/desk/{tail}")
        return self.look(name)

    def look(self, name: str) -> Page:
        self.page.wait_for_load_state()
        assert self.page.locator("h1").count() == 1
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{name}: {wide} px too wide")
        for rule, nodes in axe.faults(self.page):
            self.faults.append(f"{name}: {rule} {nodes[:3]}")
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{PICTURES}/{self.size}-{name}.png", full_page=True)
        return self.page

    def press(self, label: str, name: str) -> Page:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=label, exact=True).first.click()
        return self.look(name)


def sit_down(live_app: str, new_context: CreateContextCallback, scene: Scene, who: str, size: str) -> Desk:
    page = new_context(base_url=live_app, viewport=SIZES[size]).new_page()
    page.set_default_timeout(20_000)
    return Desk(page, scene, who, size)


@pytest.mark.parametrize("size", SIZES)
def test_a_sitting_goes_from_its_agenda_to_the_reply(
    live_app: str, new_context: CreateContextCallback, size: str
) -> None:
    scene = open_scene()
    with within(scene.organisation_id):
        hall.form(scene)
        cases = [hall.studied(scene, complete_days_ago=24 - number) for number in range(5)]
        Kinship.objects.create(
            membership=scene.members["latifa"], party_id=cases[1].applicant_id, relation="cousin"
        )
        sitting = hall.open_sitting(scene)
    desk = sit_down(live_app, new_context, scene, "ibrahim", size)
    desk.go("sittings/", "sittings")
    page = desk.go(f"sittings/{sitting.id}/", "sitting")
    page.locator("[name=item_3]").select_option("exception")
    page.locator("[name=item_3_outcome]").select_option("reject")
    page.locator('[name=item_3_reasons][value="above_ceiling"]').check()
    page.locator("[name=item_5]").select_option("left")
    desk.press("تسجيل الجلسة وقراراتها", "recorded")
    for who in hall.COMMITTEE[:4]:
        with within(scene.organisation_id):
            hall.confirm(scene, Sitting.objects.get(id=sitting.id), who)
    desk.go(f"sittings/{sitting.id}/", "confirmed")
    desk.go("replies/", "replies")
    with within(scene.organisation_id):
        assert Decision.objects.count() == 4
        reply = Reply.objects.order_by("release_at", "id")[0]
    page = desk.go(f"replies/{reply.id}/", "reply")
    page.get_by_text("إرسال الرد الآن", exact=True).first.click()
    page.locator("form[action$='release/'] button[type=submit]").click()
    desk.look("released")
    desk.go(f"decisions/{reply.decision_id}/", "decision")
    desk.go("sittings/committee/", "committee")
    assert desk.faults == []


def test_management_decides_and_an_objection_is_heard(
    live_app: str, new_context: CreateContextCallback
) -> None:
    scene = open_scene("injab", "couples")
    with within(scene.organisation_id):
        hall.join(scene, "sami", "سامي حمد الدوسري", Role.MANAGER)
        for who, step in (("majed", "programmes"), ("sami", "executive")):
            operations.seat_approver(
                scene.members[who], step, by=scene.actor("ibrahim"), named_by="قرار المجلس رقم 2"
            )
        case = hall.studied(scene, service="ivf_support", answers=COUPLE, amount=8_000_00, months=12)
    desk = sit_down(live_app, new_context, scene, "majed", "wide")
    desk.go("approvals/", "approvals")
    desk.go(f"approvals/{case.id}/", "approval")
    desk.press("تسجيل القرار", "approved")
    desk.go("approvals/delegations/", "delegations")
    with within(scene.organisation_id):
        operations.release(Reply.objects.get(), by=scene.actor("salma"))
        appeal = operations.file_appeal(
            case, "المبلغ أقل من كلفة العلاج", by=scene.actor("salma"), channel="phone"
        )
    judge = sit_down(live_app, new_context, scene, "reem", "wide")
    judge.go("appeals/", "appeals")
    page = judge.go(f"appeals/{appeal.id}/", "appeal")
    page.locator('[name=outcome][value="accept"]').check(force=True)
    page.fill("[name=amount]", "9000")
    page.fill("[name=months]", "12")
    page.locator("[name=words]").first.fill("الكلفة المثبتة في عرض المركز أعلى من المقرَّر")
    judge.press("قبول الاعتراض وإصدار قرار جديد", "upheld")
    with within(scene.organisation_id):
        assert Decision.objects.filter(instance="appeal", decided_at__lte=clock.now()).count() == 1
    assert desk.faults + judge.faults == []
