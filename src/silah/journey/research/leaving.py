"""Referrals taken in hand and studies begun by somebody who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.access.actor import Role
from silah.foundation.organisations.leaving import Held, part
from silah.journey.requests.models import Participant
from silah.journey.research.models import CaseStudy, Referral
from silah.journey.research.words import OPEN
from silah.people.queries import kin_memberships


@part
def referrals(by: Actor, member_id: UUID) -> Iterator[Held]:
    rows = Referral.objects.filter(organisation_id=by.organisation_id, accepted_by_id=member_id)
    count = rows.filter(state__in=OPEN).count()
    yield Held(_("إحالات في عهدته"), count, role=Role.SOCIAL_RESEARCHER)


@part
def studies(by: Actor, member_id: UUID) -> Iterator[Held]:
    """Not to a researcher who is kin of anybody in them."""
    rows = CaseStudy.objects.filter(
        organisation_id=by.organisation_id, researcher_id=member_id, submitted_at=None, superseded_at=None
    )
    cases = dict(rows.values_list("support_request_id", "support_request__applicant_id"))
    others = Participant.objects.filter(support_request_id__in=cases).values_list("party_id", flat=True)
    kin = kin_memberships(by, {*cases.values(), *others}) if cases else frozenset()
    yield Held(_("دراسات حالة لم تُرفع"), len(cases), role=Role.SOCIAL_RESEARCHER, barred=kin)
