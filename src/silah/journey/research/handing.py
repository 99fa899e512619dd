"""Referrals and studies in hand, when the researcher who held them leaves."""

from __future__ import annotations

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.organisations.models import Membership
from silah.journey.requests.models import SupportRequest
from silah.journey.research import events
from silah.journey.research.models import CaseStudy, Referral
from silah.journey.research.referrals import locked_referral, subject_of


@operation(Permission.HAND_ON_RESEARCH)
def hand_on_referral(referral: Referral, to: Membership, *, by: Actor) -> Referral:
    """Its questions and its day stay as they are."""
    row = locked_referral(referral)
    row.accepted_by = to
    row.version += 1
    row.save(update_fields=["accepted_by", "version"])
    record(events.ReferralHandedOn(referral=row.id, to=to.id), on=subject_of(row), by=by, clause="H3")
    return row


@operation(Permission.HAND_ON_RESEARCH)
def hand_on_study(study: CaseStudy, to: Membership, *, by: Actor) -> CaseStudy:
    """What was written so far goes with it; who submits it answers for it."""
    case = SupportRequest.objects.select_for_update(no_key=True).get(id=study.support_request_id)
    row = CaseStudy.objects.select_for_update(no_key=True).get(id=study.id)
    row.researcher = to
    row.version += 1
    row.save(update_fields=["researcher", "version"])
    record(events.StudyHandedOn(study=row.id, to=to.id), on=case, by=by)
    return row
