"""What follows a referral: word to the person, where there is a request to name."""

from __future__ import annotations

from uuid import UUID

from silah.contact import messages
from silah.foundation.access.actor import timer
from silah.foundation.journal.models import Entry
from silah.foundation.organisations import queries as organisations
from silah.journey.research import operations
from silah.journey.research.models import CaseStudy, Referral
from silah.journey.research.words import OPEN
from silah.people import queries as people
from silah.policy import queries as policy


def tell_of_referral(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    _tell("referral", organisation_id, entry_id)


def tell_of_answer(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    _tell("referral_answered", organisation_id, entry_id)


def hand_on_research(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """A researcher left: what she had in hand is the named successor's."""
    by, left = timer(organisation_id), Entry.objects.get(id=entry_id)
    successor = organisations.successor(by, left)
    if successor is None:
        return
    for referral in Referral.objects.filter(accepted_by_id=subject_id, state__in=OPEN).order_by("id"):
        operations.hand_on_referral(referral, successor, by=by)
    studies = CaseStudy.objects.filter(researcher_id=subject_id, submitted_at=None, superseded_at=None)
    for study in studies.order_by("support_request_id"):
        operations.hand_on_study(study, successor, by=by)


def _tell(template: str, organisation_id: UUID, entry_id: UUID) -> None:
    by = timer(organisation_id)
    entry = Entry.objects.get(id=entry_id)
    referral = Referral.objects.select_related("support_request").get(id=entry.data["referral"])
    case, party_id = referral.support_request, referral.party_id
    if case is None or party_id is None:
        return
    phone = policy.pack_of(case.policy_version_id).identity.office.phone
    messages.send(
        template,
        by=by,
        to_party=people.party_row(by, party_id),
        values={"reference": case.reference, "phone": phone},
        about=(Referral.row_kind(), referral.id),
    )
