"""A couple's request in a browser: each signs alone, managers decide with a delegate, and the centre is paid."""

from __future__ import annotations

from datetime import timedelta

from silah.foundation.access import Role
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.decisions import operations as deciding
from silah.journey.decisions.models import Decision
from silah.journey.delivery.models import Delivery
from silah.journey.requests.models import Declaration, Participant, SupportRequest
from silah.journey.requests.stages import Stage
from tests.journey.decisions import hall
from tests.journey.scene import Scene, open_scene
from tests.journeys.conftest import Days, OpenBrowser
from tests.journeys.desk_steps import (
    Follow,
    day,
    is_compared,
    is_matched,
    papers_are_seen,
    proves_by_code,
    signs_by_code,
    signs_in,
    stage,
    the_clause_is,
)
from tests.journeys.desk_walk import DeskWalk, id_in
from tests.journeys.portal_walk import Walk
from tests.portal.asking import MAHA, code_of

AMOUNT = 14_000_00


def test_a_couple_from_the_first_question_to_the_centre_paid(
    open_browser: OpenBrowser, days: Days, follow: Follow
) -> None:
    scene = open_scene("injab", "couples")
    seat_the_chain(scene)
    wife = Walk(open_browser(), scene, "couple-she")
    husband = Walk(open_browser(), scene, "couple-he")
    desk = DeskWalk(open_browser(), scene, "couple-desk")

    case = she_asks(wife)
    follow()
    he_signs(husband, case)
    follow()
    papers_are_seen(desk, case)
    follow()
    is_compared(desk, case, "nouf")
    is_matched(desk, case)
    is_studied(desk, case)
    follow()

    days.pass_by(20)
    is_approved_by_a_delegate(desk, case)
    follow()
    she_is_answered(desk, wife, case)
    follow()
    the_centre_is_paid(desk, wife, case)
    follow()
    the_clause_is(desk, "مثبت", case.reference)
    faults = wife.faults + husband.faults + desk.faults
    assert not faults, "\n".join(faults)


def seat_the_chain(scene: Scene) -> None:
    with within(scene.organisation_id):
        hall.join(scene, "sami", "سامي حمد الدوسري", Role.MANAGER)
        hall.join(scene, "lama", "لمى سعد القحطاني", Role.MANAGER)
        for who, step in (("majed", "programmes"), ("sami", "executive")):
            deciding.seat_approver(
                scene.members[who], step, by=scene.actor("ibrahim"), named_by="قرار المجلس رقم 2"
            )


def she_asks(wife: Walk) -> SupportRequest:
    wife.go("services/1/")
    wife.press("بدء الطلب")
    wife.answer_all(MAHA)
    wife.press("متابعة إلى الإقرار", "link")
    signs_by_code(wife)
    with within(wife.scene.organisation_id):
        return SupportRequest.objects.select_related("applicant").get()


def he_signs(husband: Walk, case: SupportRequest) -> None:
    """By the link that his own message brought; his consent to health data is his alone."""
    spouse = MAHA["spouse"]
    husband.go(f"requests/{case.id}/sign/")
    husband.fill("mobile", spouse["mobile"])
    husband.press("إرسال الرمز")
    husband.fill("code", code_of(husband.scene))
    husband.press("متابعة")
    husband.fill("national_id", spouse["national_id"])
    husband.fill("birth_date", spouse["birth_date"])
    husband.press("دخول")
    husband.fill("agree", "on")
    husband.press("متابعة")
    signs_by_code(husband)
    with within(husband.scene.organisation_id):
        assert Declaration.objects.filter(support_request=case, voided_at=None).count() == 2
        assert not Participant.objects.filter(support_request=case, health_consent_at=None).exists()


def is_studied(desk: DeskWalk, case: SupportRequest) -> None:
    desk.sign_in("nouf")
    desk.open(f"cases/{case.id}/study/")
    desk.send("بدء الدراسة", action="beginning/")
    desk.send(
        "رفع الدراسة",
        opinion="تقرير المركز يوصي بدورة واحدة، والدخل لا يكفي تكلفتها.",
        recommendation="accept",
        amount=AMOUNT // 100,
        months="12",
    )
    assert stage(desk.scene, case) == Stage.STUDIED


def is_approved_by_a_delegate(desk: DeskWalk, case: SupportRequest) -> None:
    """More than the first step may grant; the second is away, and who stands in for him has a limit."""
    today = clock.today()
    desk.sign_in("sami")
    desk.open("approvals/delegations/")
    desk.send(
        "تسجيل التفويض",
        step="executive",
        receiver=desk.scene.members["lama"].id,
        limit="15000",
        starts_on=day(today),
        ends_on=day(today + timedelta(days=3)),
        reason="leave",
    )
    desk.sign_in("majed")
    desk.open("approvals/")
    desk.follow(str(case.reference))
    desk.send("تسجيل القرار")
    assert stage(desk.scene, case) == Stage.STUDIED
    desk.sign_in("lama")
    desk.open(f"approvals/{case.id}/")
    desk.send("تسجيل القرار")
    assert "سامي حمد الدوسري" in desk.words
    with within(desk.scene.organisation_id):
        assert Decision.objects.get(support_request=case).amount == AMOUNT


def she_is_answered(desk: DeskWalk, wife: Walk, case: SupportRequest) -> None:
    desk.sign_in("salma")
    desk.open("replies/")
    desk.follow(str(case.reference))
    desk.send("إرسال الرد الآن")
    signs_in(wife, MAHA)
    wife.go(f"requests/{case.id}/")
    wife.press("فتح الرد")
    assert stage(desk.scene, case) == Stage.REPLIED


def the_centre_is_paid(desk: DeskWalk, wife: Walk, case: SupportRequest) -> None:
    with within(desk.scene.organisation_id):
        path = f"delivery/{Delivery.objects.get(support_request=case).id}/"
    desk.sign_in("abeer")
    desk.open(path)
    desk.send("إعداد الأمر", partner="centre_one")
    desk.sign_in("majed")
    desk.open(path)
    desk.send("اعتماد الأمر")
    desk.sign_in("abeer")
    desk.open(path)
    assert "المركز النموذجي الأول" in desk.words
    desk.send("سُلّم الأمر للتنفيذ", bank_reference="TR-2")
    desk.send("إرسال رمز إلى جوال المستلم")
    proves_by_code(wife, case, id_in(path))
