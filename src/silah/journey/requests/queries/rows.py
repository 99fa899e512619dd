"""A request's row for who may see it; absent and foreign are told alike."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.kernel.errors import NotFound
from silah.foundation.tenancy import Asked, prepared, remembered
from silah.journey.requests import parts
from silah.journey.requests.models import Participant, RequirementItem, SupportRequest
from silah.journey.requests.once import open_request
from silah.policy.queries import pack_of


def case_row(by: Actor, case_id: UUID, lock: bool = False) -> SupportRequest:
    if lock:
        return _case_row(by, case_id, lock=True)
    return remembered(("case", by, case_id), lambda: _case_row(by, case_id, lock=False))


def _case_row(by: Actor, case_id: UUID, lock: bool) -> SupportRequest:
    row = (_locked if lock else _one).first(by.organisation_id, case_id)
    if row is None or not may_view(by, row):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def row_asked(by: Actor, case_id: UUID) -> tuple[Asked, ...]:
    """For a page of staff: the row, and the people by whom it is told who may open what."""
    here = by.organisation_id, case_id
    return _one.asked(*here), parts.participants.asked(*here)


@prepared
def _one(organisation_id: UUID, case_id: UUID) -> QuerySet[SupportRequest]:
    return SupportRequest.objects.filter(organisation_id=organisation_id, id=case_id).select_related(
        "applicant"
    )


@prepared
def _locked(organisation_id: UUID, case_id: UUID) -> QuerySet[SupportRequest]:
    rows = SupportRequest.objects.filter(organisation_id=organisation_id, id=case_id)
    return rows.select_related("applicant").select_for_update(of=("self",), no_key=True)


def by_reference(by: Actor, reference: str) -> SupportRequest:
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id, reference=reference)
    row = rows.select_related("applicant").first()
    if row is None or not may_view(by, row):
        raise NotFound(_("لم نجد طلبًا بهذا الرقم."))
    return row


def item_row(by: Actor, item_id: UUID) -> RequirementItem:
    rows = RequirementItem.objects.filter(organisation_id=by.organisation_id, id=item_id)
    item = rows.select_related("support_request__applicant", "party").first()
    if item is None or not may_view(by, item.support_request):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return item


def owners(case: SupportRequest) -> frozenset[UUID]:
    people = parts.participants.once(case.organisation_id, case.id)
    return frozenset({case.applicant_id, *(each.party_id for each in people if each.must_sign)})


def facts_of(case: SupportRequest) -> Facts:
    """For pages, which ask `can()` before they show a button."""
    readers = frozenset(pack_of(case.policy_version_id).declaration.health.readers)
    return Facts(owners=owners(case), health_readers=frozenset(str(role) for role in readers))


def may_view(by: Actor, case: SupportRequest) -> bool:
    """A task acts on a row it was handed; staff need no look at who signs."""
    if by.kind == "nobody":
        return by.id is None and can(by, Permission.TELL)
    if by.party_id is not None:
        return by.party_id == case.applicant_id or by.party_id in owners(case)
    return can(by, Permission.VIEW_REQUEST)


def opens_health(by: Actor, case: SupportRequest) -> bool:
    return by.kind == "nobody" or can(by, Permission.OPEN_HEALTH, facts_of(case))


def sees_titles(by: Actor, case: SupportRequest) -> bool:
    """Who asks for a paper must know which; a title that discloses health is hidden from the rest."""
    return can(by, Permission.PRESENT_ITEM) or opens_health(by, case)


def acts_for(by: Actor, case: SupportRequest) -> bool:
    """The applicant, or her agent: whoever signs as the one who asks."""
    if by.party_id is None or by.party_id == case.applicant_id:
        return by.party_id is not None
    people = parts.participants.once(case.organisation_id, case.id)
    return any(each.party_id == by.party_id and each.role == "agent" for each in people)


def open_request_of(by: Actor, party_id: UUID, service: str) -> UUID | None:
    """Hers for this service that has no reply yet, where the actor may see it."""
    found = open_request(party_id, service, by)
    return found.id if found is not None and may_view(by, found) else None


@prepared
def own_cases(organisation_id: UUID, party_id: UUID) -> QuerySet[SupportRequest]:
    """The beneficiary's own, and those she signs beside another."""
    signed = Participant.objects.filter(organisation_id=organisation_id, party_id=party_id, must_sign=True)
    rows = SupportRequest.objects.filter(
        organisation_id=organisation_id, id__in=signed.values("support_request_id")
    )
    return rows.order_by("-submitted_at", "-id")
