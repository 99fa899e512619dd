"""Published versions of the policy, the board's own figures, and the officer's documents."""

from __future__ import annotations

from django.db import models

from silah.foundation.tenancy import ScopedModel


class PolicyVersion(ScopedModel):
    """A pack as it was published: canonical JSON that never changes. The newest one is in force."""

    number = models.PositiveIntegerField()
    schema_version = models.PositiveSmallIntegerField()
    canonical = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    published_at = models.DateTimeField()
    in_force_from = models.DateField()
    approved = models.BooleanField()
    approval_body = models.CharField(max_length=80, blank=True)
    minutes = models.CharField(max_length=80, blank=True)
    approved_on = models.DateField(null=True)
    signatory = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="policy_version_number")
        ]


class BoardRule(ScopedModel):
    """A figure the board sets outside the policy's text, with the minutes that set it. Newest wins."""

    REPLY_CEILING_DAYS = "reply_ceiling_days"

    name = models.CharField(max_length=40)
    value = models.IntegerField()
    minutes = models.CharField(max_length=80)
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "name", "-recorded_at"], name="policy_board_rule")]


class ToolDocument(ScopedModel):
    """One version of a guide in the officer's toolkit; a newer one leaves the older readable."""

    tool = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    effective_from = models.DateField()
    approved_by = models.CharField(max_length=120, blank=True)
    file_id = models.UUIDField(null=True)
    text = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "tool", "number"], name="policy_tool_number")
        ]
