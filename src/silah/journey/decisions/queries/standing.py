"""What must be known of requests before anybody decides them: who is barred, what was recommended, what lacks.

Each answers for many requests in a fixed number of statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from silah.foundation.access import Actor
from silah.journey.requests.models import Declaration, Participant, SupportRequest
from silah.journey.research.models import CaseStudy
from silah.people.models import Kinship

Grounds = dict[UUID, str]  # membership → why


def barred_of(by: Actor, cases: Collection[SupportRequest]) -> dict[UUID, Grounds]:
    """For each request: its sole researcher, whoever entered it for the applicant, declared kin."""
    ids = [case.id for case in cases]
    studied: dict[UUID, set[UUID]] = defaultdict(set)
    rows = CaseStudy.objects.filter(organisation_id=by.organisation_id, support_request_id__in=ids)
    for case_id, who in rows.exclude(submitted_at=None).values_list("support_request_id", "researcher_id"):
        studied[case_id].add(who)
    kin = _kin(by, cases)
    return {case.id: _grounds(case, studied[case.id], kin[case.id]) for case in cases}


def barred(by: Actor, case_id: UUID) -> frozenset[UUID]:
    case = SupportRequest.objects.filter(organisation_id=by.organisation_id, id=case_id).first()
    return frozenset(barred_of(by, [case])[case_id]) if case else frozenset()


def _grounds(case: SupportRequest, researchers: set[UUID], kin: set[UUID]) -> Grounds:
    found: Grounds = dict.fromkeys(kin, "kin")
    if case.entered_by_id is not None:
        found[case.entered_by_id] = "entered"
    if len(researchers) == 1:
        found[next(iter(researchers))] = "researcher"
    return found


def _kin(by: Actor, cases: Collection[SupportRequest]) -> dict[UUID, set[UUID]]:
    people: dict[UUID, set[UUID]] = {case.id: {case.applicant_id} for case in cases}
    rows = Participant.objects.filter(organisation_id=by.organisation_id, support_request_id__in=list(people))
    for case_id, party_id in rows.values_list("support_request_id", "party_id"):
        people[case_id].add(party_id)
    declared = Kinship.objects.filter(
        organisation_id=by.organisation_id, party_id__in=set().union(*people.values())
    )
    of_party: dict[UUID, set[UUID]] = defaultdict(set)
    for party_id, membership_id in declared.values_list("party_id", "membership_id"):
        of_party[party_id].add(membership_id)
    return {case_id: set().union(*(of_party[p] for p in parties)) for case_id, parties in people.items()}


def studies_of(by: Actor, case_ids: Collection[UUID]) -> dict[UUID, CaseStudy]:
    """The submitted study of each, without its sealed columns."""
    rows = CaseStudy.objects.filter(
        organisation_id=by.organisation_id, support_request_id__in=list(case_ids), superseded_at=None
    ).exclude(submitted_at=None)
    return {row.support_request_id: row for row in rows.defer("facts", "health", "opinion")}


def unsigned(by: Actor, cases: Collection[SupportRequest]) -> frozenset[UUID]:
    """Requests whose declaration does not stand for everybody who must sign."""
    must: dict[UUID, set[UUID]] = {case.id: set() for case in cases}
    signers = Participant.objects.filter(
        organisation_id=by.organisation_id, support_request_id__in=list(must), must_sign=True
    )
    for case_id, party_id in signers.values_list("support_request_id", "party_id"):
        must[case_id].add(party_id)
    for case in cases:
        must[case.id] = must[case.id] or {case.applicant_id}
    signed: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Declaration.objects.filter(
        organisation_id=by.organisation_id, support_request_id__in=list(must), voided_at=None
    )
    for case_id, party_id in rows.values_list("support_request_id", "party_id"):
        signed[case_id].add(party_id)
    return frozenset(case_id for case_id, parties in must.items() if parties - signed[case_id])
