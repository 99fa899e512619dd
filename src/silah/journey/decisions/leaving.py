"""Replies, seats, delegations and objections of somebody who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.organisations.leaving import Held, part
from silah.journey.decisions.models import Appeal, ApproverSeat, CommitteeSeat, Delegation, Reply


@part
def replies(by: Actor, member_id: UUID) -> Iterator[Held]:
    rows = Reply.objects.filter(organisation_id=by.organisation_id, owner_id=member_id)
    yield Held(_("ردود يتابع وصولها"), rows.filter(released_at__isnull=False, closed_at=None).count())


@part
def seats(by: Actor, member_id: UUID) -> Iterator[Held]:
    """Named by a decision, so that a decision names who follows."""
    here = Q(organisation_id=by.organisation_id)
    holds = here & Q(membership_id=member_id, ended_on=None)
    yield Held(_("مقعد في لجنة البحث"), CommitteeSeat.objects.filter(holds).count(), first=True)
    yield Held(_("درجة في سلسلة الاعتماد"), ApproverSeat.objects.filter(holds).count(), first=True)
    between = Q(giver_id=member_id) | Q(receiver_id=member_id)
    standing = Delegation.objects.filter(here & between, ended_at=None, ends_on__gte=clock.today())
    yield Held(_("تفويض قائم"), standing.count(), first=True)
    given = Appeal.objects.filter(here, assigned_to_id=member_id, decided_at=None)
    yield Held(_("اعتراض أُسند إليه"), given.count(), first=True)
