"""Management's way: who holds each step of the chain, for whom somebody stands in, and each approval."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel
from silah.journey.decisions.models.decisions import Decision, Words
from silah.journey.requests.models import SupportRequest


class ApproverSeat(ScopedModel):
    """Who holds a step that the policy names; the step's limit stays the policy's."""

    step = models.CharField(max_length=40)
    membership = ScopedForeignKey(Membership)
    named_by = models.CharField(max_length=120)  # the decision that named this person
    from_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "step"],
                condition=models.Q(ended_on=None),
                name="approver_seat_once",
            )
        ]


class Delegation(ScopedModel):
    """One manager acts for another, up to a limit, between two days."""

    step = models.CharField(max_length=40)
    giver = ScopedForeignKey(Membership)
    receiver = ScopedForeignKey(Membership)
    limit = models.BigIntegerField()  # halalas
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=12)  # leave, mission, sickness, other
    given_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="delegation_in_order"
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "step", "ends_on"], name="delegation_step")]


class Approval(ScopedModel):
    """One step of one request's chain. The one that settles has the decision."""

    support_request = ScopedForeignKey(SupportRequest)
    step = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    limit = models.BigIntegerField(null=True)  # as it was for this approver; none: any amount
    approver = ScopedForeignKey(Membership)
    delegation = ScopedForeignKey(Delegation, null=True)
    outcome = models.CharField(max_length=14)
    amount = models.BigIntegerField(null=True)
    months = models.PositiveSmallIntegerField(null=True)
    reason_codes = ArrayField(models.CharField(max_length=40), default=list)
    reason_words = ScopedForeignKey(Words, null=True)
    decision = ScopedForeignKey(Decision, null=True)
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "support_request", "step"],
                condition=models.Q(voided_at=None),
                name="approval_step_once",
            )
        ]
