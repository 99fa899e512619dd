"""A household's request in a browser, from the portal's first question to the proof that it was delivered.

Then what the quality manager reads: the reply that came in its time proves the clause, a late one breaks it.
"""

from __future__ import annotations

from silah.foundation.kernel import clock, iban
from silah.foundation.tenancy import within
from silah.journey.delivery.models import Delivery
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from tests.cast import person
from tests.doors.ways import ByOperations
from tests.journey.decisions import hall
from tests.journey.scene import Scene, open_scene
from tests.journeys.conftest import Days, OpenBrowser
from tests.journeys.desk_steps import (
    Follow,
    day,
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
from tests.portal.asking import NOURA


def test_from_the_first_question_to_the_proof_and_the_clause(
    open_browser: OpenBrowser, days: Days, follow: Follow
) -> None:
    scene = open_scene()
    with within(scene.organisation_id):
        hall.form(scene)
    noura = Walk(open_browser(), scene, "household-she")
    desk = DeskWalk(open_browser(), scene, "household-desk")

    case = asks(noura)
    follow()
    papers_are_seen(desk, case)
    follow()
    is_matched(desk, case)
    is_studied(desk, case)
    slower = another_studied(scene)
    follow()

    days.pass_by(20)
    sitting = is_decided(desk, slower)
    for who in hall.COMMITTEE[:4]:
        confirms(desk, who, sitting)
    follow()
    is_answered(desk, case)
    follow()
    she_reads_the_answer(noura, case)
    follow()
    is_paid(desk, noura, case)
    follow()
    the_clause_is(desk, "مثبت", case.reference)

    days.pass_by(25)
    sitting = is_decided(desk)
    for who in hall.COMMITTEE[:4]:
        confirms(desk, who, sitting)
    is_answered(desk, slower)
    follow()
    the_clause_is(desk, "مخالَف", slower.reference)
    assert not noura.faults + desk.faults, "\n".join(noura.faults + desk.faults)


def asks(noura: Walk) -> SupportRequest:
    noura.go("")
    noura.press(noura.scene.pack.services[0].title, "link")
    noura.press("بدء الطلب")
    noura.answer_all(NOURA)
    noura.press("متابعة إلى الإقرار", "link")
    signs_by_code(noura)
    with within(noura.scene.organisation_id):
        return SupportRequest.objects.select_related("applicant").get()


def is_studied(desk: DeskWalk, case: SupportRequest) -> None:
    desk.sign_in("nouf")
    desk.open(f"cases/{case.id}/study/")
    desk.send("بدء الدراسة", action="beginning/")
    if "/study/" not in desk.page.url:
        desk.open(f"cases/{case.id}/study/")
    desk.send(
        "رفع الدراسة",
        people_0_name="سعد فهد الحربي",
        people_0_relation="son",
        people_0_group="child",
        income_social_security="١٥٠٠",
        opinion="الأسرة بلا عائل، والحاجة قائمة.",
        recommendation="accept",
        amount="2000",
        months="6",
    )
    assert stage(desk.scene, case) == Stage.STUDIED


def another_studied(scene: Scene) -> SupportRequest:
    """Complete on the same day, and left by the first sitting to the next."""
    way = ByOperations(scene)
    with within(scene.organisation_id):
        party = person(scene, "هيا ناصر الدوسري", 61, sex="female")
    case_id = way.submit(party)
    for step in (way.bring_papers, way.match, way.study):
        with within(scene.organisation_id):
            case = SupportRequest.objects.select_related("applicant").get(id=case_id)
        step(case)
    return case


def is_decided(desk: DeskWalk, left: SupportRequest | None = None) -> str:
    """One page: everybody came, all pass as recommended, but what is left to the next sitting."""
    desk.sign_in("ibrahim")
    desk.open("sittings/")
    desk.follow("جلسة جديدة")
    desk.send("فتح الجلسة", held_at=day(clock.today()), held_at_time="00:10", budget="٦٠٠٠٠")
    exceptions = {}
    if left is not None:
        for article in desk.page.locator("main article").all():
            if left.reference in article.inner_text():
                number = article.locator(".agenda-number").inner_text().strip()
                exceptions[f"item_{number}"] = "left"
        assert exceptions
    desk.send("تسجيل الجلسة وقراراتها", **exceptions)
    assert "محضر الجلسة" in desk.words
    return id_in(desk.page.url)


def confirms(desk: DeskWalk, who: str, sitting: str) -> None:
    desk.sign_in(who)
    desk.open(f"sittings/{sitting}/")
    desk.send("أصادق على المحضر")


def is_answered(desk: DeskWalk, case: SupportRequest) -> None:
    desk.sign_in("salma")
    desk.open("replies/")
    desk.page.locator("main table").get_by_role("link", name=str(case.reference)).click()
    desk.page.wait_for_load_state()
    desk.send("إرسال الرد الآن")
    assert "أُرسل الرد إلى صاحب الطلب." in desk.words


def she_reads_the_answer(noura: Walk, case: SupportRequest) -> None:
    signs_in(noura, NOURA)
    noura.go(f"requests/{case.id}/")
    noura.press("فتح الرد")
    assert "قُبل طلبك" in noura.page.locator("main").inner_text()
    assert stage(noura.scene, case) == Stage.REPLIED


def is_paid(desk: DeskWalk, noura: Walk, case: SupportRequest) -> None:
    """Account by two people, order by two people, and her own code at the end."""
    with within(desk.scene.organisation_id):
        path = f"delivery/{Delivery.objects.get(support_request=case).id}/"
    name = case.applicant.full_name
    desk.open(f"{path}account/")
    desk.send("حفظ رقم الحساب", iban=iban.synthetic(9), owner_name=name, original_seen=True)
    desk.sign_in("abeer")
    desk.open("delivery/")
    desk.follow(name)
    desk.send("تأكيد الحساب")
    desk.open(path)
    desk.send("إعداد الأمر")
    desk.sign_in("majed")
    desk.open(path)
    desk.send("اعتماد الأمر")
    desk.sign_in("abeer")
    desk.open(path)
    desk.send("سُلّم الأمر للتنفيذ", bank_reference="TR-1")
    desk.send("إرسال رمز إلى جوال المستلم")
    proves_by_code(noura, case, id_in(path))
