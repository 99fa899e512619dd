"""The rows of a delivery, the request's locked first, and what two people at one order must be told."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts
from silah.foundation.journal.models import Entry
from silah.foundation.kernel.errors import Conflict, NotFound, NotYet
from silah.foundation.organisations import queries as organisations
from silah.journey.delivery.models import Delivery, DeliveryState
from silah.journey.requests.operations.rows import locked
from silah.policy import queries as policy
from silah.policy.pack import Service


def locked_delivery(
    delivery: Delivery, *, by: Actor, expected_version: int | None, allowed: AbstractSet[DeliveryState]
) -> Delivery:
    """The delivery with its request, both as they are now."""
    case = locked(delivery.support_request)
    row = (
        Delivery.objects.select_for_update(of=("self",), no_key=True)
        .select_related("entitlement", "account")
        .filter(id=delivery.id)
        .first()
    )
    if row is None:
        raise NotFound()
    row.support_request = case
    if expected_version is not None and row.version != expected_version:
        raise Conflict(_stale(by, row), code="stale")
    if DeliveryState(row.state) not in allowed:
        raise NotYet(_("لا يصح هذا الإجراء في حالة التسليم الآن."), code="state")
    return row


def save(row: Delivery) -> None:
    row.version += 1
    row.save()


def service_of(row: Delivery) -> Service:
    case = row.support_request
    return policy.pack_of(case.policy_version_id).service(case.service)


def receiver(delivery: Delivery, *args: Any, **kwargs: Any) -> Facts:
    return Facts(owners=frozenset({delivery.support_request.applicant_id}))


def _stale(by: Actor, row: Delivery) -> str:
    """Who was first, by name."""
    last = (
        Entry.objects.filter(
            organisation_id=by.organisation_id,
            subject_kind="support_request",
            subject_id=row.support_request_id,
            data__delivery=str(row.id),
        )
        .order_by("-number")
        .first()
    )
    names = organisations.member_names(by, [last.actor_id]) if last and last.actor_id else {}
    if last is None or last.actor_id not in names:
        return _("تغيّر هذا التسليم قبل لحظات. راجع حالته الآن ثم أعد المحاولة.")
    return _("سبقك %(name)s إلى هذا التسليم قبل لحظات. راجع حالته الآن ثم أعد المحاولة.") % {
        "name": names[last.actor_id]
    }
