"""An objection to a decision, heard by nobody who decided."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel
from silah.journey.decisions.models.decisions import Decision, Words
from silah.journey.requests.models import SupportRequest


class Appeal(ScopedModel):
    support_request = ScopedForeignKey(SupportRequest)
    decision = ScopedForeignKey(Decision)
    reference = models.CharField(max_length=20)
    filed_at = models.DateTimeField()
    entered_by = ScopedForeignKey(Membership, null=True)  # an officer on her behalf
    channel = models.CharField(max_length=30)
    grounds = ScopedForeignKey(Words)
    file_id = models.UUIDField(null=True)
    answer_by = models.DateField()
    holidays = models.JSONField(default=list)  # what the day was computed from
    assigned_to = ScopedForeignKey(Membership, null=True)
    assigned_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)  # upheld, dismissed
    decided_by = ScopedForeignKey(Membership, null=True)
    decided_at = models.DateTimeField(null=True)
    reason_codes = ArrayField(models.CharField(max_length=40), default=list)
    reason_words = ScopedForeignKey(Words, null=True)
    new_decision = ScopedForeignKey(Decision, null=True)
    overdue_noted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "decision"], name="appeal_once"),
            models.UniqueConstraint(fields=["organisation_id", "reference"], name="appeal_reference"),
            models.CheckConstraint(
                condition=models.Q(outcome="")
                | models.Q(decided_by__isnull=False, decided_at__isnull=False, reason_words__isnull=False),
                name="appeal_decided_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "answer_by"], condition=models.Q(outcome=""), name="appeal_open"
            )
        ]
