"""A request's row for who may see it; absent and foreign are told alike."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.kernel.errors import NotFound
from silah.foundation.tenancy import remembered
from silah.journey.requests.models import Participant, RequirementItem, SupportRequest
from silah.journey.requests.once import open_request
from silah.policy.queries import pack_of


def case_row(by: Actor, case_id: UUID, lock: bool = False) -> SupportRequest:
    if lock:
        return _case_row(by, case_id, lock=True)
    return remembered(("case", by, case_id), lambda: _case_row(by, case_id, lock=False))


def _case_row(by: Actor, case_id: UUID, lock: bool) -> SupportRequest:
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id, id=case_id)
    row = (
        (rows.select_for_update(of=("self",), no_key=True) if lock else rows)
        .select_related("applicant")
        .first()
    )
    if row is None or not may_view(by, row):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


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
    signers = Participant.objects.filter(support_request=case, must_sign=True)
    return frozenset({case.applicant_id, *signers.values_list("party_id", flat=True)})


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
    return Participant.objects.filter(support_request=case, party_id=by.party_id, role="agent").exists()


def open_request_of(by: Actor, party_id: UUID, service: str) -> UUID | None:
    """Hers for this service that has no reply yet, where the actor may see it."""
    found = open_request(party_id, service, by)
    return found.id if found is not None and may_view(by, found) else None


def own_cases(by: Actor) -> QuerySet[SupportRequest]:
    """The beneficiary's own, and those she signs beside another."""
    if by.party_id is None:
        return SupportRequest.objects.none()
    signed = Participant.objects.filter(party_id=by.party_id, must_sign=True).values("support_request_id")
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id, id__in=signed)
    return rows.order_by("-submitted_at", "-id")
