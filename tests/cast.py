"""The cast: people who come to an association, and the way each of them takes through the operations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from silah.foundation.access import Actor, Door, Role
from silah.foundation.kernel import clock, national_id, phone
from silah.journey.requests import drafts
from silah.journey.requests.models import Draft, RequirementItem, SupportRequest
from silah.journey.requests.operations import (
    Signature,
    present_item,
    send_signing_code,
    submit,
    witness_signature,
)
from silah.people import operations as people
from silah.people.models import OneTimeCode, Party
from silah.policy.pack.papers import dates_needed
from silah.policy.queries import pack_of
from tests.journey.scene import Scene

NOURA = "نورة سعد الحربي"
MAHA = "مها سالم القرني"
AHMAD = "أحمد خالد القرني"

WIDOW = {
    "place": "quwayiyah",
    "urgent": "no",
    "for_whom": "own",
    "marital_status": "widowed",
    "persons": "٣",
    "income": "١٥٠٠",
    "rent": "0",
    "safe_contact": {"way": "message"},
    "papers": {"national_id": "now", "death_certificate": "later"},
}
WIFE = {
    "place": "dammam",
    "urgent": "no",
    "for_whom": "wife",
    "spouse": [
        {
            "name": AHMAD,
            "national_id": national_id.synthetic(702),
            "birth_date": "1988-04-02",
            "mobile": phone.synthetic(702),
        }
    ],
    "marriage_date": "10/2/2020",
    "children": "0",
    "cycles": "0",
    "safe_contact": {"way": "message"},
    "papers": {"national_id": "now"},
}


def herself(scene: Scene, party: Party, door: Door = Door.PORTAL) -> Actor:
    return Actor(scene.organisation_id, frozenset({Role.BENEFICIARY}), door, party.id, party.full_name)


def person(
    scene: Scene, name: str = NOURA, number: int = 1, *, born: date = date(1980, 3, 9), **more: Any
) -> Party:
    return people.register_person(
        by=scene.actor("salma"),
        full_name=name,
        national_id=national_id.synthetic(number),
        birth_date=born,
        mobile=phone.synthetic(number),
        confirmed_new=True,
        **more,
    )


def widow(scene: Scene, number: int = 1) -> Party:
    return person(scene, NOURA, number, sex="female")


def wife(scene: Scene) -> Party:
    return person(scene, MAHA, 701, born=date(1992, 5, 1), sex="female")


def filled(
    draft: Draft, by: Actor, answers: Mapping[str, Any], *, consents: tuple[str, ...] = ("privacy_notice",)
) -> Draft:
    """Every page that comes, answered from `answers`; «لم يتغيّر شيء» where it is asked."""
    for purpose in consents:
        draft = drafts.agree(draft, purpose, by=by)
    while page := next((step for step in drafts.steps(draft, by=by) if not step.answered), None):
        raw = [] if page.question is None else answers[page.id]
        draft = drafts.answer(draft, page.id, raw, by=by, expected_version=draft.version)
    return draft


def widows_draft(scene: Scene, party: Party, *, service: str = "social_aid", **changes: Any) -> Draft:
    by = herself(scene, party)
    return filled(drafts.begin(service, by=by), by, {**WIDOW, **changes})


def signing_code(case_id: UUID, party: Party, by: Actor) -> str:
    send_signing_code(case_id, party, by=by)
    return str(OneTimeCode.objects.filter(purpose="sign", party=party).latest("created_at").code)


def widows_request(
    scene: Scene, party: Party | None = None, *, signed: bool = True, **changes: Any
) -> SupportRequest:
    """By herself on the portal, signed with a code."""
    party = party or widow(scene)
    by, draft = herself(scene, party), widows_draft(scene, party, **changes)
    signature = Signature("code", signing_code(draft.id, party, by)) if signed else None
    return submit(draft, by=by, applicant=party, channel="request_service", signature=signature)


def request_at_the_desk(scene: Scene, party: Party | None = None, **changes: Any) -> SupportRequest:
    """Written by Salma for her, signed on paper before Salma."""
    party, by = party or widow(scene), scene.actor("salma")
    draft = filled(drafts.begin("social_aid", by=by, party=party), by, {**WIDOW, **changes})
    return submit(draft, by=by, applicant=party, channel="interview", signature=Signature("paper"))


def couples_request(scene: Scene, party: Party | None = None, **changes: Any) -> SupportRequest:
    """The wife asks and signs; the husband has still to consent and to sign."""
    party = party or wife(scene)
    by = herself(scene, party)
    consents = ("privacy_notice", "health")
    draft = filled(drafts.begin("ivf_support", by=by), by, {**WIFE, **changes}, consents=consents)
    signature = Signature("code", signing_code(draft.id, party, by))
    return submit(draft, by=by, applicant=party, channel="request_service", signature=signature)


def item(case: SupportRequest, requirement: str, party: Party | None = None) -> RequirementItem:
    rows = RequirementItem.objects.filter(support_request=case, requirement=requirement)
    return rows.select_related("support_request").get(**({"party": party} if party else {}))


def bring(case: SupportRequest, requirement: str, by: Actor, **more: Any) -> RequirementItem:
    return show(item(case, requirement), by, **more)


def show(paper: RequirementItem, by: Actor, **more: Any) -> RequirementItem:
    """The original, at the office, with dates that are good today."""
    case = paper.support_request
    service = pack_of(case.policy_version_id).service(case.service)
    needed = dates_needed(service.requirement(paper.requirement).validity)
    good: dict[str, Any] = {}
    if "expires" in needed:
        good["expires_on"] = clock.today() + timedelta(days=400)
    if "issued" in needed:
        good["issued_on"] = clock.today() - timedelta(days=5)
    return present_item(paper, by=by, **({"how": "seen_at_office"} | good | more))


def bring_all(case: SupportRequest, by: Actor) -> SupportRequest:
    rows = RequirementItem.objects.filter(
        support_request=case, optional=False, state__in=("missing", "refused")
    )
    for paper in list(rows.select_related("support_request").order_by("id")):
        show(paper, by)
    return SupportRequest.objects.get(id=case.id)


def complete_request(scene: Scene, party: Party | None = None, **changes: Any) -> SupportRequest:
    """Everything brought, signed: the window runs."""
    return bring_all(widows_request(scene, party, **changes), scene.actor("salma"))


def sign_on_paper(scene: Scene, case: SupportRequest, party: Party) -> None:
    witness_signature(case, party, by=scene.actor("salma"), method="paper")
