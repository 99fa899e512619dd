"""How an outcome reaches the applicant: waiting, released, received, or tried in vain."""

from __future__ import annotations

from django.db import models

from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel
from silah.journey.decisions.models.appeals import Appeal
from silah.journey.decisions.models.decisions import Decision
from silah.journey.requests.models import SupportRequest


class Reply(ScopedModel):
    """One communication of one outcome. The window is copied as it was when the reply became ready."""

    support_request = ScopedForeignKey(SupportRequest)
    decision = ScopedForeignKey(Decision)
    appeal = ScopedForeignKey(Appeal, null=True)  # the answer to an objection
    mode = models.CharField(max_length=8)  # inform, hold, ceiling, and free where no window runs
    floor_on = models.DateField(null=True)
    ceiling_on = models.DateField(null=True)
    ready_at = models.DateTimeField()
    release_at = models.DateTimeField()  # the timer sends it then
    released_at = models.DateTimeField(null=True)
    released_by = ScopedForeignKey(Membership, null=True)
    early_reason = models.CharField(max_length=40, blank=True)
    object_until = models.DateField(null=True)
    owner = ScopedForeignKey(Membership, null=True)  # who follows it until it arrives
    received_at = models.DateTimeField(null=True)
    received_how = models.CharField(max_length=12, blank=True)  # portal, in_person, phone, letter
    closed_at = models.DateTimeField(null=True)
    closed_as = models.CharField(max_length=10, blank=True)  # received, tried
    cancelled_at = models.DateTimeField(null=True)  # the decision was undone before the reply
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "decision"],
                condition=models.Q(appeal=None, cancelled_at=None),
                name="reply_one_per_decision",
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "appeal"],
                condition=models.Q(appeal__isnull=False),
                name="reply_one_per_appeal",
            ),
            models.CheckConstraint(
                condition=models.Q(received_at=None) | models.Q(released_at__isnull=False),
                name="reply_released_before_received",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "release_at"],
                condition=models.Q(released_at=None, cancelled_at=None),
                name="reply_waiting",
            ),
            models.Index(
                fields=["organisation_id", "released_at"],
                condition=models.Q(closed_at=None, cancelled_at=None),
                name="reply_undelivered",
            ),
            models.Index(fields=["organisation_id", "support_request"], name="reply_request"),
            models.Index(
                fields=["organisation_id", "closed_at"],
                condition=models.Q(closed_as="tried"),
                name="reply_tried",
            ),
        ]


class ReplyTry(ScopedModel):
    """One attempt to reach the applicant with the outcome."""

    reply = ScopedForeignKey(Reply)
    channel = models.CharField(max_length=12)  # phone, sms, visit, letter, representative
    result = models.CharField(max_length=12)  # no_answer, wrong_number, promised
    tried_by = ScopedForeignKey(Membership)
    at = models.DateTimeField()


class DelayNotice(ScopedModel):
    """The applicant was told that the reply is late, why, and the new day."""

    support_request = ScopedForeignKey(SupportRequest)
    was_due_on = models.DateField()
    new_day = models.DateField()
    reason = models.CharField(max_length=20)  # sitting_moved, study_open, quorum, other
    told_by = ScopedForeignKey(Membership)
    told_at = models.DateTimeField()
