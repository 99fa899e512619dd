"""The same way by pages: hers on the portal, each employee's at the desk, as forms are filled and sent."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.decisions.models import Reply, Sitting
from silah.journey.delivery.models import PayeeAccount
from silah.journey.requests.models import SupportRequest
from silah.people.models import Party
from silah.policy.pack.papers import dates_needed
from tests.api.program import Program
from tests.cast import WIDOW
from tests.doors.ways import (
    AWARD,
    BUDGET,
    INCOME,
    OPINION,
    account_number,
    code_of,
    papers,
    part,
    presented,
)
from tests.journey.decisions.hall import COMMITTEE
from tests.journey.scene import Scene
from tests.pages import Page, Pages
from tests.portal.asking import begin, go_through
from tests.portal.page import Visitor

# As the portal's own tests answer; the rest is known once she has signed in.
ANSWERS = {**WIDOW, "service": "social_aid", "safe_contact": "message", "papers": "later"}


class ByPages:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def desk(self, who: str) -> Pages:
        return Pages(self.scene.slug).sign_in(self.scene.user(who))

    def hers(self, party: Party) -> Visitor:
        visitor = Visitor(self.scene.slug, self.scene.pack)
        visitor.client = Program.herself(self.scene, party.id, party.full_name).client
        return visitor

    def submit(self, party: Party) -> UUID:
        visitor = self.hers(party)
        number = [service.id for service in self.scene.pack.services].index("social_aid") + 1
        begin(visitor, number)
        go_through(visitor, self.scene, ANSWERS)
        visitor.open("ask/sign/")
        visitor.send(send_code="yes")
        with within(self.scene.organisation_id):
            code = code_of("sign", party.id)
        visitor.send(signature_method="code", code=code)
        with within(self.scene.organisation_id):
            return SupportRequest.objects.get(applicant=party).id

    def bring_papers(self, case: SupportRequest) -> None:
        desk, service = self.desk("salma"), self.scene.pack.service(case.service)
        with within(self.scene.organisation_id):
            waiting = papers(case)
        for paper in waiting:
            needed = dates_needed(service.requirement(paper.requirement).validity)
            dates: dict[str, str] = {}
            if "expires" in needed:
                dates |= day("expires_on", 400)
            if "issued" in needed:
                dates |= day("issued_on", -5)
            page = desk.get(f"desk/cases/{case.id}/papers/{paper.id}/")
            desk.fill(page, f"papers/{paper.id}/", how="seen_at_office", **dates)

    def match(self, case: SupportRequest) -> None:
        desk, path = self.desk("salma"), f"desk/cases/{case.id}/matching/"
        page = desk.get(path)
        every = [
            node.attrs["value"]
            for node in page.form("matching/").all("input")
            if node.attrs.get("name") == "same"
        ]
        desk.fill(page, "matching/", same=every, method="original_seen")
        with within(self.scene.organisation_id):
            brought = presented(case)
        for paper in brought:
            desk.fill(desk.get(path), f"papers/{paper.id}/")
        desk.fill(desk.get(path), "truth/", data_checked="on", responsibility_explained="on")
        desk.fill(desk.get(path), "finish/")

    def study(self, case: SupportRequest) -> None:
        desk, path = self.desk("nouf"), f"desk/cases/{case.id}/study/"
        desk.fill(desk.get(path), "study/beginning/")
        page = desk.get(path)
        desk.fill(
            page,
            "study/",
            button=self.button(page, "submit"),
            people_0_name="سعد فهد الحربي",
            people_0_relation="son",
            people_0_group="child",
            income_social_security=str(INCOME // 100),
            opinion=OPINION,
            recommendation="accept",
            amount=str(AWARD[0] // 100),
            months=str(AWARD[1]),
        )

    def decide(self, case: SupportRequest) -> None:
        secretary = self.desk("ibrahim")
        page = secretary.get("desk/sittings/new/")
        held = clock.riyadh(clock.now() - timedelta(hours=1))
        moment = {**day("held_at", 0, held.date()), "held_at_time": f"{held:%H:%M}"}
        secretary.fill(page, budget=str(BUDGET // 100), **moment)
        with within(self.scene.organisation_id):
            sitting = Sitting.objects.latest("opened_at")
        path = f"desk/sittings/{sitting.id}/"
        secretary.fill(secretary.get(path), "recording/", rest="unanimous")
        for who in COMMITTEE[:4]:
            member = self.desk(who)
            member.fill(member.get(path), "confirmation/")

    def reply(self, case: SupportRequest) -> None:
        desk = self.desk("salma")
        with within(self.scene.organisation_id):
            reply = Reply.objects.get(support_request=case)
        desk.fill(desk.get(f"desk/replies/{reply.id}/"), "release/")
        visitor = self.hers(case.applicant)
        visitor.open(f"requests/{case.id}/")
        visitor.send(f"requests/{case.id}/reply/")
        assert "فتح الرد" not in visitor.words

    def deliver(self, case: SupportRequest) -> None:
        salma, abeer = self.desk("salma"), self.desk("abeer")
        with within(self.scene.organisation_id):
            delivery = part(case)
        path = f"desk/delivery/{delivery.id}/"
        salma.fill(
            salma.get(f"{path}account/"),
            iban=account_number(case),
            owner_name=case.applicant.full_name,
            original_seen="on",
        )
        with within(self.scene.organisation_id):
            account = PayeeAccount.objects.get(party_id=case.applicant_id)
        abeer.fill(abeer.get(f"desk/delivery/accounts/{account.id}/"), "confirmation/")
        abeer.fill(abeer.get(path), "prepare/")
        manager = self.desk("majed")
        manager.fill(manager.get(path), "approve/")
        abeer.fill(abeer.get(path), "send/", bank_reference="TR-1")
        abeer.fill(abeer.get(path), "code/")
        with within(self.scene.organisation_id):
            code = code_of("delivery", case.applicant_id)
        visitor = self.hers(case.applicant)
        visitor.open(f"requests/{case.id}/deliveries/{delivery.id}/")
        visitor.send(code=code)

    def button(self, page: Page, value: str) -> str:
        return next(node.words for node in page.main.all("button") if node.attrs.get("value") == value)


def day(name: str, ahead: int, on: object = None) -> dict[str, str]:
    """A Gregorian day as the three boxes take it."""
    chosen = on or clock.today() + timedelta(days=ahead)
    year, month, number = str(chosen).split("-")
    parts = {"day": number, "month": month, "year": year, "calendar": "gregorian"}
    return {f"{name}_{part}": value for part, value in parts.items()}
