"""What an employee compared, beside what the applicant declared; neither replaces the other."""

from __future__ import annotations

from django.db import models

from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel, SealedText
from silah.journey.requests.models import SupportRequest
from silah.people.models import Party


class Match(ScopedModel):
    """One comparison of one declared value. A newer comparison supersedes the older and keeps it."""

    support_request = ScopedForeignKey(SupportRequest)
    field = models.CharField(max_length=40)
    party = ScopedForeignKey(Party, null=True)
    declared = SealedText(purpose="match.declared", default="")
    verified = SealedText(purpose="match.verified", default="")
    method = models.CharField(max_length=20)
    result = models.CharField(max_length=10)
    matched_by = ScopedForeignKey(Membership)
    matched_at = models.DateTimeField()
    resolution = models.CharField(max_length=24, blank=True)
    resolved_by = ScopedForeignKey(Membership, null=True)
    resolved_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "support_request", "field", "party"],
                condition=models.Q(superseded_at=None),
                nulls_distinct=False,
                name="match_current",
            ),
            models.CheckConstraint(
                condition=models.Q(resolution="") | models.Q(resolved_at__isnull=False),
                name="match_resolution_dated",
            ),
        ]


class TruthCheck(ScopedModel):
    """An employee's own confirmation that the data were checked and the responsibility explained."""

    support_request = ScopedForeignKey(SupportRequest)
    answers_version = models.PositiveIntegerField()  # a later change by the applicant asks for it again
    data_checked = models.BooleanField()
    responsibility_explained = models.BooleanField()
    confirmed_by = ScopedForeignKey(Membership)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(data_checked=True, responsibility_explained=True),
                name="truth_check_whole",
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "support_request", "answers_version"], name="truth_check_once"
            ),
        ]
