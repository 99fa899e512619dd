"""What follows: an acceptance told becomes an entitlement, a change of account is told, a leaver's parts move on."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef

from silah.contact import messages
from silah.foundation.access import Actor
from silah.foundation.access.actor import timer
from silah.foundation.journal.alone import each_due
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.money import with_unit
from silah.foundation.organisations import queries as organisations
from silah.journey.decisions.models import Decision
from silah.journey.decisions.queries.settled import settled
from silah.journey.delivery import operations
from silah.journey.delivery.models import (
    OPEN_STATES,
    Delivery,
    DeliveryState,
    Entitlement,
    Kind,
    PayeeAccount,
)
from silah.journey.delivery.operations.entitlement import GRANTING, TOLD
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import close
from silah.journey.requests.operations.people_of_request import addressees
from silah.journey.requests.stages import Stage
from silah.people.models import ContactPoint
from silah.policy import queries as policy

# A transfer that comes back, comes back within days of the bank's word.
COMES_BACK_WITHIN = timedelta(days=7)

# Whoever would steal a payment changes the mobile first: a number given up lately hears of it too.
LATELY = timedelta(days=60)


def entitle_accepted(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """The outcome was told: the newest decision that stands and grants becomes what is owed."""
    case = SupportRequest.objects.filter(id=subject_id, stage__in=TOLD).first()
    if case is None:
        return
    standing = Decision.objects.filter(support_request=case, undone_at=None, superseded_at=None)
    newest = standing.exclude(final_at=None).order_by("-decided_at", "-id").first()
    if newest is None or newest.outcome not in GRANTING:
        return
    if not Entitlement.objects.filter(decision=newest).exists():
        operations.entitle(newest, by=timer(organisation_id))


def ask_for_account(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """Only now, and only where money goes to her: somebody will ask for her account."""
    case = SupportRequest.objects.select_related("applicant").get(id=subject_id)
    entitled = Entry.objects.get(id=entry_id)
    known = PayeeAccount.objects.filter(party=case.applicant, ended_at=None).exists()
    if entitled.data["kind"] != Kind.PAYMENT_ORDER or known or _told(case.row_kind(), case.id, "iban_needed"):
        return
    by = timer(organisation_id)
    for person in addressees(case, by):
        messages.send(
            "iban_needed",
            by=by,
            values={"reference": case.reference or ""},
            about=(case.row_kind(), case.id),
            to_party=person,
        )


def warn_of_account(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """A change was asked for: the numbers known until now hear of it while it can be stopped."""
    asked = Entry.objects.get(id=entry_id)
    if not asked.data["replaces"] or _told("party", subject_id, "iban_changed", since=asked):
        return
    points = ContactPoint.objects.filter(party_id=subject_id, kind="mobile", in_use_from__isnull=False)
    known = points.filter(ended_at=None) | points.filter(ended_at__gt=clock.now() - LATELY)
    for number in sorted({point.value for point in known}):
        messages.send(
            "iban_changed",
            by=timer(organisation_id),
            values={"day": hijri.both(clock.day_of(asked.happened_at))},
            about=("party", subject_id),
            to_mobile=number,
        )


def say_delivered(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """With the last part: a short word to her, and a letter that is read after log-in."""
    case = SupportRequest.objects.select_related("applicant").get(id=subject_id)
    proven = Entry.objects.get(id=entry_id)
    rows = Delivery.objects.filter(support_request=case)
    if rows.filter(state__in=OPEN_STATES).exists() or _told(
        case.row_kind(), case.id, "delivered", since=proven
    ):
        return
    given = rows.filter(state=DeliveryState.DELIVERED)
    service = policy.pack_of(case.policy_version_id).service(case.service)
    values = {
        "reference": case.reference or "",
        "name": case.applicant.full_name,
        "service": service.title,
        "amount": with_unit(sum(row.amount for row in given)),
        "day": hijri.both(clock.day_of(proven.happened_at)),
    }
    by, about = timer(organisation_id), (case.row_kind(), case.id)
    for person in addressees(case, by):
        for sealed in (False, True):
            messages.send("delivered", by=by, values=values, about=about, to_party=person, sealed=sealed)


def hand_on_all(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """Somebody left: what is not delivered yet goes to the named successor."""
    left = Entry.objects.get(id=entry_id)
    by = timer(organisation_id)
    successor = organisations.successor(by, left)
    if successor is None:
        return
    rows = Delivery.objects.filter(owner_id=subject_id, state__in=OPEN_STATES)
    for row in rows.select_related("support_request").order_by("support_request_id", "number"):
        operations.hand_on(row, successor, by=by)


def close_delivered(by: Actor) -> int:
    """What was granted has been proven for a week, and nothing is left to object to."""
    owed = Delivery.objects.filter(support_request=OuterRef("id"), state__in=OPEN_STATES)
    delivered = SupportRequest.objects.filter(
        organisation_id=by.organisation_id,
        stage=Stage.DELIVERED,
        stage_since__lt=clock.now() - COMES_BACK_WITHIN,
    )
    return each_due(
        settled(delivered.exclude(Exists(owed))).defer("answers"),
        partial(close, why="delivered", by=by),
        by=by,
        order=("stage_since", "id"),
    )


def _told(kind: str, subject_id: UUID, template: str, since: Entry | None = None) -> bool:
    """Whether the message is on its way already: the same task may run twice."""
    rows = Entry.objects.filter(
        subject_kind=kind, subject_id=subject_id, name="messages.queued", data__template=template
    )
    if since is not None:
        rows = rows.filter(recorded_at__gte=since.recorded_at)
    return rows.exists()
