"""Requests that were accepted and told, where a test of delivery begins."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from silah.foundation.access.actor import timer
from silah.foundation.files.models import StoredFile
from silah.foundation.kernel import clock, iban, phone
from silah.foundation.organisations.models import Membership
from silah.journey.decisions.models import Decision
from silah.journey.delivery import operations
from silah.journey.delivery.models import Delivery, Entitlement, PayeeAccount
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.people import digests
from silah.people.models import ContactPoint, OneTimeCode, Party
from tests.journey.scene import Scene


def accepted(
    scene: Scene,
    *,
    service: str = "social_aid",
    amount: int | None = 1_800_00,
    payments: int = 1,
    months: int | None = 6,
    outcome: str = "accept",
    stage: Stage = Stage.REPLIED,
    mobile: bool = True,
    at: datetime | None = None,
    **more: Any,
) -> Decision:
    case = scene.case(service=service, stage=stage, **more)
    if mobile:
        phone_of(case.applicant, SupportRequest.objects.count())
    return decided(scene, case, amount=amount, payments=payments, months=months, outcome=outcome, at=at)


def decided(scene: Scene, case: SupportRequest, *, at: datetime | None = None, **values: Any) -> Decision:
    now = at or clock.now()
    return Decision.objects.create(
        support_request=case,
        body="committee",
        reason_codes=["fits"],
        clause="H5a",
        reference="1448/000001/2",
        recorded_by=scene.members["ibrahim"],
        decided_at=now,
        recorded_at=now,
        final_at=now,
        **({"outcome": "accept", "amount": 1_800_00, "payments": 1, "months": 6} | values),
    )


def refused(scene: Scene, **more: Any) -> Decision:
    return accepted(scene, outcome="reject", amount=None, months=None, payments=0, **more)


def phone_of(party: Party, number: int, **more: Any) -> ContactPoint:
    value = phone.synthetic(number)
    return ContactPoint.objects.create(
        party=party,
        value=value,
        value_hash=digests.of_mobile(value),
        **({"in_use_from": clock.now()} | more),
    )


def entitled(scene: Scene, **more: Any) -> Entitlement:
    return operations.entitle(accepted(scene, **more), by=timer(scene.organisation_id))


def first_part(entitlement: Entitlement) -> Delivery:
    return Delivery.objects.select_related("support_request").get(entitlement=entitlement, number=1)


def account(scene: Scene, party: Party, number: int = 7) -> PayeeAccount:
    """Seen by Salma, confirmed by Abeer."""
    proposed = operations.propose_account(
        party, iban.synthetic(number), party.full_name, by=scene.actor("salma"), original_seen=True
    )
    return operations.approve_account(proposed, by=scene.actor("abeer"))


def due(scene: Scene, **more: Any) -> Delivery:
    """Owed to her account, nothing prepared yet."""
    delivery = first_part(entitled(scene, **more))
    account(scene, delivery.support_request.applicant)
    return delivery


def prepared(scene: Scene, **more: Any) -> Delivery:
    return operations.prepare(due(scene, **more), by=scene.actor("abeer"))


def sent(scene: Scene, **more: Any) -> Delivery:
    approved = operations.approve(prepared(scene, **more), by=scene.actor("majed"))
    return operations.send(approved, by=scene.actor("abeer"), bank_reference="TR-1")


def delivered(scene: Scene, **more: Any) -> Delivery:
    row = sent(scene, **more)
    operations.prove(row, "witnessed", by=scene.actor("abeer"), witness=scene.members["salma"])
    return fresh(row)


def fresh(row: Delivery) -> Delivery:
    return Delivery.objects.select_related("support_request").get(id=row.id)


def code_for(row: Delivery) -> str:
    return str(OneTimeCode.objects.filter(purpose="delivery", subject_id=row.id).latest("created_at").code)


def signature_image(scene: Scene) -> UUID:
    return StoredFile.objects.create(
        kind="signature",
        purpose="proof",
        name="receipt.png",
        media_type="image/png",
        size=10,
        salt=bytes(16),
        digest=bytes(32),
        stored_by_kind="membership",
    ).id


def second_officer(scene: Scene) -> Membership:
    """Salma also delivers."""
    member = scene.members["salma"]
    member.roles = [*member.roles, "delivery_officer"]
    member.save(update_fields=["roles"])
    return member
