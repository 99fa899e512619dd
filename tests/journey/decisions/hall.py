"""The committee's hall: members with seats, requests studied and signed, a sitting opened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from silah.foundation.access import Role
from silah.foundation.access.actor import operator
from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership, User
from silah.foundation.organisations.operations import add_member
from silah.journey.decisions import operations
from silah.journey.decisions.models import AgendaItem, Sitting
from silah.journey.requests.models import Declaration, SupportRequest, WindowNotice
from silah.journey.requests.stages import Stage
from silah.journey.research.models import CaseStudy
from tests.journey.scene import PASSWORD, Scene

MEMBERS = {
    "yusuf": "يوسف إبراهيم التميمي",
    "latifa": "لطيفة سعود العجمي",
    "saad": "سعد ناصر السهلي",
    "mona": "منى راشد الدوسري",
    "turki": "تركي فهد العنزي",
    "hessa": "حصة علي المطيري",
}
COMMITTEE = ("khalid", "yusuf", "latifa", "saad", "mona")
ALTERNATES = ("turki", "hessa")
BUDGET = 60_000_00


def join(scene: Scene, who: str, name: str, *roles: Role) -> Membership:
    user = User.objects.create_user(f"{who}-{scene.slug}", PASSWORD)
    member = add_member(user, by=operator(scene.organisation_id), full_name=name, roles=list(roles))
    scene.members[who] = member
    return member


def form(scene: Scene) -> None:
    for who, name in MEMBERS.items():
        join(scene, who, name, Role.COMMITTEE_MEMBER)
    operations.form_committee(
        by=scene.actor("ibrahim"),
        formed_by="قرار مجلس الإدارة رقم 4",
        formed_on=clock.today() - timedelta(days=90),
        chair=scene.members["khalid"],
        members=[scene.members[who] for who in COMMITTEE[1:]],
        alternates=[scene.members[who] for who in ALTERNATES],
    )


def studied(
    scene: Scene,
    *,
    complete_days_ago: int = 20,
    recommendation: str = "accept",
    amount: int | None = 1_500_00,
    months: int | None = 6,
    reason: str = "",
    researcher: str = "nouf",
    signed: bool = True,
    mode: str = "inform",
    window: tuple[int, int] = (14, 30),
    **more: Any,
) -> SupportRequest:
    """A request that waits for its decision; the window counts from the day it was complete."""
    complete = clock.now() - timedelta(days=complete_days_ago)
    day = clock.day_of(complete)
    floor, ceiling = day + timedelta(days=window[0]), day + timedelta(days=window[1])
    case = scene.case(
        stage=Stage.STUDIED,
        submitted_at=complete,
        completed_at=complete,
        floor_on=floor,
        ceiling_on=ceiling,
        **more,
    )
    if signed:
        sign(case)
    WindowNotice.objects.create(
        support_request=case,
        starts_on=day,
        floor_on=floor,
        ceiling_on=ceiling,
        mode=mode,
        floor_days=window[0],
        ceiling_days=window[1],
        told_at=complete,
    )
    rejecting = recommendation == "reject"
    CaseStudy.objects.create(
        support_request=case,
        researcher=scene.members[researcher],
        opinion="حاجة ظاهرة",
        recommendation=recommendation,
        reason=reason,
        amount=None if rejecting else amount,
        months=None if rejecting else months,
        begun_at=complete,
        saved_at=complete,
        submitted_at=complete + timedelta(days=3),
    )
    return case


def sign(case: SupportRequest) -> None:
    Declaration.objects.create(
        support_request=case,
        party_id=case.applicant_id,
        method="code",
        strength="code_confirmed",
        policy_version_id=case.policy_version_id,
        answers_version=case.answers_version,
        snapshot={},
        salt="",
        digest=bytes(32),
        signed_at=clock.now(),
    )


def open_sitting(scene: Scene, *, budget: int = BUDGET, **more: Any) -> Sitting:
    held_at = more.pop("held_at", clock.now() - timedelta(hours=1))
    return operations.open_sitting(by=scene.actor("ibrahim"), held_at=held_at, budget=budget, **more)


def everybody(scene: Scene, *absent: str) -> dict[UUID, str]:
    return {
        scene.members[who].id: "absent" if who in absent else "present" for who in (*COMMITTEE, *ALTERNATES)
    }


def items(sitting: Sitting) -> list[AgendaItem]:
    return list(AgendaItem.objects.filter(sitting=sitting).order_by("number"))


def item_of(sitting: Sitting, case: SupportRequest) -> AgendaItem:
    return AgendaItem.objects.get(sitting=sitting, support_request=case)


def record(scene: Scene, sitting: Sitting, *, absent: tuple[str, ...] = (), **more: Any) -> Sitting:
    """Everything unanimous as recommended, unless the test names exceptions."""
    exceptions = more.pop("exceptions", {})
    unanimous = more.pop("unanimous", frozenset(i.id for i in items(sitting) if i.id not in exceptions))
    return operations.record_sitting(
        sitting,
        by=scene.actor("ibrahim"),
        attendance=everybody(scene, *absent),
        unanimous=unanimous,
        exceptions=exceptions,
        expected_version=more.pop("expected_version", sitting.version),
        **more,
    )


def confirm(scene: Scene, sitting: Sitting, *who: str) -> Sitting:
    """By those named; by the chair and three members where nobody is."""
    for name in who or COMMITTEE[:4]:
        sitting = operations.confirm_minutes(
            sitting, by=scene.actor(name), minutes_version=sitting.minutes_version
        )
    return sitting


def decided(scene: Scene, **more: Any) -> SupportRequest:
    """One request through a whole confirmed sitting."""
    case = studied(scene, **more)
    confirm(scene, record(scene, open_sitting(scene)))
    case.refresh_from_db()
    return case
